import { DAY_MS, newId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { survey } from '#modules/replenishment'
import { meetsNobodyInACircle } from '#test/waiting'
import { openReplenishmentWorld, type ReplenishmentWorld } from '#test/replenishment-world'

interface Alert {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly facts: Record<string, unknown>
}
interface Proposal {
  readonly id: string
  readonly kind: string
  readonly fromId: string | null
  readonly toId: string
  readonly quantity: number
  readonly state: string
  readonly documentId: string | null
  readonly factors: Record<string, unknown> & { source?: Record<string, unknown> }
}

let world: ReplenishmentWorld
beforeAll(async () => {
  world = await openReplenishmentWorld()
})
afterAll(() => world.close())

const rule = async (kind: string, terms: object, scope: object) => {
  const made = await world.ask<{ id: string; version: number }>('POST', '/rules', { kind, terms, scope })
  expect(made.status).toBe(201)
  return made.body
}
const alertsOf = async (sku: Sku) =>
  (await world.ask<{ items: Alert[] }>('GET', `/alerts?sku=${sku}&state=current`)).body.items
const kindsOf = async (sku: Sku) => (await alertsOf(sku)).map(({ kind }) => kind).sort()
const proposalsOf = async (sku: Sku, state = 'proposed') =>
  (await world.ask<{ items: Proposal[] }>('GET', `/proposals?sku=${sku}&state=${state}`)).body.items
const approve = (proposals: readonly Proposal[], more: object = {}, commandId: string = newId()) =>
  world.ask<{ items: Proposal[] }>('POST', '/proposals/approve', {
    commandId,
    proposalIds: proposals.map(({ id }) => id),
    ...more,
  })

/** The store sells out while the other store and the warehouse have plenty. */
async function lowInLodz() {
  const sku = world.newSku()
  await rule('min_max', { min: 2, max: 6 }, { sku })
  await world.receive(sku, 'LDZ1', 6)
  await world.receive(sku, 'GDA1', 10)
  await world.receive(sku, 'MAG1', 9)
  await world.sell(sku, 'GDA1', 2)
  await world.react()
  await world.sell(sku, 'LDZ1', 5)
  await world.react()
  return sku
}

test('what falls to its minimum raises one alert, and the place whose pieces last longest is asked, with the reasons', async () => {
  const sku = await lowInLodz()
  expect(await alertsOf(sku)).toMatchObject([
    { kind: 'low', state: 'raised', facts: { available: 1, min: 2 } },
  ])
  const [proposal] = await proposalsOf(sku)
  // Gdańsk has sold some, the warehouse sells nothing.
  expect(proposal).toMatchObject({
    kind: 'transfer',
    fromId: world.place('MAG1'),
    toId: world.place('LDZ1'),
    quantity: 5,
    factors: {
      available: 1,
      target: 6,
      wanted: 5,
      sold: 5,
      source: { available: 9, keeps: 2, daysOfCover: null },
    },
  })
  const told = await world.query<{ type: string }>(
    `select type from platform.event where data ->> 'sku' = $1 and type like 'replenishment.%' order by xid, seq`,
    [sku],
  )
  expect(told.map(({ type }) => type)).toEqual(['replenishment.alert_raised', 'replenishment.proposed'])
})

test('baskets that come and go do not ring on and off, and the end is told once', async () => {
  const sku = world.newSku()
  await rule('min_max', { min: 2, max: 6 }, { sku })
  await world.receive(sku, 'LDZ1', 3)
  await world.react()
  for (let round = 0; round < 3; round += 1) {
    const putBack = await world.basket(sku, 'LDZ1', 1)
    await world.react()
    await putBack()
    await world.react()
  }
  const raised = await world.ask<{ items: Alert[] }>('GET', `/alerts?sku=${sku}&kind=low`)
  expect(raised.body.items).toHaveLength(1)
  expect(raised.body.items[0]?.state).toBe('raised')
  await world.receive(sku, 'LDZ1', 3)
  await world.react()
  expect(await alertsOf(sku)).toEqual([])
  expect(await proposalsOf(sku)).toEqual([])
})

test('an approved proposal is a transfer; approved twice it is still one, and nothing is proposed on top', async () => {
  const sku = await lowInLodz()
  const proposals = await proposalsOf(sku)
  const commandId = newId()
  const answers = await Promise.all([approve(proposals, {}, commandId), approve(proposals, {}, commandId)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(answers[0]?.body.items).toMatchObject([{ state: 'approved', documentId: commandId }])
  expect(await world.query('select 1 from stockwork.transfer where id = $1', [commandId])).toHaveLength(1)
  const late = await approve(proposals)
  expect(late).toMatchObject({ status: 409, body: { code: 'replenishment.decided' } })
  await world.sell(sku, 'LDZ1', 1)
  await world.react()
  // Six are wanted by now, five are on their way.
  expect(await proposalsOf(sku)).toMatchObject([{ quantity: 1, factors: { onTheWay: 5 } }])
})

test('two approve different ways at once: one document, the other is told', async () => {
  const sku = await lowInLodz()
  const proposals = await proposalsOf(sku)
  const answers = await Promise.all([approve(proposals), approve(proposals)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const [{ count } = { count: 0 }] = await world.query<{ count: number }>(
    'select count(*)::int from stockwork.transfer_line where sku = $1',
    [sku],
  )
  expect(count).toBe(1)
})

test('the survey locks proposals as those do who decide about many', async () => {
  const skus = [await lowInLodz(), await lowInLodz()].sort()
  // The first by its SKU is the last by its id.
  await world.platform.pool.query('update replenishment.proposal set id = $2 where sku = $1', [
    skus[0],
    newId(),
  ])
  const standing = (sku: Sku | undefined) => ({
    sql: `select from replenishment.proposal where sku = $1 and state = 'proposed'`,
    values: [sku],
  })
  await meetsNobodyInACircle(world, standing(skus[1]), () => survey(world.platform), standing(skus[0]))
})

test('a proposal whose pieces are gone by then opens again', async () => {
  const sku = await lowInLodz()
  const proposals = await proposalsOf(sku)
  await world.sell(sku, 'MAG1', 9)
  expect(await approve(proposals)).toMatchObject({ status: 409, body: { code: 'stockwork.not_available' } })
  await world.react()
  // The other store is next; the warehouse wants pieces of it too by now, and nothing is given away twice.
  await world.sell(sku, 'LDZ1', 1)
  await world.react()
  const transfers = (await proposalsOf(sku)).filter(({ kind }) => kind === 'transfer')
  expect(new Set(transfers.map(({ fromId }) => fromId))).toEqual(new Set([world.place('GDA1')]))
  expect(transfers.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(6)
})

test('where nobody can spare a piece an order is proposed, and becomes an advice', async () => {
  const sku = world.newSku()
  await rule('min_max', { min: 2, max: 6 }, { sku })
  await world.receive(sku, 'MAG1', 1)
  await world.react()
  const proposals = await proposalsOf(sku)
  expect(proposals).toMatchObject([{ kind: 'purchase', fromId: null, quantity: 5 }])
  expect(await approve(proposals)).toMatchObject({
    status: 422,
    body: { code: 'replenishment.supplier_needed' },
  })
  const done = await approve(proposals, { supplier: 'Tkalnia', expectedOn: '2026-12-24' })
  expect(done).toMatchObject({ status: 200, body: { items: [{ state: 'approved' }] } })
  await world.receive(sku, 'MAG1', 5)
  await world.react()
  expect(await proposalsOf(sku, 'arrived')).toHaveLength(1)
})

test('what was turned down is not proposed again for a week', async () => {
  const sku = await lowInLodz()
  const proposals = await proposalsOf(sku)
  const ids = proposals.map(({ id }) => id)
  const body = { proposalIds: ids, reason: 'sezon się kończy' }
  expect((await world.ask('POST', '/proposals/reject', body)).status).toBe(200)
  await world.sell(sku, 'LDZ1', 1)
  await world.react()
  expect((await proposalsOf(sku)).filter(({ kind }) => kind === 'transfer')).toEqual([])
  world.turnClock(8 * DAY_MS)
  await survey(world.platform)
  expect((await proposalsOf(sku)).filter(({ kind }) => kind === 'transfer')).toHaveLength(1)
})

test('days of cover follow the pace of sales', async () => {
  const sku = world.newSku()
  await rule('cover', { days: 7, targetDays: 14, windowDays: 10 }, { sku })
  await world.receive(sku, 'LDZ1', 30)
  await world.sell(sku, 'LDZ1', 10)
  await world.react()
  // Ten in ten days: twenty last for twenty.
  expect(await kindsOf(sku)).toEqual([])
  await world.sell(sku, 'LDZ1', 10)
  await world.react()
  expect(await alertsOf(sku)).toMatchObject([
    { kind: 'cover', facts: { sold: 20, available: 10, daysOfCover: 5 } },
  ])
  expect(await proposalsOf(sku)).toMatchObject([{ kind: 'purchase', quantity: 18 }])
})

test('out of stock and below zero are told within the reaction to the fact', async () => {
  const sku = world.newSku()
  await rule('stock_out', { backAt: 2 }, { sku })
  await world.receive(sku, 'LDZ1', 1)
  await world.sell(sku, 'LDZ1', 2)
  await world.react()
  expect(await kindsOf(sku)).toEqual(['negative', 'stock_out'])
  const [alert] = await alertsOf(sku)
  const seen = await world.ask<Alert>('POST', `/alerts/${alert?.id}/acknowledge`)
  expect(seen.body.state).toBe('acknowledged')
  await world.receive(sku, 'LDZ1', 2)
  await world.react()
  expect(await kindsOf(sku)).toEqual(['stock_out'])
  await world.receive(sku, 'LDZ1', 1)
  await world.react()
  expect(await kindsOf(sku)).toEqual([])
})

test('what lies without a sale is dead, and what sells seldom is slow, by the calendar', async () => {
  const [dead, slow] = [world.newSku(), world.newSku()]
  for (const sku of [dead, slow]) {
    await rule('dead', { days: 30 }, { sku })
    await rule('slow', { perWeek: 3, windowDays: 28 }, { sku })
    await world.receive(sku, 'GDA1', 20)
  }
  await world.react()
  await survey(world.platform)
  expect([await kindsOf(dead), await kindsOf(slow)]).toEqual([[], []])
  world.turnClock(31 * DAY_MS)
  await world.sell(slow, 'GDA1', 2)
  await world.react()
  await survey(world.platform)
  await survey(world.platform)
  expect([await kindsOf(dead), await kindsOf(slow)]).toEqual([['dead'], ['slow']])
  await world.sell(slow, 'GDA1', 14)
  await world.react()
  expect(await kindsOf(slow)).toEqual([])
})

test('a flood of facts is left to the survey, which looks at every row', async () => {
  const skus = Array.from({ length: 600 }, () => world.newSku())
  const watched = skus[599] as Sku
  await rule('min_max', { min: 2, max: 6 }, { sku: watched })
  await world.receiveAll(skus, 'GDA1', 1)
  await world.react()
  expect(await alertsOf(watched)).toEqual([])
  const asked = await world.query(`select 1 from jobs.jobs where task_identifier = 'replenishment.survey'`)
  expect(asked).toHaveLength(1)
  await survey(world.platform)
  expect(await kindsOf(watched)).toEqual(['low'])
})

test('the most specific rule decides, a rule that is off silences, and two who edit are told apart', async () => {
  const sku = world.newSku()
  await rule('min_max', { min: 9, max: 20 }, { sku })
  const here = await rule('min_max', { min: 1, max: 3 }, { sku, locationId: world.place('LDZ1') })
  await world.receive(sku, 'LDZ1', 5)
  await world.receive(sku, 'GDA1', 5)
  await world.react()
  expect((await alertsOf(sku)).map(({ facts }) => facts['min'])).toEqual([9])
  const change = { enabled: true, terms: { min: 5, max: 8 } }
  const changed = await world.ask<{ version: number }>('PUT', `/rules/${here.id}`, change, { ifMatch: 1 })
  expect(changed.body.version).toBe(2)
  expect(await world.ask('PUT', `/rules/${here.id}`, change, { ifMatch: 1 })).toMatchObject({
    status: 412,
    body: { code: 'replenishment.stale' },
  })
  expect((await world.ask('DELETE', `/rules/${here.id}`)).body.code).toBe('http.if_match_needed')
  await survey(world.platform)
  expect(await kindsOf(sku)).toEqual(['low', 'low'])
  await world.ask('PUT', `/rules/${here.id}`, { ...change, enabled: false }, { ifMatch: 2 })
  await survey(world.platform)
  expect((await alertsOf(sku)).map(({ facts }) => facts['min'])).toEqual([9])
})

test('a rule that makes no sense is refused by field', async () => {
  const wrong = await world.ask('POST', '/rules', { kind: 'min_max', terms: { min: 5, max: 5, days: 1 } })
  expect(wrong).toMatchObject({ status: 422, body: { code: 'replenishment.bad_terms' } })
  world.person('clerk', ['stock.read', 'stock.approve'], world.place('LDZ1'))
  const body = { kind: 'dead', terms: { days: 5 } }
  expect((await world.ask('POST', '/rules', body, { who: 'clerk' })).status).toBe(403)
  const elsewhere = await world.ask('GET', `/alerts?locationId=${world.place('GDA1')}`, undefined, {
    who: 'clerk',
  })
  expect(elsewhere.status).toBe(403)
})
