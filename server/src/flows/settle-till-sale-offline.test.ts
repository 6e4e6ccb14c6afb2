import { HOUR_MS, newId } from '@splot/kernel'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importPrices, openPriceList } from '#modules/pricing'
import { grantLease, type LeaseId } from '#modules/promotions'
import { must } from '#test/answers'
import { LIST, openOfflineTill, pln, type OfflineTill } from '#test/offline-till'

let till: OfflineTill
let world: OfflineTill['world']
beforeAll(async () => {
  till = await openOfflineTill()
  ;({ world } = till)
})
afterAll(() => world.close())

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
test('a sale at the prices of its hour agrees, though they have changed since: nothing is flagged', async () => {
  const at = till.now()
  till.wait()
  await setPrice('COAT-M', 44_900)
  const { id, totals, placedAt } = await till.sold(till.fact([{ sku: 'COAT-M', unit: 39_900 }], { at }))
  expect(totals.gross).toEqual(pln(39_900))
  expect(placedAt).toBe(at.toISOString())
  expect(await till.flagOf(id)).toBeUndefined()
  const why = await world.call(
    world.clerk,
    'GET',
    `/orders/${id}/explanation` as '/orders/{orderId}/explanation',
  )
  expect(why.body).toMatchObject({
    lines: [{ unit: pln(39_900), price: { short: { pl: 'Cena z cennika' } } }],
  })
  // What is sold now costs what it costs now.
  const later = await till.sold(till.fact([{ sku: 'COAT-M', unit: 44_900 }]))
  expect(await till.flagOf(later.id)).toBeUndefined()
})

test('a price that the till did not know is recorded as it was paid and flagged with both totals and why; its return brings what was paid', async () => {
  await setPrice('TEE-M', 5_999)
  till.wait()
  const body = till.fact([{ sku: 'TEE-M', quantity: 2 }])
  const { id, number, totals, payments } = await till.sold(body)
  expect({ gross: totals.gross, payments }).toMatchObject({
    gross: pln(9_998),
    payments: [{ method: 'cash', amount: pln(9_998) }],
  })
  expect(await till.flagOf(id)).toMatchObject({
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
  const version = await till.rulesVersion()
  const before = till.now()
  till.wait()
  await end()
  till.wait()
  const lines = [{ quantity: 2, discounts: [{ promotionId, minor: 1_000 }] }]
  const inTime = await till.sold(till.fact(lines, { at: before, rulesVersion: version }))
  expect(inTime).toMatchObject({ totals: { gross: pln(8_998), discount: pln(1_000) } })
  expect(await till.flagOf(inTime.id)).toBeUndefined()
  const late = await till.sold(till.fact(lines, { rulesVersion: version }))
  expect(late).toMatchObject({
    totals: { gross: pln(8_998), discount: pln(1_000) },
    lines: [{ discounts: [{ promotionId, label: { pl: 'Lato' } }] }],
  })
  expect(await till.flagOf(late.id)).toMatchObject({
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
  till.wait()
  const { id } = await till.sold(till.fact([{ quantity: 2 }]))
  expect(await till.flagOf(id)).toMatchObject({
    sold: pln(9_998),
    due: pln(8_998),
    reasons: [{ code: 'promotion_missed' }],
  })
  await end()
})

test('an article that nobody knows, one without a price, and a clock that is wrong: sold, recorded, flagged', async () => {
  const unknown = await till.sold(till.fact([{ sku: 'GHOST-1', unit: 1_234 }]))
  expect(unknown).toMatchObject({
    totals: { gross: pln(1_234) },
    lines: [{ sku: 'GHOST-1', name: { pl: 'Koszulka z kasy' } }],
  })
  expect(await till.flagOf(unknown.id)).toMatchObject({ due: null, reasons: [{ code: 'unknown_article' }] })
  // Where a battery is flat a clock begins anew; no country has had VAT since then.
  for (const fellTo of ['1970-01-01T00:00:20Z', '2000-01-01T10:00:00Z', '2020-01-01T10:00:00Z']) {
    const came = till.now()
    const old = await till.sold(till.fact([{}], { at: new Date(fellTo) }))
    expect(await till.flagOf(old.id)).toMatchObject({ due: pln(LIST), reasons: [{ code: 'clock' }] })
    expect(new Date(old.placedAt).getTime()).toBeGreaterThanOrEqual(came.getTime())
  }
  const ahead = await till.sold(till.fact([{}], { at: new Date(till.now().getTime() + 2 * HOUR_MS) }))
  expect(await till.flagOf(ahead.id)).toMatchObject({ due: pln(LIST), reasons: [{ code: 'clock' }] })
  expect(new Date(ahead.placedAt).getTime()).toBeLessThanOrEqual(till.now().getTime())
})

test('what the till cannot have counted by any rules stands as it wrote it down, and its return brings exactly that', async () => {
  const discounts = [{ promotionId: newId(), minor: 1_001 }]
  const { id, lines } = await till.sold(till.fact([{ quantity: 3, discounts }], { rulesVersion: 987_654 }))
  expect(lines).toMatchObject([{ discounts: [{ label: { pl: 'Lato' }, amount: pln(1_001) }] }])
  expect(await till.flagOf(id)).toMatchObject({ reasons: [{ code: 'promotion_not_in_force' }] })
  const refunds = [await bringBack(id, 1), await bringBack(id, 1), await bringBack(id, 1)]
  expect(refunds.reduce((sum, one) => sum + one, 0)).toBe(3 * LIST - 1_001)
})

test('a fact that contradicts itself, or too little cash, keeps no use of its code', async () => {
  const { promotionId, end } = await world.promote({}, { code: 'SUMS10', total: 1 })
  const version = await till.rulesVersion()
  till.wait()
  const discounts = [{ promotionId, minor: 1_000, code: 'SUMS10' }]
  const body = till.fact([{ quantity: 2, discounts }], {
    rulesVersion: version,
    coupons: [{ code: 'SUMS10' }],
  })
  const wrong = [
    { ...body, expectedTotal: pln(8_000) },
    { ...body, tender: { kind: 'cash', given: pln(1) } },
  ]
  const answers = []
  for (const one of wrong) answers.push((await till.send(one)).body)
  expect(answers).toMatchObject([{ code: 'tills.sums_differ' }, { code: 'tills.not_enough_cash' }])
  const { id } = await till.sold(body)
  expect(await till.flagOf(id)).toBeUndefined()
  await end()
})

test('codes never refuse a fact: used up, without a lease and beyond it they are counted and flagged', async () => {
  const { promotionId, end } = await world.promote({}, { code: 'FACT10', total: 2 })
  const version = await till.rulesVersion()
  till.wait()
  const until = new Date(till.now().getTime() + HOUR_MS)
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
    till.fact([{ quantity: 2, discounts: [{ promotionId, minor: 1_000, code: 'FACT10' }] }], {
      rulesVersion: version,
      coupons: [{ code: 'FACT10', promotionId, ...coupon }],
    })
  const lease = { leaseId, at: till.now().toISOString() }
  const covered = await till.sold(with10({ lease }))
  expect(await till.flagOf(covered.id)).toBeUndefined()
  const beyond = await till.sold(with10({ lease }))
  expect(await till.flagOf(beyond.id)).toMatchObject({ reasons: [{ code: 'code_beyond_lease' }] })
  const usedUp = await till.sold(with10({}))
  expect(await till.flagOf(usedUp.id)).toMatchObject({
    sold: pln(8_998),
    due: pln(9_998),
    reasons: [{ code: 'code_refused', words: { pl: expect.stringContaining('FACT10') } }],
  })
  // Of another till, or of nobody: as if there were none.
  const strange = await till.sold(with10({ lease: { leaseId: newId(), at: till.now().toISOString() } }))
  expect(await till.flagOf(strange.id)).toMatchObject({ reasons: [{ code: 'code_refused' }] })
  const uses = await world.query(
    `select 1 from promotions.redemption where code = 'FACT10' and state = 'committed'`,
  )
  expect(uses).toHaveLength(4)
  await end()
})

test('a manager says what came of it, once; it stays in the audit log with the difference', async () => {
  const { id } = await till.sold(till.fact([{ unit: 4_000 }]))
  const flag = await till.flagOf(id)
  if (!flag) throw new Error('it differs')
  const settle = (note: string, actor = till.manager) =>
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
    await world.call(till.manager, 'GET', '/incidents/sales?state=open' as '/incidents/sales'),
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
        const entries = sales.map((paid) => ({ paid, key: newId(), body: till.fact([paid]) }))
        const onHand = async () => (await world.level('TEE-S', world.store)).onHand
        const before = await onHand()
        // Some at once, some after each other, and in the end all of them once more.
        const sendAll = (which: readonly number[]) =>
          Promise.all(
            which.map((at) => {
              const entry = entries[at % entries.length] ?? entries[0]
              if (!entry) throw new Error('there is one')
              return till.send(entry.body, entry.key, clerk)
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

test('an hour that nobody can check is told: through more than a day, and from before the till was there', async () => {
  const hoursAgo = (hours: number) => new Date(till.now().getTime() - hours * HOUR_MS)
  // The world is young: it had prices then only if time goes by.
  world.turnClock(40 * HOUR_MS)
  const overNight = await till.sold(till.fact([{}], { at: hoursAgo(20) }))
  expect(await till.flagOf(overNight.id)).toBeUndefined()
  const late = await till.sold(till.fact([{}], { at: hoursAgo(30) }))
  expect(await till.flagOf(late.id)).toMatchObject({ due: pln(LIST), reasons: [{ code: 'told_late' }] })

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
    must(
      await world.call(fresh, 'POST', '/till-sales', till.fact([{}], { at: hoursAgo(hours) }), newId()),
      201,
    ).body.id
  expect(await till.flagOf(await tell(1))).toBeUndefined()
  expect((await till.flagOf(await tell(3)))?.reasons).toMatchObject([{ code: 'before_enrolment' }])
})
