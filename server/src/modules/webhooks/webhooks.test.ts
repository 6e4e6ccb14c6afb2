import { newId } from '@splot/kernel'
import { startWebhookReceiver } from '@splot/fakes'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { emit, registerSubscribers, runSubscriberOnce } from '#platform/events'
import { openLog } from '#platform/log'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { deliverJob } from './deliver.ts'
import { signingSecret } from './secret.ts'
import { deliveriesOf, endpointById, insertEndpoint, requeueDelivery, updateEndpoint } from './store.ts'
import { wants, webhookSubscriber } from './subscribe.ts'
import type { Endpoint } from './types.ts'

let database: TestDatabase
let platform: OpenPlatform
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
let ahead = 0
const actor = systemActor('test')

beforeAll(async () => {
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
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
  await platform.write(actor, (ctx) => ctx.query('delete from webhooks.endpoint'))
})

async function listen(types: string[]): Promise<Endpoint> {
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
  receiver = await startWebhookReceiver({ secret: signingSecret(endpoint) })
  const reachable = { ...endpoint, url: `${receiver.url}/hook` }
  await platform.write(actor, (ctx) => insertEndpoint(ctx, reachable))
  return reachable
}

/** Publishes facts and lets the subscriber queue them. */
async function publish(...types: string[]): Promise<void> {
  await platform.write(actor, async (ctx) => {
    for (const type of types) emit(ctx, { type, subject: 'order-1', data: { type } })
  })
  while ((await runSubscriberOnce(platform, webhookSubscriber)) > 0);
}

const deliver = (endpoint: Endpoint) => deliverJob.run(platform, { endpointId: endpoint.id })
const statesOf = async (endpoint: Endpoint) =>
  (await deliveriesOf(platform.read(actor), endpoint.id, null, 50))
    .map(({ type, state }) => `${type} ${state}`)
    .toReversed()

test('facts arrive once each, signed, in order, as CloudEvents', async () => {
  const endpoint = await listen(['orders'])
  await publish('orders.placed', 'inventory.moved', 'orders.confirmed')
  await deliver(endpoint)
  await deliver(endpoint)
  const attempts = receiver.attempts()
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

test('nothing overtakes a fact that the receiver did not take, and it is tried again later', async () => {
  const endpoint = await listen([])
  receiver.faults({ failFirst: 1 })
  await publish('orders.placed')
  await deliver(endpoint)
  await publish('orders.confirmed')
  await deliver(endpoint)
  expect(receiver.attempts()).toHaveLength(1)
  ahead += 10_000
  await deliver(endpoint)
  expect(await statesOf(endpoint)).toEqual(['orders.placed delivered', 'orders.confirmed delivered'])
  await receiver.close()
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
  receiver.faults({ gone: true, latencyMs: 200 })
  await publish('orders.placed')
  const delivering = deliver(endpoint)
  // The sender has read the endpoint, and its receiver takes its time.
  const busy = () => platform.pool.query('select from webhooks.endpoint where busy_until is not null')
  await expect.poll(async () => (await busy()).rowCount).toBe(1)
  await platform.write(actor, (ctx) =>
    updateEndpoint(ctx, { ...endpoint, generation: 2, url: `${endpoint.url}/moved` }),
  )
  await delivering
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

test('an endpoint asks for whole types or for modules', () => {
  expect(wants({ types: ['orders'] }, 'orders.placed')).toBe(true)
  expect(wants({ types: ['orders.placed'] }, 'orders.confirmed')).toBe(false)
  expect(wants({ types: ['order'] }, 'orders.placed')).toBe(false)
  expect(wants({ types: [] }, 'anything.at_all')).toBe(true)
})
