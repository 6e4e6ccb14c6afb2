import { writeCsv } from '#platform/csv'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refused } from '#test/answers'
import { openStockworkWorld, type StockworkWorld } from '../test/stockwork-world.ts'
import { parseCsv } from './parse.ts'

let world: StockworkWorld
beforeAll(async () => {
  world = await openStockworkWorld()
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

test('what was written is read again, whatever stands in it', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ż', '"', ';', ',', '\n', '\r\n', ' ', "'") })
  // Cells of other signs, so that no row is taken for an empty one.
  const row = fc.tuple(cell, cell).map(([one, other]) => [`x${one}`, `y${other}`])
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), (rows) => {
      const read = parseCsv(writeCsv(['one', 'other'], rows))
      expect(read?.slice(1).map(({ cells }) => cells)).toEqual(rows)
    }),
  )
})

test('rows are counted as a spreadsheet counts them, over line ends in quotes and empty lines', () => {
  expect(parseCsv('a;b\r\n"x\ny";1\r\n;\r\nz;2')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x\ny', '1'] },
    { line: 5, cells: ['z', '2'] },
  ])
  expect(parseCsv('a,b\n1,"never closed')).toBeUndefined()
})

test('a cell that a spreadsheet would run is written as text', () => {
  expect(writeCsv(['note'], [['=1+1'], ['@SUM(A1)'], ['-3 sztuki'], [-3 as number]])).toBe(
    "\uFEFFnote\r\n'=1+1\r\n'@SUM(A1)\r\n'-3 sztuki\r\n-3\r\n",
  )
})

test('deliveries come from a file as Polish Excel writes it, and the same file twice is one', async () => {
  const [one, other] = [world.newSku(), world.newSku()]
  const csv = [
    '\uFEFFMiejsce;Dostawca;Numer;Termin;EAN;Ilość',
    `LDZ1;"Tkalnia ""Nowa"", Łódź";WZ 1;01.12.2026;G${one};10`,
    `LDZ1;"Tkalnia ""Nowa"", Łódź";WZ 1;01.12.2026;${other};3`,
    `GDA1;Przędzalnia;WZ 1;2026-12-02;${one};4`,
    '',
  ].join('\r\n')
  const body = { commandId: world.newId(), csv }
  const first = await world.call(world.manager, 'POST', '/advices/csv', body)
  expect(first).toMatchObject({
    status: 201,
    body: {
      items: [
        { supplier: 'Tkalnia "Nowa", Łódź', expectedOn: '2026-12-01', totals: { expected: 13 } },
        { supplier: 'Przędzalnia', locationId: world.place('GDA1'), totals: { expected: 4 } },
      ],
    },
  })
  expect((await world.call(world.manager, 'POST', '/advices/csv', body)).body).toEqual(first.body)
  const imported = await world.get(world.manager, `/advices/${first.body.items?.[0]?.id}`)
  expect(imported.history.map(({ verb }) => verb)).toEqual(['advice.announce'])
  expect(
    await world.call(world.manager, 'POST', '/advices/csv', { ...body, commandId: world.newId() }),
  ).toMatchObject({
    status: 422,
    body: {
      code: 'stockwork.csv_invalid',
      errors: [{ pointer: '/csv/2/reference' }, { pointer: '/csv/4/reference' }],
    },
  })
})

test('of a file with half its rows wrong every error is told by row and column, and nothing is applied', async () => {
  const sku = await world.stocked(50, 'LDZ1')
  const csv = [
    'location,sku,quantity,reason,note',
    `LDZ1,${sku},-1,damage,`,
    `LDZ1,NO-SUCH,-1,damage,`,
    `LDZ1,${sku},0,damage,`,
    `XXX,${sku},1.5,stolen,`,
    `LDZ1,${sku},-2,theft,`,
    `LDZ1,${sku},999999999999,found,`,
    `LDZ1,,-2,theft,`,
    `LDZ1,${sku},3,found,ok`,
  ].join('\n')
  const before = await world.rows()
  const answer = await world.call(world.manager, 'POST', '/adjustments/csv', {
    commandId: world.newId(),
    csv,
  })
  expect(answer).toMatchObject({ status: 422, body: { code: 'stockwork.csv_invalid', facts: { rows: 5 } } })
  const problem = refused(answer)
  expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/csv/3/sku',
    '/csv/4/quantity',
    '/csv/5/location',
    '/csv/5/quantity',
    '/csv/5/reason',
    '/csv/7/quantity',
    '/csv/8/sku',
  ])
  expect(await world.rows()).toBe(before)
  const right = csv.split('\n').filter((_, index) => [0, 1, 5, 8].includes(index))
  const done = await world.post(world.manager, '/adjustments/csv', { csv: right.join('\n') })
  expect(done.items.map(({ state, reason }) => [state, reason])).toEqual([
    ['posted', 'damage'],
    ['posted', 'theft'],
    ['posted', 'found'],
  ])
  expect(await world.onHand(sku, 'LDZ1')).toBe(50)
})

test('transfers come from a file: the same way, day and note are one; whose own place sends has approved it', async () => {
  const [one, other] = [world.newSku(), world.newSku()]
  const csv = [
    'Skąd;Dokąd;Kod;Ilość;Termin;Uwagi',
    `LDZ1;GDA1;${one};2;01.12.2026;`,
    `LDZ1;GDA1;${other};3;2026-12-01;`,
    `LDZ1;GDA1;G${one};1;2026-12-01;`,
    `MAG1;LDZ1;${one};7;;na święta`,
  ].join('\r\n')
  const body = { commandId: world.newId(), csv }
  const clerk = world.clerkAt('LDZ1')
  const first = await world.call(clerk, 'POST', '/transfers/csv', body)
  expect(first).toMatchObject({
    status: 201,
    body: {
      items: [
        { state: 'approved', toId: world.place('GDA1'), expectedOn: '2026-12-01', totals: { requested: 6 } },
        { state: 'requested', fromId: world.place('MAG1'), expectedOn: null, note: 'na święta', held: false },
      ],
    },
  })
  expect((await world.call(clerk, 'POST', '/transfers/csv', body)).body).toEqual(first.body)
  const imported = await world.get(clerk, `/transfers/${first.body.items?.[0]?.id}`)
  expect(imported.lines.map(({ sku, requested }) => [sku, requested])).toEqual([
    [one, 3],
    [other, 3],
  ])
  expect(imported.history.map(({ verb }) => verb)).toEqual(['transfer.request'])
})

test('of a file of transfers every error of every row is told, also of rows with several, and nothing is applied', async () => {
  const sku = world.newSku()
  const csv = [
    'from,to,sku,quantity,expected_on',
    `LDZ1,GDA1,${sku},2,`,
    `XXX,YYY,NO-SUCH,half,31.02.2026`,
    `LDZ1,LDZ1,${sku},2,`,
    `MAG1,GDA1,${sku},2,`,
    `,GDA1,${sku},2,`,
  ].join('\n')
  const before = await world.rows()
  const answer = await world.call(world.clerkAt('LDZ1'), 'POST', '/transfers/csv', {
    commandId: world.newId(),
    csv,
  })
  expect(answer).toMatchObject({ status: 422, body: { code: 'stockwork.csv_invalid', facts: { rows: 4 } } })
  expect(
    refused(answer)
      .errors?.map(({ pointer }) => pointer)
      .toSorted(),
  ).toEqual([
    '/csv/3/expected_on',
    '/csv/3/from',
    '/csv/3/quantity',
    '/csv/3/sku',
    '/csv/3/to',
    '/csv/4/to',
    '/csv/5/from',
    '/csv/6/from',
  ])
  expect(await world.rows()).toBe(before)
})

test('a file for a place of somebody else is refused by row, and one that is no file as a whole', async () => {
  const sku = world.newSku()
  const clerk = world.clerkAt('LDZ1')
  const send = (csv: string) =>
    world.call(clerk, 'POST', '/adjustments/csv', { commandId: world.newId(), csv })
  expect(await send(`location;sku;quantity;reason\nGDA1;${sku};1;found`)).toMatchObject({
    status: 422,
    body: { code: 'stockwork.csv_invalid', errors: [{ pointer: '/csv/2/location' }] },
  })
  const unreadable = { status: 422, body: { code: 'stockwork.csv_unreadable' } }
  expect(await send('location;sku\nLDZ1;T-1')).toMatchObject(unreadable)
  expect(await send('location;sku;quantity;reason')).toMatchObject(unreadable)
  expect(await send('"')).toMatchObject(unreadable)
  const long = ['location;sku;quantity;reason', ...Array.from({ length: 5_001 }, () => 'LDZ1;T-1;1;found')]
  expect(await send(long.join('\n'))).toMatchObject(unreadable)
})

test('figures of a count come from a file, and stock, counts and adjustments go into one', async () => {
  const sku = await world.stocked(5, 'GDA1')
  const count = await world.post(world.clerkAt('GDA1'), '/counts', {
    locationId: world.place('GDA1'),
    scope: { kind: 'skus', values: [sku] },
    recount: 'none',
  })
  const csv = `kod;policzono\n${sku};4\n`
  await world.post(world.clerkAt('GDA1'), `/counts/${count.id}/csv`, { csv })
  const blind = await world.get(world.clerkAt('GDA1'), `/counts/${count.id}/csv`)
  expect(blind.csv).toBe(`\uFEFFsku;counted;book;difference\r\n${sku};4;;\r\n`)
  await world.post(world.clerkAt('GDA1'), `/counts/${count.id}/submit`)
  const open = await world.get(world.clerkAt('GDA1'), `/counts/${count.id}/csv`)
  expect(open.csv).toContain(`${sku};4;5;-1`)
  const stock = await world.get(world.clerkAt('GDA1'), `/csv?q=${sku}` as '/csv')
  expect(stock).toMatchObject({ rows: 1, isWhole: true })
  expect(stock.csv).toContain(`${sku};GDA1;4;0;4`)
  const adjusted = await world.get(world.manager, '/adjustments/csv')
  expect(adjusted.csv.split('\r\n')[0]).toBe(
    '\uFEFFlocation;sku;quantity;reason;note;number;state;created_at',
  )
})
