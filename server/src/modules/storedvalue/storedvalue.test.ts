import { HOUR_MS, newId, type LocationId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { buildServer } from '#platform/http'
import { must, readAnswer, type AnsweredWith, type AnswerOf } from '#test/answers'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { issueBatch } from './batches.ts'
import { expireAccounts, proveLedger, routes } from './index.ts'
import { checkDigit, isNumber } from './number.ts'
import type { BatchId } from './types.ts'

let database: TestDatabase
let platform: OpenPlatform
let app: Awaited<ReturnType<typeof buildServer>>
let ahead = 0
let actor: Actor

const channel = { ...systemActor('test').channel, code: 'office' }
const manager: Actor = {
  ...systemActor('ewa', channel),
  kind: 'staff',
  staffId: newId<'staff'>(),
  grants: ['giftcards.read', 'giftcards.issue'].map((permission) => ({ permission, locationId: null })),
}
const visitor: Actor = { ...systemActor('visitor', { ...channel, code: 'web' }), kind: 'visitor' }
const pln = (minor: number) => ({ minor, currency: 'PLN' })

beforeAll(async () => {
  database = await createTestDatabase()
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
  app = await buildServer({ platform, routes, authenticate: () => actor, version: 'test' })
})
afterEach(async () => {
  expect(await proveLedger(platform.read(manager))).toEqual([])
})
afterAll(async () => {
  await app.close()
  await platform.close()
  await database.drop()
})

interface Card {
  id: string
  number: string
  pin: string
  pinVersion: number
}

async function call<Method extends 'GET' | 'POST', Path extends string>(
  as: Actor,
  method: Method,
  path: Path,
  body?: unknown,
  options: { readonly key?: string; readonly from?: string } = {},
): Promise<AnsweredWith<AnswerOf<Method, `/v1${Path}`>>> {
  actor = as
  const answer = await app.inject({
    method,
    url: `/v1${path}`,
    remoteAddress: options.from ?? '192.0.2.1',
    headers: options.key === undefined ? {} : { 'idempotency-key': options.key },
    ...(body !== undefined && { payload: body as object }),
  })
  return readAnswer(answer.statusCode, answer.headers, answer.body)
}

const issue = async (minor: number, more: object = {}): Promise<Card> => {
  const answer = await call(manager, 'POST', '/gift-cards', { amount: pln(minor), ...more }, { key: newId() })
  return must(answer, 201).body
}
let strangers = 0
const balance = ({ number, pin }: Pick<Card, 'number' | 'pin'>, from = `198.51.100.${(strangers += 1)}`) =>
  call(visitor, 'POST', '/gift-cards/balance', { number, pin }, { from })
const change = (id: string, path: 'top-ups' | 'corrections', minor: number, commandId = newId()) =>
  call(manager, 'POST', `/gift-cards/${id}/${path}`, { commandId, amount: pln(minor), reason: 'skarga 17' })

test('a card is issued with a number and a PIN of its own, and whoever holds both is told what it holds', async () => {
  const key = newId()
  const body = { amount: pln(10_000), note: 'kampania' }
  const first = await call(manager, 'POST', '/gift-cards', body, { key })
  const again = await call(manager, 'POST', '/gift-cards', body, { key })
  expect(again).toEqual(first)
  const card: Card = must(first, 201).body
  expect(isNumber(card.number)).toBe(true)
  const other = await issue(5000)
  expect(other.number).not.toBe(card.number)
  expect(await balance(card)).toMatchObject({
    status: 200,
    body: { state: 'active', balance: pln(10_000), held: pln(0), lastFour: card.number.slice(-4) },
  })
  const [kept] = await platform.pool
    .query('select * from platform.idempotency where key = $1', [key])
    .then(({ rows }) => rows)
  expect(JSON.stringify(kept)).not.toContain(card.number)
})

test('a wrong PIN, a number that nobody has and a typing error get the same answer', async () => {
  const card = await issue(100)
  const body = card.number.slice(0, -1)
  const unknown = `${body.slice(0, -1)}${(Number(body.at(-1)) + 1) % 10}`
  const answers = [
    await balance({ number: card.number, pin: card.pin === '000000' ? '000001' : '000000' }),
    await balance({ number: unknown + checkDigit(unknown), pin: card.pin }),
    await balance({ number: `${body}${(Number(card.number.at(-1)) + 1) % 10}`, pin: card.pin }),
  ]
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]).toMatchObject({ status: 404, body: { code: 'storedvalue.not_recognised' } })
})

test('a number is locked after five wrong PINs, whether or not anybody has it, also for the right one', async () => {
  const card = await issue(100)
  const nobodys = '981234567890123'
  for (const number of [card.number, nobodys + checkDigit(nobodys)]) {
    const wrong = card.pin === '111111' ? '222222' : '111111'
    const tries = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => balance({ number, pin: wrong })))
    expect(tries.map(({ status }) => status).sort()).toEqual([404, 404, 404, 404, 404, 429, 429])
    expect(await balance({ number, pin: card.pin })).toMatchObject({
      status: 429,
      body: { code: 'storedvalue.locked' },
    })
  }
  ahead += HOUR_MS
  expect((await balance(card)).status).toBe(200)
})

test('fifty who know the PIN do not lock each other out', async () => {
  const card = await issue(100)
  const answers = await Promise.all(Array.from({ length: 50 }, () => balance(card)))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
})

test('one address that guesses through many numbers is slowed down', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 32; guess += 1) {
    const body = `98${String(guess).padStart(13, '0')}`
    statuses.push((await balance({ number: body + checkDigit(body), pin: '000000' }, '203.0.113.9')).status)
  }
  expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(30)
  expect(statuses.at(-1)).toBe(429)
})

test('top-up and correction move the balance once per command, and never below zero', async () => {
  const card = await issue(10_000)
  const commandId = newId()
  expect((await change(card.id, 'top-ups', 2500, commandId)).body.balance).toEqual(pln(12_500))
  expect((await change(card.id, 'top-ups', 2500, commandId)).body.balance).toEqual(pln(12_500))
  expect((await change(card.id, 'corrections', -12_000)).body.balance).toEqual(pln(500))
  expect(await change(card.id, 'corrections', -501)).toMatchObject({
    status: 409,
    body: { code: 'storedvalue.short', facts: { balance: pln(500) } },
  })
  expect((await change(card.id, 'top-ups', 0)).body.code).toBe('storedvalue.amount')
  expect((await change(card.id, 'top-ups', 1_000_001)).body.code).toBe('storedvalue.amount')
  const euros = { commandId: newId(), amount: { minor: 1, currency: 'EUR' }, reason: 'x' }
  expect((await call(manager, 'POST', `/gift-cards/${card.id}/top-ups`, euros)).body.code).toBe(
    'storedvalue.wrong_currency',
  )
  const history = must(await call(manager, 'GET', `/gift-cards/${card.id}/entries?limit=2`), 200)
  expect(history.body.items).toMatchObject([
    { kind: 'correction', amount: pln(-12_000), balanceAfter: pln(500), reason: 'skarga 17' },
    { kind: 'top_up', amount: pln(2500), balanceAfter: pln(12_500) },
  ])
  const rest = await call(
    manager,
    'GET',
    `/gift-cards/${card.id}/entries?limit=2&cursor=${history.body.next}`,
  )
  expect(rest.body).toMatchObject({ items: [{ kind: 'issue', amount: pln(10_000) }], next: null })
})

test('a command that is used again for another amount is refused, and the card holds what it did', async () => {
  const card = await issue(10_000)
  for (const [path, minor] of [
    ['top-ups', 100],
    ['corrections', -100],
  ] as const) {
    const commandId = newId()
    const first = must(await change(card.id, path, minor, commandId), 200).body
    const euros = { commandId, amount: { minor, currency: 'EUR' }, reason: 'x' }
    const others = [
      await change(card.id, path, 99_900, commandId),
      await call(manager, 'POST', `/gift-cards/${card.id}/${path}`, euros),
    ]
    for (const other of others)
      expect(other).toMatchObject({ status: 422, body: { code: 'storedvalue.command_reused' } })
    expect((await change(card.id, path, minor, commandId)).body.balance).toEqual(first.balance)
  }
  expect((await balance(card)).body.balance).toEqual(pln(10_000))
})

test('a blocked card keeps its value and takes none; unblocked it is as before', async () => {
  const card = await issue(3000)
  const body = { reason: 'zgubiona' }
  expect((await call(manager, 'POST', `/gift-cards/${card.id}/block`, body)).body.state).toBe('blocked')
  expect((await call(manager, 'POST', `/gift-cards/${card.id}/block`, body)).status).toBe(200)
  expect((await balance(card)).body).toMatchObject({ state: 'blocked', balance: pln(3000) })
  expect((await change(card.id, 'top-ups', 1)).body.code).toBe('storedvalue.blocked')
  expect((await call(manager, 'POST', `/gift-cards/${card.id}/unblock`, body)).body.state).toBe('active')
  expect((await change(card.id, 'top-ups', 1)).status).toBe(200)
})

test('another PIN ends the old one; asked for twice it is one', async () => {
  const card = await issue(3000)
  const ask = () => call(manager, 'POST', `/gift-cards/${card.id}/pin`, { pinVersion: card.pinVersion })
  const first = await ask()
  expect(await ask()).toEqual(first)
  expect(must(first, 200).body.pin).not.toBe(card.pin)
  expect((await balance(card)).status).toBe(404)
  expect((await balance(must(first, 200).body)).status).toBe(200)
})

test('until when a card is valid is said when it is issued: not in the past, not in a mistyped century', async () => {
  const at = (ms: number) => new Date(platform.clock().getTime() + ms).toISOString()
  const ask = (expiresAt: string) =>
    call(manager, 'POST', '/gift-cards', { amount: pln(1000), expiresAt }, { key: newId() })
  expect((await ask(at(-HOUR_MS))).body.code).toBe('storedvalue.expired_date')
  expect((await ask(at(3_700 * 24 * HOUR_MS))).body.code).toBe('storedvalue.expires_too_late')
  const day = at(90 * 24 * HOUR_MS)
  expect(await issue(1000, { expiresAt: day })).toMatchObject({ expiresAt: day })
})

test('a card expires at its moment, and its value leaves the books by an entry', async () => {
  const expiresAt = new Date(platform.clock().getTime() + HOUR_MS).toISOString()
  const card = await issue(4000, { expiresAt })
  const owed = async () => {
    const report = must(await call(manager, 'GET', '/gift-cards/liability'), 200).body
    return report.totals.find(({ open }) => open.currency === 'PLN')?.open.minor ?? 0
  }
  const before = await owed()
  ahead += HOUR_MS
  expect((await balance(card)).body.state).toBe('expired')
  expect((await change(card.id, 'top-ups', 1)).body.code).toBe('storedvalue.expired')
  expect(await expireAccounts(platform)).toBe(1)
  expect(await expireAccounts(platform)).toBe(0)
  expect(await owed()).toBe(before - 4000)
  const entries = must(await call(manager, 'GET', `/gift-cards/${card.id}/entries`), 200)
  expect(entries.body.items[0]).toMatchObject({
    kind: 'expire',
    amount: pln(-4000),
    balanceAfter: pln(0),
  })
})

test('a batch of cards is issued by the job, whose file carries numbers and PINs that open them', async () => {
  const wish = { cards: 2500, amount: pln(5000), note: 'święta' }
  const ordered = await call(manager, 'POST', '/gift-cards/batches', wish, { key: newId() })
  expect(ordered).toMatchObject({ status: 202, body: { cards: 2500, issued: 0, doneAt: null } })
  const { id } = must(ordered, 202).body
  expect((await call(manager, 'POST', `/gift-cards/batches/${id}/file`)).body.code).toBe(
    'storedvalue.batch_not_done',
  )
  // The queue may hand a job out twice.
  await Promise.all([issueBatch(platform, id as BatchId), issueBatch(platform, id as BatchId)])
  expect((await call(manager, 'GET', `/gift-cards/batches/${id}`)).body).toMatchObject({ issued: 2500 })
  const { csv } = must(await call(manager, 'POST', `/gift-cards/batches/${id}/file`), 200).body
  const rows = csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((row) => row.split(';'))
  expect(new Set(rows.map(([number]) => number)).size).toBe(2500)
  // In groups, so that a spreadsheet keeps every digit; the amount as it reads one.
  for (const row of rows)
    expect(row).toEqual([
      expect.stringMatching(/^\d{4}( \d{4}){3}$/),
      expect.stringMatching(/^\d\d \d\d \d\d$/),
      '50,00',
      'PLN',
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ])
  const [number = '', pin = ''] = (rows[1234] ?? []).map((cell) => cell.replaceAll(' ', ''))
  expect((await balance({ number, pin })).body.balance).toEqual(pln(5000))
  const page = await call(manager, 'GET', `/gift-cards?batchId=${id}&limit=200`)
  expect(page.body.items).toHaveLength(200)
})

test('what is owed at an instant is the sum of the entries until then, also of a day that is over', async () => {
  const card = await issue(7000)
  const at = platform.clock().toISOString()
  ahead += 1000
  await change(card.id, 'corrections', -7000)
  const { rows } = await platform.pool.query<{ minor: number }>(
    'select sum(amount_minor)::int as minor from storedvalue.entry where at <= $1',
    [at],
  )
  const report = must(await call(manager, 'GET', `/gift-cards/liability?at=${at}`), 200)
  expect(report.body.totals).toMatchObject([{ open: pln(rows[0]?.minor ?? -1) }])
  const later = must(await call(manager, 'GET', '/gift-cards/liability'), 200)
  expect(later.body.totals[0]?.open.minor).toBe((rows[0]?.minor ?? 0) - 7000)
  const file = must(await call(manager, 'GET', `/gift-cards/liability/csv?at=${at}`), 200)
  const lines = file.body.csv.trim().split('\r\n').slice(1)
  expect(lines).toHaveLength(report.body.rows.length)
  const open = lines.map((line) => line.split(';').at(-1))
  expect(open).toEqual(report.body.rows.map((row) => (row.open.minor / 100).toFixed(2).replace('.', ',')))
})

test('value in a currency in which nothing is sold is refused, and nothing is written', async () => {
  const { rows: before } = await platform.pool.query('select count(*) from storedvalue.account')
  const amount = { minor: 1000, currency: 'XXX' }
  const refused = [
    await call(manager, 'POST', '/gift-cards', { amount }, { key: newId() }),
    await call(manager, 'POST', '/gift-cards/batches', { cards: 2, amount }, { key: newId() }),
  ]
  for (const { status, body } of refused)
    expect({ status, ...body }).toMatchObject({
      status: 422,
      code: 'storedvalue.unknown_currency',
      errors: [{ pointer: '/amount/currency' }],
    })
  const { rows: after } = await platform.pool.query('select count(*) from storedvalue.account')
  expect(after).toEqual(before)
})

test('an entry is never changed and never deleted', async () => {
  await issue(100)
  await expect(platform.pool.query('update storedvalue.entry set amount_minor = 1')).rejects.toThrow(
    /append-only/,
  )
  await expect(platform.pool.query('delete from storedvalue.entry')).rejects.toThrow(/append-only/)
})

test('only those whom it concerns: cards belong to no place', async () => {
  const clerk: Actor = {
    ...manager,
    grants: [{ permission: 'giftcards.issue', locationId: newId() as LocationId }],
  }
  const body = { amount: pln(1) }
  expect((await call(clerk, 'POST', '/gift-cards', body, { key: newId() })).status).toBe(403)
  expect((await call(clerk, 'GET', '/gift-cards')).status).toBe(403)
  expect((await call(visitor, 'GET', '/gift-cards')).status).toBe(401)
})
