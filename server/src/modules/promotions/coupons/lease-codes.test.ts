import { pbkdf2Sync } from 'node:crypto'
import { HOUR_MS, MINUTE_MS, newId } from '@splot/kernel'
import { readUniqueCode } from '@splot/rules'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_LEASE_MS } from '../limits.ts'
import {
  findCoupons,
  grantCodes,
  issueCode,
  makeCodes,
  orderCodes,
  recordOfflineUses,
  releaseOfOrders,
  settleLease,
  tidyLeases,
  type Coupon,
  type CouponBatch,
  type Lease,
  type LeaseId,
  type OfflineUse,
  type PromotionId,
} from '../index.ts'
import {
  newCustomer,
  newOrder,
  newRedemption,
  openPromotionsWorld,
  testActor,
  type PromotionsWorld,
} from '../test/promotions-world.ts'
import { codesOf } from './batches.ts'
import { digestsOfLeases } from './lease-store.ts'

let world: PromotionsWorld
let promotionId: PromotionId
beforeAll(async () => {
  world = await openPromotionsWorld(3)
  promotionId = await world.inForce()
})
afterAll(async () => {
  await world.proved()
  await world.close()
})

const [till, otherTill] = [newId<'device'>(), newId<'device'>()]

async function leaflets(count: number, limits: Partial<Coupon['limits']> = {}) {
  const coupon = await world.coupon(limits, { promotionId, code: null })
  const batch = await world.platform.write(testActor, (ctx) => orderCodes(ctx, coupon.couponId, count))
  await makeCodes(world.platform, batch.batchId)
  return { coupon, batch, codes: codesOf(batch, 0, count) }
}
const setAside = (
  batch: CouponBatch,
  uses: number,
  more: Partial<Parameters<typeof grantCodes>[1]> = {},
  at = world.platform,
) =>
  grantCodes(at.command(testActor), {
    leaseId: newId<'coupon-lease'>(),
    couponId: batch.couponId,
    batchId: batch.batchId,
    uses,
    until: new Date(at.clock().getTime() + HOUR_MS),
    deviceId: till,
    locationId: null,
    channel: 'store',
    ...more,
  })
const use = (code: string, leaseId: LeaseId | null, at = world.platform.clock()): OfflineUse => ({
  redemptionId: newRedemption(),
  code,
  orderId: newOrder(),
  leaseId,
  customerId: null,
  channel: 'store',
  at,
})
const record = async (...uses: OfflineUse[]) =>
  (await world.platform.write(testActor, (ctx) => recordOfflineUses(ctx, uses))).map(({ state }) => state)
const settle = ({ leaseId }: Lease) =>
  world.platform.write(testActor, (ctx) => settleLease(ctx, leaseId, till))
const find = async (code: string) =>
  (await findCoupons(world.platform.command(testActor), [code], { channel: 'web', customerId: null }))[0]

test('codes of a batch stand aside for one till: others are told until when, the till knows them without having them', async () => {
  const { coupon, batch, codes } = await leaflets(3)
  const [first = '', second = '', third = ''] = codes
  const granted = await setAside(batch, 2)
  expect(granted).toMatchObject({ uses: 2, spent: 0, code: null, batchId: batch.batchId, state: 'open' })
  expect(await setAside(batch, 2, { leaseId: granted.leaseId })).toEqual(granted)
  expect(await world.used(coupon.couponId)).toBe(2)
  const hour = /\d\d:\d\d\. (Użyj go tam|Use it there)/
  for (const code of [first, second]) {
    const words = { pl: expect.stringMatching(hour), en: expect.stringMatching(hour) }
    expect(await find(code)).toMatchObject({ state: 'refused', reason: 'set_aside', words })
    expect(await world.take(code)).toMatchObject({ state: 'refused', reason: 'set_aside', words })
  }
  expect(await world.take(third)).toMatchObject({ state: 'taken' })

  const [sealed] = await digestsOfLeases(world.platform.read(testActor), [granted.leaseId])
  if (!sealed) throw new Error('it was granted')
  const digest = (code: string) =>
    pbkdf2Sync(readUniqueCode(code) ?? '', sealed.salt, sealed.rounds, 16, 'sha256').toString('hex')
  const known = sealed.digests.map((one) => one.toString('hex'))
  expect(known).toHaveLength(2)
  expect(known).toEqual(expect.arrayContaining([digest(first), digest(second.toLowerCase())]))
  expect(known).not.toContain(digest(third))
  await world.proved()
})

test('two tills and the web ask for one code at once, from three processes: one has it, the others are told why', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { coupon, batch, codes } = await leaflets(1)
    const [code = ''] = codes
    const [one, other, web] = await Promise.all([
      setAside(batch, 1, {}, world.platforms[0]).catch((error: unknown) => error),
      setAside(batch, 1, { deviceId: otherTill }, world.platforms[1]).catch((error: unknown) => error),
      world.take(code, {}, world.platforms[2]),
    ])
    const granted = [one, other].filter((answer) => (answer as Lease).state === 'open')
    expect(granted.length + (web.state === 'taken' ? 1 : 0)).toBe(1)
    for (const answer of [one, other])
      if (!granted.includes(answer)) expect(answer).toMatchObject({ code: 'promotions.none_left' })
    if (web.state === 'refused') expect(web.reason).toBe('set_aside')
    expect(await world.used(coupon.couponId)).toBe(1)
    await world.proved()
  }
})

test('a code that was spent without a network is covered once, however often the till tells of it; a second use of it is flagged', async () => {
  const { coupon, batch, codes } = await leaflets(2)
  const [code = '', other = ''] = codes
  const granted = await setAside(batch, 2)
  const first = use(code, granted.leaseId)
  expect(await record(first)).toEqual(['covered'])
  expect(await record(first)).toEqual(['covered'])
  expect(await record(use(code, granted.leaseId))).toEqual(['flagged'])
  expect(await settle(granted)).toMatchObject({ state: 'settled', uses: 2, spent: 1 })
  // What was not spent is free, what was is used.
  expect(await world.take(other)).toMatchObject({ state: 'taken' })
  expect(await world.take(code)).toMatchObject({ reason: 'used_up' })
  expect(await world.used(coupon.couponId)).toBe(3)
  await world.proved()
})

test('a lease covers its own codes only: one of another till, of the same batch but not set aside, or of nobody is flagged', async () => {
  const { batch, codes } = await leaflets(3)
  const [mine = '', theirs = '', free = ''] = codes
  const granted = await setAside(batch, 1)
  const elsewhere = await setAside(batch, 1, { deviceId: otherTill })
  expect(await record(use(theirs, granted.leaseId), use(free, granted.leaseId), use(mine, null))).toEqual([
    'flagged',
    'flagged',
    'flagged',
  ])
  expect(await record(use(theirs, elsewhere.leaseId), use(mine, granted.leaseId))).toEqual([
    'covered',
    'covered',
  ])
  await world.proved()
})

test('when a lease is over its codes are free for whoever wants one, with no sweep; what the till tells of later is flagged', async () => {
  const { coupon, batch, codes } = await leaflets(2)
  const [code = '', other = ''] = codes
  const granted = await setAside(batch, 2)
  const inTime = use(other, granted.leaseId)
  world.skip(HOUR_MS)
  expect(await find(code)).toMatchObject({ state: 'granted' })
  expect(await record(use(code, granted.leaseId))).toEqual(['flagged'])
  // Nobody wanted them: what was sold in time is covered, however late it comes.
  expect(await record(inTime)).toEqual(['covered'])
  await world.proved()

  const again = await leaflets(1)
  const lapsed = await setAside(again.batch, 1)
  const [wanted = ''] = again.codes
  const late = use(wanted, lapsed.leaseId)
  world.skip(HOUR_MS)
  expect(await world.take(wanted)).toMatchObject({ state: 'taken' })
  expect(await record(late)).toEqual(['flagged'])
  expect(await settle(lapsed)).toMatchObject({ state: 'settled', spent: 0 })
  expect(await world.used(again.coupon.couponId)).toBe(2)
  expect(await world.used(coupon.couponId)).toBe(3)
  await world.proved()
})

test('a coupon that is used up with leases that are over has uses again, generic ones too', async () => {
  const { batch, coupon } = await leaflets(3, { total: 2 })
  expect(await setAside(batch, 3)).toMatchObject({ uses: 2 })
  await expect(setAside(batch, 1)).rejects.toMatchObject({ code: 'promotions.none_left' })
  world.skip(HOUR_MS)
  expect(await setAside(batch, 3, { deviceId: otherTill })).toMatchObject({ uses: 2 })
  expect(await world.used(coupon.couponId)).toBe(2)
  await world.proved()
})

test('an order that is cancelled gives a leased code back to everybody', async () => {
  const { coupon, batch, codes } = await leaflets(1)
  const [code = ''] = codes
  const granted = await setAside(batch, 1)
  const sold = use(code, granted.leaseId)
  expect(await record(sold)).toEqual(['covered'])
  await world.platform.write(testActor, (ctx) => releaseOfOrders(ctx, [sold.orderId]))
  expect(await world.used(coupon.couponId)).toBe(0)
  expect(await world.take(code)).toMatchObject({ state: 'taken' })
  await world.proved()
})

test('what a till cannot judge alone is not set aside: codes of one person, limits per customer or period, a generic coupon, another batch', async () => {
  const refused = async (asked: Promise<unknown>, code: string) =>
    expect(asked).rejects.toMatchObject({ code: `promotions.${code}` })
  const each = await leaflets(1, { perCustomer: 1 })
  await refused(setAside(each.batch, 1), 'not_leasable')
  const daily = await leaflets(1, { period: { days: 1, total: 5, perCustomer: null } })
  await refused(setAside(daily.batch, 1), 'not_leasable')
  const { batch, coupon } = await leaflets(1)
  await refused(setAside(batch, 1, { couponId: each.coupon.couponId }), 'no_such_batch')
  await refused(setAside(batch, 1, { batchId: newId<'coupon-batch'>() }), 'no_such_batch')
  await refused(setAside(batch, 0), 'bad_lease')
  const late = new Date(world.platform.clock().getTime() + MAX_LEASE_MS + MINUTE_MS)
  await refused(setAside(batch, 1, { until: late }), 'bad_lease')
  const own = await world.platform.write(testActor, (ctx) => issueCode(ctx, coupon.couponId, newCustomer()))
  const [hers] = await world.query<{ batchId: CouponBatch['batchId'] }>(
    `select batch_id as "batchId" from promotions.coupon_code where customer_id is not null and coupon_id = $1`,
    [coupon.couponId],
  )
  expect(own).toBeDefined()
  await refused(setAside(batch, 1, { batchId: hers?.batchId ?? batch.batchId }), 'none_left')
  await world.proved()
})

test('leases that were over long ago are ended by the tidying, sooner ones are left for tills that come back', async () => {
  const { coupon, batch } = await leaflets(2)
  await setAside(batch, 2)
  world.skip(HOUR_MS)
  await tidyLeases(world.platform)
  expect(await world.used(coupon.couponId)).toBe(2)
  world.skip(MAX_LEASE_MS)
  await tidyLeases(world.platform)
  expect(await world.used(coupon.couponId)).toBe(0)
  await world.proved()
})
