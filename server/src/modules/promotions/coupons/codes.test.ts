import { DAY_MS, HOUR_MS, MINUTE_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE } from '#test/patience'
import { BATCH_STALLED_MS, CODES_AT_ONCE, RESERVED_MS } from '../limits.ts'
import {
  changeCoupon,
  commitRedemptions,
  coveredBy,
  findCoupons,
  grantLease,
  issueCode,
  makeCodes,
  orderCodes,
  recordOfflineUses,
  resumeBatches,
  settleLease,
  tidyRedemptions,
  type Asker,
  type Coupon,
  type FoundCoupon,
  type LeaseId,
  type PromotionId,
} from '../index.ts'
import {
  newCustomer,
  newOrder,
  newRedemption,
  openPromotionsWorld,
  testActor,
  unlimited,
  type PromotionsWorld,
} from '../test/promotions-world.ts'
import { codesOf, openExport } from './batches.ts'
import { codeOf, keyOfUnique, normalise } from './code.ts'

let world: PromotionsWorld
let promotionId: PromotionId
beforeAll(async () => {
  world = await openPromotionsWorld(2)
  promotionId = await world.inForce()
})
afterAll(async () => {
  await world.proved()
  await world.close()
})

const asVisitor: Asker = { channel: 'web', customerId: null }
const said = ([found]: FoundCoupon[]): string =>
  found?.state === 'refused' ? found.reason : (found?.state ?? '')
const find = async (code: string, asker = asVisitor) =>
  said(await findCoupons(world.platform.command(testActor), [code], asker))
/** A generic coupon that this process knows. */
const known = async (...wanted: Parameters<PromotionsWorld['coupon']>) => {
  const coupon = await world.coupon(wanted[0], { promotionId, ...wanted[1] })
  await expect.poll(() => find(coupon.code), PATIENCE).not.toBe('unknown')
  return coupon
}
const unique = async (limits: Partial<Coupon['limits']> = {}) =>
  world.coupon(limits, { promotionId, code: null })
const codesFor = async (coupon: Coupon, count: number) => {
  const batch = await world.platform.write(testActor, (ctx) => orderCodes(ctx, coupon.couponId, count))
  await makeCodes(world.platform, batch.batchId)
  return { batch, codes: codesOf(batch, 0, count) }
}

test('codes are sixty random bits with a check sign, and are read however people type them', () => {
  const codes = Array.from({ length: 2_000 }, (_, number) => codeOf('a batch', number))
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/)
    const key = keyOfUnique(normalise(code))
    expect(key).toBeDefined()
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect(keyOfUnique(normalise(typed))).toBe(key)
  }
  const [code = ''] = codes
  const signs = normalise(code)
  const changed = [...signs].map(
    (sign, index) => signs.slice(0, index) + (sign === 'A' ? 'B' : 'A') + signs.slice(index + 1),
  )
  expect(changed.filter((text) => text !== signs).map(keyOfUnique)).toEqual(
    changed.filter((text) => text !== signs).map(() => undefined),
  )
})

test('a generic code is found however it is typed, in every process, and says why it is not good', async () => {
  const now = world.platform.clock().getTime()
  const good = await known({}, { code: 'Lato-26' })
  expect(await find(' lato 26')).toBe('granted')
  expect(await findCoupons(world.platform.command(testActor), ['LATO26'], asVisitor)).toEqual([
    { state: 'granted', code: 'Lato-26', couponId: good.couponId, promotionId },
  ])
  expect(await find((await known({}, { channels: ['store'] })).code)).toBe('other_channel')
  expect(await find((await known({}, { validFrom: new Date(now + HOUR_MS) })).code)).toBe('not_yet')
  expect(await find((await known({}, { validUntil: new Date(now) })).code)).toBe('over')
  expect(await find((await known({ perCustomer: 1 })).code)).toBe('customer_needed')
  const once = await known({ total: 1 })
  const taken = await world.take(once.code)
  expect(taken.state).toBe('taken')
  expect(await find(once.code)).toBe('used_up')
  world.skip(RESERVED_MS)
  expect(await find(once.code)).toBe('granted')
})

test('a paused code, one of a promotion that is not published, and no code at all are one answer', async () => {
  const coupon = await known()
  const terms = { name: 'x', limits: unlimited, validFrom: null, validUntil: null, channels: null }
  await world.platform.write(testActor, (ctx) =>
    changeCoupon(ctx, coupon.couponId, { ...terms, state: 'paused' }, coupon.version),
  )
  await expect.poll(() => find(coupon.code), PATIENCE).toBe('unknown')
  const early = await world.coupon()
  const answers = await findCoupons(
    world.platform.command(testActor),
    [coupon.code, early.code, 'nothing'],
    asVisitor,
  )
  expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, code: '' }))).size).toBe(1)
})

test('a code whose promotion was ended early says that it is over', async () => {
  const ended = await world.promotion()
  await world.publish([ended])
  const coupon = await known({}, { promotionId: ended })
  await world.publish([], [ended])
  await expect.poll(() => find(coupon.code), PATIENCE).toBe('over')
})

test('a batch whose worker was killed is gone on with by the next, and each code is there once', async () => {
  const coupon = await unique()
  const wanted = 2 * CODES_AT_ONCE + 7
  const batch = await world.platform.write(testActor, (ctx) => orderCodes(ctx, coupon.couponId, wanted))
  // As it is after the first chunk: the transaction of the second one ended with its worker.
  const killed = makeCodes({ ...world.platform, write: oneWrite(world.platform) }, batch.batchId)
  await expect(killed).rejects.toThrow('killed')
  const made = () =>
    world.query<{ made: number; codes: number; numbers: number }>(
      `select b.made, count(c.*)::int as codes, count(distinct c.number)::int as numbers
         from promotions.coupon_batch b left join promotions.coupon_code c on c.batch_id = b.id
        where b.id = $1 group by b.id`,
      [batch.batchId],
    )
  expect(await made()).toEqual([{ made: CODES_AT_ONCE, codes: CODES_AT_ONCE, numbers: CODES_AT_ONCE }])
  world.skip(BATCH_STALLED_MS + 1)
  await resumeBatches(world.platform)
  expect(await made()).toEqual([{ made: wanted, codes: wanted, numbers: wanted }])
  expect(await find(codesOf(batch, wanted - 1, wanted)[0] ?? '')).toBe('granted')
})

test('a batch that fails again keeps no later one from being gone on with', async () => {
  const coupon = await unique()
  const order = () => world.platform.write(testActor, (ctx) => orderCodes(ctx, coupon.couponId, 3))
  const [first, second] = [await order(), await order()]
  world.skip(BATCH_STALLED_MS + 1)
  let writes = 0
  const write: typeof world.platform.write = (actor, verb) => {
    writes += 1
    return writes === 1 ? Promise.reject(new Error('broken')) : world.platform.write(actor, verb)
  }
  const made = async () =>
    (
      await world.query<{ made: number }>(
        'select made from promotions.coupon_batch where id = any($1) order by id',
        [[first.batchId, second.batchId]],
      )
    ).map((batch) => batch.made)
  await resumeBatches({ ...world.platform, write })
  expect(await made()).toEqual([0, 3])
  await resumeBatches(world.platform)
  expect(await made()).toEqual([3, 3])
})

/** The first write goes through, the second dies before it is committed. */
const oneWrite = (platform: PromotionsWorld['platform']): PromotionsWorld['platform']['write'] => {
  let writes = 0
  return (actor, verb) => {
    writes += 1
    return platform.write(actor, async (ctx) => {
      const answer = await verb(ctx)
      if (writes > 1) throw new Error('killed')
      return answer
    })
  }
}

test('a code that is taken already is refused, and free again once its coupon is archived', async () => {
  const coupon = await world.coupon({}, { code: 'TAKEN' })
  await expect(world.coupon({}, { code: 'ta-ken' })).rejects.toMatchObject({ code: 'promotions.code_taken' })
  const terms = { name: 'x', limits: unlimited, validFrom: null, validUntil: null, channels: null }
  await world.platform.write(testActor, (ctx) =>
    changeCoupon(ctx, coupon.couponId, { ...terms, state: 'archived' }, coupon.version),
  )
  await world.coupon({}, { code: 'ta-ken' })
})

test('unique codes are made in chunks, good at once, each of one use; two buyers cannot both have it', async () => {
  const coupon = await unique()
  const { batch, codes } = await codesFor(coupon, CODES_AT_ONCE + 5)
  const [first = '', second = ''] = [codes[0], codes.at(-1)]
  expect(await find(first.toLowerCase())).toBe('granted')
  const both = await Promise.all(world.platforms.map((platform) => world.take(first, {}, platform)))
  expect(both.map(({ state }) => state).sort()).toEqual(['refused', 'taken'])
  expect(await find(first)).toBe('used_up')
  expect(await find(second)).toBe('granted')
  // The database alone gives no code away.
  const [row] = await world.query<{ text: string }>(
    `select string_agg(k::text, ' ') as text from promotions.coupon_code k where batch_id = $1`,
    [batch.batchId],
  )
  expect(row?.text).not.toContain(normalise(second))
  await world.platform.write(testActor, (ctx) => openExport(ctx, batch.batchId))
  world.skip(DAY_MS)
  await expect(
    world.platform.write(testActor, (ctx) => openExport(ctx, batch.batchId)),
  ).rejects.toMatchObject({ code: 'promotions.exported' })
})

test('a campaign of many codes has its own limit', async () => {
  const { codes } = await codesFor(await unique({ total: 2 }), 3)
  const answers = await Promise.all(codes.map((code) => world.take(code)))
  expect(answers.map(({ state }) => state).sort()).toEqual(['refused', 'taken', 'taken'])
})

test('somebody else’s code is answered like one that does not exist', async () => {
  const [ewa, olek] = [newCustomer(), newCustomer()]
  const coupon = await unique()
  const code = await world.platform.write(testActor, (ctx) => issueCode(ctx, coupon.couponId, ewa))
  const ask = async (customerId: typeof ewa | null, asked = code) =>
    (await findCoupons(world.platform.command(testActor), [asked], { channel: 'web', customerId }))[0]
  const nobody = codeOf('no such batch', 1)
  expect(await ask(olek)).toEqual({ ...(await ask(olek, nobody)), code })
  expect(await ask(null)).toEqual({ ...(await ask(null, nobody)), code })
  expect(await ask(ewa)).toMatchObject({ state: 'granted' })
  expect(await world.take(code, { customerId: olek })).toMatchObject({ reason: 'unknown' })
  expect(await world.take(code, { customerId: ewa })).toMatchObject({ state: 'taken' })
})

const lease = (code: string, uses: number, more: Partial<Parameters<typeof grantLease>[1]> = {}) =>
  world.platform.write(testActor, (ctx) =>
    grantLease(ctx, {
      leaseId: newId<'coupon-lease'>(),
      code,
      uses,
      until: new Date(ctx.now.getTime() + HOUR_MS),
      deviceId: till,
      locationId: null,
      channel: 'store',
      ...more,
    }),
  )
const till = newId<'device'>()
const offline = (code: string, leaseId: LeaseId | null) => ({
  redemptionId: newRedemption(),
  code,
  orderId: newOrder(),
  leaseId,
  customerId: null,
  channel: 'store',
  at: world.platform.clock(),
})

test('what is set aside for a till counts as used, and what it did not spend comes back', async () => {
  const coupon = await world.coupon({ total: 5 })
  const granted = await lease(coupon.code, 10)
  expect(granted.uses).toBe(5)
  expect(await lease(coupon.code, 10, { leaseId: granted.leaseId })).toEqual(granted)
  expect(await world.take(coupon.code)).toMatchObject({ reason: 'used_up' })
  const uses = [offline(coupon.code, granted.leaseId), offline(coupon.code, granted.leaseId)]
  const record = () => world.platform.write(testActor, (ctx) => recordOfflineUses(ctx, uses))
  expect((await record()).map(({ state }) => state)).toEqual(['covered', 'covered'])
  expect((await record()).map(({ state }) => state)).toEqual(['covered', 'covered'])
  const settle = () => world.platform.write(testActor, (ctx) => settleLease(ctx, granted.leaseId, till))
  expect([await settle(), await settle()]).toMatchObject([{ spent: 2 }, { spent: 2 }])
  expect(await world.used(coupon.couponId)).toBe(2)
  expect(await world.take(coupon.code)).toMatchObject({ state: 'taken' })
})

test('a use without a network beyond its lease is recorded and flagged, never refused or lost', async () => {
  const coupon = await world.coupon({ total: 1 })
  const granted = await lease(coupon.code, 1)
  const uses = [1, 2, 3].map(() => offline(coupon.code, granted.leaseId))
  const late = { ...offline(coupon.code, granted.leaseId), at: new Date(granted.until) }
  const strange = offline('nobody knows it', null)
  const answers = await world.platform.write(testActor, (ctx) =>
    recordOfflineUses(ctx, [...uses, late, strange]),
  )
  expect(answers.map(({ state }) => state)).toEqual(['covered', 'flagged', 'flagged', 'flagged', 'unknown'])
  expect(await world.used(coupon.couponId)).toBe(4)
  await expect(lease(coupon.code, 1)).rejects.toMatchObject({ code: 'promotions.none_left' })
})

test('a till that says it used its lease before it was granted, or tomorrow, is believed about the use and not about the time', async () => {
  const coupon = await world.coupon({ total: 9 })
  const granted = await lease(coupon.code, 9)
  const said = [-HOUR_MS, HOUR_MS / 2, -MINUTE_MS, MINUTE_MS].map((by) => ({
    ...offline(coupon.code, granted.leaseId),
    at: new Date(world.platform.clock().getTime() + by),
  }))
  const answers = await world.platform.write(testActor, (ctx) => recordOfflineUses(ctx, said))
  expect(answers.map(({ state }) => state)).toEqual(['flagged', 'flagged', 'covered', 'covered'])
})

test('a code that the till had reserved before its network went is used once', async () => {
  const coupon = await world.coupon({ total: 1 })
  const taken = await world.take(coupon.code, { cartId: null, channel: 'store' })
  if (taken.state !== 'taken') throw new Error('not taken')
  const use = { ...offline(coupon.code, null), redemptionId: taken.redemptionId }
  const [answer] = await world.platform.write(testActor, (ctx) => recordOfflineUses(ctx, [use]))
  expect(answer?.state).toBe('covered')
  expect(await world.used(coupon.couponId)).toBe(1)
  const order = [{ redemptionId: taken.redemptionId, orderId: use.orderId }]
  expect(await world.platform.write(testActor, (ctx) => commitRedemptions(ctx, order))).toMatchObject([
    { state: 'committed' },
  ])
})

test('a lease is of one till alone: another neither gets it under its id, nor is covered by it, nor ends it', async () => {
  const coupon = await world.coupon({ total: 5 })
  const granted = await lease(coupon.code, 2)
  const stranger = newId<'device'>()
  const none = { code: 'promotions.no_such_lease' }
  await expect(lease(coupon.code, 2, { leaseId: granted.leaseId, deviceId: stranger })).rejects.toMatchObject(
    none,
  )
  const asked = { leaseId: granted.leaseId, code: coupon.code, at: world.platform.clock() }
  const read = world.platform.read(testActor)
  await expect(coveredBy(read, asked, stranger)).rejects.toMatchObject(none)
  await expect(
    world.platform.write(testActor, (ctx) => settleLease(ctx, granted.leaseId, stranger)),
  ).rejects.toMatchObject(none)
  expect(await world.used(coupon.couponId)).toBe(2)
  expect(await coveredBy(read, asked, till)).toBe(coupon.promotionId)
})

test('a lease covers its own code only: another that is used under it is counted and flagged, and the lease keeps its uses', async () => {
  const [mine, other] = [await world.coupon({ total: 5 }), await world.coupon({ total: 5 })]
  const granted = await lease(mine.code, 2)
  const asked = { leaseId: granted.leaseId, code: other.code, at: world.platform.clock() }
  expect(await coveredBy(world.platform.read(testActor), asked, till)).toBeUndefined()
  const told = await world.platform.write(testActor, (ctx) =>
    recordOfflineUses(ctx, [offline(other.code, granted.leaseId), offline(mine.code, granted.leaseId)]),
  )
  expect(told.map(({ state }) => state)).toEqual(['flagged', 'covered'])
  expect(await world.used(other.couponId)).toBe(1)
  expect(await world.used(mine.couponId)).toBe(2)
  const settled = await world.platform.write(testActor, (ctx) => settleLease(ctx, granted.leaseId, till))
  expect(settled.spent).toBe(1)
  await world.proved()
})

test('only what a till can judge alone is set aside for it', async () => {
  const { codes } = await codesFor(await unique(), 1)
  const each = await world.coupon({ perCustomer: 1 })
  for (const code of [codes[0] ?? '', each.code]) {
    await expect(lease(code, 1)).rejects.toMatchObject({ code: 'promotions.not_leasable' })
  }
  await expect(lease('nothing', 1)).rejects.toMatchObject({ code: 'coupons.unknown' })
})

test('tidying collects what lapsed long ago, and what it took can be used again', async () => {
  const coupon = await world.coupon({ total: 3 })
  await Promise.all([world.take(coupon.code), world.take(coupon.code)])
  world.skip(2 * HOUR_MS)
  await world.take(coupon.code)
  await tidyRedemptions(world.platform)
  expect(await world.used(coupon.couponId)).toBe(1)
})
