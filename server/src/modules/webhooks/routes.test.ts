import { newId } from '@splot/kernel'
import { startWebhookReceiver } from '@splot/fakes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type Actor } from '#platform/context'
import { buildServer } from '#platform/http'
import { openDoors, type Doors } from '#test/doors'
import { deliverJob } from './deliver.ts'
import { bindWebhooks } from './inner-networks.ts'
import { routes } from './routes.ts'
import { disableEndpoint, insertDeliveries } from './store.ts'
import type { EndpointId } from './types.ts'

let doors: Doors
let app: Awaited<ReturnType<typeof buildServer>>
const manager: Actor = {
  ...systemActor('manager'),
  kind: 'machine',
  grants: [{ permission: 'webhooks.manage', locationId: null }],
}

beforeAll(async () => {
  doors = await openDoors(routes)
  app = await buildServer({ platform: doors.platform, routes, authenticate: () => manager, version: 'test' })
})
afterAll(async () => {
  await app.close()
  await doors.close()
})

const ask = async (method: 'POST' | 'PATCH', path: string, payload: object) => {
  const answer = await app.inject({ method, url: `/v1/webhooks${path}`, payload })
  return { status: answer.statusCode, body: answer.json() }
}
const register = (url: string) => ask('POST', '', { url, types: [] })

test.each([
  'http://127.0.0.1:9/hook',
  'http://localhost/hook',
  'http://2130706433/hook',
  'http://[::1]/hook',
  'http://169.254.169.254/latest/meta-data/',
  'https://[::ffff:10.0.0.1]/hook',
])('%s leads inside, and is refused when it is registered', async (url) => {
  bindWebhooks({ innerNetworks: [] })
  expect(await register(url)).toMatchObject({
    status: 422,
    body: { code: 'webhooks.inner_address', errors: [{ pointer: '/url' }] },
  })
})

test('an endpoint cannot be moved inside either, and one that leads nowhere is told so', async () => {
  bindWebhooks({ innerNetworks: [] })
  const known = await register('http://192.0.32.7/hook')
  expect(known.status).toBe(201)
  expect(await ask('PATCH', `/${known.body.id}`, { url: 'http://10.0.0.1/' })).toMatchObject({
    status: 422,
    body: { code: 'webhooks.inner_address' },
  })
  expect(await register('http:// /hook')).toMatchObject({ status: 400 })
  expect(await register('http://no-such-host.invalid/hook')).toMatchObject({
    status: 422,
    body: { code: 'webhooks.unknown_host' },
  })
})

test('whoever revives an endpoint gets what waited for it, without asking', async () => {
  bindWebhooks({ innerNetworks: ['127.0.0.0/8'] })
  const receiver = await startWebhookReceiver({})
  const { body } = await register(`${receiver.url}hook`)
  const endpointId = body.id as EndpointId
  await doors.platform.write(manager, async (ctx) => {
    const id = newId<'webhook-delivery'>()
    await insertDeliveries(ctx, [{ id, endpointId, eventId: newId(), type: 'orders.placed', body: '{}' }])
    await disableEndpoint(ctx, endpointId, 'a test')
  })
  const jobs = () =>
    doors.platform.pool.query(`select from jobs.jobs where key = $1`, [`webhooks:${endpointId}`])
  await deliverJob.run(doors.platform, { endpointId })
  expect(receiver.attempts()).toHaveLength(0)
  expect((await jobs()).rowCount).toBe(0)
  expect(await ask('PATCH', `/${endpointId}`, { active: true })).toMatchObject({
    status: 200,
    body: { active: true, disabledReason: null },
  })
  expect((await jobs()).rowCount).toBe(1)
  await deliverJob.run(doors.platform, { endpointId })
  expect(receiver.attempts()).toHaveLength(1)
  await receiver.close()
})
