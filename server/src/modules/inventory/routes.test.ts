import { newId, Refusal, type LocationId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#platform/context'
import type { AnyRoute } from '#platform/http'
import { adjust, bindCatalogue, reserve, type StockLevel } from './index.ts'
import { routes } from './routes.ts'
import { openStockWorld, type StockWorld } from './test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

const everything = ['stock.read', 'stock.receive']

const staff = (locationId: LocationId | null, permissions = everything): Actor => ({
  ...world.actor,
  kind: 'staff',
  id: 'anna',
  locationId,
  grants: permissions.map((permission) => ({ permission, locationId })),
})

const find = (method: string, path: string): AnyRoute => {
  const found = routes.find((route) => route.method === method && route.path === path)
  if (!found) throw new Error(`no route ${method} ${path}`)
  return found
}

// The handler's answer is what the schema says; these tests look at a few of its fields.
type Body = { items: StockLevel[]; next: string | null; levels: StockLevel[]; proven: boolean; rows: number }

const get = async (actor: Actor, path: string, query: object = {}): Promise<Body> =>
  (await find('GET', path).handle(world.platform.read(actor), { query })) as Body

const post = async (actor: Actor, path: string, body: object): Promise<Body> =>
  (await world.platform.write(actor, (ctx) => find('POST', path).handle(ctx, { body }))) as Body

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )

test('goods are received, listed with what is promised, corrected, and every piece is explained', async () => {
  const { sku, place } = await world.stocked(1)
  const manager = staff(null)
  const received = await post(manager, '/v1/stock/receipts', {
    locationId: place,
    reference: 'WZ 17/2026',
    lines: [{ sku, quantity: 9 }],
  })
  expect(received.levels).toEqual([{ sku, locationId: place, onHand: 10, reserved: 0, available: 10 }])
  await reserve(world.command(), world.hold([[sku, place, 4]]))
  const document = { kind: 'adjustment' as const, id: newId() }
  const damage = { document, locationId: place, reason: 'damage' as const, note: 'torn' }
  await world.platform.write(manager, (ctx) => adjust(ctx, [{ ...damage, lines: [{ sku, quantity: -8 }] }]))
  const listed = await get(manager, '/v1/stock', { sku })
  expect(listed).toEqual({
    items: [{ sku, locationId: place, onHand: 2, reserved: 4, available: 0 }],
    next: null,
  })
  const ledger = await get(manager, '/v1/stock/movements', { sku, locationId: place })
  expect(ledger.items).toMatchObject([
    {
      kind: 'damage',
      quantity: -8,
      note: 'torn',
      actor: { kind: 'staff', id: 'anna' },
    },
    { kind: 'receipt', quantity: 9, reason: 'WZ 17/2026' },
    { kind: 'receipt', quantity: 1 },
  ])
  expect(await get(manager, '/v1/stock/proof')).toMatchObject({ proven: true, mismatch: null })
})

test('pages follow each other without gap or repetition', async () => {
  const place = world.newPlace()
  for (let made = 0; made < 7; made += 1) await world.stocked(1, world.newSku(), place)
  const manager = staff(null)
  for (const path of ['/v1/stock', '/v1/stock/movements']) {
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page: Body = await get(manager, path, {
        locationId: place,
        limit: 3,
        ...(cursor ? { cursor } : {}),
      })
      seen.push(...page.items.map((item) => item.sku))
      cursor = page.next
    } while (cursor)
    expect(seen).toHaveLength(7)
    expect(new Set(seen).size).toBe(7)
    expect(await codeOf(get(manager, path, { cursor: 'bm9uc2Vuc2U' }))).toBe('http.bad_cursor')
  }
})

test('the proof goes over all rows, page after page, and a page speaks of itself alone', async () => {
  const place = world.newPlace()
  for (let made = 0; made < 5; made += 1) await world.stocked(1, world.newSku(), place)
  const anna = staff(place)
  const rows: number[] = []
  let cursor: string | null | undefined
  do {
    const page: Body = await get(anna, '/v1/stock/proof', { limit: 2, ...(cursor ? { cursor } : {}) })
    expect(page).toMatchObject({ proven: true, mismatch: null })
    rows.push(page.rows)
    cursor = page.next
  } while (cursor)
  expect(rows).toEqual([2, 2, 1])
  expect(await codeOf(get(anna, '/v1/stock/proof', { cursor: 'bm9uc2Vuc2U' }))).toBe('http.bad_cursor')
})

test('staff of one shop see and change that shop only', async () => {
  const here = await world.stocked(3)
  const there = await world.stocked(5)
  const anna = staff(here.place)
  expect((await get(anna, '/v1/stock')).items.map((row) => row.locationId)).toEqual([here.place])
  expect((await get(anna, '/v1/stock/movements')).items.every((row) => row.locationId === here.place)).toBe(
    true,
  )
  expect((await get(anna, '/v1/stock/movements', { sku: there.sku })).items).toEqual([])
  expect((await get(anna, '/v1/stock/proof')).rows).toBe(1)
  expect(await codeOf(get(anna, '/v1/stock', { locationId: there.place }))).toBe('auth.forbidden')
  const lines = [{ sku: there.sku, quantity: 1 }]
  const body = { locationId: there.place, lines }
  for (const who of [anna, staff(there.place, ['stock.read'])]) {
    expect(await codeOf(post(who, '/v1/stock/receipts', body))).toBe('auth.forbidden')
  }
  expect(await world.level(there.sku, there.place)).toEqual({ onHand: 5, reserved: 0 })
})

test('a SKU that nobody knows is refused with a pointer, and the rest of the delivery is not booked', async () => {
  const { sku, place } = await world.stocked(1)
  const lines = [
    { sku, quantity: 2 },
    { sku: 'NO-SUCH', quantity: 1 },
  ]
  const refused = post(staff(null), '/v1/stock/receipts', { locationId: place, lines })
  await expect(refused).rejects.toMatchObject({
    code: 'inventory.unknown_sku',
    errors: [{ pointer: '/lines/1/sku' }],
  })
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 0 })

  bindCatalogue(async () => new Set(['BRAND-NEW']))
  const fresh = { locationId: newId<'location'>(), lines: [{ sku: 'BRAND-NEW', quantity: 2 }] }
  expect((await post(staff(null), '/v1/stock/receipts', fresh)).levels).toMatchObject([
    { onHand: 2, available: 2 },
  ])
})
