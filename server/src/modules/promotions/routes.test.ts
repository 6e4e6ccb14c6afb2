import { MINUTE_MS, newId } from '@splot/kernel'
import type { Condition } from '@splot/rules'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importStaff, routes as staffRoutes } from '#modules/staff'
import { systemActor } from '#platform/context'
import { openTail } from '#platform/events'
import { openDoors, type Asking, type Doors } from '#test/doors'
import { PATIENCE } from '#test/patience'
import { codesOf, makeCodes } from './coupons/batches.ts'
import { CODES_SENT_AT_ONCE } from './limits.ts'
import { bindRange, openPromotions, routes, rulesOf, type CouponBatchId } from './index.ts'
import { draft, testRange } from './test/promotions-world.ts'

const MANAGER = { email: 'manager@example.com', password: 'osnowa-i-watek-22' }
const OTHER = { email: 'other.manager@example.com', password: 'czolenko-i-ploza-17' }
const STORE = { email: 'store.manager@example.com', password: 'krosno-tka-codziennie' }

let doors: Doors
let manager: Asking
let otherManager: Asking
let storeManager: Asking
let till: Asking
beforeAll(async () => {
  doors = await openDoors([...routes, ...staffRoutes])
  const { platform, call } = doors
  bindRange(testRange)
  const tail = openTail(platform)
  await openPromotions(platform, tail)
  await tail.start()
  await platform.write(systemActor('test'), (ctx) =>
    importStaff(ctx, [
      { number: '9001', name: 'Maja', pin: '9001', role: 'manager', locationCode: null, ...MANAGER },
      { number: '9002', name: 'Olga', pin: '9753', role: 'manager', locationCode: null, ...OTHER },
      { number: '2001', name: 'Stefan', pin: '2468', role: 'store_manager', locationCode: 'LDZ1', ...STORE },
    ]),
  )
  const signIn = async (body: object): Promise<Asking> => ({
    cookie: (await call('POST', '/staff/sign-in', { body })).cookie,
  })
  manager = await signIn(MANAGER)
  otherManager = await signIn(OTHER)
  storeManager = await signIn(STORE)
  const enrolment = { locationId: doors.places.get('LDZ1'), name: 'Kasa 1', kind: 'till' }
  const issued = await send('POST', '/devices/enrolment-codes', manager, enrolment)
  const { key } = (await send('POST', '/devices/enrol', {}, { code: issued.body.code })).body
  const session = (
    await send('POST', '/devices/staff-sign-in', { key: key }, { number: '9001', pin: '9001' })
  ).body
  till = { key, session: session.session }
})
afterAll(() => doors.close())

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Body
}

/** What these tests read one by one; the rest they compare whole. */
interface Body {
  readonly path: string
  readonly id: string
  readonly code: string
  readonly key: string
  readonly session: string
  readonly next: string | null
  readonly version: number
  readonly items: readonly { readonly reason?: string }[]
  readonly errors: readonly { readonly pointer: string }[]
  readonly promotions: readonly unknown[]
  readonly sets: readonly { readonly promotions: readonly { readonly name: string }[] }[]
}

/** Any door with any body: most of these are wrong on purpose. */
const send = async (
  method: string,
  path: string,
  who: Asking,
  body?: unknown,
  headers = {},
): Promise<Answered> =>
  (await doors.call(method, path, { ...who, headers, ...(body !== undefined && { body }) })) as never

test('a promotion is drafted, changed, published and archived; every step says who may and which version she saw', async () => {
  expect((await send('POST', '/promotions', storeManager, draft())).status).toBe(403)
  const made = await send('POST', '/promotions', manager, draft({ name: 'Wyprzedaż', audience: 'public' }))
  expect(made).toMatchObject({ status: 201, body: { state: 'draft', changed: true, revision: 0 } })
  const { id } = made.body
  const better = draft({ name: 'Wyprzedaż zimowa', audience: 'public' })
  expect((await send('PUT', `/promotions/${id}`, manager, better)).body.code).toBe('http.if_match_needed')
  expect((await send('PUT', `/promotions/${id}`, manager, better, { 'if-match': '"7"' })).status).toBe(412)
  expect((await send('PUT', `/promotions/${id}`, manager, better, { 'if-match': '"1"' })).status).toBe(200)
  const published = await send('POST', '/promotions/publications', manager, { publish: [id], reason: 'zima' })
  expect(published).toMatchObject({ status: 201, body: { conflicts: [] } })
  expect(
    (await send('DELETE', `/promotions/${id}`, manager, undefined, { 'if-match': '"3"' })).body.code,
  ).toBe('promotions.published')
  doors.wait(1_000)
  await expect.poll(() => rulesOf(doors.platform).version(), PATIENCE).toBe(published.body.version)

  const rules = await send('GET', '/rules?channel=web', {})
  expect(rules.body).toMatchObject({
    version: published.body.version,
    promotions: [{ id, name: '' }],
  })
  const again = await send('GET', '/rules?channel=web', {}, undefined, {
    'if-none-match': rules.headers['etag'],
  })
  expect(again.status).toBe(304)
  expect((await send('GET', '/rules?channel=fax', {})).status).toBe(404)

  const shown = await send('GET', `/promotions/${id}`, storeManager)
  expect(shown.body).toMatchObject({
    promotion: { state: 'live' },
    revisions: [{ revision: 1, reason: 'zima' }],
  })
  expect((await send('GET', '/promotions?state=live&q=ZIMOWA', storeManager)).body.items).toHaveLength(1)
  const span = 'from=2020-01-01T00:00:00Z&until=2020-06-01T00:00:00Z'
  expect((await send('GET', `/promotions/calendar?${span}`, storeManager)).body.items).toEqual([])
  await send('POST', '/promotions/publications', manager, { archive: [id], reason: 'wiosna' })
  doors.wait(1_000)
  await expect
    .poll(async () => (await send('GET', '/rules?channel=web', {})).body.promotions, PATIENCE)
    .toEqual([])
  const history = await send('GET', '/rule-sets?limit=1', storeManager)
  expect(history.body.items).toMatchObject([{ reason: 'wiosna' }])
  const rest = await send('GET', `/rule-sets?cursor=${history.body.next}`, storeManager)
  expect(rest.body.items.map(({ reason }) => reason)).toContain('zima')
})

test('what codes open, what some people are given and what the office calls a promotion is never told to a shop', async () => {
  const { id } = (await send('POST', '/promotions', manager, draft({ name: 'Tajna' }))).body
  const others: string[] = []
  const conditionsOf: readonly Condition[][] = [
    [{ kind: 'group', anyOf: ['TAJNE-GRONO'] }],
    [{ kind: 'first_order' }],
    [],
  ]
  for (const conditions of conditionsOf) {
    const label = { pl: conditions.length > 0 ? 'Tajne dla niektórych' : 'Dla wszystkich', en: 'Any' }
    const terms = draft({ name: 'Tajna nazwa', audience: 'public', label, conditions })
    others.push((await send('POST', '/promotions', manager, terms)).body.id)
  }
  const publication = { publish: [id, ...others], reason: 'x' }
  expect((await send('POST', '/promotions/publications', manager, publication)).status).toBe(201)
  await send('POST', '/coupons', manager, { promotionId: id, name: 'Tajny', code: 'TAJNE-HASLO' })
  doors.wait(1_000)
  await expect.poll(() => rulesOf(doors.platform).promotion(id), PATIENCE).toBeDefined()
  const rules = await send('GET', '/rules', {})
  expect(JSON.stringify(rules.body)).not.toMatch(/Tajn|TAJNE/)
  expect(rules.body.promotions).toMatchObject([{ id: others[2], name: '', label: { pl: 'Dla wszystkich' } }])
  // The address alone does not say whose channel this is, so no cache may hand the answer to another.
  expect(rules.headers['cache-control']).toContain('private')
  const named = async (channel: string, etag?: unknown) =>
    send('GET', `/rules?channel=${channel}`, {}, undefined, etag ? { 'if-none-match': etag } : {})
  const web = await named('web')
  expect(web.headers['cache-control']).toContain('public')
  expect((await named('web', web.headers['etag'])).status).toBe(304)
  expect((await named('app', web.headers['etag'])).status).toBe(200)
  await send('POST', '/promotions/publications', manager, { archive: publication.publish, reason: 'x' })
})

test.each<[string, object, string]>([
  ['more than everything off', { action: { kind: 'line_percent', ppm: 1_000_001 } }, '/action'],
  ['nothing off', { action: { kind: 'basket_amount', minor: 0 } }, '/action'],
  ['a part of a grosz', { action: { kind: 'line_amount', minor: 10.5 } }, '/action'],
  ['an absurd amount', { action: { kind: 'basket_amount', minor: 10_000_000_000 } }, '/action'],
  ['an empty list', { conditions: [{ kind: 'categories', anyOf: [] }] }, '/conditions/0'],
  [
    'an eighth day of the week',
    { conditions: [{ kind: 'hours', weekdays: [8], from: 0, until: 60 }] },
    '/conditions/0',
  ],
  ['an unknown kind', { conditions: [{ kind: 'moon' }] }, '/conditions/0'],
  ['an unknown field', { surprise: true }, '/surprise'],
])('%s is refused before anything is written', async (_name, more, pointer) => {
  const answer = await send('POST', '/promotions', manager, { ...draft(), ...more })
  expect(answer).toMatchObject({ status: 400, body: { code: 'http.invalid_input' } })
  expect(answer.body.errors.map(({ pointer: at }) => at).join(' ')).toContain(pointer)
})

test('an instant that no clock shows is a clear problem, whatever the calendar allows', async () => {
  const { id } = (await send('POST', '/promotions', manager, draft())).body
  const coupon = (validUntil: string) =>
    send('POST', '/coupons', manager, {
      promotionId: id,
      name: 'Test',
      code: `UNTIL${newId().slice(-8)}`,
      validUntil,
    })
  const refusedAt = async (never: string) => {
    const { status, body } = await coupon(never)
    return [status, body.errors[0]?.pointer]
  }
  for (const never of [
    '2099-12-31T23:59:60Z',
    '2099-12-31T23:59:60.5+01:00',
    '2099-02-30T12:00:00Z',
    '2099-12-31',
  ])
    expect(await refusedAt(never)).toEqual([400, '/validUntil'])
  for (const once of ['2099-12-31T23:59:59Z', '2099-12-31T23:59:59.999+01:00', '2099-12-31T23:59:00-05:30'])
    expect((await coupon(once)).status).toBe(201)
})

test('unique codes are ordered, made and downloaded as one file; the audit log knows who did it', async () => {
  const { id } = (await send('POST', '/promotions', manager, draft())).body
  const coupon = await send('POST', '/coupons', manager, { promotionId: id, name: 'Kampania' })
  expect(coupon).toMatchObject({ status: 201, body: { kind: 'unique', code: null } })
  // More than are counted out at once.
  const ORDERED = CODES_SENT_AT_ONCE + 25
  const order = { couponId: coupon.body.id, codes: ORDERED }
  expect((await send('POST', '/coupon-batches', manager, order)).body.code).toBe(
    'http.idempotency_key_missing',
  )
  const once = { 'idempotency-key': newId() }
  const batch = await send('POST', '/coupon-batches', manager, order, once)
  expect(batch.status).toBe(202)
  expect((await send('POST', '/coupon-batches', manager, order, once)).body).toEqual(batch.body)
  const path = `/coupon-batches/${batch.body.id}`
  expect((await send('POST', `${path}/downloads`, manager)).body.code).toBe('promotions.not_finished')
  await makeCodes(doors.platform, batch.body.id as CouponBatchId)
  expect((await send('GET', path, storeManager)).body).toMatchObject({ made: ORDERED })
  expect((await send('POST', `${path}/downloads`, storeManager)).status).toBe(403)
  expect((await send('GET', `${path}/codes`, manager)).status).toBe(400)
  expect((await send('GET', path, manager)).body).toMatchObject({ exportableUntil: null })
  const granted = await send('POST', `${path}/downloads`, manager)
  expect(granted).toMatchObject({ status: 201, body: { batch: { id: batch.body.id } } })
  const link = String(granted.body.path).replace('/v1', '')
  const file = await send('GET', link, manager)
  expect(file.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="codes-${batch.body.id}.csv"`,
  })
  const [heading, ...codes] = String(file.body).trimEnd().split('\r\n')
  expect(heading).toBe('code')
  expect(codes).toEqual(codesOf({ batchId: batch.body.id as CouponBatchId }, 0, ORDERED))
  const log = await doors.platform
    .read(systemActor('test'))
    .query(
      `select 1 from platform.audit where action = 'promotions.codes_downloaded' and staff_id is not null`,
    )
  expect(log).toHaveLength(1)
  // Neither another's link, nor a changed one, nor an old one.
  expect((await send('GET', link, otherManager)).body.code).toBe('promotions.no_grant')
  expect((await send('GET', link.replace('grant=1', 'grant=2'), manager)).body.code).toBe(
    'promotions.no_grant',
  )
  expect((await send('GET', link.replace(/[^=]+$/, 'x'), manager)).body.code).toBe('promotions.no_grant')
  doors.wait(5 * MINUTE_MS)
  expect((await send('GET', link, manager)).body.code).toBe('promotions.grant_over')
})

test('a till has its rules and the uses that were set aside for it, and settles them', async () => {
  const { id } = (await send('POST', '/promotions', manager, draft({ name: 'Kasowa' }))).body
  await send('POST', '/promotions/publications', manager, { publish: [id], reason: 'x' })
  const body = { promotionId: id, name: 'Kasa', code: 'KASA', limits: { total: 3 } }
  const coupon = (await send('POST', '/coupons', manager, body)).body
  expect((await send('POST', '/coupons', manager, body)).body.code).toBe('promotions.code_taken')
  doors.wait(1_000)
  await expect.poll(() => rulesOf(doors.platform).promotion(id), PATIENCE).toBeDefined()
  const until = new Date(doors.platform.clock().getTime() + 3_600_000).toISOString()
  const wish = { id: newId(), code: 'kasa', uses: 2, until }
  const lease = await send('POST', '/coupons/leases', till, wish)
  expect(lease).toMatchObject({ status: 201, body: { uses: 2, spent: 0, state: 'open' } })
  expect((await send('POST', '/coupons/leases', till, wish)).body).toEqual(lease.body)
  const rules = await send('GET', '/rules/till', till)
  expect(rules.body).toMatchObject({ leases: [{ id: wish.id, code: 'KASA' }] })
  expect(rules.body.sets[0]?.promotions.map(({ name }) => name)).toContain('Kasowa')
  expect(
    (await send('GET', '/rules/till', till, undefined, { 'if-none-match': rules.headers['etag'] })).status,
  ).toBe(304)
  const at = doors.platform.clock().toISOString()
  const uses = [1, 2, 3].map(() => ({ redemptionId: newId(), orderId: newId(), at }))
  const settled = await send('POST', `/coupons/leases/${wish.id}/settle`, till, { uses })
  expect(settled.body).toMatchObject({
    lease: { state: 'settled', spent: 2 },
    uses: [{ state: 'covered' }, { state: 'covered' }, { state: 'flagged' }],
  })
  expect((await send('POST', `/coupons/leases/${wish.id}/settle`, till, { uses })).body).toEqual(settled.body)
  expect((await send('GET', `/coupons/${coupon.id}`, storeManager)).body).toMatchObject({ used: 3 })
  expect((await send('POST', '/coupons/leases', manager, wish)).status).toBe(403)
})
