import { HOUR_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must, refused } from '../answers.ts'
import type { Credential } from '../world-http.ts'
import { createWorld, type World } from '../world.ts'

let world: World
let manager: Credential
let channels: Record<string, string>
beforeAll(async () => {
  world = await createWorld()
  manager = await world.asManager()
  channels = Object.fromEntries(
    (await world.query<{ code: string; id: string }>('select code, id from channels.channel')).map(
      ({ code, id }) => [code, id],
    ),
  )
})
afterAll(() => world?.close())

const POLICIES = '/v1/stock/policies'
const WAW1 = () => world.place('WAW1')
const sku = () => world.retailer.products[0]?.variants[0]?.sku ?? ''

const draft = async (name: string) =>
  must(await world.call('POST', POLICIES, { as: manager, key: newId(), body: { name } }), 201).body

const put = (version: number, rules: readonly unknown[], edition?: number) =>
  world.call('PUT', `${POLICIES}/${version}/rules`, {
    as: manager,
    body: { rules },
    ...(edition !== undefined && { headers: { 'if-match': `"${edition}"` } }),
  })

const publish = (version: number, edition?: number) =>
  world.call('POST', `${POLICIES}/${version}/publication`, {
    as: manager,
    ...(edition !== undefined && { headers: { 'if-match': `"${edition}"` } }),
  })

const explained = async (channel: string, days = 1) =>
  must(
    await world.call(
      'GET',
      `/v1/stock/atp?sku=${sku()}&locationId=${WAW1()}&channelId=${channels[channel]}&days=${days}`,
      { as: manager },
    ),
    200,
  ).body

const rule = (scope: object, terms: object, channelId: string | null = null) => ({ scope, channelId, terms })

test('a display minimum and a buffer are drafted, tried out on yesterday, published, and every channel sees its own number', async () => {
  await world.setStock(sku(), 'WAW1', 20)
  const begun = await draft('Święta')
  const rules = [
    rule({ region: 'kind:store' }, { safety: 2 }),
    rule({ sku: sku(), locationId: WAW1() }, { safety: 3, backorder: { against: 'inbound' } }),
    rule({ sku: sku() }, { buffer: 5 }, channels['web']),
    rule({}, { holds: { pickup: { ttlMs: 600_000, capMs: 1_200_000 } } }),
  ]
  const changed = must(await put(begun.version, rules, begun.edition), 200)
  expect(changed.headers['etag']).toBe(`"${changed.body.edition}"`)
  const shown = must(await world.call('GET', `${POLICIES}/${begun.version}`, { as: manager }), 200).body
  expect(shown).toMatchObject({ state: 'draft', rules })
  const now = Date.now()
  const simulation = must(
    await world.call('POST', `${POLICIES}/${begun.version}/simulations`, {
      as: manager,
      body: {
        from: new Date(now - 24 * HOUR_MS).toISOString(),
        until: new Date(now - 1_000).toISOString(),
        skus: [sku()],
      },
    }),
    201,
  ).body
  expect(simulation).toMatchObject({ version: begun.version, againstVersion: null, complete: true })
  expect(simulation.rows).toBeGreaterThan(0)
  const kept = await world.call('GET', `/v1/stock/policy-simulations/${simulation.simulationId}`, {
    as: manager,
  })
  expect(must(kept, 200).body.simulationId).toBe(simulation.simulationId)

  expect(refused(await publish(begun.version, begun.edition)).code).toBe('inventory.policy_changed_meanwhile')
  expect(must(await publish(begun.version, changed.body.edition), 200).body.state).toBe('published')
  await expect
    .poll(async () => (await explained('web')).policy)
    .toEqual({ version: begun.version, applied: true })
  const [web] = (await explained('web')).rows
  expect(web).toMatchObject({
    onHand: 20,
    safety: 3,
    buffer: 5,
    days: [{ available: 12 }],
    sources: {
      safety: { version: begun.version, ruleNo: 2, scope: { sku: sku(), locationId: WAW1() } },
      buffer: { ruleNo: 3, scope: { sku: sku() } },
    },
  })
  expect((await explained('app')).rows[0]?.days[0]?.available).toBe(17)
  const audited = await world.call('GET', '/v1/audit?action=inventory', { as: manager })
  expect(must(audited, 200).body.items.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'inventory.policy_drafted',
      'inventory.policy_changed',
      'inventory.policy_published',
    ]),
  )
  // A basket's pieces are kept for as long as the policy says.
  const basket = must(
    await world.call('POST', '/v1/carts', {
      key: newId(),
      body: { lines: [{ sku: sku(), quantity: 1, fulfilment: { kind: 'pickup', locationId: WAW1() } }] },
    }),
    201,
  ).body
  const expiresAt = basket.lines[0]?.hold.expiresAt
  expect(new Date(expiresAt ?? 0).getTime() - Date.now()).toBeLessThanOrEqual(600_000)
})

test('bad rules are refused with a pointer each, and whoever may not, may not', async () => {
  const { version } = await draft('Zła')
  const bad = async (rules: readonly unknown[]) => {
    const problem = refused(await put(version, rules))
    return [problem.code, ...(problem.errors ?? []).map(({ pointer }) => pointer)]
  }
  expect(
    await bad([
      rule({ sku: 'NO-SUCH-SKU' }, { safety: 1 }),
      rule({ category: 'no-such-category' }, { safety: 1 }),
      rule({ locationId: newId() }, { safety: 1 }),
      rule({ region: 'city:Atlantis' }, { safety: 1 }),
      rule({}, { buffer: 1 }, newId()),
      rule({ sku: sku() }, { safety: 1 }),
      rule({ sku: sku() }, { safety: 2 }),
    ]),
  ).toEqual([
    'inventory.bad_policy',
    '/rules/0/scope/sku',
    '/rules/1/scope/category',
    '/rules/2/scope/locationId',
    '/rules/3/scope/region',
    '/rules/4/channelId',
    '/rules/6/scope',
  ])
  expect(await bad([rule({}, { safety: -1 })])).toContain('/rules/0/terms/safety')
  expect(await bad([rule({}, { bufferPpm: 1_000_001 }, channels['web'])])).toContain(
    '/rules/0/terms/bufferPpm',
  )
  const reversed = {
    from: new Date(Date.now() - HOUR_MS).toISOString(),
    until: new Date(Date.now() - 2 * HOUR_MS).toISOString(),
  }
  const simulated = await world.call('POST', `${POLICIES}/${version}/simulations`, {
    as: manager,
    body: reversed,
  })
  expect(refused(simulated)).toMatchObject({
    code: 'inventory.bad_simulation',
    errors: [{ pointer: '/until' }],
  })
  const store = await world.machineKey(['stock.policy', 'stock.read'], 'WAW1')
  const list = await world.call('GET', POLICIES, { as: store })
  expect(refused(list).code).toBe('auth.forbidden')
  const elsewhere = await world.call('GET', `/v1/stock/atp?sku=${sku()}&locationId=${world.place('KRK1')}`, {
    as: store,
  })
  expect(refused(elsewhere).code).toBe('auth.forbidden')
  const others = await world.machineKey(['stock.read'])
  const spying = await world.call('GET', `/v1/stock/atp?sku=${sku()}&channelId=${channels['app']}`, {
    as: others,
  })
  expect(refused(spying).code).toBe('auth.forbidden')
  expect(
    must(await world.call('POST', `${POLICIES}/${version}/withdrawal`, { as: manager }), 200).body.state,
  ).toBe('withdrawn')
})

test('a machine that may reserve is told why what is not here cannot be promised', async () => {
  const market = await world.machineKey(['stock.reserve', 'stock.read'], undefined, 'web')
  const body = { kind: 'marketplace', lines: [{ sku: sku(), locationId: WAW1(), quantity: 500 }] }
  const no = refused(await world.call('PUT', `/v1/stock/promises/${newId()}`, { as: market, body }))
  expect(no).toMatchObject({
    code: 'inventory.not_promised',
    facts: { lines: [{ sku: sku(), asked: 500, why: 'not_covered' }] },
  })
  const few = { ...body, lines: [{ ...body.lines[0], quantity: 2 }] }
  const yes = must(
    await world.call('PUT', `/v1/stock/promises/${newId()}`, { as: market, body: few }),
    200,
  ).body
  expect(yes.lines).toMatchObject([{ quantity: 2, here: 2 }])
})
