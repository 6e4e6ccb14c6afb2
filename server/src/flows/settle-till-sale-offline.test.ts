import { HOUR_MS, MINUTE_MS, newId, type CustomerId } from '@splot/kernel'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeMembers, putSegment, setGroups } from '#modules/customers'
import { importPrices, openPriceList } from '#modules/pricing'
import { grantLease, type LeaseId } from '#modules/promotions'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
let manager: StoreWorld['clerk']
beforeAll(async () => {
  world = await openStoreWorld()
  manager = world.assistant(world.store, ['stock.incident'])
  await world.stock('TEE-S', world.store, 200)
  await world.stock('COAT-M', world.store, 50)
})
afterAll(() => world.close())

const LIST = 4_999
const pln = (minor: number) => ({ minor, currency: 'PLN' })
const now = () => world.platform.clock()
/** Lets some time go by, so that before and after are told apart. */
const wait = () => world.turnClock(MINUTE_MS)

interface Given {
  readonly promotionId: string
  readonly minor: number
  readonly code?: string
}
interface Paid {
  readonly sku?: string
  readonly quantity?: number
  readonly unit?: number
  readonly discounts?: readonly Given[]
  readonly taxLetter?: string
}

/** What a till tells of a sale that it has made without a network. */
function fact(
  lines: readonly Paid[],
  { at = now(), rulesVersion = 0, ...more }: Record<string, unknown> = {},
) {
  const told = lines.map(({ sku = 'TEE-S', quantity = 1, unit = LIST, discounts = [], taxLetter = 'A' }) => ({
    sku,
    quantity,
    paid: {
      unitMinor: unit,
      grossMinor: unit * quantity - discounts.reduce((sum, { minor }) => sum + minor, 0),
      taxLetter,
      name: 'Koszulka z kasy',
      priceVersion: 1,
      discounts: discounts.map((one) => ({ label: { pl: 'Lato', en: 'Summer' }, pieces: quantity, ...one })),
    },
  }))
  const total = told.reduce((sum, { paid }) => sum + paid.grossMinor, 0)
  return {
    lines: told,
    tender: { kind: 'cash', given: pln(total) },
    expectedTotal: pln(total),
    offline: { at: (at as Date).toISOString(), rulesVersion },
    ...more,
  }
}
const send = (body: unknown, key: string = newId(), actor = world.clerk) =>
  world.call(actor, 'POST', '/till-sales', body, key)
const sold = async (body: unknown, key?: string) => must(await send(body, key), 201).body
const flagged = async () => must(await world.call(manager, 'GET', '/incidents/sales'), 200).body.items
const flagOf = async (orderId: string) => (await flagged()).find(({ order }) => order.id === orderId)
const setPrice = (sku: string, grossMinor: number) =>
  world.write(async (ctx) =>
    importPrices(ctx, await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null }), [
      { sku, grossMinor, taxRate: 'A' },
    ]),
  )
const bringBack = async (orderId: string, quantity: number) =>
  must(
    await world.call(
      world.clerk,
      'POST',
      '/returns',
      { orderId, lines: [{ lineId: 1, quantity, reason: 'changed_mind', disposition: 'sellable' }] },
      newId(),
    ),
    201,
  ).body.refund.amount.minor
const rulesVersion = async () =>
  (await world.query<{ version: number }>('select max(version) as version from promotions.rule_set'))[0]
    ?.version ?? 0

test('a sale at the prices of its hour agrees, though they have changed since: nothing is flagged', async () => {
  const at = now()
  wait()
  await setPrice('COAT-M', 44_900)
  const { id, totals, placedAt } = await sold(fact([{ sku: 'COAT-M', unit: 39_900 }], { at }))
  expect(totals.gross).toEqual(pln(39_900))
  expect(placedAt).toBe(at.toISOString())
  expect(await flagOf(id)).toBeUndefined()
  const why = await world.call(
    world.clerk,
    'GET',
    `/orders/${id}/explanation` as '/orders/{orderId}/explanation',
  )
  expect(why.body).toMatchObject({
    lines: [{ unit: pln(39_900), price: { short: { pl: 'Cena z cennika' } } }],
  })
  // What is sold now costs what it costs now.
  const later = await sold(fact([{ sku: 'COAT-M', unit: 44_900 }]))
  expect(await flagOf(later.id)).toBeUndefined()
})

test('a price that the till did not know is recorded as it was paid and flagged with both totals and why; its return brings what was paid', async () => {
  await setPrice('TEE-M', 5_999)
  wait()
  const body = fact([{ sku: 'TEE-M', quantity: 2 }])
  const { id, number, totals, payments } = await sold(body)
  expect({ gross: totals.gross, payments }).toMatchObject({
    gross: pln(9_998),
    payments: [{ method: 'cash', amount: pln(9_998) }],
  })
  expect(await flagOf(id)).toMatchObject({
    order: { id, number },
    sold: pln(9_998),
    due: pln(11_998),
    location: { id: world.store },
    soldAt: body.offline.at,
    settled: null,
    reasons: [
      {
        code: 'price_differed',
        words: {
          pl: expect.stringMatching(/^TEE-M: sprzedano po 49,99\szł, obowiązywało 59,99\szł/),
          en: expect.stringMatching(/^TEE-M: sold at .*49\.99.*, the price was .*59\.99/),
        },
      },
    ],
  })
  expect(await world.factsOf(id)).toContain('incidents.sale_flagged')
  expect([await bringBack(id, 1), await bringBack(id, 1)]).toEqual([4_999, 4_999])
})

test('a promotion that had ended is recorded as it was given, and flagged; sold before its end it is not', async () => {
  const { promotionId, end } = await world.promote({})
  const version = await rulesVersion()
  const before = now()
  wait()
  await end()
  wait()
  const lines = [{ quantity: 2, discounts: [{ promotionId, minor: 1_000 }] }]
  const inTime = await sold(fact(lines, { at: before, rulesVersion: version }))
  expect(inTime).toMatchObject({ totals: { gross: pln(8_998), discount: pln(1_000) } })
  expect(await flagOf(inTime.id)).toBeUndefined()
  const late = await sold(fact(lines, { rulesVersion: version }))
  expect(late).toMatchObject({
    totals: { gross: pln(8_998), discount: pln(1_000) },
    lines: [{ discounts: [{ promotionId, label: { pl: 'Lato' } }] }],
  })
  expect(await flagOf(late.id)).toMatchObject({
    sold: pln(8_998),
    due: pln(9_998),
    reasons: [
      { code: 'promotion_not_in_force', words: { pl: expect.stringMatching(/^„Lato”: .*10,00\szł/) } },
    ],
  })
  expect([await bringBack(late.id, 1), await bringBack(late.id, 1)]).toEqual([4_499, 4_499])
})

test('a promotion that the till did not know is told too: the customer paid too much', async () => {
  const { end } = await world.promote({})
  wait()
  const { id } = await sold(fact([{ quantity: 2 }]))
  expect(await flagOf(id)).toMatchObject({
    sold: pln(9_998),
    due: pln(8_998),
    reasons: [{ code: 'promotion_missed' }],
  })
  await end()
})

test('an article that nobody knows, one without a price, and a clock that is wrong: sold, recorded, flagged', async () => {
  const unknown = await sold(fact([{ sku: 'GHOST-1', unit: 1_234 }]))
  expect(unknown).toMatchObject({
    totals: { gross: pln(1_234) },
    lines: [{ sku: 'GHOST-1', name: { pl: 'Koszulka z kasy' } }],
  })
  expect(await flagOf(unknown.id)).toMatchObject({ due: null, reasons: [{ code: 'unknown_article' }] })
  // Where a battery is flat a clock begins anew; no country has had VAT since then.
  for (const fellTo of ['1970-01-01T00:00:20Z', '2000-01-01T10:00:00Z', '2020-01-01T10:00:00Z']) {
    const came = now()
    const old = await sold(fact([{}], { at: new Date(fellTo) }))
    expect(await flagOf(old.id)).toMatchObject({ due: pln(LIST), reasons: [{ code: 'clock' }] })
    expect(new Date(old.placedAt).getTime()).toBeGreaterThanOrEqual(came.getTime())
  }
  const ahead = await sold(fact([{}], { at: new Date(now().getTime() + 2 * HOUR_MS) }))
  expect(await flagOf(ahead.id)).toMatchObject({ due: pln(LIST), reasons: [{ code: 'clock' }] })
  expect(new Date(ahead.placedAt).getTime()).toBeLessThanOrEqual(now().getTime())
})

test('what the till cannot have counted by any rules stands as it wrote it down, and its return brings exactly that', async () => {
  const discounts = [{ promotionId: newId(), minor: 1_001 }]
  const { id, lines } = await sold(fact([{ quantity: 3, discounts }], { rulesVersion: 987_654 }))
  expect(lines).toMatchObject([{ discounts: [{ label: { pl: 'Lato' }, amount: pln(1_001) }] }])
  expect(await flagOf(id)).toMatchObject({ reasons: [{ code: 'promotion_not_in_force' }] })
  const refunds = [await bringBack(id, 1), await bringBack(id, 1), await bringBack(id, 1)]
  expect(refunds.reduce((sum, one) => sum + one, 0)).toBe(3 * LIST - 1_001)
})

test('a fact that contradicts itself, or too little cash, keeps no use of its code', async () => {
  const { promotionId, end } = await world.promote({}, { code: 'SUMS10', total: 1 })
  const version = await rulesVersion()
  wait()
  const discounts = [{ promotionId, minor: 1_000, code: 'SUMS10' }]
  const body = fact([{ quantity: 2, discounts }], { rulesVersion: version, coupons: [{ code: 'SUMS10' }] })
  const wrong = [
    { ...body, expectedTotal: pln(8_000) },
    { ...body, tender: { kind: 'cash', given: pln(1) } },
  ]
  const answers = []
  for (const one of wrong) answers.push((await send(one)).body)
  expect(answers).toMatchObject([{ code: 'tills.sums_differ' }, { code: 'tills.not_enough_cash' }])
  const { id } = await sold(body)
  expect(await flagOf(id)).toBeUndefined()
  await end()
})

test('codes never refuse a fact: used up, without a lease and beyond it they are counted and flagged', async () => {
  const { promotionId, end } = await world.promote({}, { code: 'FACT10', total: 2 })
  const version = await rulesVersion()
  wait()
  const until = new Date(now().getTime() + HOUR_MS)
  const lend = async (deviceId: typeof world.clerk.deviceId) => {
    if (!deviceId) throw new Error('she stands at a till')
    const leaseId: LeaseId = newId()
    const wish = {
      leaseId,
      code: 'FACT10',
      uses: 1,
      until,
      locationId: world.store,
      channel: 'store',
      deviceId,
    }
    await world.write((ctx) => grantLease(ctx, wish))
    return leaseId
  }
  const leaseId = await lend(world.clerk.deviceId)
  const with10 = (coupon: object) =>
    fact([{ quantity: 2, discounts: [{ promotionId, minor: 1_000, code: 'FACT10' }] }], {
      rulesVersion: version,
      coupons: [{ code: 'FACT10', promotionId, ...coupon }],
    })
  const lease = { leaseId, at: now().toISOString() }
  const covered = await sold(with10({ lease }))
  expect(await flagOf(covered.id)).toBeUndefined()
  const beyond = await sold(with10({ lease }))
  expect(await flagOf(beyond.id)).toMatchObject({ reasons: [{ code: 'code_beyond_lease' }] })
  const usedUp = await sold(with10({}))
  expect(await flagOf(usedUp.id)).toMatchObject({
    sold: pln(8_998),
    due: pln(9_998),
    reasons: [{ code: 'code_refused', words: { pl: expect.stringContaining('FACT10') } }],
  })
  // Of another till, or of nobody: as if there were none.
  const strange = await sold(with10({ lease: { leaseId: newId(), at: now().toISOString() } }))
  expect(await flagOf(strange.id)).toMatchObject({ reasons: [{ code: 'code_refused' }] })
  const uses = await world.query(
    `select 1 from promotions.redemption where code = 'FACT10' and state = 'committed'`,
  )
  expect(uses).toHaveLength(4)
  await end()
})

test('only somebody at a till may tell facts, and they must make sense', async () => {
  const before = (await world.orders()).length
  expect((await send(fact([{}]), newId(), world.machine(world.store))).body).toMatchObject({
    status: 403,
    code: 'tills.device_only',
  })
  const nowhere = Object.assign(world.assistant(world.store), { deviceId: null })
  const nobody = Object.assign(world.assistant(world.store), { staffId: null })
  for (const who of [nowhere, nobody])
    expect((await send(fact([{}]), newId(), who)).body.code).toBe('tills.device_only')
  expect((await send({ ...fact([{}]), expectedTotal: pln(1) })).body).toMatchObject({
    code: 'tills.sums_differ',
    errors: [{ pointer: '/expectedTotal' }],
  })
  expect((await send({ ...fact([{}]), lines: [{ sku: 'TEE-S', quantity: 1 }] })).body).toMatchObject({
    code: 'tills.sums_differ',
    errors: [{ pointer: '/lines/0/paid' }],
  })
  const card = { number: '9800000000000000', pin: '123456', amount: pln(100) }
  expect((await send({ ...fact([{}]), giftCards: [card] })).body.code).toBe('tills.cards_need_network')
  expect(await world.orders()).toHaveLength(before)
  // The same sale with a network is told before anything is sold.
  expect((await send({ ...fact([{ unit: 1 }]), offline: undefined })).body.code).toBe('tills.total_changed')
})

test('a manager says what came of it, once; it stays in the audit log with the difference', async () => {
  const { id } = await sold(fact([{ unit: 4_000 }]))
  const flag = await flagOf(id)
  if (!flag) throw new Error('it differs')
  const settle = (note: string, actor = manager) =>
    world.call(actor, 'POST', `/incidents/sales/${flag.id}/settle` as '/incidents/sales/{id}/settle', {
      note,
    })
  const elsewhere = world.assistant(world.otherStore, ['stock.incident'])
  expect((await settle('nie moje', elsewhere)).status).toBe(403)
  expect(must(await settle('Stara etykieta na półce.'), 200).body.settled).toMatchObject({
    note: 'Stara etykieta na półce.',
  })
  expect((await settle('jeszcze raz')).body).toMatchObject({
    code: 'incidents.sale_settled',
    facts: { note: 'Stara etykieta na półce.' },
  })
  const open = must(
    await world.call(manager, 'GET', '/incidents/sales?state=open' as '/incidents/sales'),
    200,
  )
  expect(open.body.items.map((one) => one.id)).not.toContain(flag.id)
  expect(
    must(await world.call(elsewhere, 'GET', '/incidents/sales'), 200).body.items.map((one) => one.id),
  ).not.toContain(flag.id)
  const audit = await world.query<{ detail: unknown }>(
    `select detail from platform.audit where action = 'incidents.sale_settled' and subject = $1`,
    [flag.id],
  )
  expect(audit).toMatchObject([{ detail: { orderId: id, soldMinor: 4_000, dueMinor: LIST } }])
})

test('however often, in whatever order and at the same time a till syncs: every sale once, every flag once, every piece and grosz once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ unit: fc.constantFrom(LIST, 4_500, 5_500), quantity: fc.integer({ min: 1, max: 3 }) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 }),
      async (sales, order) => {
        const clerk = world.assistant(world.store)
        const entries = sales.map((paid) => ({ paid, key: newId(), body: fact([paid]) }))
        const onHand = async () => (await world.level('TEE-S', world.store)).onHand
        const before = await onHand()
        // Some at once, some after each other, and in the end all of them once more.
        const sendAll = (which: readonly number[]) =>
          Promise.all(
            which.map((at) => {
              const entry = entries[at % entries.length] ?? entries[0]
              if (!entry) throw new Error('there is one')
              return send(entry.body, entry.key, clerk)
            }),
          )
        await sendAll(order.slice(0, 6))
        await sendAll(order.slice(6))
        const all = entries.map((_, index) => index)
        const first = (await sendAll(all)).map((answer) => must(answer, 201).body)
        const again = (await sendAll(all)).map((answer) => must(answer, 201).body)
        expect(again).toEqual(first)
        const ids = first.map(({ id }) => id)
        expect(new Set(ids).size).toBe(entries.length)
        const kept = await world.query<{ minor: number }>(
          `select gross_minor::int as minor from orders.order where staff_id = $1 order by gross_minor`,
          [clerk.staffId],
        )
        const paidFor = entries.map(({ paid }) => paid.unit * paid.quantity)
        expect(kept.map(({ minor }) => minor)).toEqual(paidFor.toSorted((a, b) => a - b))
        const flags = await world.query<{ orderId: string }>(
          `select order_id as "orderId" from incidents.flagged_sale where staff_id = $1`,
          [clerk.staffId],
        )
        const doubtful = ids.filter((_, index) => entries[index]?.paid.unit !== LIST)
        expect(flags.map(({ orderId }) => orderId).sort()).toEqual(doubtful.sort())
        const pieces = entries.reduce((sum, { paid }) => sum + paid.quantity, 0)
        expect(await onHand()).toBe(before - pieces)
        const taken = await world.query<{ minor: number }>(
          `select coalesce(sum(p.amount_minor), 0)::int as minor from payments.payment p
             join orders.order o on o.id = p.order_id where o.staff_id = $1`,
          [clerk.staffId],
        )
        expect(taken).toEqual([{ minor: paidFor.reduce((sum, one) => sum + one, 0) }])
      },
    ),
    { numRuns: 8 },
  )
}, 120_000)

test('a sale by somebody whose right was taken away is recorded as it was paid, and flagged; with a network she may not sell', async () => {
  const dismissed = world.assistant(world.store, ['orders.read'])
  expect(
    await world.call(
      dismissed,
      'POST',
      '/till-sales',
      {
        lines: [{ sku: 'TEE-S', quantity: 1 }],
        tender: { kind: 'cash' },
        expectedTotal: pln(LIST),
      },
      newId(),
    ),
  ).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
  const { body } = must(await world.call(dismissed, 'POST', '/till-sales', fact([{}]), newId()), 201)
  expect((await flagOf(body.id))?.reasons).toMatchObject([{ code: 'seller_not_allowed' }])
})

test('what somebody sold who is gone is sent by whoever is signed in on her till: hers, once, and flagged', async () => {
  const [ola] = await world.query<{ id: string }>(
    `insert into staff.staff (id, number, name, active, created_at, updated_at) values ($1, '7001', 'Ola Odeszła', false, $2, $2)
     returning id`,
    [newId(), now()],
  )
  const colleague = Object.assign(world.assistant(world.store), { deviceId: world.clerk.deviceId })
  const told = { ...fact([{}]), soldBy: ola?.id }
  const key = newId()
  const { body } = must(await world.call(world.clerk, 'POST', '/till-sales', told, key), 201)
  // The answer was lost, and somebody else is at the till by now.
  expect((await world.call(colleague, 'POST', '/till-sales', told, key)).body).toEqual(body)
  const owner = await world.query(`select staff_id as "staffId" from orders.order where id = $1`, [body.id])
  expect(owner).toEqual([{ staffId: ola?.id }])
  expect((await flagOf(body.id))?.soldBy).toEqual({ id: ola?.id, name: 'Ola Odeszła' })
  expect((await flagOf(body.id))?.reasons).toMatchObject([{ code: 'seller_not_allowed' }])
})

test('who may not sell records no sale in the name of another unseen, and nobody does it with a network', async () => {
  const ownerOf = async (orderId: string) =>
    (await world.query(`select staff_id as "staffId" from orders.order where id = $1`, [orderId]))[0]?.staffId
  const [ola] = await world.query<{ id: string }>(
    `insert into staff.staff (id, number, name, active, created_at, updated_at) values ($1, '7002', 'Ola Obecna', true, $2, $2)
     returning id`,
    [newId(), now()],
  )
  await world.query(
    `insert into staff.assignment (staff_id, role, location_id) values ($1, 'assistant', $2)`,
    [ola?.id, world.store],
  )
  const picker = world.assistant(world.store, ['orders.read'])
  const told = { ...fact([{}]), soldBy: ola?.id }
  const { body: hers } = must(await world.call(world.clerk, 'POST', '/till-sales', told, newId()), 201)
  expect([await ownerOf(hers.id), await flagOf(hers.id)]).toEqual([ola?.id, undefined])
  const { body } = must(await world.call(picker, 'POST', '/till-sales', told, newId()), 201)
  expect(await ownerOf(body.id)).toBe(ola?.id)
  expect((await flagOf(body.id))?.reasons).toMatchObject([
    { code: 'sender_not_allowed', words: { pl: expect.stringContaining('podała kogoś innego') } },
  ])
  const online = {
    lines: [{ sku: 'TEE-S', quantity: 1 }],
    tender: { kind: 'cash' },
    expectedTotal: pln(LIST),
    soldBy: ola?.id,
  }
  const { body: sale } = must(await world.call(world.clerk, 'POST', '/till-sales', online, newId()), 201)
  expect(await ownerOf(sale.id)).toBe(world.clerk.staffId)
  // A stranger sold nothing.
  const strange = await sold({ ...fact([{}]), soldBy: newId() })
  expect(await ownerOf(strange.id)).toBe(world.clerk.staffId)
})

test('what was sold to a customer is judged by what she was then, whatever she has become since', async () => {
  const person = { name: 'Nina Kiedyś', email: 'nina@example.com', password: 'dwanascie-znakow' }
  const signedUp = await world.call(world.visitor, 'POST', '/customers', person)
  // The API answers ids of customers there.
  const nina = must(signedUp, 201).body.customerId as CustomerId
  await world.recognised(nina)
  const promotions = [
    await world.promote({ conditions: [{ kind: 'segment', anyOf: ['stali'] }] }),
    await world.promote({ conditions: [{ kind: 'group', anyOf: ['zloci'] }] }),
  ]
  const version = await rulesVersion()
  const put = (mode: 'add' | 'remove', groups: readonly string[]) =>
    world.write(async (ctx) => {
      await putSegment(ctx, 'stali', { pl: 'Stali', en: 'Regulars' })
      await changeMembers(ctx, 'stali', mode, [{ pointer: '/0', by: 'id', text: nina, until: null }])
      await setGroups(ctx, nina, groups)
    })
  const later = () => {
    wait()
    return now()
  }
  const before = later()
  later()
  await put('add', ['zloci'])
  const within = later()
  later()
  await put('remove', [])
  const of = (at: Date, discounts: readonly Given[]) =>
    fact([{ quantity: 1, discounts }], { at, rulesVersion: version, customerId: nina })
  // Each takes a tenth of what the one before has left.
  const given = promotions.map(({ promotionId }, index) => ({ promotionId, minor: [500, 450][index] ?? 0 }))
  const answers = [await sold(of(before, [])), await sold(of(within, given))]
  expect(await Promise.all(answers.map(async ({ id }) => (await flagOf(id))?.reasons))).toEqual([
    undefined,
    undefined,
  ])
  const { id } = await sold(of(later(), given))
  expect((await flagOf(id))?.reasons).toHaveLength(2)
  for (const { end } of promotions) await end()
})

test('a sale that cannot be recorded is given up by a manager at a till alone, who says why; all of it stays in the audit log', async () => {
  const given = {
    saleId: newId(),
    why: 'Kwoty nie do odtworzenia, gotówka wpłacona.',
    refusedWith: 'tills.sums_differ',
    total: pln(LIST),
    soldAt: now().toISOString(),
    soldBy: newId(),
    lines: [{ sku: 'TEE-S', quantity: 1 }],
  }
  const giveUp = (actor: StoreWorld['clerk'], body: object = given) =>
    world.call(actor, 'POST', '/till-sales/write-offs', body, newId())
  expect((await giveUp(world.clerk)).status).toBe(403)
  // Neither a manager of another store at this till, nor one who stands at none.
  const elsewhere = Object.assign(world.assistant(world.otherStore, ['stock.incident']), {
    locationId: world.store,
  })
  expect((await giveUp(elsewhere)).body).toMatchObject({ status: 403, code: 'auth.forbidden' })
  const nowhere = Object.assign(world.assistant(world.store, ['stock.incident']), { deviceId: null })
  expect((await giveUp(nowhere)).body).toMatchObject({ status: 403, code: 'tills.device_only' })
  expect((await giveUp(manager, { ...given, why: '' })).status).toBe(400)
  expect((await giveUp(manager)).status).toBe(204)
  const { saleId, ...detail } = given
  expect(
    await world.query(
      `select detail from platform.audit where action = 'tills.sale_written_off' and subject = $1`,
      [saleId],
    ),
  ).toEqual([{ detail: { ...detail, deviceId: manager.deviceId } }])
})

test('an hour that nobody can check is told: through more than a day, and from before the till was there', async () => {
  const hoursAgo = (hours: number) => new Date(now().getTime() - hours * HOUR_MS)
  // The world is young: it had prices then only if time goes by.
  world.turnClock(40 * HOUR_MS)
  const overNight = await sold(fact([{}], { at: hoursAgo(20) }))
  expect(await flagOf(overNight.id)).toBeUndefined()
  const late = await sold(fact([{}], { at: hoursAgo(30) }))
  expect(await flagOf(late.id)).toMatchObject({ due: pln(LIST), reasons: [{ code: 'told_late' }] })

  const fresh = world.assistant(world.store)
  await world.query(
    `insert into staff.device (id, name, kind, location_id, channel_id, channel_code, key_hash, idle_minutes, enrolled_at)
     values ($1, 'Nowa kasa', 'till', $2, $3, $4, $5, 10, $6)`,
    [
      fresh.deviceId,
      world.store,
      fresh.channel.id,
      fresh.channel.code,
      Buffer.from(newId().replaceAll('-', '')),
      hoursAgo(2),
    ],
  )
  const tell = async (hours: number) =>
    must(await world.call(fresh, 'POST', '/till-sales', fact([{}], { at: hoursAgo(hours) }), newId()), 201)
      .body.id
  expect(await flagOf(await tell(1))).toBeUndefined()
  expect((await flagOf(await tell(3)))?.reasons).toMatchObject([{ code: 'before_enrolment' }])
})
