import { DAY_MS, HOUR_MS, newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  grantCodes,
  makeCodes,
  makeCoupon,
  orderCodes,
  RESERVED_MS,
  settleLease,
  type LeaseId,
} from '#modules/promotions'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
let manager: StoreWorld['clerk']
beforeAll(async () => {
  world = await openStoreWorld()
  manager = world.assistant(world.store, ['stock.incident', 'coupons.write', 'promotions.read'])
  await world.stock('TEE-S', world.store, 100)
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const FULL = 9_998
const OFF = 8_998

interface Shown {
  readonly code: string
  readonly held?: string
  readonly lease?: { readonly leaseId: string; readonly at: string }
  readonly promotionId?: string
}
const hold = async (code: string, at = world.clerk, id: string = newId(), more: object = {}) =>
  must(await world.call(at, 'POST', '/till-codes', { id, code, ...more }), 200).body
const drop = (held: readonly string[], at = world.clerk) =>
  world.call(at, 'POST', '/till-codes/drop', { held })
const sell = (total: number, coupons: readonly Shown[], more: object = {}, at = world.clerk) =>
  world.call(
    at,
    'POST',
    '/till-sales',
    {
      lines: [{ sku: 'TEE-S', quantity: 2 }],
      tender: { kind: 'cash' },
      coupons,
      expectedTotal: pln(total),
      ...more,
    },
    newId(),
  )
/** The same sale, made without a network. */
const fact = (coupon: Shown, promotionId: string, rulesVersion: number) =>
  sell(OFF, [coupon], {
    lines: [
      {
        sku: 'TEE-S',
        quantity: 2,
        paid: {
          unitMinor: 4_999,
          grossMinor: OFF,
          taxLetter: 'A',
          name: 'Koszulka',
          priceVersion: 1,
          discounts: [
            {
              promotionId,
              label: { pl: 'Lato', en: 'Summer' },
              minor: FULL - OFF,
              pieces: 2,
              code: coupon.code,
            },
          ],
        },
      },
    ],
    tender: { kind: 'cash', given: pln(OFF) },
    offline: { at: world.platform.clock().toISOString(), rulesVersion },
  })
const flagOf = async (orderId: string) =>
  must(await world.call(manager, 'GET', '/incidents/sales'), 200).body.items.find(
    ({ order }) => order.id === orderId,
  )?.reasons
const rulesVersion = async () =>
  (await world.query<{ version: number }>('select max(version) as version from promotions.rule_set'))[0]
    ?.version ?? 0
const asked = async (code: string) =>
  must(await world.call(world.visitor, 'POST', '/coupons/validate', { code, locale: 'pl' }), 200).body

/** A promotion that unique codes open, with so many of them. */
async function leaflets(count: number) {
  const { promotionId, end } = await world.promote({ audience: 'code' })
  const coupon = await world.write((ctx) =>
    makeCoupon(ctx, {
      promotionId,
      name: 'Ulotki',
      code: null,
      limits: { total: null, perCode: 1, perCustomer: null, period: null },
      validFrom: null,
      validUntil: null,
      channels: null,
    }),
  )
  const batch = await world.write((ctx) => orderCodes(ctx, coupon.couponId, count))
  await makeCodes(world.platform, batch.batchId)
  const path = `/coupon-batches/${batch.batchId}/downloads` as '/coupon-batches/x/downloads'
  const office = { ...manager, grants: manager.grants.map((grant) => ({ ...grant, locationId: null })) }
  Object.assign(manager, office)
  const link = must(await world.call(manager, 'POST', path), 201) as { body: { path: string } }
  const file = await world.call(
    manager,
    'GET',
    link.body.path.replace('/v1', '') as '/coupon-batches/x/codes',
  )
  const codes = String(file.body).trimEnd().split('\r\n').slice(1)
  return { promotionId, end, coupon, batch, codes, version: await rulesVersion() }
}

test('a unique code that a sale has is kept for it: everybody else is told until when, and dropped it is free again', async () => {
  const { codes, promotionId, end } = await leaflets(1)
  const [code = ''] = codes
  const before = world.platform.clock().getTime()
  const mine = await hold(code.toLowerCase())
  expect(mine).toMatchObject({ code, promotionId, leaseId: null, reason: null })
  expect(Date.parse(mine.until ?? '')).toBeGreaterThanOrEqual(before + RESERVED_MS)
  const told = {
    reason: 'set_aside',
    words: expect.stringMatching(/^Ten kod jest odłożony .* do .*\d\d:\d\d\./),
  }
  expect(await hold(code, world.elsewhere)).toMatchObject({ promotionId: null, held: null, ...told })
  expect(await asked(code)).toMatchObject({ good: false, ...told })
  // The same again is the same use, whoever else asks meanwhile.
  expect((await hold(code, world.clerk, mine.held ?? '')).held).toBe(mine.held)
  expect((await drop([mine.held ?? ''], world.elsewhere)).status).toBe(204)
  expect(await asked(code)).toMatchObject(told)
  expect((await drop([mine.held ?? ''])).status).toBe(204)
  expect(await asked(code)).toMatchObject({ promotionId })
  expect(await hold(code, world.elsewhere)).toMatchObject({ promotionId })
  await end()
})

test('the sale spends what was kept for it, once; a refused one keeps it for the next try', async () => {
  const { codes, end } = await leaflets(1)
  const [code = ''] = codes
  const { held } = await hold(code)
  const kept = { code, held: held ?? '' }
  expect((await sell(FULL, [kept])).body).toMatchObject({ code: 'tills.total_changed' })
  expect(await hold(code, world.elsewhere)).toMatchObject({ reason: 'set_aside' })
  // Another till names it in vain, and so does the same one for another code.
  expect((await sell(OFF, [kept], {}, world.elsewhere)).body).toMatchObject({ code: 'coupons.set_aside' })
  expect((await sell(OFF, [kept])).status).toBe(201)
  expect((await sell(OFF, [kept])).body).toMatchObject({ code: 'checkout.coupon_gone' })
  expect(await asked(code)).toMatchObject({ reason: 'used_up' })
  await end()
})

test('the network goes before she pays: what was kept covers the sale, what somebody else has spent meanwhile is flagged, and no money changes', async () => {
  const { codes, promotionId, version, end } = await leaflets(3)
  const [code = '', lapsed = '', lost = ''] = codes
  const first = await hold(code)
  const second = await hold(lapsed)
  const third = await hold(lost)
  const covered = must(await fact({ code, held: first.held ?? '', promotionId }, promotionId, version), 201)
  expect(await flagOf(covered.body.id)).toBeUndefined()
  // The same use cannot cover another sale.
  const twice = must(await fact({ code, held: first.held ?? '', promotionId }, promotionId, version), 201)
  expect(await flagOf(twice.body.id)).toMatchObject([{ code: 'code_refused' }])
  world.turnClock(RESERVED_MS)
  // Nobody wanted it.
  const late = must(
    await fact({ code: lapsed, held: second.held ?? '', promotionId }, promotionId, version),
    201,
  )
  expect(await flagOf(late.body.id)).toBeUndefined()
  expect(await hold(lost, world.elsewhere)).toMatchObject({ promotionId })
  const gone = must(
    await fact({ code: lost, held: third.held ?? '', promotionId }, promotionId, version),
    201,
  )
  expect(await flagOf(gone.body.id)).toMatchObject([{ code: 'code_refused' }])
  expect(gone.body.totals.gross).toEqual(pln(OFF))
  await end()
})

test('two tills and the web want one code at the same moment: one has it, the others are told why', async () => {
  const { codes, promotionId, end } = await leaflets(6)
  for (const code of codes) {
    const { cart, token } = await world.basket(world.ship('TEE-S'))
    const path = `/carts/${cart.cartId}/coupons` as const
    const [one, other, web] = await Promise.all([
      hold(code),
      hold(code, world.elsewhere),
      world.call(world.visitor, 'POST', path, { code }, newId(), { cart: token }),
    ])
    const won = [one, other].filter((answer) => answer.promotionId === promotionId).length
    expect(won + (web.status === 200 ? 1 : 0)).toBe(1)
    const lost = [one, other].filter((answer) => answer.promotionId !== promotionId)
    // A basket uses a code up; a till keeps it until then, also where both asked in one breath.
    const why = web.status === 200 ? 'used_up' : 'set_aside'
    expect(lost.map(({ reason }) => reason)).toEqual(lost.map(() => why))
    if (web.status !== 200) expect(web.body).toMatchObject({ code: 'coupons.set_aside' })
  }
  await end()
})

test('a code of a batch that was set aside for this till is covered by its lease; with a network not beyond it', async () => {
  const { codes, batch, coupon, promotionId, version, end } = await leaflets(2)
  const [code = '', other = ''] = codes
  const { deviceId } = world.clerk
  if (!deviceId) throw new Error('the clerk stands at a till')
  const leaseId: LeaseId = newId()
  const until = new Date(world.platform.clock().getTime() + HOUR_MS)
  await grantCodes(world.command(manager), {
    leaseId,
    couponId: coupon.couponId,
    batchId: batch.batchId,
    uses: 2,
    until,
    deviceId,
    locationId: world.store,
    channel: 'store',
  })
  expect(await hold(code)).toMatchObject({ leaseId, held: null, promotionId, until: until.toISOString() })
  expect(await hold(code, world.elsewhere)).toMatchObject({ reason: 'set_aside' })
  const lease = { leaseId, at: world.platform.clock().toISOString() }
  expect((await sell(OFF, [{ code, lease }])).status).toBe(201)
  expect((await sell(OFF, [{ code, lease }])).body).toMatchObject({ code: 'coupons.used_up' })
  const away = must(await fact({ code, lease, promotionId }, promotionId, version), 201)
  expect(await flagOf(away.body.id)).toMatchObject([{ code: 'code_beyond_lease' }])
  await world.write((ctx) => settleLease(ctx, leaseId, deviceId))
  expect(await asked(other)).toMatchObject({ promotionId })
  await end()
})

test('a limit per customer is judged while the network is there, for the customer who stands at the till', async () => {
  const { end } = await world.promote({}, { code: 'RAZ10', perCustomer: 1 })
  expect(await hold('RAZ10')).toMatchObject({ reason: 'customer_needed' })
  const body = { name: 'Ewa', email: 'ewa.kasowa@example.com', password: 'dwanascie-znakow' }
  const { customerId } = must(await world.call(world.visitor, 'POST', '/customers', body), 201).body
  // The API answers ids of customers there.
  await world.recognised(customerId as CustomerId)
  await world.recognised(customerId as CustomerId, world.elsewhere)
  const mine = await hold('RAZ10', world.clerk, newId(), { customerId })
  expect(mine).toMatchObject({ reason: null })
  expect(await hold('RAZ10', world.elsewhere, newId(), { customerId })).toMatchObject({
    reason: 'customer_limit',
  })
  // Kept for her, it is nobody else's.
  const kept = { code: 'RAZ10', held: mine.held ?? '' }
  expect((await sell(OFF, [kept])).body).toMatchObject({ code: 'coupons.customer_needed' })
  expect((await sell(OFF, [kept], { customerId })).status).toBe(201)
  await end()
})

/** Wrong codes that one till may try before it has to wait. */
const GUESSES = 60

test('bad input is told, nothing is kept; and whoever guesses is slowed down', async () => {
  const { end } = await world.promote({}, { code: 'JEST10', total: 1 })
  const thief = world.assistant(world.store)
  const ask = (body: object, at = thief) => world.call(at, 'POST', '/till-codes', body)
  expect((await ask({ id: 'x', code: 'JEST10' })).status).toBe(400)
  expect((await ask({ id: newId() })).status).toBe(400)
  expect((await ask({ id: newId(), code: 'JEST10', customerId: newId() })).body).toMatchObject({
    code: 'tills.unknown_customer',
  })
  expect((await ask({ id: newId(), code: 'JEST10' }, world.machine(world.store))).status).toBe(403)
  expect((await drop([])).status).toBe(400)
  const id = newId()
  expect(await hold('JEST10', thief, id)).toMatchObject({ held: id })
  expect((await ask({ id, code: 'JEST10' }, world.clerk)).body).toMatchObject({
    code: 'promotions.redemption_id_reused',
  })
  for (let tried = 0; tried < GUESSES; tried += 1)
    expect((await hold(`GUESS-${tried}`, thief)).reason).toBe('unknown')
  expect((await ask({ id: newId(), code: 'JEST10' })).body).toMatchObject({
    code: 'promotions.too_many_guesses',
  })
  world.turnClock(DAY_MS)
  await end()
})
