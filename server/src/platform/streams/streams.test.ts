import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { credentialsChanged } from '#platform/auth'
import { systemActor, type Platform } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import {
  emit,
  headOfLog,
  openTail,
  readEventsAfter,
  type Cursor,
  type StoredEvent,
  type Tail,
} from '#platform/events'
import { buildServer, originOf } from '#platform/http'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { mountStream, openStreams, type Following, type Topic } from './index.ts'
import { MAX_STREAMS_PER_ADDRESS } from './places.ts'

let database: TestDatabase
let platform: OpenPlatform
const actor = systemActor('test')
const closing: (() => void)[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

const everything: Topic = {
  name: 'notes',
  types: ['test.noted'],
  permission: null,
  pick: (event) => ({ note: event.subject, ...event.data }),
}

const note = (subject: string, data: Record<string, unknown> = {}): Promise<void> =>
  platform.write(actor, async (ctx) => emit(ctx, { type: 'test.noted', subject, data }))

/** Facts become readable when every older transaction of the server has ended, those of other tests too. */
async function readable(after: Cursor, count: number): Promise<StoredEvent[]> {
  const read = () => readEventsAfter(platform.read(actor).query, after, count)
  await expect.poll(async () => (await read()).length).toBe(count)
  return read()
}

/** A tail that tells what it is told to tell, when it is told. */
function tailByHand(start: Cursor) {
  const handlers: ((events: readonly StoredEvent[]) => void)[] = []
  let cursor = start
  const tail: Tail = {
    on: (types, handler) => {
      handlers.push((events) => {
        const wanted = events.filter((event) => !types || types.includes(event.type))
        if (wanted.length > 0) handler(wanted)
      })
      return () => {}
    },
    onReset: () => {},
    start: async () => {},
    close: async () => {},
    cursor: () => cursor,
  }
  const bring = (events: readonly StoredEvent[]) => {
    cursor = events.at(-1) ?? cursor
    for (const handler of handlers) handler(events)
  }
  return { tail, bring }
}

/** Opens a stream over a real connection; `text` is what has arrived so far. */
async function connect(
  streams: ReturnType<typeof openStreams>,
  more: Partial<Following> = {},
  lastEventId?: string,
) {
  const server: Server = createServer((_request, response) => {
    const following = { topics: [everything], skus: null, actor, origin: 'here', ...more, response }
    void streams.follow(following, lastEventId)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const incoming = await new Promise<import('node:http').IncomingMessage>((answered, failed) => {
    request({ port, host: '127.0.0.1' }, answered).on('error', failed).end()
  })
  closing.push(() => {
    incoming.destroy()
    server.closeAllConnections()
    server.close()
  })
  return incoming
}

const notesIn = (text: string): string[] =>
  [...text.matchAll(/"note":"([^"]+)"/g)].map((match) => match[1] ?? '')

const readUntil = (incoming: import('node:http').IncomingMessage, enough: (text: string) => boolean) =>
  new Promise<string>((resolve) => {
    let text = ''
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (enough(text)) resolve(text)
    })
    incoming.on('close', () => resolve(text))
  })

test('what happens while a returning follower catches up reaches it once and in order', async () => {
  const before = await headOfLog(platform.read(actor).query)
  for (const subject of ['one', 'two', 'three', 'four']) await note(subject)
  const { query } = platform.read(actor)
  const [one, two, three, four] = await readable(before, 4)
  const { tail, bring } = tailByHand(one as StoredEvent)
  let reads = 0
  const watched: Platform = {
    ...platform,
    read: () => ({
      ...platform.read(actor),
      query: async <R extends Record<string, unknown>>(text: string, values?: readonly unknown[]) => {
        reads += 1
        const rows = await query<R>(text, values)
        // The first look was made before the second fact; the third fact comes while the second look is on its way.
        if (reads === 1) {
          bring([two as StoredEvent])
          return rows.slice(0, 1)
        }
        if (reads === 2) {
          bring([three as StoredEvent])
          return rows.slice(0, 2)
        }
        return rows
      },
    }),
  }
  const streams = openStreams(watched, tail)
  closing.push(streams.close)
  const stream = await connect(streams, {}, `${before.xid}-${before.seq}`)
  const text = readUntil(stream, (so) => notesIn(so).includes('four'))
  await expect.poll(() => streams.open()).toBe(1)
  bring([four as StoredEvent])
  expect(notesIn(await text)).toEqual(['one', 'two', 'three', 'four'])
})

test('a follower that does not read is cut off, and the others go on', async () => {
  const { tail, bring } = tailByHand({ xid: '3', seq: 0 })
  const streams = openStreams(platform, tail)
  closing.push(streams.close)
  const sleeper = await connect(streams)
  sleeper.pause()
  const reader = await connect(streams)
  let bytes = 0
  reader.on('data', (chunk: Buffer | string) => (bytes += chunk.length))
  const text = readUntil(reader, (so) => so.includes('"note":"last"'))
  await expect.poll(() => streams.open()).toBe(2)
  const filler = 'x'.repeat(100_000)
  for (let seq = 1; streams.open() === 2 && seq < 1_000; seq += 1) {
    bring([fact(seq, `filler ${seq}`, { filler })])
    // The reader keeps up; the sleeper's buffers fill.
    await expect.poll(() => bytes, { interval: 1 }).toBeGreaterThan(seq * filler.length)
  }
  expect(streams.open()).toBe(1)
  bring([fact(2_000, 'last')])
  expect(await text).toContain('"note":"last"')
})

const fact = (seq: number, subject: string, data: Record<string, unknown> = {}): StoredEvent => ({
  xid: '1000000',
  seq,
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  type: 'test.noted',
  version: 1,
  subject,
  locationId: null,
  channelId: actor.channel.id,
  actor: { kind: 'system', id: 'test', staffId: null },
  occurredAt: new Date(),
  data,
})

test('a stream that needs a credential ends when the credential does', async () => {
  const tail = openTail(platform)
  await tail.start()
  const streams = openStreams(platform, tail)
  closing.push(streams.close)
  let revoked = false
  const kept = await connect(streams, { mayStill: async () => true })
  const ended = await connect(streams, { mayStill: async () => !revoked })
  kept.resume()
  const over = readUntil(ended, () => false)
  await expect.poll(() => streams.open()).toBe(2)
  revoked = true
  await platform.write(actor, async (ctx) =>
    credentialsChanged(ctx, ['01890a5d-ac96-774b-bcce-b302099a8057']),
  )
  await over
  await expect.poll(() => streams.open()).toBe(1)
})

test('an old or made-up id reads a bounded part of the log and is told to look again', async () => {
  const { tail } = tailByHand(await headOfLog(platform.read(actor).query))
  const limits: unknown[] = []
  const watched: Platform = {
    ...platform,
    read: () => ({
      ...platform.read(actor),
      query: (text, values) => {
        limits.push(values?.[2], values?.[3])
        return platform.read(actor).query(text, values)
      },
    }),
  }
  const streams = openStreams(watched, tail)
  closing.push(streams.close)
  await platform.write(actor, async (ctx) => {
    for (let at = 0; at < 6_000; at += 1) emit(ctx, { type: 'test.other', subject: 'other', data: {} })
  })
  await readable({ xid: '0', seq: 0 }, 5_001)
  const stream = await connect(streams, {}, '0-0')
  expect(await readUntil(stream, (so) => so.includes('event: reset'))).toContain('event: reset')
  // At most so many rows, and of all types: no search for rare ones.
  expect(limits).toEqual([5_001, null])
})

test('one address gets its share of the streams and no more; the others find a place, and who leaves makes one', async () => {
  const { tail } = tailByHand({ xid: '3', seq: 0 })
  const streams = openStreams(platform, tail)
  const app = await buildServer({
    platform,
    routes: [],
    authenticate: () => actor,
    version: 'test',
    trustProxy: 'loopback',
    extend: (server) => mountStream(server, streams, () => actor, [everything]),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  closing.push(() => {
    streams.close()
    app.server.closeAllConnections()
    void app.close()
  })
  const { port } = app.server.address() as AddressInfo
  const open = (from: string) =>
    new Promise<import('node:http').IncomingMessage>((answered, failed) => {
      const asked = request(
        {
          port,
          host: '127.0.0.1',
          path: '/v1/events/stream?topics=notes',
          headers: { 'x-forwarded-for': from },
        },
        answered,
      )
      asked.on('error', failed)
      asked.end()
    })
  const first = await open('2001:470:1:1::1')
  for (let more = 1; more < MAX_STREAMS_PER_ADDRESS; more += 1)
    await open(`2001:470:1:1::${more.toString(16)}`)
  const refused = await open('2001:470:1:1:ffff::1')
  expect(refused.statusCode).toBe(429)
  expect(refused.headers['retry-after']).toBe('60')
  expect(JSON.parse(await readUntil(refused, () => false))).toMatchObject({
    code: 'streams.too_many_from_here',
    status: 429,
  })
  expect((await open('2001:470:1:2::1')).statusCode).toBe(200)
  expect((await open('198.51.100.7')).statusCode).toBe(200)
  first.destroy()
  await expect.poll(async () => (await open('2001:470:1:1::1')).statusCode).toBe(200)
})

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:DB8::1', '2001:db8:0:0'],
  ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0'],
  ['::1', '::1'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s counts as %s', (address, origin) => {
  expect(originOf(address)).toBe(origin)
})

test('an IPv4 address that is written as IPv6 is one address, not the network of all of them', () => {
  expect(originOf('::ffff:198.51.100.7')).not.toBe(originOf('::ffff:198.51.100.8'))
})
