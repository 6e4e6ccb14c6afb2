import { DAY_MS, newId, type OrderId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { issuePurchases, liabilityAt, lockPurchases, proveLedger } from '#modules/storedvalue'
import { must } from '#test/answers'
import { cardBuyer, pln } from '#test/card-buyer'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder } from './cancel-order.ts'
import { returnBoughtCard } from './return-bought-card.ts'

/** Orders that buy gift cards and goods at once: what becomes of the goods leaves the cards alone, and the other way round. */
let world: StoreWorld
let buyer: ReturnType<typeof cardBuyer>
beforeAll(async () => {
  world = await openStoreWorld()
  buyer = cardBuyer(world)
  await world.stock('TEE-M', world.warehouse, 1000)
  await world.stock('TEE-S', world.store, 1000)
})
afterEach(async () => {
  expect(await proveLedger(world.platform.read(world.visitor))).toEqual([])
})
afterAll(() => world.close())

const TEE = 4999

const bringBack = (orderId: string, lineId: number, quantity: number) =>
  world.call(
    world.clerk,
    'POST',
    '/returns',
    { orderId, lines: [{ lineId, quantity, reason: 'too_small', disposition: 'sellable' }] },
    newId(),
  )

test('whoever brings all goods back gets the delivery paid back too, though a gift card of the order stays', async () => {
  const { order, card } = await buyer.bought([{ minor: 10_000 }], 2)
  const shipping = order.totals.shipping.minor
  expect(shipping).toBeGreaterThan(0)
  await buyer.deliver(order.id, 2)
  expect(must(await bringBack(order.id, 1, 1), 201).body).toMatchObject({ refund: { amount: pln(TEE) } })
  const whole = must(await bringBack(order.id, 1, 1), 201).body
  expect(whole).toMatchObject({ refund: { amount: pln(TEE + shipping) } })
  expect(whole.refund.vat.map(({ letter }) => letter)).not.toContain('NP')
  expect(await buyer.refundedOf(order.id)).toBe(2 * TEE + shipping)
  expect((await buyer.accountOf(card.id))?.balanceMinor).toBe(10_000)
})

const cancel = (orderId: string) =>
  world.write((ctx) => cancelOrder(ctx, orderId as OrderId, 'changed her mind'))
const setState = (cardId: string, state: string) =>
  world.query('update storedvalue.account set state = $2 where id = $1', [cardId, state])
const paymentsOf = (orderId: string) =>
  world.query<{ method: string; refunded: number }>(
    `select method, refunded_minor::int as refunded from payments.payment where order_id = $1 order by method`,
    [orderId],
  )

test.each(['active', 'blocked', 'expired'])(
  'an order of goods and an unused card is cancelled whole, also when the card is %s',
  async (state) => {
    const { order, card } = await buyer.bought([{ minor: 10_000 }], 1)
    await setState(card.id, state)
    await cancel(order.id)
    expect((await buyer.accountOf(card.id))?.balanceMinor).toBe(0)
    expect(await buyer.refundedOf(order.id)).toBe(order.totals.gross.minor)
  },
)

test('an order whose card was used is cancelled: what was spent stays paid, however much that is', async () => {
  const used = await buyer.bought([{ minor: 10_000 }], 1)
  must(await buyer.spendAtTill(used.card, 1000, TEE), 201)
  await cancel(used.order.id)
  expect(await world.stateOf(used.order.id)).toBe('cancelled')
  expect((await buyer.accountOf(used.card.id))?.balanceMinor).toBe(0)
  expect(await buyer.refundedOf(used.order.id)).toBe(used.order.totals.gross.minor - 1000)
  const empty = await buyer.bought([{ minor: 4000 }], 1)
  must(await buyer.spendAtTill(empty.card, 4000, TEE), 201)
  await cancel(empty.order.id)
  expect((await buyer.page(empty.order)).giftCards).toMatchObject([{ state: 'done' }])
  expect(await buyer.refundedOf(empty.order.id)).toBe(empty.order.totals.gross.minor - 4000)
})

test('what was spent of a card that was given up before stays paid when its order is cancelled', async () => {
  const { order, card } = await buyer.bought([{ minor: 10_000 }], 1)
  must(await buyer.spendAtTill(card, 4000, TEE), 201)
  expect(must(await buyer.giveUp(order, card.id), 200).body).toEqual({ refunded: pln(6000) })
  await cancel(order.id)
  expect(await buyer.refundedOf(order.id)).toBe(order.totals.gross.minor - 4000)
})

test('goods that an old card paid bring their price back to it, not the money that bought the new card', async () => {
  const old = await buyer.bought([{ minor: 20_000 }])
  const basket = await buyer.basketOf([{ minor: 10_000 }], 1)
  const goods = basket.cart.totals.gross.minor - 10_000
  const giftCards = [{ number: old.card.number, pin: old.card.pin, amount: pln(goods) }]
  const order = must(await buyer.submit(basket, { giftCards }), 201).body
  await buyer.issue()
  await buyer.deliver(order.id, 1)
  must(await bringBack(order.id, 1, 1), 201)
  expect(await paymentsOf(order.id)).toEqual([
    { method: 'card', refunded: 0 },
    { method: 'gift_card', refunded: goods },
  ])
  expect((await buyer.accountOf(old.card.id))?.balanceMinor).toBe(20_000)
  const [card] = (await buyer.page(order)).giftCards ?? []
  expect(must(await buyer.giveUp(order, card?.id ?? ''), 200).body).toEqual({ refunded: pln(10_000) })
  expect(await paymentsOf(order.id)).toMatchObject([{ refunded: 10_000 }, { refunded: goods }])
})

test('money that is given up whole takes its months with it; what else stands on the card keeps its own', async () => {
  // Nothing else was issued in that month.
  world.turnClock(400 * DAY_MS)
  const owed = async () => {
    const rows = await liabilityAt(world.platform.read(world.clerk), world.platform.clock())
    return rows.filter(({ spendableMinor }) => spendableMinor === 50_000)
  }
  const { card } = await buyer.bought([{ minor: 50_000 }])
  const before = await owed()
  expect(before).toHaveLength(1)
  const dayOf = async () => (await buyer.accountOf(card.id))?.expiresAt
  const first = await dayOf()
  world.turnClock(100 * DAY_MS)
  const topUp = async () => {
    world.turnClock(DAY_MS)
    return buyer.bought([{ minor: 1000, number: card.number }])
  }
  const [one, two] = [await topUp(), await topUp()]
  const moved = await dayOf()
  expect(moved?.getTime()).toBeGreaterThan(first?.getTime() ?? 0)
  // In the order in which they were made, so that the first is not the last that set the day.
  must(await buyer.giveUp(one.order, one.shown.giftCards?.[0]?.id ?? ''), 200)
  expect(await dayOf()).toEqual(moved)
  must(await buyer.giveUp(two.order, two.shown.giftCards?.[0]?.id ?? ''), 200)
  expect(await dayOf()).toEqual(first)
  expect(await owed()).toEqual(before)
})

test('two who give up the same cards, each in her own order, both get an answer', async () => {
  const { order, shown } = await buyer.bought([{ minor: 1000 }, { minor: 2000 }, { minor: 3000 }])
  const ids = (shown.giftCards ?? []).map(({ id }) => id)
  const answers = await Promise.all([...ids, ...ids.toReversed()].map((id) => buyer.giveUp(order, id)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
  expect(answers.flatMap(({ body }) => body.code ?? [])).toEqual(Array.from({ length: 3 }, () => NOT_ISSUED))
  expect(await buyer.refundedOf(order.id)).toBe(6000)
})

const NOT_ISSUED = 'orders.gift_card_not_issued'

test('nobody gives up the card of another order, not even while that one gives up its own', async () => {
  const [own, another] = [
    // What its goods cost would be enough to be refunded for the card of the other.
    await buyer.bought([{ minor: 10_000 }], 7),
    await buyer.bought([{ minor: 20_000 }, { minor: 30_000 }]),
  ]
  const [first, second] = another.shown.giftCards ?? []
  if (!first || !second) throw new Error('the order bought two cards')
  // Asked in one breath, so both are decided together.
  const giveUp = ({ id }: { readonly id: string }, cardId: string) =>
    returnBoughtCard(world.command(), id as OrderId, cardId, world.key())
  const [given, stolen] = await Promise.allSettled([
    giveUp(another.order, first.id),
    giveUp(own.order, second.id),
  ])
  expect(given).toMatchObject({ status: 'fulfilled', value: { refunded: pln(20_000) } })
  expect(stolen).toMatchObject({ status: 'rejected', reason: { code: 'orders.no_such_gift_card' } })
  expect((await buyer.accountOf(second.id))?.balanceMinor).toBe(30_000)
  expect([await buyer.refundedOf(own.order.id), await buyer.refundedOf(another.order.id)]).toEqual([
    0, 20_000,
  ])
})

test('what was given back with a cancelled order stays given back, though its end is told afterwards', async () => {
  const { order, card } = await buyer.bought([{ minor: 10_000 }], 1)
  await cancel(order.id)
  const purchase = () =>
    world.query(
      `select state, returned_minor::int as returned from storedvalue.purchase where order_id = $1`,
      [order.id],
    )
  const givenBack = [{ state: 'taken_back', returned: 10_000 }]
  expect(await purchase()).toEqual(givenBack)
  await buyer.issue()
  expect(await purchase()).toEqual(givenBack)
  expect((await buyer.accountOf(card.id))?.balanceMinor).toBe(0)
})

test('a purchase is not done before its card stands: one that finds no place stops whoever issues it', async () => {
  const order = must(await buyer.submit(await buyer.basketOf([{}])), 201).body
  const orderId = order.id as OrderId
  const [id] = order.giftCards?.map((card) => card.id) ?? []
  await world.query(
    `insert into storedvalue.account (id, kind, state, number, currency, issued_at)
     values ($1, 'gift_card', 'active', '9800000000000000', 'PLN', now())`,
    [id],
  )
  const issuing = world.write(async (ctx) =>
    issuePurchases(ctx, await lockPurchases(ctx, [orderId]), () => ({ number: '', actor: world.visitor })),
  )
  await expect(issuing).rejects.toThrow('each new card found a number')
  expect((await buyer.page(order)).giftCards).toMatchObject([{ state: 'waiting' }])
  await world.query('delete from storedvalue.account where id = $1', [id])
})
