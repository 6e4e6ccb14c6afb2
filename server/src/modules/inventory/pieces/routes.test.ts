import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#platform/context'
import { routes } from '../routes.ts'
import { openStockWorld, type StockWorld } from '../test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

const staff = (locationId: LocationId | null, ...permissions: string[]): Actor => ({
  ...world.actor,
  kind: 'staff',
  id: 'anna',
  grants: permissions.map((permission) => ({ permission, locationId })),
})
const all = ['stock.read', 'stock.receive', 'stock.adjust', 'stock.policy']

interface Asked {
  readonly params?: object
  readonly query?: object
  readonly body?: object
}

const call = async (actor: Actor, name: string, { params = {}, query = {}, body = {} }: Asked = {}) => {
  const [method, path] = name.split(' ')
  const found = routes.find((route) => route.method === method && route.path === path)
  if (!found) throw new Error(`no route ${name}`)
  const input = { params, query, body }
  const answer =
    found.power === 'read'
      ? await found.handle(world.platform.read(actor), input)
      : await world.platform.write(actor, (ctx) => found.handle(ctx, input))
  // The handler's answer is what its schema says; these tests look at a few fields.
  return answer as { items: Record<string, unknown>[]; next: string | null } & Record<string, unknown>
}

const refusalOf = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error: unknown) => (error instanceof Refusal ? { code: error.code, errors: error.errors } : error),
  )

const audited = (subject: string) =>
  world.query(`select action from platform.audit where subject = $1 order by id`, [subject])

test('the office defines a kit, lists and retires it; unknown components are named by pointer', async () => {
  const { sku, place } = await world.stocked(5)
  const office = staff(null, ...all)
  const kit = world.newSku()
  const params = { sku: kit }
  const body = { kind: 'virtual', components: [{ sku, quantity: 2 }] }
  expect(await call(office, 'PUT /v1/stock/kits/:sku', { params, body })).toMatchObject({
    ...body,
    version: 1,
  })
  expect(await call(office, 'GET /v1/stock/kits/:sku', { params })).toMatchObject({ sku: kit, version: 1 })
  expect((await call(office, 'GET /v1/stock/kits', { query: { limit: 200 } })).items).toHaveLength(1)
  const unknown = {
    kind: 'virtual',
    components: [
      { sku, quantity: 1 },
      { sku: 'NOBODY', quantity: 1 },
    ],
  }
  expect(await refusalOf(call(office, 'PUT /v1/stock/kits/:sku', { params, body: unknown }))).toMatchObject({
    code: 'inventory.unknown_sku',
    errors: [{ pointer: '/components/1/sku' }],
  })
  const packing = { locationId: place, quantity: 1, step: 'assemble' }
  expect(
    await refusalOf(call(office, 'POST /v1/stock/kits/:sku/assemblies', { params, body: packing })),
  ).toMatchObject({ code: 'inventory.not_a_packed_kit' })
  await call(office, 'DELETE /v1/stock/kits/:sku', { params })
  expect(await refusalOf(call(office, 'GET /v1/stock/kits/:sku', { params }))).toMatchObject({
    code: 'inventory.unknown_kit',
  })
  expect(await audited(kit)).toEqual([
    { action: 'inventory.kit_defined' },
    { action: 'inventory.kit_retired' },
  ])
})

test('a shop makes its bins, carries a delivery into them and looks inside, page by page; another shop may not', async () => {
  const place = world.newPlace()
  const anna = staff(place, ...all)
  const skus: Sku[] = []
  for (let made = 0; made < 3; made += 1) {
    const { sku } = await world.stocked(2, world.newSku(), place)
    skus.push(sku)
  }
  const bin = (code: string) => ({ locationId: place, code })
  const door = '/v1/stock/places/:locationId/bins/:code'
  await call(anna, `PUT ${door}`, { params: bin('A1'), body: { kind: 'shelf' } })
  await call(anna, `PUT ${door}`, { params: bin('Q'), body: { kind: 'quarantine' } })
  const lines = skus.map((sku) => ({ sku, quantity: 2, to: 'A1' }))
  await call(anna, 'POST /v1/stock/put-aways', { body: { locationId: place, lines } })
  expect(
    (await call(anna, 'GET /v1/stock/places/:locationId/bins', { params: { locationId: place } })).items,
  ).toEqual([
    { code: 'A1', kind: 'shelf', pieces: 6, skus: 3 },
    { code: 'Q', kind: 'quarantine', pieces: 0, skus: 0 },
  ])
  const first = await call(anna, `GET ${door}/pieces`, { params: bin('A1'), query: { limit: 2 } })
  const second = await call(anna, `GET ${door}/pieces`, {
    params: bin('A1'),
    query: { limit: 2, cursor: first.next },
  })
  expect([...first.items, ...second.items].map((row) => row['sku']).sort()).toEqual([...skus].sort())
  expect(second.next).toBeNull()

  const away = [{ sku: skus[0], quantity: 1, to: 'Q' }]
  await call(anna, 'POST /v1/stock/put-aways', { body: { locationId: place, lines: away } })
  const looked = { locationId: place, lines: [{ sku: skus[0], quantity: 1 }] }
  const { releaseId } = await call(anna, 'POST /v1/stock/quarantine/releases', { body: looked })
  expect(await audited(String(releaseId))).toEqual([{ action: 'inventory.quarantine_released' }])
  expect(await refusalOf(call(anna, 'POST /v1/stock/quarantine/write-offs', { body: looked }))).toMatchObject(
    {
      code: 'inventory.not_in_quarantine',
      errors: [{ pointer: '/lines/0/quantity', detail: '0 are in quarantine' }],
    },
  )
  const stranger = staff(world.newPlace(), ...all)
  const refused = await Promise.all(
    [
      call(stranger, `PUT ${door}`, { params: bin('B'), body: { kind: 'shelf' } }),
      call(stranger, `GET ${door}/pieces`, { params: bin('A1') }),
      call(stranger, 'POST /v1/stock/put-aways', { body: { locationId: place, lines } }),
      call(stranger, 'POST /v1/stock/quarantine/releases', { body: looked }),
    ].map(refusalOf),
  )
  for (const one of refused) expect(one).toMatchObject({ code: 'auth.forbidden' })
})

test('from an article to where its pieces lie: bins, lots and the rest, in each place as many as are on hand', async () => {
  const { sku, place } = await world.stocked(5)
  const { place: other } = await world.stocked(2, sku)
  const office = staff(null, ...all)
  const door = '/v1/stock/places/:locationId/bins/:code'
  for (const [code, kind] of [
    ['A1', 'shelf'],
    ['Q', 'quarantine'],
  ] as const) {
    await call(office, `PUT ${door}`, { params: { locationId: place, code }, body: { kind } })
  }
  const carried = [
    { sku, quantity: 2, to: 'A1' },
    { sku, quantity: 1, to: 'Q' },
  ]
  await call(office, 'POST /v1/stock/put-aways', { body: { locationId: place, lines: carried } })
  const lot = { code: 'L-1', expiresOn: '2099-01-01' }
  const lines = [{ sku, quantity: 3, bin: 'A1', lot }]
  await call(office, 'POST /v1/stock/receipts', { body: { locationId: place, lines } })
  const query = { sku, locationId: place }
  const { items } = await call(office, 'GET /v1/stock/pieces', { query })
  expect(items).toEqual([
    { locationId: place, bin: null, binKind: null, lot: null, quantity: 2 },
    { locationId: place, bin: 'A1', binKind: 'shelf', lot: null, quantity: 2 },
    {
      locationId: place,
      bin: 'A1',
      binKind: 'shelf',
      lot: { ...lot, lotId: expect.any(String), state: 'sellable', blockedReason: null },
      quantity: 3,
    },
    { locationId: place, bin: 'Q', binKind: 'quarantine', lot: null, quantity: 1 },
  ])
  const first = await call(office, 'GET /v1/stock/pieces', { query: { ...query, limit: 3 } })
  const rest = await call(office, 'GET /v1/stock/pieces', {
    query: { ...query, limit: 3, cursor: first.next },
  })
  expect([...first.items, ...rest.items]).toEqual(items)
  expect((await call(office, 'GET /v1/stock/pieces', { query: { sku } })).items).toHaveLength(5)
  expect(
    (await call(staff(other, 'stock.read'), 'GET /v1/stock/pieces', { query: { sku } })).items,
  ).toMatchObject([{ locationId: other, quantity: 2 }])
  const ledger = await call(office, 'GET /v1/stock/movements', { query: { ...query, limit: 1 } })
  expect(ledger.items).toMatchObject([{ bin: 'A1', lot: { code: 'L-1' }, quantity: 3 }])
})

test('pieces are set aside with a reason, listed, and put on sale again; no more than are there', async () => {
  const { sku, place } = await world.stocked(4)
  const anna = staff(place, ...all)
  const aside = (quantity: number) => ({
    locationId: place,
    note: 'pęknięte szkło',
    lines: [{ sku, quantity }],
  })
  await call(anna, 'POST /v1/stock/quarantine', { body: aside(3) })
  const list = () => call(anna, 'GET /v1/stock/quarantine', { query: { locationId: place } })
  expect((await list()).items).toEqual([
    {
      sku,
      bin: 'QUARANTINE',
      lot: null,
      quantity: 3,
      because: 'quarantine',
      since: expect.any(String),
      note: 'pęknięte szkło',
    },
  ])
  const [level] = (await call(anna, 'GET /v1/stock', { query: { sku } })).items
  expect(level).toMatchObject({ onHand: 4, available: 1 })
  expect(await refusalOf(call(anna, 'POST /v1/stock/quarantine', { body: aside(2) }))).toMatchObject({
    code: 'inventory.not_on_sale',
    errors: [{ pointer: '/lines/0/quantity', detail: '1 are outside quarantine' }],
  })
  const note = 'to tylko opakowanie'
  await call(anna, 'POST /v1/stock/quarantine/releases', {
    body: { locationId: place, note, lines: [{ sku, quantity: 3 }] },
  })
  expect((await list()).items).toEqual([])
  const ledger = await call(anna, 'GET /v1/stock/movements', { query: { sku, locationId: place, limit: 4 } })
  expect(new Set(ledger.items.map((row) => row['note']))).toEqual(new Set([note, 'pęknięte szkło']))
  const stranger = staff(world.newPlace(), ...all)
  expect(await refusalOf(call(stranger, 'POST /v1/stock/quarantine', { body: aside(1) }))).toMatchObject({
    code: 'auth.forbidden',
  })
})

test('what lies in blocked lots is listed beside quarantine, page by page, and says why', async () => {
  const { sku, place } = await world.stocked(1)
  const office = staff(null, ...all)
  const lines = [{ sku, quantity: 2, lot: { code: 'BAD' } }]
  await call(office, 'POST /v1/stock/receipts', { body: { locationId: place, lines } })
  const [lot] = (await call(office, 'GET /v1/stock/lots', { query: { sku } })).items
  const params = { lotId: lot?.['lotId'] }
  await call(office, 'PUT /v1/stock/lots/:lotId/block', { params, body: { reason: 'szkło w słoiku' } })
  const body = { locationId: place, note: 'rozdarte', lines: [{ sku, quantity: 1 }] }
  await call(office, 'POST /v1/stock/quarantine', { body })
  const query = { locationId: place, limit: 1 }
  const first = await call(office, 'GET /v1/stock/quarantine', { query })
  const second = await call(office, 'GET /v1/stock/quarantine', { query: { ...query, cursor: first.next } })
  expect([...first.items, ...second.items]).toMatchObject([
    { sku, bin: null, lot: 'BAD', quantity: 2, because: 'blocked', note: 'szkło w słoiku' },
    { sku, bin: 'QUARANTINE', lot: null, quantity: 1, because: 'quarantine', note: 'rozdarte' },
  ])
  expect(second.next).toBeNull()
  const [row] = await world.query('select quarantined from inventory.stock where sku = $1', [sku])
  expect(row).toEqual({ quarantined: 3 })
})

test('a lot is received, listed by what expires first, recalled and put back; a scanned piece tells its life', async () => {
  const { sku, place } = await world.stocked(1)
  const office = staff(null, ...all)
  const body = { lots: true, expiry: true, serials: true, unsellableDays: 1 }
  await call(office, 'PUT /v1/stock/tracking/:sku', { params: { sku }, body })
  expect(await call(office, 'GET /v1/stock/tracking/:sku', { params: { sku } })).toEqual({ sku, ...body })
  const receive = (code: string, expiresOn: string, serial: string) =>
    call(office, 'POST /v1/stock/receipts', {
      body: { locationId: place, lines: [{ sku, quantity: 1, lot: { code, expiresOn }, serials: [serial] }] },
    })
  await receive('LATE', '2099-02-01', 'S-1')
  await receive('SOON', '2099-01-01', 'S-2')
  expect(await refusalOf(receive('SOON', '2099-01-01', 'S-2'))).toMatchObject({
    code: 'inventory.serial_known',
    errors: [{ pointer: '/lines/0/serials' }],
  })
  const one = await call(office, 'GET /v1/stock/lots', { query: { sku, limit: 1 } })
  const two = await call(office, 'GET /v1/stock/lots', { query: { sku, limit: 1, cursor: one.next } })
  expect(
    [...one.items, ...two.items].map((lot) => [lot['code'], lot['unsellableFrom'], lot['pieces']]),
  ).toEqual([
    ['SOON', '2099-01-01', 1],
    ['LATE', '2099-02-01', 1],
  ])
  const params = { lotId: one.items[0]?.['lotId'] }
  expect(
    await call(office, 'PUT /v1/stock/lots/:lotId/block', { params, body: { reason: 'glass' } }),
  ).toMatchObject({
    state: 'blocked',
  })
  expect(await call(office, 'GET /v1/stock/lots/:lotId/pieces', { params })).toEqual([
    { locationId: place, bin: null, quantity: 1 },
  ])
  expect(
    await call(staff(world.newPlace(), 'stock.read'), 'GET /v1/stock/lots/:lotId/pieces', { params }),
  ).toEqual([])
  expect(await call(office, 'DELETE /v1/stock/lots/:lotId/block', { params })).toMatchObject({
    state: 'sellable',
  })
  expect(await call(office, 'GET /v1/stock/serials', { query: { serial: 'S-2' } })).toMatchObject([
    { sku, state: 'in_stock', locationId: place },
  ])
  expect(
    await call(office, 'GET /v1/stock/serials/history', { query: { sku, serial: 'S-2' } }),
  ).toMatchObject([{ was: 'new', state: 'in_stock', document: { kind: 'receipt' }, actor: { id: 'anna' } }])
})
