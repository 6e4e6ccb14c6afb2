import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const sale = (lines: readonly (readonly [string, number])[], total: number, given?: number) => ({
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
  tender: { kind: 'cash', ...(given !== undefined && { given: pln(given) }) },
  expectedTotal: pln(total),
})
const sell = (body: unknown, actor = world.clerk, key: string = newId()) =>
  world.call(actor, 'POST', '/till-sales', body, key)

test('two articles sold for cash: change, a collected order, and the pieces are gone', async () => {
  await world.stock('TEE-S', world.store, 5)
  await world.stock('COAT-M', world.store, 5)
  const sold = await sell(
    sale(
      [
        ['TEE-S', 2],
        ['COAT-M', 1],
      ],
      2 * 4999 + 39900,
      50000,
    ),
  )
  expect(sold).toMatchObject({
    status: 201,
    body: {
      state: 'collected',
      channel: 'store',
      locationId: world.store,
      change: pln(102),
      totals: { gross: pln(49898) },
      payments: [{ method: 'cash', state: 'captured', amount: pln(49898) }],
      fulfilments: [],
    },
  })
  expect((await world.level('TEE-S', world.store)).onHand).toBe(3)
  expect((await world.level('COAT-M', world.store)).onHand).toBe(4)
  expect(await world.factsOf(must(sold, 201).body.id)).toEqual([
    'orders.placed',
    'payments.captured',
    'tills.sale_settled',
  ])
})

test('the last piece, kept for somebody else, is sold all the same and the broken promise is told', async () => {
  await world.stock('TEE-M', world.store, 1)
  await world.basket(world.pickup('TEE-M'))
  const sold = await sell(sale([['TEE-M', 1]], 4999))
  expect(sold).toMatchObject({ status: 201, body: { change: pln(0) } })
  expect(await world.level('TEE-M', world.store)).toEqual({ onHand: 0, reserved: 1 })
  const told = await world.query<{ data: unknown }>(
    `select data from platform.event where type = 'inventory.oversold' and subject = 'TEE-M'`,
  )
  expect(told).toMatchObject([{ data: { sku: 'TEE-M', missing: 1 } }])
})

test('a sale that is sent again, even at the same moment, is one sale', async () => {
  await world.stock('TEE-L', world.store, 5)
  const key = newId()
  const first = await sell(sale([['TEE-L', 1]], 4999), world.clerk, key)
  const twins = await Promise.all([1, 2, 3].map(() => sell(sale([['TEE-L', 1]], 4999), world.clerk, key)))
  for (const twin of twins) expect(twin).toEqual(first)
  expect((await world.level('TEE-L', world.store)).onHand).toBe(4)
  expect((await sell(sale([['TEE-L', 2]], 9998), world.clerk, key)).body.code).toBe(
    'http.idempotency_key_reused',
  )
})

test('a total that is not today’s is answered with what it is', async () => {
  const before = (await world.orders()).length
  const refused = await sell(
    sale(
      [
        ['TEE-S', 1],
        ['COAT-M', 1],
      ],
      1,
    ),
  )
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: 'tills.total_changed',
      facts: {
        total: pln(44899),
        lines: [
          { sku: 'TEE-S', unitPrice: pln(4999) },
          { sku: 'COAT-M', unitPrice: pln(39900) },
        ],
      },
    },
  })
  expect(await world.orders()).toHaveLength(before)
})

test('what cannot be sold is told with a pointer, and nothing is written', async () => {
  const before = await world.query('select count(*) from inventory.movement')
  const unknown = await sell(
    sale(
      [
        ['TEE-S', 1],
        ['NOPE', 1],
      ],
      1,
    ),
  )
  expect(unknown.body).toMatchObject({ code: 'tills.unknown_article', errors: [{ pointer: '/lines/1/sku' }] })
  const poor = await sell(sale([['TEE-S', 1]], 4999, 1000))
  expect(poor.body).toMatchObject({ code: 'tills.not_enough_cash', facts: { missing: pln(3999) } })
  const euros = await sell({ ...sale([['TEE-S', 1]], 0), expectedTotal: { minor: 1, currency: 'EUR' } })
  expect(euros.body.code).toBe('pricing.wrong_currency')
  for (const quantity of [0, -1, 1.5, 1000]) {
    expect((await sell(sale([['TEE-S', quantity]], 1))).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/lines/0/quantity' }],
    })
  }
  expect((await world.call(world.clerk, 'POST', '/till-sales', sale([['TEE-S', 1]], 4999))).status).toBe(400)
  expect(await world.query('select count(*) from inventory.movement')).toEqual(before)
})

test('only a till or a key of a store sells, and only in the channel of the stores', async () => {
  const body = sale([['TEE-S', 1]], 4999)
  expect((await sell(body, world.machine(world.store))).status).toBe(201)
  expect((await sell(body, world.machine(null))).body.code).toBe('tills.no_till')
  expect((await sell(body, world.machine(world.store, world.visitor.channel))).body.code).toBe(
    'auth.other_channel',
  )
  expect((await sell(body, world.visitor)).status).toBe(401)
  expect((await sell(body, world.assistant(world.store, ['orders.read']))).body.code).toBe('auth.forbidden')
})

test('sixty sales at once are sixty orders with sixty numbers, and every piece is accounted for', async () => {
  await world.stock('TEE-S', world.otherStore, 60)
  const clerks = Array.from({ length: 6 }, () => world.assistant(world.otherStore))
  const sold = await Promise.all(
    Array.from({ length: 60 }, (_, index) => sell(sale([['TEE-S', 1]], 4999), clerks[index % 6])),
  )
  expect(sold.every((answer) => answer.status === 201)).toBe(true)
  expect(new Set(sold.map((answer) => answer.body.number)).size).toBe(60)
  expect((await world.level('TEE-S', world.otherStore)).onHand).toBe(0)
})
