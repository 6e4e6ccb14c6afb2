import { MINUTE_MS, newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCart } from '#modules/carts'
import { changeMembers, putSegment } from '#modules/customers'
import { issueCode, makeCoupon } from '#modules/promotions'
import { must } from '#test/answers'
import { openTillCustomers, pln, TEE } from '#test/till-customers'
import { checkout } from './checkout.ts'
import { forgetCustomer } from './forget-customer.ts'

type Till = Awaited<ReturnType<typeof openTillCustomers>>
let world: Till['world']
let signUp: Till['signUp']
let lookUp: Till['lookUp']
let sell: Till['sell']
let shownCode: Till['shownCode']
/** One test is about her. */
let mia: CustomerId
beforeAll(async () => {
  ;({ world, signUp, lookUp, sell, shownCode } = await openTillCustomers())
  mia = await signUp('Mia Kod', 'mia.kod@example.com', '610 100 100')
})
afterAll(() => world.close())

/** What she puts into her basket of the web shop, with a code if she has one. */
async function basketOf(customerId: CustomerId, code?: string) {
  const actor = world.signedIn(customerId)
  const { cart } = await createCart(world.command(actor), [world.ship('TEE-S', 1)], undefined)
  const access = { token: null, customerId }
  const server = await world.serve(actor)
  const url = `/v1/carts/${cart.cartId}/coupons`
  const taken = code === undefined ? null : await server.inject({ method: 'POST', url, payload: { code } })
  await server.close()
  return { actor, cart, access, taken }
}
/** Buys it with that code, for what her basket shows; answers what the code took off. */
async function buyOnWeb(customerId: CustomerId, code: string): Promise<number> {
  const { actor, cart, access, taken } = await basketOf(customerId, code)
  expect(taken?.statusCode).toBe(200)
  const { gross, discount } = taken?.json<{ totals: Record<'gross' | 'discount', { minor: number }> }>()
    .totals ?? { gross: pln(0), discount: pln(0) }
  await checkout(world.command(actor), cart.cartId, access, world.wish(gross.minor), world.key())
  return discount.minor
}

test('she is recognised by her whole number or address; nothing else is told, and every look is audited', async () => {
  const anna = await signUp('Anna Maria Nowak', 'anna.kasa@example.com', '601 111 111')
  const told = {
    id: anna,
    firstName: 'Anna',
    segments: [],
    groups: [],
    firstOrder: true,
    codes: [],
    credits: [],
  }
  expect(await lookUp({ phone: '+48601111111' })).toMatchObject({ status: 200, body: told })
  expect((await lookUp({ email: 'ANNA.kasa@example.com' })).body).toEqual(told)
  expect(
    await world.query(
      `select staff_id is not null as "bySomebody", location_id as place, detail from platform.audit
        where action = 'customers.recognised' and subject = $1`,
      [anna],
    ),
  ).toEqual(
    Array.from({ length: 2 }, () => ({
      bySomebody: true,
      place: world.store,
      detail: { deviceId: world.clerk.deviceId },
    })),
  )
  expect(await lookUp({ phone: '601 111' })).toMatchObject({
    status: 400,
    body: { code: 'customers.bad_phone' },
  })
  expect(await lookUp({ email: 'nikt@example.com' })).toMatchObject({
    status: 404,
    body: { code: 'customers.not_recognised' },
  })
  await signUp('Ola Nowak', 'ola.kasa@example.com', '601 111 111')
  expect(await lookUp({ phone: '601 111 111' })).toMatchObject({
    status: 409,
    body: { code: 'customers.several' },
  })
})

test('only somebody signed in at a till may look', async () => {
  const away = world.assistant(world.store, ['orders.read'])
  expect((await lookUp({ phone: '601 111 111' }, away)).status).toBe(403)
  expect((await lookUp({ phone: '601 111 111' }, world.machine(world.store))).status).toBe(403)
  const nobody = Object.assign(world.assistant(world.store), { staffId: null })
  expect((await lookUp({ phone: '601 111 111' }, nobody)).body).toMatchObject({ code: 'tills.device_only' })
})

test('a code for each customer once: used on the web it is refused at the till with words, and the other way round', async () => {
  const { end } = await world.promote({}, { code: 'WITAJ', perCustomer: 1 })
  const coupons = [{ code: 'WITAJ' }]
  expect((await sell(4_499, { coupons })).body.code).toBe('coupons.customer_needed')
  const ewa = await signUp('Ewa Web', 'ewa.web@example.com', '602 222 222')
  expect(await buyOnWeb(ewa, 'WITAJ')).toBe(500)
  await world.recognised(ewa)
  expect(await sell(4_499, { coupons, customerId: ewa })).toMatchObject({
    status: 422,
    body: { code: 'coupons.customer_limit', facts: { words: { pl: expect.any(String) } } },
  })
  const iza = await signUp('Iza Kasa', 'iza.kasa@example.com', '603 333 333')
  await world.recognised(iza)
  const ask = (customerId?: CustomerId) =>
    world.call(world.clerk, 'POST', '/coupons/validate', {
      code: 'WITAJ',
      lines: [{ sku: 'TEE-S', quantity: 1 }],
      ...(customerId && { customerId }),
    })
  expect((await ask()).body).toMatchObject({ good: false, reason: 'customer_needed' })
  expect((await ask(ewa)).body).toMatchObject({ good: false, reason: 'customer_limit' })
  expect((await ask(iza)).body).toMatchObject({ good: true, discount: pln(500), total: pln(4_499) })
  const key = newId()
  const sold = must(await sell(4_499, { coupons, customerId: iza }, key), 201)
  expect((await sell(4_499, { coupons, customerId: iza }, key)).body).toEqual(sold.body)
  expect(
    await world.query('select customer_id as "customerId" from orders.order where id = $1', [sold.body.id]),
  ).toEqual([{ customerId: iza }])
  const { taken } = await basketOf(iza, 'WITAJ')
  const reader = world.assistant(world.store, ['promotions.read', 'orders.read'])
  const [{ couponId } = { couponId: '' }] = await world.query<{ couponId: string }>(
    `select coupon_id as "couponId" from promotions.redemption where code = 'WITAJ' limit 1`,
  )
  const usesOf = async (more: string) =>
    must(await world.call(reader, 'GET', `/coupons/${couponId}/redemptions?limit=1${more}`), 200).body
  // Newest first, a page after the other, each with the number of the order that it went into.
  const newest = await usesOf('')
  expect(newest.items).toMatchObject([{ customerId: iza, orderNumber: sold.body.number }])
  expect((await usesOf(`&cursor=${newest.next}`)).items).toMatchObject([{ customerId: ewa }])
  const hers = must(await world.call(reader, 'GET', `/orders?customerId=${iza}`), 200).body
  expect(hers.items.map(({ id }) => id)).toEqual([sold.body.id])
  expect(taken?.json()).toMatchObject({ code: 'coupons.customer_limit' })
  await end()
})

test('a promotion for the first order counts once, wherever it was; a guest gets none', async () => {
  const { end } = await world.promote({ conditions: [{ kind: 'first_order' }] })
  const zoe = await signUp('Zoe Pierwsza', 'zoe@example.com', '604 444 444')
  await world.recognised(zoe)
  expect((await sell(4_499)).body.code).toBe('tills.total_changed')
  const key = newId()
  const first = await sell(4_499, { customerId: zoe }, key)
  expect(first.status).toBe(201)
  expect((await sell(4_499, { customerId: zoe }, key)).body).toEqual(first.body)
  expect((await lookUp({ phone: '604 444 444' })).body).toMatchObject({ firstOrder: false })
  expect(await sell(4_499, { customerId: zoe })).toMatchObject({
    status: 409,
    body: { code: 'tills.total_changed', facts: { total: pln(TEE) } },
  })
  expect((await sell(TEE, { customerId: zoe })).status).toBe(201)
  await end()
})

test('a promotion for a group counts for whoever is in it; an account that nobody has is refused with words', async () => {
  const { end } = await world.promote({ conditions: [{ kind: 'group', anyOf: ['klub'] }] })
  const kasia = await signUp('Kasia Klubowa', 'kasia@example.com', '605 555 555')
  await world.write((ctx) =>
    ctx.query(`update customers.customer set groups = '{klub}' where id = $1`, [kasia]),
  )
  expect((await lookUp({ phone: '605 555 555' })).body).toMatchObject({ groups: ['klub'] })
  expect((await sell(4_499, { customerId: kasia })).status).toBe(201)
  expect(await sell(TEE, { customerId: newId() })).toMatchObject({
    status: 422,
    body: { code: 'tills.unknown_customer' },
  })
  await world.write((ctx) => forgetCustomer(ctx, kasia))
  expect((await sell(TEE, { customerId: kasia })).body.code).toBe('tills.unknown_customer')
  await end()
})

test('a promotion for a segment counts for whoever is in it now, at the till as on the web; anybody else is told why not', async () => {
  const { end } = await world.promote(
    { conditions: [{ kind: 'segment', anyOf: ['wracajacy'] }] },
    { code: 'WRACAJ' },
  )
  const [ala, ula] = [
    await signUp('Ala Wraca', 'ala.wraca@example.com', '607 777 777'),
    await signUp('Ula Nowa', 'ula.nowa@example.com', '608 888 888'),
  ]
  await world.write(async (ctx) => {
    await putSegment(ctx, 'wracajacy', { pl: 'Wracający', en: 'Coming back' })
    await changeMembers(ctx, 'wracajacy', 'add', [{ pointer: '/0', by: 'id', text: ala, until: null }])
  })
  expect((await lookUp({ phone: '607 777 777' })).body).toMatchObject({ segments: ['wracajacy'] })
  await world.recognised(ula)
  const coupons = [{ code: 'WRACAJ' }]
  expect((await sell(4_499, { coupons, customerId: ala })).status).toBe(201)
  expect(await sell(4_499, { coupons, customerId: ula })).toMatchObject({
    status: 409,
    body: { code: 'tills.total_changed', facts: { total: pln(TEE) } },
  })
  expect(await buyOnWeb(ala, 'WRACAJ')).toBe(500)
  const whyFor = async (customerId?: CustomerId) =>
    (
      await world.call(world.clerk, 'POST', '/coupons/validate', {
        code: 'WRACAJ',
        lines: [{ sku: 'TEE-S', quantity: 1 }],
        locale: 'en',
        ...(customerId && { customerId }),
      })
    ).body
  expect(await whyFor(ula)).toMatchObject({
    reason: 'segment',
    words: 'This offer is for selected customers',
  })
  expect(await whyFor()).toMatchObject({
    reason: 'segment',
    words: expect.stringContaining('Sign in'),
  })
  await end()
})

test('a sale of hers that became a fact when the network went is hers, and agrees with her promotions', async () => {
  const { end } = await world.promote({ conditions: [{ kind: 'first_order' }] })
  const lena = await signUp('Lena Bez Sieci', 'lena@example.com', '606 666 666')
  await world.recognised(lena)
  const version =
    (
      await world.query<{ version: number }>('select max(version)::int as version from promotions.rule_set')
    )[0]?.version ?? 0
  const paid = { unitMinor: TEE, grossMinor: TEE, taxLetter: 'A', name: 'tee', discounts: [] }
  const offline = { at: world.platform.clock().toISOString(), rulesVersion: version }
  const sold = must(
    await sell(TEE, { customerId: lena, offline, lines: [{ sku: 'TEE-S', quantity: 1, paid }] }),
    201,
  )
  // It was sold at the full price although her first order costs less: the office is told.
  expect(
    await world.query(
      `select f.due_minor::int as due, o.customer_id as "customerId"
         from incidents.flagged_sale f join orders.order o on o.id = f.order_id where o.id = $1`,
      [sold.body.id],
    ),
  ).toEqual([{ due: 4_499, customerId: lena }])
  await end()
})

test('a till sells in the name of nobody whom it has not recognised: with a network it is told so, a fact is recorded without an account and flagged', async () => {
  const { end, promotionId } = await world.promote({ conditions: [{ kind: 'first_order' }] })
  const noa = await signUp('Noa Gdzie Indziej', 'noa@example.com', '609 999 999')
  const stranger = { status: 403, body: { code: 'tills.not_recognised' } }
  const ask = () =>
    world.call(world.clerk, 'POST', '/coupons/validate', {
      code: 'ANY',
      lines: [{ sku: 'TEE-S', quantity: 1 }],
      customerId: noa,
    })
  const first = () => sell(4_499, { customerId: noa })
  expect(await first()).toMatchObject(stranger)
  expect(await ask()).toMatchObject(stranger)
  // She stood at another till, and then at this one, but too long ago.
  await world.recognised(noa, world.assistant(world.store))
  expect(await first()).toMatchObject(stranger)
  await world.recognised(noa)
  world.turnClock(61 * MINUTE_MS)
  expect(await first()).toMatchObject(stranger)

  const [{ version } = { version: 0 }] = await world.query<{ version: number }>(
    'select max(version)::int as version from promotions.rule_set',
  )
  const discounts = [{ promotionId, label: { pl: 'Pierwsze', en: 'First' }, minor: 500, pieces: 1 }]
  const paid = { unitMinor: TEE, grossMinor: 4_499, taxLetter: 'A', name: 'tee', discounts }
  const offline = { at: world.platform.clock().toISOString(), rulesVersion: version }
  const lines = [{ sku: 'TEE-S', quantity: 1, paid }]
  const { id } = must(await sell(4_499, { customerId: noa, offline, lines }), 201).body
  expect(
    await world.query(
      `select o.customer_id as "customerId", f.due_minor::int as due, jsonb_path_query_array(f.reasons, '$[*].kind') as kinds
         from incidents.flagged_sale f join orders.order o on o.id = f.order_id where o.id = $1`,
      [id],
    ),
  ).toEqual([{ customerId: null, due: TEE, kinds: ['promotion_not_in_force', 'customer_not_recognised'] }])
  // Her first order is hers still.
  await world.recognised(noa)
  expect((await ask()).status).toBe(200)
  const key = newId()
  const sold = must(await sell(4_499, { customerId: noa }, key), 201)
  world.turnClock(61 * MINUTE_MS)
  expect((await sell(4_499, { customerId: noa }, key)).body).toEqual(sold.body)
  await end()
})

test('she shows a code: it says nothing of her, is another one each time, and is good for some minutes', async () => {
  const [first, second] = [await shownCode(mia), await shownCode(mia)]
  expect(first.code).toMatch(/^[0-9A-Z]{77}$/)
  expect(second.code).not.toBe(first.code)
  expect(new Date(first.until).getTime()).toBeGreaterThan(world.platform.clock().getTime())
  const told = { status: 200, body: { id: mia, firstName: 'Mia' } }
  expect(await lookUp({ code: first.code })).toMatchObject(told)
  expect(await lookUp({ code: second.code.toLowerCase() })).toMatchObject(told)
  expect(
    await world.query(`select action from platform.audit where subject = $1 order by id`, [mia]),
  ).toEqual([{ action: 'customers.recognised' }, { action: 'customers.recognised' }])

  const other = first.code.endsWith('0') ? '1' : '0'
  for (const code of [first.code.slice(0, -1) + other, first.code.slice(1), 'NOTHING', mia]) {
    expect(await lookUp({ code })).toMatchObject({ status: 422, body: { code: 'customers.bad_code' } })
  }
  world.turnClock(6 * MINUTE_MS)
  expect(await lookUp({ code: first.code })).toMatchObject({
    status: 422,
    body: { code: 'customers.code_over' },
  })
})

test('codes that wait for her are told at the till: her own, and those of her web basket, which she may use here instead', async () => {
  const { end, promotionId } = await world.promote(
    { label: { pl: 'Dla Ciebie', en: 'For you' } },
    { code: 'JEDEN', perCustomer: 1 },
  )
  const own = await world.write(async (ctx) => {
    const limits = { total: null, perCode: 1, perCustomer: null, period: null }
    const terms = { name: 'Tylko dla niej', limits, validFrom: null, validUntil: null, channels: null }
    const { couponId } = await makeCoupon(ctx, { ...terms, promotionId, code: null })
    // Another of hers is good on the web alone.
    const onWeb = await makeCoupon(ctx, { ...terms, promotionId, code: null, channels: ['web'] })
    await issueCode(ctx, onWeb.couponId, mia)
    return issueCode(ctx, couponId, mia)
  })
  const { cart } = await basketOf(mia, 'JEDEN')
  const told = { promotionId, label: { pl: 'Dla Ciebie', en: 'For you' } }
  expect((await lookUp({ phone: '610 100 100' })).body).toMatchObject({
    codes: [
      { code: 'JEDEN', inBasket: true, ...told },
      { code: own, inBasket: false, ...told },
    ],
  })

  // Her only use of it lies in the basket until it is fetched from there.
  const coupons = [{ code: 'JEDEN' }]
  expect((await sell(4_499, { coupons, customerId: mia })).body.code).toBe('coupons.customer_limit')
  const fetch = (customerId: CustomerId, actor = world.clerk) =>
    world.call(
      actor,
      'POST',
      `/till-customers/${customerId}/fetched-codes` as '/till-customers/{customerId}/fetched-codes',
      { code: 'jeden' },
    )
  // Only where she stands, not for whoever knows her id.
  const stranger = { status: 403, body: { code: 'tills.not_recognised' } }
  expect(await fetch(newId<'customer'>())).toMatchObject(stranger)
  expect(await fetch(mia, world.assistant(world.store))).toMatchObject(stranger)
  world.turnClock(61 * MINUTE_MS)
  expect(await fetch(mia)).toMatchObject(stranger)
  must(await lookUp({ phone: '610 100 100' }), 200)
  // What cannot be written down is not done either.
  const kept = () => world.query(`select 1 from carts.cart where id = $1 and coupons <> '[]'`, [cart.cartId])
  const alter = (what: string) => world.write((ctx) => ctx.query(`alter table platform.audit ${what}`))
  await alter(`add constraint no_room check (action <> 'customers.code_fetched')`)
  expect((await fetch(mia)).status).toBe(500)
  expect(await kept()).toHaveLength(1)
  await alter('drop constraint no_room')
  for (let time = 0; time < 2; time += 1) expect((await fetch(mia)).status).toBe(204)
  expect((await sell(4_499, { coupons, customerId: mia })).status).toBe(201)
  expect(
    await world.query(
      `select detail, staff_id as "staffId" from platform.audit where action = 'customers.code_fetched' and subject = $1`,
      [mia],
    ),
  ).toEqual([{ detail: { cartId: cart.cartId }, staffId: world.clerk.staffId }])
  // What is used waits no more.
  expect((await sell(4_499, { coupons: [{ code: own }], customerId: mia })).status).toBe(201)
  expect((await lookUp({ phone: '610 100 100' })).body).toMatchObject({ codes: [] })
  await end()
})
