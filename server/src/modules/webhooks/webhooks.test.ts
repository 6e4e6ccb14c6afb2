import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DAY_MS, newId } from '@splot/kernel'
import { startWebhookReceiver } from '@splot/fakes'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { emit, registerSubscribers } from '#platform/events'
import { drain } from '#test/drain'
import { openLog } from '#platform/log'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { deliverJob } from './deliver.ts'
import { bindWebhooks, mayReach } from './inner-networks.ts'
import { DELIVERED_KEPT_DAYS, FAILED_KEPT_DAYS } from './limits.ts'
import { retainJob } from './retain.ts'
import { signingSecret } from './secret.ts'
import { deliveriesOf, endpointById, insertEndpoint, requeueDelivery, updateEndpoint } from './store.ts'
import { bindGathering, wants, webhookSubscriber } from './subscribe.ts'
import type { Endpoint } from './types.ts'

let database: TestDatabase
let platform: OpenPlatform
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
let ahead = 0
const actor = systemActor('test')

beforeAll(async () => {
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  bindWebhooks({ innerNetworks: ['127.0.0.0/8'] })
  database = await createTestDatabase()
  platform = openPlatform({
    url: database.url,
    log: openLog({ level: 'error', name: 'test' }),
    clock: () => new Date(Date.now() + ahead),
  })
  await registerSubscribers(platform, [webhookSubscriber])
})

afterAll(async () => {
  await platform.close()
  await database.drop()
})

beforeEach(async () => {
  ahead = 0
  await platform.write(actor, (ctx) => ctx.query('delete from webhooks.endpoint'))
})

/** `signed: false`: a receiver that does not look at the signature, nor therefore at the clock that a test has turned. */
async function listen(types: string[], { signed = true } = {}): Promise<Endpoint> {
  const endpoint: Endpoint = {
    id: newId<'webhook-endpoint'>(),
    url: '',
    description: 'test',
    types,
    generation: 1,
    active: true,
    disabledReason: null,
    createdAt: platform.clock(),
  }
  receiver = await startWebhookReceiver(signed ? { secret: signingSecret(endpoint) } : {})
  const reachable = { ...endpoint, url: `${receiver.url}/hook` }
  await platform.write(actor, (ctx) => insertEndpoint(ctx, reachable))
  return reachable
}

/** Publishes facts and lets the subscriber queue them. */
async function publish(...types: string[]): Promise<void> {
  await platform.write(actor, async (ctx) => {
    for (const type of types) emit(ctx, { type, subject: 'order-1', data: { type } })
  })
  await drain(platform, webhookSubscriber)
}

const deliver = (endpoint: Endpoint) => deliverJob.run(platform, { endpointId: endpoint.id })
const statesOf = async (endpoint: Endpoint) =>
  (await deliveriesOf(platform.read(actor), endpoint.id, null, 50))
    .map(({ type, state }) => `${type} ${state}`)
    .toReversed()

test('facts arrive once each, signed, as CloudEvents that tell their order', async () => {
  const endpoint = await listen(['orders'])
  await publish('orders.placed', 'inventory.moved', 'orders.confirmed')
  await deliver(endpoint)
  await deliver(endpoint)
  const attempts = receiver.attempts().toSorted((a, b) => sequenceOf(a).localeCompare(sequenceOf(b)))
  expect(attempts.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
    'splot.orders.placed',
    'splot.orders.confirmed',
  ])
  expect(attempts.map(({ verified }) => verified)).toEqual([true, true])
  expect(JSON.parse(attempts[0]?.body ?? '{}')).toMatchObject({
    specversion: '1.0',
    subject: 'order-1',
    data: { type: 'orders.placed' },
  })
  await receiver.close()
})

test('facts of which only the newest counts are one delivery per page, in their place among the others', async () => {
  bindGathering([{ type: 'stock.counted', gather: (events) => events.slice(-1) }])
  const endpoint = await listen([])
  await publish('stock.counted', 'orders.placed', 'stock.counted', 'stock.counted', 'orders.confirmed')
  bindGathering([])
  await deliver(endpoint)
  const attempts = receiver.attempts().toSorted((a, b) => sequenceOf(a).localeCompare(sequenceOf(b)))
  expect(attempts.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
    'splot.orders.placed',
    'splot.stock.counted',
    'splot.orders.confirmed',
  ])
  await receiver.close()
})

test('a fact that the receiver does not take keeps no later one back, and is tried again on its own', async () => {
  const endpoint = await listen([], { signed: false })
  receiver.faults({ failFirst: 1 })
  await publish('orders.placed')
  await deliver(endpoint)
  expect(receiver.attempts()).toHaveLength(1)
  ahead += 5_000
  receiver.faults({ failFirst: 1 })
  await deliver(endpoint)
  // Its next try is in five minutes; what comes now goes out now.
  ahead += 10_000
  await publish('orders.confirmed')
  await deliver(endpoint)
  expect(await statesOf(endpoint)).toEqual(['orders.placed pending', 'orders.confirmed delivered'])
  ahead += 5 * 60_000
  await deliver(endpoint)
  expect(await statesOf(endpoint)).toEqual(['orders.placed delivered', 'orders.confirmed delivered'])
  await receiver.close()
})

test('an endpoint that takes nothing is left alone for longer and longer, and is switched off after five days', async () => {
  const endpoint = await listen([], { signed: false })
  receiver.faults({ failFirst: 1_000 })
  await publish('orders.placed')
  await deliver(endpoint)
  await publish('orders.confirmed')
  await deliver(endpoint)
  // It rests: a new fact is no reason to knock again at once.
  expect(receiver.attempts()).toHaveLength(1)
  for (let hours = 0; hours <= 5 * 24 && (await activeNow(endpoint)); hours += 6) {
    ahead += DAY_MS / 4
    await publish('orders.placed')
    await deliver(endpoint)
  }
  expect(await endpointById(platform.read(actor), endpoint.id)).toMatchObject({
    active: false,
    disabledReason: expect.stringContaining('took nothing for 5 days'),
  })
  const told = await platform.pool.query(
    `select actor_kind, detail from platform.audit where action = 'webhooks.disabled' and subject = $1`,
    [endpoint.id],
  )
  expect(told.rows).toEqual([
    { actor_kind: 'system', detail: { reason: expect.stringContaining('took nothing') } },
  ])
  await receiver.close()
})

const activeNow = async (endpoint: Endpoint) =>
  (await endpointById(platform.read(actor), endpoint.id))?.active === true
const sequenceOf = ({ body }: { body: string }) => (JSON.parse(body) as { sequence: string }).sequence

test('a name that leads inside at the moment of connecting is not connected to, nor is an address, nor a redirect', async () => {
  const endpoint = await listen([], { signed: false })
  bindWebhooks({ innerNetworks: [] })
  const lastErrors = async (one: Endpoint) =>
    (await deliveriesOf(platform.read(actor), one.id, null, 1)).map(({ lastError }) => lastError)
  await publish('orders.placed')
  await deliver(endpoint)
  expect(await lastErrors(endpoint)).toEqual(['INNER_ADDRESS'])
  // A name whose answer changed after it was registered.
  const named = { ...endpoint, url: endpoint.url.replace('127.0.0.1', 'localhost') }
  await platform.write(actor, (ctx) => updateEndpoint(ctx, named))
  ahead += 60_000
  await deliver(named)
  expect(await lastErrors(named)).toEqual(['INNER_ADDRESS'])
  expect(receiver.attempts()).toEqual([])
  bindWebhooks({ innerNetworks: ['127.0.0.0/8'] })
  await receiver.close()
})

test('a redirect is a failure like any other: nobody is led inside by an answer', async () => {
  const endpoint = await listen([])
  const inside = createServer((_request, response) =>
    response.writeHead(307, { location: endpoint.url }).end(),
  )
  await new Promise<void>((listening) => inside.listen(0, '127.0.0.1', listening))
  // A TCP server that listens has an address with a port.
  const { port } = inside.address() as AddressInfo
  await platform.write(actor, (ctx) => updateEndpoint(ctx, { ...endpoint, url: `http://127.0.0.1:${port}/` }))
  await publish('orders.placed')
  await deliver(endpoint)
  expect(receiver.attempts()).toEqual([])
  expect(await deliveriesOf(platform.read(actor), endpoint.id, null, 1)).toMatchObject([
    { state: 'pending', lastStatus: 307 },
  ])
  inside.closeAllConnections()
  inside.close()
  await receiver.close()
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.20.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:10.0.0.1',
  '::ffff:a00:1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  '64:ff9b::a00:1',
  'no address',
])('%s is inside', (address) => {
  bindWebhooks({ innerNetworks: [] })
  expect(mayReach(address)).toBe(false)
  bindWebhooks({ innerNetworks: ['127.0.0.0/8'] })
})

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is outside', (address) => {
  expect(mayReach(address)).toBe(true)
})

test('two senders never send to one endpoint at the same time', async () => {
  const endpoint = await listen([])
  receiver.faults({ latencyMs: 50 })
  await publish('orders.placed', 'orders.confirmed')
  await Promise.all([deliver(endpoint), deliver(endpoint), deliver(endpoint)])
  expect(receiver.attempts()).toHaveLength(2)
  await receiver.close()
})

test('a receiver that says 410 is never called again, until somebody revives it', async () => {
  const endpoint = await listen([])
  receiver.faults({ gone: true })
  await publish('orders.placed')
  await deliver(endpoint)
  expect(await endpointById(platform.read(actor), endpoint.id)).toMatchObject({ active: false })
  await publish('orders.confirmed')
  await deliver(endpoint)
  expect(receiver.attempts()).toHaveLength(1)
  await receiver.close()
})

test('a 410 that comes back after the secret was rotated stops the endpoint and leaves its new secret', async () => {
  const endpoint = await listen([])
  const asked = Promise.withResolvers<void>()
  const rotated = Promise.withResolvers<void>()
  const slow = createServer((_request, response) => {
    asked.resolve()
    void rotated.promise.then(() => response.writeHead(410).end())
  })
  await new Promise<void>((listening) => slow.listen(0, '127.0.0.1', listening))
  // A TCP server that listens has an address with a port.
  const { port } = slow.address() as AddressInfo
  await platform.write(actor, (ctx) => updateEndpoint(ctx, { ...endpoint, url: `http://127.0.0.1:${port}/` }))
  await publish('orders.placed')
  const delivering = deliver(endpoint)
  // The sender has read the endpoint, and its receiver takes its time.
  await asked.promise
  await platform.write(actor, (ctx) =>
    updateEndpoint(ctx, { ...endpoint, generation: 2, url: `${endpoint.url}/moved` }),
  )
  rotated.resolve()
  await delivering
  slow.closeAllConnections()
  slow.close()
  expect(await endpointById(platform.read(actor), endpoint.id)).toMatchObject({
    active: false,
    generation: 2,
    url: `${endpoint.url}/moved`,
  })
  await receiver.close()
})

test('a delivery can be sent again by hand', async () => {
  const endpoint = await listen([])
  await publish('orders.placed')
  await deliver(endpoint)
  const [sent] = await deliveriesOf(platform.read(actor), endpoint.id, null, 1)
  expect(sent?.state).toBe('delivered')
  if (sent) await platform.write(actor, (ctx) => requeueDelivery(ctx, sent.id))
  await deliver(endpoint)
  expect(receiver.attempts()).toHaveLength(2)
  await receiver.close()
})

test('old deliveries are cleared away, but not one that waits, nor a failed one that may be replayed', async () => {
  const endpoint = await listen([], { signed: false })
  await publish('orders.placed', 'orders.confirmed', 'orders.cancelled')
  await deliver(endpoint)
  const setState = (type: string, state: string) =>
    platform.pool.query('update webhooks.delivery set state = $2 where type = $1', [type, state])
  await setState('orders.confirmed', 'pending')
  await setState('orders.cancelled', 'failed')
  ahead += (DELIVERED_KEPT_DAYS - 1) * DAY_MS
  await retainJob.run(platform, {})
  expect(await statesOf(endpoint)).toHaveLength(3)
  ahead += 2 * DAY_MS
  await retainJob.run(platform, {})
  expect((await statesOf(endpoint)).toSorted()).toEqual([
    'orders.cancelled failed',
    'orders.confirmed pending',
  ])
  ahead += FAILED_KEPT_DAYS * DAY_MS
  await retainJob.run(platform, {})
  expect(await statesOf(endpoint)).toEqual(['orders.confirmed pending'])
  await receiver.close()
})

test('an endpoint asks for whole types or for modules', () => {
  expect(wants({ types: ['orders'] }, 'orders.placed')).toBe(true)
  expect(wants({ types: ['orders.placed'] }, 'orders.confirmed')).toBe(false)
  expect(wants({ types: ['order'] }, 'orders.placed')).toBe(false)
  expect(wants({ types: [] }, 'anything.at_all')).toBe(true)
})
