import { expect, test } from 'vitest'
import {
  createOutbox,
  due,
  forgettable,
  isSilent,
  LONGEST_RETRY_MS,
  MAX_SETTLED,
  newEntry,
  retryAfter,
  settle,
  unsettled,
  type NewEntry,
  type OutboxEntry,
  type OutboxStore,
  type Sent,
} from './index.ts'

const sale = (id: string, staffId = 'ola'): NewEntry => ({
  id,
  kind: 'till_sale',
  path: '/v1/till-sales',
  body: { lines: [{ sku: 'TEE-M', quantity: 1 }] },
  staffId,
  staffName: staffId,
  note: { amount: { minor: 9_900, currency: 'PLN' }, pieces: 1 },
})
const answered = (status: number, body: unknown = {}): Sent => ({ kind: 'answered', status, body })

/** What a device's disk would hold: it outlives the outbox that wrote it. */
function disk(): OutboxStore & { kept: Map<string, OutboxEntry>; values: Map<string, unknown> } {
  const kept = new Map<string, OutboxEntry>()
  const values = new Map<string, unknown>()
  return {
    kept,
    values,
    all: async () => [...kept.values()],
    commit: async (entry, beside) => {
      kept.set(entry.id, entry)
      for (const [key, value] of Object.entries(beside)) values.set(key, value)
    },
    put: async (entry) => void kept.set(entry.id, entry),
    remove: async (ids) => ids.forEach((id) => kept.delete(id)),
  }
}

test('a sale that no answer came back for waits, and is sent again under the same key', () => {
  const first = newEntry(sale('key-1'), 1_000)
  const lost = settle(first, { kind: 'unreachable' }, 2_000)
  expect(lost).toMatchObject({ id: 'key-1', state: 'waiting', attempts: 1, nextAt: 3_000 })
  expect(due([lost], 'ola', 2_999)).toEqual([])
  expect(due([lost], 'ola', 3_000)).toEqual([lost])
})

test.each([401, 408, 429, 500, 503])('status %i is no answer to the sale itself: it waits', (status) => {
  expect(settle(newEntry(sale('k'), 0), answered(status), 0).state).toBe('waiting')
})

test('a sale that is being carried out right now waits for the answer', () => {
  const busy = answered(409, { code: 'http.idempotency_in_flight' })
  expect(settle(newEntry(sale('k'), 0), busy, 0).state).toBe('waiting')
})

test.each([400, 403, 404, 409, 422])('status %i with any other code is final', (status) => {
  const no = settle(newEntry(sale('k'), 0), answered(status, { code: 'tills.total_changed' }), 0)
  expect(no).toMatchObject({ state: 'refused', problem: { status, code: 'tills.total_changed' } })
})

test('waits grow, but never beyond half a minute', () => {
  expect([1, 2, 3, 4].map(retryAfter)).toEqual([1_000, 2_000, 4_000, 8_000])
  expect(retryAfter(50)).toBe(LONGEST_RETRY_MS)
})

test('nobody sends what somebody else has sold', () => {
  const entries = [newEntry(sale('of-ola', 'ola'), 0), newEntry(sale('of-jan', 'jan'), 0)]
  expect(due(entries, 'jan', 1).map(({ id }) => id)).toEqual(['of-jan'])
  expect(due(entries, null, 1)).toEqual([])
})

test('a refused sale stops the sign-out as much as an unsent one; an answered one does not', () => {
  const waiting = newEntry(sale('a'), 0)
  const refused = settle(newEntry(sale('b'), 0), answered(422), 0)
  const done = settle(newEntry(sale('c'), 0), answered(201), 0)
  expect(unsettled([waiting, refused, done])).toEqual([waiting, refused])
})

test('only answered entries are forgotten, the oldest first', () => {
  const done = Array.from({ length: MAX_SETTLED + 2 }, (_, at) =>
    settle(newEntry(sale(`done-${at}`), at), answered(201), at),
  )
  const waiting = newEntry(sale('old'), -1)
  expect(forgettable([waiting, ...done]).map(({ id }) => id)).toEqual(['done-1', 'done-0'])
})

test('a page that is closed between the sale and its answer neither loses nor doubles it', async () => {
  const store = disk()
  const server = new Map<string, number>()
  const sell = (entry: OutboxEntry) => server.set(entry.id, (server.get(entry.id) ?? 0) + 1)
  let lost: (() => void) | undefined
  const before = createOutbox({
    store,
    staffId: () => 'ola',
    send: (entry) => {
      sell(entry)
      // The page is gone before the answer.
      return new Promise((resolve) => (lost = () => resolve({ kind: 'unreachable' })))
    },
  })
  await before.open()
  await before.commit(sale('key-1'), { sale: { stage: 'paid' } })
  expect(lost).toBeDefined()
  expect(store.values.get('sale')).toEqual({ stage: 'paid' })

  const after = createOutbox({
    store,
    staffId: () => 'ola',
    send: async (entry) => {
      sell(entry)
      return answered(201, { number: '100000009' })
    },
  })
  await after.open()
  expect(after.entries()).toMatchObject([{ id: 'key-1', state: 'done', answer: { number: '100000009' } }])
  // Twice sent under one key is once sold; a second key would have been a second sale.
  expect([...server]).toEqual([['key-1', 2]])
})

test('what waits is sent when its person signs in, in the order in which it was sold', async () => {
  let who: string | null = null
  const sent: string[] = []
  const outbox = createOutbox({
    store: disk(),
    staffId: () => who,
    send: async ({ id }) => {
      sent.push(id)
      return answered(201)
    },
  })
  await outbox.commit(sale('first'))
  await outbox.commit(sale('second'))
  const answer = outbox.settled('second')
  expect(sent).toEqual([])
  who = 'ola'
  await outbox.flush({ now: true })
  expect(sent).toEqual(['first', 'second'])
  expect(await answer).toMatchObject({ id: 'second', state: 'done' })
  expect(unsettled(outbox.entries())).toEqual([])
})

const scans = (id: string, lane = 'delivery'): NewEntry => ({ ...sale(id), kind: 'stock.receive', lane })

test('a delivery is not closed before each of its batches has arrived, whichever has to be sent again', async () => {
  const sent: string[] = []
  let isOnline = false
  const outbox = createOutbox({
    store: disk(),
    staffId: () => 'ola',
    wakeAfter: () => {},
    send: async ({ id }) => {
      if (!isOnline) return { kind: 'unreachable' }
      sent.push(id)
      return answered(201)
    },
  })
  await outbox.commit(scans('batch-1'))
  await outbox.flush({ now: true })
  // The first waits for its next try, so only it is not due.
  await outbox.commit(scans('batch-2'))
  await outbox.commit(scans('close'))
  isOnline = true
  await outbox.commit(sale('of-the-till'))
  await outbox.settled('of-the-till')
  expect(sent).toEqual(['of-the-till'])
  await outbox.flush({ now: true })
  await outbox.settled('close')
  expect(sent).toEqual(['of-the-till', 'batch-1', 'batch-2', 'close'])
})

test('a "no" holds up what stands behind it until a person has put it right; then the order is as it was', async () => {
  const sent: string[] = []
  const store = disk()
  const outbox = createOutbox({
    store,
    staffId: () => 'ola',
    send: async ({ id }) => {
      sent.push(id)
      return id === 'batch-1' ? answered(422, { code: 'inventory.unknown_sku' }) : answered(201)
    },
  })
  await outbox.commit(scans('batch-1'))
  await outbox.commit(scans('close'))
  expect((await outbox.settled('batch-1')).state).toBe('refused')
  await outbox.flush({ now: true })
  expect(sent).toEqual(['batch-1'])
  await outbox.replace('batch-1', { id: 'batch-1b', body: { lines: [] }, note: { pieces: 0 } })
  expect((await outbox.settled('close')).state).toBe('done')
  expect(sent).toEqual(['batch-1', 'batch-1b', 'close'])
  expect(store.kept.has('batch-1')).toBe(false)
})

test('commands given within one millisecond, or after the clock went back, keep their order', async () => {
  let time = 5_000
  const outbox = createOutbox({
    store: disk(),
    staffId: () => null,
    send: async () => answered(201),
    now: () => time,
  })
  await outbox.commit(scans('first'))
  await outbox.commit(scans('second'))
  time = 1_000
  await outbox.commit(scans('third'))
  expect(due(outbox.entries(), 'ola', 9_000).map(({ id }) => id)).toEqual(['first', 'second', 'third'])
})

test('a sale that is refused when it has long happened is told as a fact: under its own key, once, whatever dies in between', async () => {
  const store = disk()
  const sent: [string, unknown][] = []
  const fact = { lines: [], offline: { at: 1 } }
  const server = (entry: OutboxEntry): Sent => {
    sent.push([entry.id, entry.body])
    return entry.body === fact ? answered(201) : answered(409, { code: 'tills.total_changed' })
  }
  const before = createOutbox({ store, staffId: () => 'ola', send: async (entry) => server(entry) })
  await before.commit({ ...sale('key-1'), fact })
  await before.settled('key-1')
  await Promise.all([before.amend('key-1'), before.amend('key-1')])
  // The page is gone; the next one finds what was kept.
  const after = createOutbox({ store, staffId: () => 'ola', send: async (entry) => server(entry) })
  await after.open()
  expect(await after.settled('key-1')).toMatchObject({ state: 'done', body: fact })
  expect(new Set(sent.map(([id]) => id))).toEqual(new Set(['key-1']))
  // What was refused as a fact has no other words.
  await after.amend('key-1')
  expect(after.entries()).toMatchObject([{ state: 'done' }])
})

test('a server that says nothing at all is silent; one that says no, or not yet, is not', () => {
  const tried = (answer: Sent) => settle(newEntry(sale('k'), 0), answer, 0)
  expect(isSilent([newEntry(sale('k'), 0)], 'ola')).toBe(false)
  expect(isSilent([tried({ kind: 'unreachable' })], 'ola')).toBe(true)
  expect(isSilent([tried({ kind: 'unreachable' })], 'jan')).toBe(false)
  expect(isSilent([tried(answered(503))], 'ola')).toBe(false)
  expect(isSilent([tried(answered(409, { code: 'tills.total_changed' }))], 'ola')).toBe(false)
  // It had spoken before, and is silent now.
  expect(isSilent([settle(tried(answered(503)), { kind: 'unreachable' }, 1)], 'ola')).toBe(true)
})

test('what says itself who gave it is sent by whoever is signed in; anything else waits for her who gave it', () => {
  const hers = newEntry(sale('hers'), 0)
  const anyones = { ...newEntry(sale('anyones'), 1), byAnyone: true as const }
  const sentBy = (person: string | null) => due([hers, anyones], person, 9).map(({ id }) => id)
  expect(sentBy(hers.staffId)).toEqual(['hers', 'anyones'])
  expect(sentBy('somebody else')).toEqual(['anyones'])
  expect(sentBy(null)).toEqual([])
})
