import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId, type LocationId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PATIENCE } from '#test/patience'
import { defineKit, openAvailability, receive, release, reserve } from '#modules/inventory'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { openTail, type StoredEvent } from '#platform/events'
import { buildServer } from '#platform/http'
import { mountStream, openStreams } from '#platform/streams'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { openStream, type Stream } from '#test/world-stream'
import { topics } from './topics.ts'

let database: TestDatabase
let node: Awaited<ReturnType<typeof openNode>>
const closing: (() => Promise<unknown>)[] = []
const actor = systemActor('test')

beforeAll(async () => {
  database = await createTestDatabase()
  node = await openNode()
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
  await database.drop()
})

/** One API process with nothing but its stream; `deaf` stands for a tail that is behind. */
async function openNode(who: Actor = actor) {
  const platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  const tail = openTail(platform)
  let deaf = false
  const kept: (() => void)[] = []
  let cursor = tail.cursor()
  const hear = (handler: (events: readonly StoredEvent[]) => void) => (events: readonly StoredEvent[]) => {
    const bring = () => {
      cursor = events.at(-1) ?? cursor
      handler(events)
    }
    if (deaf) kept.push(bring)
    else bring()
  }
  const late = {
    ...tail,
    on: (types: readonly string[] | null, handler: (events: readonly StoredEvent[]) => void) =>
      tail.on(types, hear(handler)),
    cursor: () => (deaf || kept.length > 0 ? cursor : tail.cursor()),
  }
  const model = await openAvailability(platform, late)
  await tail.start()
  const streams = openStreams(platform, late)
  const app = await buildServer({
    platform,
    routes: [],
    authenticate: () => who,
    version: 'test',
    extend: (server) => mountStream(server, streams, () => who, topics),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  closing.push(async () => {
    streams.close()
    app.server.closeAllConnections()
    await app.close()
    await platform.close()
  })
  return {
    platform,
    model,
    /** Undefined: of all articles. */
    follow: (skus: readonly string[] | undefined, lastEventId?: string) =>
      openStream(
        `http://127.0.0.1:${port}`,
        ['availability'],
        skus,
        lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
      ),
    /** From now on it hears nothing of what is told. */
    fallBehind: () => {
      cursor = tail.cursor()
      deaf = true
    },
    hearAgain: () => {
      deaf = false
      for (const bring of kept.splice(0)) bring()
    },
  }
}

let made = 0
async function stocked(count: number, pieces: number) {
  const place = newId<'location'>() satisfies LocationId
  const rows = Array.from({ length: count }, () => ({ sku: `S-${(made += 1)}` as Sku, place }))
  const lines = rows.map(({ sku }) => ({ sku, quantity: pieces }))
  const document = { kind: 'receipt' as const, id: newId() }
  await node.platform.write(actor, (ctx) => receive(ctx, [{ document, locationId: place, lines }]))
  await vi.waitFor(() => {
    for (const { sku } of rows) expect(node.model.total(sku)).toBe(pieces)
  }, PATIENCE)
  return rows
}
type Rows = Awaited<ReturnType<typeof stocked>>

/** Holds and releases on all rows, a few of them at a time. */
async function change(rows: Rows, times: number): Promise<void> {
  for (let done = 0; done < times; done += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const { sku, place } = rows[(done * 3 + at) % rows.length] as Rows[number]
        const holdId = newId<'hold'>()
        const command = () => node.platform.command(actor)
        await reserve(command(), {
          holdId,
          kind: 'till',
          ttlMs: 60_000,
          lines: [{ sku, locationId: place, quantity: 1 }],
        })
        if (at % 2) await release(command(), [holdId])
      }),
    )
  }
}

const take = ({ sku, place }: Rows[number]) =>
  reserve(node.platform.command(actor), {
    holdId: newId<'hold'>(),
    kind: 'till',
    ttlMs: 60_000,
    lines: [{ sku, locationId: place, quantity: 1 }],
  })

const tableOf = async (rows: Rows) =>
  new Map(
    (
      await node.platform
        .read(actor)
        .query<{ sku: string; free: number }>(
          'select sku, on_hand - reserved as free from inventory.stock where sku = any($1)',
          [rows.map(({ sku }) => sku)],
        )
    ).map(({ sku, free }) => [sku, free]),
  )

/** What a client shows that takes every message as it comes; fails where a message goes back behind an earlier one. */
function shownBy(...streams: Stream[]) {
  const shown = new Map<string, { available: number; version: number }>()
  for (const { messages } of streams) {
    for (const { data } of messages) {
      for (const { sku, available, version } of data.changes ?? []) {
        expect(version).toBeGreaterThanOrEqual(shown.get(sku)?.version ?? 0)
        shown.set(sku, { available, version })
      }
    }
  }
  return new Map([...shown].map(([sku, { available }]) => [sku, available]))
}

const lastIdOf = (stream: Stream): string => stream.messages.at(-1)?.id ?? ''

test('who was away for a thousand changes and comes back shows exactly what the table says', async () => {
  const rows = await stocked(40, 1_000)
  const skus = rows.map(({ sku }) => sku)
  const before = await node.follow(skus)
  await change(rows, 200)
  // Cut off in the middle of it: what it has been told last is wherever it is.
  before.close()
  const lastId = lastIdOf(before)
  await change(rows, 1_000)
  const after = await node.follow(skus, lastId)
  const missed = await tableOf(rows)
  await vi.waitFor(() => expect(shownBy(before, after)).toEqual(missed), PATIENCE)
  // A thousand changes of forty articles are at most a few messages.
  expect(after.messages.length).toBeLessThan(100)
  await change(rows, 100)
  const table = await tableOf(rows)
  await vi.waitFor(() => expect(shownBy(before, after)).toEqual(table), PATIENCE)
  after.close()
})

test('many changes of an article within a moment are one message, and the last value is told', async () => {
  const [row] = await stocked(1, 5_000)
  const { sku, place } = row as Rows[number]
  const stream = await node.follow([sku])
  const began = performance.now()
  await change([{ sku, place }], 600)
  const table = await tableOf([{ sku, place }])
  await vi.waitFor(() => expect(shownBy(stream)).toEqual(table), PATIENCE)
  // A timer may fire a little early.
  const moments = Math.ceil((performance.now() - began) / 90) + 1
  const told = stream.messages.filter(({ event }) => event === 'availability')
  expect(told.length).toBeLessThanOrEqual(moments)
  stream.close()
})

test('an id never claims what is still held back: who is cut off then hears it on return', async () => {
  const [first, second] = (await stocked(2, 500)) as [Rows[number], Rows[number]]
  const skus = [first.sku, second.sku]
  const tells = (sku: string) => (message: { data: { changes?: readonly { sku: string }[] } }) =>
    message.data.changes?.some((told) => told.sku === sku) ?? false
  const stream = await node.follow(skus)
  await take(first)
  await stream.wait(tells(first.sku))
  // The first article rests now; what it does next is held back while the second one is told.
  await take(first)
  await take(second)
  await stream.wait(tells(second.sku))
  stream.close()
  // Longer than anything is held back: those who are there have heard it by now.
  await sleep(200)
  const back = await node.follow(skus, lastIdOf(stream))
  const table = await tableOf([first, second])
  await vi.waitFor(() => expect(shownBy(stream, back)).toEqual(table), PATIENCE)
  back.close()
})

test('who is cut off again and again under load misses nothing', async () => {
  const rows = await stocked(6, 500)
  const skus = rows.map(({ sku }) => sku)
  const streams: Stream[] = []
  let lastId: string | undefined
  const work = change(rows, 600)
  for (let cut = 0; cut < 12; cut += 1) {
    const stream = await node.follow(skus, lastId)
    streams.push(stream)
    await sleep(20)
    stream.close()
    lastId = lastIdOf(stream)
  }
  await work
  streams.push(await node.follow(skus, lastId))
  const table = await tableOf(rows)
  await vi.waitFor(() => expect(shownBy(...streams)).toEqual(table), PATIENCE)
  streams.at(-1)?.close()
})

test('who comes from a process that is ahead is told nothing older than there', async () => {
  const other = await openNode()
  const rows = await stocked(10, 300)
  const skus = rows.map(({ sku }) => sku)
  await vi.waitFor(() => expect(other.model.total(skus[0] ?? '')).toBe(300), PATIENCE)
  other.fallBehind()
  const here = await node.follow(skus)
  await change(rows, 100)
  const table = await tableOf(rows)
  await vi.waitFor(() => expect(shownBy(here)).toEqual(table), PATIENCE)
  here.close()
  const there = await other.follow(skus, lastIdOf(here))
  other.hearAgain()
  await change(rows, 40)
  const later = await tableOf(rows)
  await vi.waitFor(() => expect(shownBy(here, there)).toEqual(later), PATIENCE)
  there.close()
})

test('a client of a channel with terms of its own is told its own number', async () => {
  const channel = { id: newId<'channel'>(), code: 'allegro' }
  const marketplace = await openNode({ ...actor, channel })
  const [row] = await stocked(1, 20)
  const { sku, place } = row as Rows[number]
  await node.platform
    .read(actor)
    .query('update inventory.stock set channel_terms = $2, version = version + 1 where sku = $1', [
      sku,
      JSON.stringify({ [channel.id]: { buffer: 5 } }),
    ])
  const [own, general] = await Promise.all([marketplace.follow([sku]), node.follow([sku])])
  await change([{ sku, place }], 20)
  await vi.waitFor(() => {
    expect(shownBy(general).get(sku)).toBe(10)
    expect(shownBy(own).get(sku)).toBe(5)
  }, PATIENCE)
  own.close()
  general.close()
})

test('who was away hears of the kits too whose components have changed', async () => {
  const [part, other] = (await stocked(2, 30)) as [Rows[number], Rows[number]]
  const kit = `KIT-${part.sku}` as Sku
  const components = [
    { sku: part.sku, quantity: 2 },
    { sku: other.sku, quantity: 1 },
  ]
  await node.platform.write(actor, (ctx) => defineKit(ctx, { sku: kit, kind: 'virtual', components }))
  await vi.waitFor(() => expect(node.model.total(kit)).toBe(15), PATIENCE)
  const before = await node.follow([kit])
  await take(part)
  await vi.waitFor(() => expect(shownBy(before).get(kit)).toBe(14), PATIENCE)
  before.close()
  await take(part)
  await take(part)
  const after = await node.follow([kit], lastIdOf(before))
  await vi.waitFor(() => expect(shownBy(before, after).get(kit)).toBe(13), PATIENCE)
  after.close()
})

test('who was away for more than can be told is sent to read the current state, but for its own articles it hears', async () => {
  const few = await stocked(2, 10)
  const stream = await node.follow(undefined)
  const own = await node.follow(few.map(({ sku }) => sku))
  stream.close()
  own.close()
  await take(few[0] as Rows[number])
  await stocked(2_100, 5)
  const back = await node.follow(undefined, lastIdOf(stream))
  await back.wait(({ event }) => event === 'reset')
  const ownBack = await node.follow(
    few.map(({ sku }) => sku),
    lastIdOf(own),
  )
  await vi.waitFor(() => expect(shownBy(own, ownBack).get(few[0]?.sku ?? '')).toBe(9), PATIENCE)
  expect(ownBack.messages.some(({ event }) => event === 'reset')).toBe(false)
  back.close()
  ownBack.close()
})
