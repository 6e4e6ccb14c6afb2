import { newId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBin, putAway, receive, sell } from '#modules/inventory'
import { openStockworkWorld, type StockworkWorld } from '../test/stockwork-world.ts'

let world: StockworkWorld
beforeAll(async () => {
  world = await openStockworkWorld()
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

const HERE = 'LDZ1'
const MINUTE = 60_000
const started = (values: readonly string[], more: object = {}) =>
  world.post(world.clerkAt(HERE), '/counts', {
    locationId: world.place(HERE),
    scope: { kind: 'skus', values },
    recount: 'none',
    ...more,
  })
const scan = (id: string, lines: object[], more: object = {}, name?: string) =>
  world.post(world.clerkAt(HERE, name), `/counts/${id}/scans`, { lines, ...more })
const submit = (id: string, more: object = {}) =>
  world.post(world.clerkAt(HERE), `/counts/${id}/submit`, more)
const sold = (sku: Sku, quantity: number) =>
  world.write((ctx) =>
    sell(ctx, [
      { document: { kind: 'order', id: newId() }, locationId: world.place(HERE), lines: [{ sku, quantity }] },
    ]),
  )
const received = (sku: Sku, quantity: number) =>
  world.write((ctx) =>
    receive(ctx, [
      {
        document: { kind: 'receipt', id: newId() },
        locationId: world.place(HERE),
        lines: [{ sku, quantity }],
      },
    ]),
  )
const instant = () => world.now().toISOString()

test('a count is blind, adds up what several people scanned, and books the differences', async () => {
  const [less, more, same] = [
    await world.stocked(10, HERE),
    await world.stocked(2, HERE),
    await world.stocked(4, HERE),
  ]
  const count = await started([less, more, same])
  expect(count).toMatchObject({
    number: expect.stringMatching(/^I\d{8}$/),
    state: 'counting',
    seesBook: false,
  })
  await scan(
    count.id,
    [
      { code: less, quantity: 5 },
      { code: `G${more}`, quantity: 3 },
    ],
    {},
    'Ala',
  )
  await scan(
    count.id,
    [
      { code: less, quantity: 4 },
      { code: same, quantity: 4 },
    ],
    {},
    'Ola',
  )
  const path = `/counts/${count.id}/lines` as const
  const blind = await world.get(world.clerkAt(HERE), path)
  expect(blind.items.find(({ sku }) => sku === less)).toMatchObject({
    counted: 9,
    book: null,
    difference: null,
  })
  expect(await submit(count.id)).toMatchObject({
    state: 'posted',
    totals: { lines: 3, counted: 3, surplus: 1, shortage: 1 },
  })
  expect(await world.onHand(less, HERE)).toBe(9)
  expect(await world.onHand(more, HERE)).toBe(3)
  const different = await world.get(world.clerkAt(HERE), `${path}?show=different` as typeof path)
  expect(different.items).toMatchObject([
    { sku: less, counted: 9, book: 10, difference: -1 },
    { sku: more, counted: 3, book: 2, difference: 1 },
  ])
})

test('what is sold and received after a SKU was scanned stays sold and received, however late the scan arrives', async () => {
  const sku = await world.stocked(10, HERE)
  const count = await started([sku])
  world.wait(MINUTE)
  await sold(sku, 2)
  world.wait(MINUTE)
  // Eight in the book, seven on the shelf: one is missing.
  const at = instant()
  world.wait(MINUTE)
  await sold(sku, 3)
  await received(sku, 20)
  world.wait(60 * MINUTE)
  await scan(count.id, [{ code: sku, quantity: 7 }], { at })
  await submit(count.id)
  expect(await world.onHand(sku, HERE)).toBe(10 - 2 - 3 + 20 - 1)
})

test('a SKU that nobody found is missing only as far as it lay there all the while', async () => {
  const [gone, soldOut, arrived] = [
    await world.stocked(3, HERE),
    await world.stocked(3, HERE),
    await world.stocked(0, HERE),
  ]
  const found = await world.stocked(1, HERE)
  const count = await started([gone, soldOut, arrived, found])
  world.wait(MINUTE)
  await sold(gone, 1)
  await sold(soldOut, 3)
  await received(arrived, 5)
  await scan(count.id, [{ code: found, quantity: 1 }])
  const open = { commandId: world.newId() }
  expect(await world.call(world.clerkAt(HERE), 'POST', `/counts/${count.id}/submit`, open)).toMatchObject({
    status: 422,
    body: { code: 'stockwork.uncounted', facts: { uncounted: 1, skus: [gone] } },
  })
  await submit(count.id, { uncounted: 'zero' })
  expect(await world.onHand(gone, HERE)).toBe(0)
  expect(await world.onHand(soldOut, HERE)).toBe(0)
  expect(await world.onHand(arrived, HERE)).toBe(5)
})

test('a line that is too far off is counted again, by somebody else, and approved by who may', async () => {
  const [far, near] = [await world.stocked(100, HERE), await world.stocked(100, HERE)]
  const count = await started([far, near], {
    recount: 'other_person',
    tolerancePieces: 1,
    tolerancePpm: 20_000,
    approveOver: 5,
  })
  await scan(
    count.id,
    [
      { code: far, quantity: 90 },
      { code: near, quantity: 98 },
    ],
    {},
    'Ala',
  )
  expect(await submit(count.id)).toMatchObject({ state: 'recounting', pass: 2, totals: { shortage: null } })
  const again = (name: string, code: Sku, pass = 2) =>
    world.call(world.clerkAt(HERE, name), 'POST', `/counts/${count.id}/scans`, {
      commandId: world.newId(),
      pass,
      lines: [{ code, quantity: 92 }],
    })
  expect(await again('Ala', far)).toMatchObject({ status: 409, body: { code: 'stockwork.same_counter' } })
  expect(await again('Ola', near)).toMatchObject({ status: 422, body: { code: 'stockwork.not_in_count' } })
  expect(await again('Ola', far, 1)).toMatchObject({ status: 409, body: { code: 'stockwork.pass_over' } })
  expect(await again('Ola', far)).toMatchObject({ status: 201 })
  expect(await submit(count.id)).toMatchObject({ state: 'review' })
  expect(await world.onHand(far, HERE)).toBe(100)
  const approve = `/counts/${count.id}/approve` as const
  expect(await world.call(world.clerkAt(HERE), 'POST', approve, { commandId: world.newId() })).toMatchObject({
    status: 403,
  })
  await sold(far, 10)
  const lines = await world.get(world.manager, `/counts/${count.id}/lines`)
  expect(lines.items).toContainEqual(
    expect.objectContaining({ sku: far, counted: 92, firstCounted: 90, book: 100, difference: -8 }),
  )
  expect(await world.post(world.manager, approve, { note: 'zalane kartony' })).toMatchObject({
    state: 'posted',
  })
  const booked = await world.query('select note from inventory.movement where document_id = $1', [count.id])
  expect(new Set(booked.map((row) => row['note']))).toEqual(new Set([`${count.number}: zalane kartony`]))
  expect(await world.onHand(far, HERE)).toBe(82)
  expect(await world.onHand(near, HERE)).toBe(98)
})

test('who counts cannot lift the limit of approval, who approves can', async () => {
  const sku = await world.stocked(1, HERE)
  const body = {
    locationId: world.place(HERE),
    scope: { kind: 'skus', values: [sku] },
    approveOver: 101,
    commandId: world.newId(),
  }
  expect(await world.call(world.clerkAt(HERE), 'POST', '/counts', body)).toMatchObject({ status: 403 })
  expect(await world.call(world.manager, 'POST', '/counts', body)).toMatchObject({ status: 201 })
  await world.post(world.manager, `/counts/${body.commandId}/cancel`)
})

test('whoever approves may have it counted once more instead', async () => {
  const sku = await world.stocked(100, HERE)
  const count = await started([sku], { approveOver: 5 })
  await scan(count.id, [{ code: sku, quantity: 60 }])
  await submit(count.id)
  expect(await world.post(world.manager, `/counts/${count.id}/recount`)).toMatchObject({
    state: 'recounting',
    pass: 2,
  })
  await scan(count.id, [{ code: sku, quantity: 99 }], { pass: 2 })
  expect(await submit(count.id)).toMatchObject({ state: 'posted', totals: { shortage: 1 } })
  expect(await world.onHand(sku, HERE)).toBe(99)
})

test('a SKU of a place is in one open count; the other is named, and may have it once that is over', async () => {
  const sku = await world.stocked(3, HERE)
  const first = await started([sku])
  const other = {
    commandId: world.newId(),
    locationId: world.place(HERE),
    scope: { kind: 'place', values: [] },
  }
  const before = await world.rows()
  expect(await world.call(world.manager, 'POST', '/counts', other)).toMatchObject({
    status: 409,
    body: { code: 'stockwork.count_running', facts: { number: first.number, overlapping: 1 } },
  })
  const correction = {
    locationId: world.place(HERE),
    reason: 'count',
    lines: [{ sku, quantity: -1 }],
  }
  expect(await world.call(world.manager, 'POST', '/adjustments', correction)).toMatchObject({
    status: 409,
    body: { code: 'stockwork.count_running' },
  })
  expect(await world.rows()).toEqual(before)
  await world.post(world.clerkAt(HERE), `/counts/${first.id}/cancel`)
  expect(await world.call(world.manager, 'POST', '/counts', other)).toMatchObject({ status: 201 })
  await world.post(world.manager, `/counts/${other.commandId}/cancel`)
  expect(await world.onHand(sku, HERE)).toBe(3)
})

test('two counts of the same SKU that start at the same moment: one does', async () => {
  const skus = [await world.stocked(1, HERE), await world.stocked(1, HERE), await world.stocked(1, HERE)]
  const start = (values: readonly string[]) =>
    world.call(world.manager, 'POST', '/counts', {
      commandId: world.newId(),
      locationId: world.place(HERE),
      scope: { kind: 'skus', values },
    })
  const answers = await Promise.all([
    start(skus),
    start(skus.toReversed()),
    start(skus.slice(1)),
    start(skus),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
})

test('"this is all there is" replaces what the same person scanned before, and zero is a count', async () => {
  const [sku, none] = [await world.stocked(5, HERE), await world.stocked(2, HERE)]
  const count = await started([sku, none])
  await scan(count.id, [{ code: sku, quantity: 7 }], {}, 'Ala')
  world.wait(MINUTE)
  await scan(
    count.id,
    [
      { code: sku, quantity: 3, whole: true },
      { code: none, quantity: 0, whole: true },
    ],
    {},
    'Ala',
  )
  await scan(count.id, [{ code: sku, quantity: 1 }], {}, 'Ola')
  await submit(count.id)
  expect([await world.onHand(sku, HERE), await world.onHand(none, HERE)]).toEqual([4, 0])
})

test('a bin is counted for itself; what is found there beside it is added', async () => {
  const place = world.place(HERE)
  const [sku, found] = [await world.stocked(10, HERE), world.newSku()]
  await world.write(async (ctx) => {
    await openBin(ctx, { locationId: place, code: 'R1', kind: 'back_room' })
    const document = { kind: 'put_away' as const, id: newId() }
    await putAway(ctx, [{ document, locationId: place, lines: [{ sku, quantity: 4, to: 'R1' }] }])
  })
  const count = await world.post(world.manager, '/counts', {
    locationId: place,
    scope: { kind: 'bin', values: ['R1'] },
    recount: 'none',
  })
  await scan(count.id, [
    { code: sku, quantity: 3 },
    { code: found, quantity: 1 },
  ])
  await submit(count.id)
  expect([await world.onHand(sku, HERE), await world.onHand(found, HERE)]).toEqual([9, 1])
})

test('categories are counted as a list, and undone as a whole', async () => {
  const hat = await world.stocked(2, HERE, 'HAT-1' as Sku)
  const count = await world.post(world.manager, '/counts', {
    locationId: world.place(HERE),
    scope: { kind: 'categories', values: ['hats'] },
    recount: 'none',
  })
  expect(
    await world.call(world.manager, 'POST', `/counts/${count.id}/scans`, {
      commandId: world.newId(),
      lines: [{ code: world.newSku(), quantity: 1 }],
    }),
  ).toMatchObject({ status: 422, body: { code: 'stockwork.not_in_count' } })
  await scan(count.id, [{ code: hat, quantity: 5 }])
  await submit(count.id)
  expect(await world.onHand(hat, HERE)).toBe(5)
  const document = { kind: 'count', id: count.id }
  await world.post(world.manager, '/undo', { document, reason: 'counted the neighbour' })
  expect(await world.onHand(hat, HERE)).toBe(2)
  expect(await world.get(world.manager, `/counts/${count.id}`)).toMatchObject({ state: 'undone' })
})
