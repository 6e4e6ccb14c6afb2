import { DAY_MS, HOUR_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  commitRedemptions,
  extendRedemptions,
  MAX_RESERVED_MS,
  releaseOfOrders,
  releaseRedemptions,
  RESERVED_MS,
  type Taken,
} from '../index.ts'
import {
  newCustomer,
  newOrder,
  newRedemption,
  openPromotionsWorld,
  testActor,
  type PromotionsWorld,
} from '../test/promotions-world.ts'

let world: PromotionsWorld
beforeAll(async () => {
  world = await openPromotionsWorld(3)
})
afterAll(async () => {
  await world.proved()
  await world.close()
})

const commit = (uses: Parameters<typeof commitRedemptions>[1], at = world.platform) =>
  at.write(testActor, (ctx) => commitRedemptions(ctx, uses))
const stateOf = (taken: Taken): string => (taken.state === 'taken' ? 'taken' : taken.reason)
const idOf = (taken: Taken) => {
  if (taken.state !== 'taken') throw new Error(`not taken: ${taken.reason}`)
  return taken.redemptionId
}

// Saleor let two checkouts that came at once both spend a voucher of one use (PR #15862).
test('two hundred buyers in three processes ask for the last use: one has it, the others are told why', async () => {
  const coupon = await world.coupon({ total: 1 })
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      world.take(coupon.code, {}, world.platforms[index % world.platforms.length]),
    ),
  )
  expect(answers.filter(({ state }) => state === 'taken')).toHaveLength(1)
  const told = answers.flatMap((answer) => (answer.state === 'refused' ? [answer] : []))
  expect(told).toHaveLength(199)
  expect(new Set(told.map(({ reason }) => reason))).toEqual(new Set(['used_up']))
  expect(told[0]?.words).toEqual({
    pl: 'Ten kod został już wykorzystany do końca.',
    en: 'This code has been used up.',
  })
  const winner = answers.find(({ state }) => state === 'taken')
  expect(await commit([{ redemptionId: idOf(winner as Taken), orderId: newOrder() }])).toMatchObject([
    { state: 'committed' },
  ])
  expect(await world.used(coupon.couponId)).toBe(1)
})

// Medusa wrote the adjustments of one promotion twice when two requests of one basket raced (#15360).
test('one basket that asks twice at once, from two processes, takes one use', async () => {
  const coupon = await world.coupon({ total: 5 })
  const cartId = newId<'cart'>()
  const answers = await Promise.all(
    world.platforms.flatMap((platform) => [
      world.take(coupon.code, { cartId }, platform),
      world.take(coupon.code.toLowerCase(), { cartId }, platform),
    ]),
  )
  expect(new Set(answers.map(idOf)).size).toBe(1)
  expect(await world.used(coupon.couponId)).toBe(1)
})

test('the same command again, at once or later, is one use; its id stands for one code only', async () => {
  const [coupon, other] = [await world.coupon({ total: 2 }), await world.coupon()]
  const again = { redemptionId: newRedemption(), cartId: newId<'cart'>() }
  const answers = await Promise.all(
    world.platforms.map((platform) => world.take(coupon.code, again, platform)),
  )
  expect(answers.map(stateOf)).toEqual(['taken', 'taken', 'taken'])
  expect(await world.used(coupon.couponId)).toBe(1)
  await expect(world.take(other.code, again)).rejects.toMatchObject({
    code: 'promotions.redemption_id_reused',
  })
  const orderId = newOrder()
  const order = [{ redemptionId: again.redemptionId, orderId }]
  expect(await commit(order)).toEqual(await commit(order))
  expect(await world.take(coupon.code, again)).toMatchObject({ state: 'taken' })
  expect(await commit([{ redemptionId: again.redemptionId, orderId: newOrder() }])).toMatchObject([
    { state: 'gone', coupons: [{ reason: 'used_up' }] },
  ])
  expect(await world.used(coupon.couponId)).toBe(1)
})

test('a use that a basket let lapse goes to the next one, who needs no sweep to come by; its order then hears that it is gone', async () => {
  const coupon = await world.coupon({ total: 1 })
  const slow = await world.take(coupon.code)
  world.skip(RESERVED_MS)
  const quick = await world.take(coupon.code)
  expect(stateOf(quick)).toBe('taken')
  const orderId = newOrder()
  expect(await commit([{ redemptionId: idOf(slow), orderId }])).toMatchObject([
    { orderId, state: 'gone', coupons: [{ reason: 'used_up', code: coupon.code }] },
  ])
  // The quick one thinks better of it.
  await releaseRedemptions(world.platform.command(testActor), [idOf(quick)])
  expect(await commit([{ redemptionId: idOf(slow), orderId }])).toEqual([{ orderId, state: 'committed' }])
  expect(await world.used(coupon.couponId)).toBe(1)
})

test('a use that lapsed and that nobody wanted is still the basket’s, and so is one that was collected while others are left', async () => {
  const coupon = await world.coupon({ total: 2 })
  const [one, other] = [await world.take(coupon.code), await world.take(coupon.code)]
  world.skip(RESERVED_MS)
  expect(await commit([{ redemptionId: idOf(one), orderId: newOrder() }])).toMatchObject([
    { state: 'committed' },
  ])
  const third = await world.take(coupon.code)
  expect(stateOf(third)).toBe('taken')
  await releaseRedemptions(world.platform.command(testActor), [idOf(third)])
  expect(await commit([{ redemptionId: idOf(other), orderId: newOrder() }])).toMatchObject([
    { state: 'committed' },
  ])
  expect(await world.used(coupon.couponId)).toBe(2)
})

test('of an order all codes are used or none, and one order of a batch does not take another down', async () => {
  const [plenty, scarce] = [await world.coupon(), await world.coupon({ total: 1 })]
  const [mine, lost] = [await world.take(plenty.code), await world.take(scarce.code)]
  const theirs = await world.take(plenty.code)
  world.skip(RESERVED_MS)
  await world.take(scarce.code)
  const [unlucky, lucky] = [newOrder(), newOrder()]
  const answers = await commit([
    { redemptionId: idOf(mine), orderId: unlucky },
    { redemptionId: idOf(theirs), orderId: lucky },
    { redemptionId: idOf(lost), orderId: unlucky },
  ])
  expect(answers).toMatchObject([
    { orderId: unlucky, state: 'gone', coupons: [{ redemptionId: idOf(lost), reason: 'used_up' }] },
    { orderId: lucky, state: 'committed' },
  ])
  const rows = await world.query(`select state from promotions.redemption where id = $1`, [idOf(mine)])
  expect(rows).toEqual([{ state: 'reserved' }])
})

test('of two orders in one transaction whose uses ran out, and of which one is left, the second is told that it is gone', async () => {
  const customerId = newCustomer()
  const [scarce, hers] = [await world.coupon({ total: 1 }), await world.coupon({ perCustomer: 1 })]
  for (const [coupon, reason] of [
    [scarce, 'used_up'],
    [hers, 'customer_limit'],
  ] as const) {
    const own = { customerId }
    const first = await world.take(coupon.code, own)
    world.skip(RESERVED_MS)
    const second = await world.take(coupon.code, own)
    world.skip(RESERVED_MS)
    // Somebody else looks, and what both had is collected.
    const third = await world.take(coupon.code, own)
    await releaseRedemptions(world.platform.command(testActor), [idOf(third)])
    const answers = await commit([
      { redemptionId: idOf(first), orderId: newOrder() },
      { redemptionId: idOf(second), orderId: newOrder() },
    ])
    expect(answers).toMatchObject([{ state: 'committed' }, { state: 'gone', coupons: [{ reason }] }])
    expect(await world.used(coupon.couponId)).toBe(1)
  }
})

test('a code that its basket gave back is not good for an order, and an order that is told again is one fact', async () => {
  const coupon = await world.coupon({ total: 2 })
  const [dropped, kept] = [await world.take(coupon.code), await world.take(coupon.code)]
  await releaseRedemptions(world.platform.command(testActor), [idOf(dropped)])
  expect(await commit([{ redemptionId: idOf(dropped), orderId: newOrder() }])).toMatchObject([
    { state: 'gone', coupons: [{ reason: 'let_go' }] },
  ])
  expect(await commit([{ redemptionId: newRedemption(), orderId: newOrder() }])).toMatchObject([
    { state: 'gone', coupons: [{ reason: 'unknown' }] },
  ])
  const order = [{ redemptionId: idOf(kept), orderId: newOrder() }]
  await commit(order)
  world.skip(RESERVED_MS)
  await commit(order)
  const facts = await world.query(
    `select from platform.event where type = 'promotions.coupon_redeemed' and data->>'redemptionId' = $1`,
    [idOf(kept)],
  )
  expect(facts).toHaveLength(1)
  expect(await world.used(coupon.couponId)).toBe(1)
})

test('what a cancelled order used can be used again, once', async () => {
  const coupon = await world.coupon({ total: 1 })
  const orderId = newOrder()
  await commit([{ redemptionId: idOf(await world.take(coupon.code)), orderId }])
  expect(stateOf(await world.take(coupon.code))).toBe('used_up')
  const cancel = () => world.platform.write(testActor, (ctx) => releaseOfOrders(ctx, [orderId]))
  await Promise.all([cancel(), cancel()])
  expect(await world.used(coupon.couponId)).toBe(0)
  expect(stateOf(await world.take(coupon.code))).toBe('taken')
})

test('a code that was taken out stays out under its id, and comes back under a new one', async () => {
  const coupon = await world.coupon({ total: 1 })
  const mine = { redemptionId: newRedemption(), cartId: newId<'cart'>() }
  await world.take(coupon.code, mine)
  const release = () => releaseRedemptions(world.platform.command(testActor), [mine.redemptionId])
  await Promise.all([release(), release()])
  expect(await world.used(coupon.couponId)).toBe(0)
  expect(stateOf(await world.take(coupon.code, mine))).toBe('let_go')
  expect(stateOf(await world.take(coupon.code, { cartId: mine.cartId }))).toBe('taken')
})

test('a reservation lasts longer while its basket is busy, up to a cap', async () => {
  const coupon = await world.coupon({ total: 1 })
  const taken = await world.take(coupon.code)
  const begun = world.platform.clock().getTime()
  let lastExpiry = 0
  while (world.platform.clock().getTime() - begun < MAX_RESERVED_MS) {
    const [extended] = await extendRedemptions(world.platform.command(testActor), [idOf(taken)])
    lastExpiry = extended?.expiresAt.getTime() ?? 0
    world.skip(RESERVED_MS / 2)
  }
  expect(lastExpiry - begun).toBeLessThanOrEqual(MAX_RESERVED_MS)
  expect(stateOf(await world.take(coupon.code))).toBe('taken')
})

test('limits per customer and per period are counted over baskets and orders', async () => {
  const [ewa, olek] = [newCustomer(), newCustomer()]
  const once = await world.coupon({ perCustomer: 1 })
  expect(stateOf(await world.take(once.code))).toBe('customer_needed')
  const both = await Promise.all(
    world.platforms.map((platform) => world.take(once.code, { customerId: ewa }, platform)),
  )
  expect(both.map(stateOf).sort()).toEqual(['customer_limit', 'customer_limit', 'taken'])
  expect(stateOf(await world.take(once.code, { customerId: olek }))).toBe('taken')

  const daily = await world.coupon({ period: { days: 1, total: 2, perCustomer: 1 } })
  expect(stateOf(await world.take(daily.code, { customerId: ewa }))).toBe('taken')
  expect(stateOf(await world.take(daily.code, { customerId: ewa }))).toBe('period_limit')
  const bought = await world.take(daily.code, { customerId: olek })
  await commit([{ redemptionId: idOf(bought), orderId: newOrder() }])
  expect(stateOf(await world.take(daily.code, { customerId: newCustomer() }))).toBe('period_limit')
  world.skip(DAY_MS)
  expect(stateOf(await world.take(daily.code, { customerId: olek }))).toBe('taken')
})

test('a code outside its time or channel says so, and one that is paused is as if there were none', async () => {
  const now = world.platform.clock().getTime()
  const later = await world.coupon({}, { validFrom: new Date(now + HOUR_MS) })
  const before = await world.coupon({}, { validUntil: new Date(now) })
  const inStores = await world.coupon({}, { channels: ['store'] })
  expect(stateOf(await world.take(later.code))).toBe('not_yet')
  expect(stateOf(await world.take(before.code))).toBe('over')
  expect(stateOf(await world.take(inStores.code))).toBe('other_channel')
  expect(stateOf(await world.take(inStores.code, { channel: 'store' }))).toBe('taken')
  expect(stateOf(await world.take('nobody-knows'))).toBe('unknown')
  expect(stateOf(await world.take(later.code, { redemptionId: 'no id' as never }))).toBe('unknown')
})
