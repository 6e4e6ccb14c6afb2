import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { keepFresh, openTail } from '#platform/events'
import { buildServer } from '#platform/http'
import { openMetrics } from '#platform/metrics'
import { openStreams } from '#platform/streams'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { mountOperations } from './operations.ts'

const TOKEN = 'a token of the people who watch'
const bearer = `Bearer ${TOKEN.replaceAll(' ', '-')}`

let database: TestDatabase
let platform: OpenPlatform
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  for (const close of closers) await close()
  await platform.close()
  await database.drop()
})

/** `GET /metrics` as asked from an address, with headers. */
async function door(metricsToken?: string) {
  const streams = openStreams(platform, openTail(platform))
  const app = await buildServer({
    platform,
    routes: [],
    authenticate: () => systemActor('nobody'),
    version: 'test',
    trustProxy: 'loopback',
    extend: (server) =>
      mountOperations(server, {
        platform,
        metrics: openMetrics('test'),
        streams,
        closing: () => false,
        ...(metricsToken && { metricsToken }),
      }),
  })
  closers.push(async () => {
    streams.close()
    await app.close()
  })
  return async (remoteAddress: string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      url: '/metrics',
      remoteAddress,
      headers: { host: 'localhost:4000', ...headers },
    })
    return { status: answer.statusCode, text: answer.body }
  }
}

test('metrics are for this machine, and not for what a proxy on it brings from elsewhere', async () => {
  const ask = await door()
  expect(await ask('127.0.0.1')).toMatchObject({
    status: 200,
    text: expect.stringContaining('splot_streams_open'),
  })
  expect(await ask('::1', { host: '[::1]:4000' })).toMatchObject({ status: 200 })
  const closed = { status: 401, text: expect.stringContaining('operations.metrics_closed') }
  expect(await ask('10.0.0.7')).toMatchObject(closed)
  expect(await ask('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toMatchObject(closed)
  expect(await ask('127.0.0.1', { host: 'shop.example' })).toMatchObject(closed)
  expect(await ask('10.0.0.7', { authorization: bearer })).toMatchObject(closed)
})

test('whoever has the token reads them from anywhere', async () => {
  const ask = await door(bearer.slice('Bearer '.length))
  expect(await ask('10.0.0.7', { authorization: bearer })).toMatchObject({ status: 200 })
  expect(await ask('10.0.0.7', { authorization: `${bearer}x` })).toMatchObject({ status: 401 })
  expect(await ask('10.0.0.7')).toMatchObject({ status: 401 })
  expect(await ask('127.0.0.1')).toMatchObject({ status: 200 })
})

test('they tell how long a read model has been stale', async () => {
  let broken = false
  const model = keepFresh(platform, 'shelves', async () => {
    if (broken) throw new Error('the database is away')
  })
  await model.ready
  const ask = await door()
  const told = async () =>
    /splot_model_stale_seconds\{model="shelves",[^}]*\} (\S+)/.exec((await ask('127.0.0.1')).text)?.[1]
  expect(await told()).toBe('0')
  broken = true
  model.reload(['one'])
  await expect.poll(async () => Number(await told())).toBeGreaterThan(0)
  broken = false
  await expect.poll(told).toBe('0')
})
