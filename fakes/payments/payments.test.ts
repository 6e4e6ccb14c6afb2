import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWebhookReceiver } from '../webhook-receiver/start.ts'
import type { WebhookReceiver } from '../webhook-receiver/start.ts'
import { startPaymentProvider } from './start.ts'
import type { PaymentProviderOptions } from './start.ts'

const SECRET = 'sk_test_splot'
const WEBHOOK_SECRET = `whsec_${Buffer.from('thirty-two bytes of test secret!').toString('base64')}`
const WAIT_MS = 60_000

const cleanups: (() => Promise<unknown>)[] = []
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paysandbox-'))
  cleanups.push(() => rm(folder, { recursive: true }))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

type Wire = { status: number; headers: Headers; body: Record<string, unknown> }

function callerOf(url: string) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Wire> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(WAIT_MS),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: text.startsWith('{') ? JSON.parse(text) : { text },
    }
  }
}

async function provider(options: Partial<PaymentProviderOptions> = {}) {
  const started = await startPaymentProvider({ secret: SECRET, settleAfterMs: 5, ...options })
  cleanups.push(started.close)
  return { ...started, call: callerOf(started.url) }
}

async function receiver(): Promise<WebhookReceiver> {
  const started = await startWebhookReceiver({ secret: WEBHOOK_SECRET })
  cleanups.push(started.close)
  return started
}

const order = (token = 'tok_ok', amount = 12_990) => ({
  amount,
  currency: 'PLN',
  method: { type: 'card', token },
  reference: 'payment-1',
})
const blik = (code: string) => ({ ...order(), method: { type: 'blik', code } })
const key = (value: string) => ({ 'idempotency-key': value })

test('a card and a BLIK code pay, or are declined with a reason', async () => {
  const { call } = await provider()
  const paid = await call('POST', '/v1/charges', order(), key('1'))
  expect(paid.status).toBe(201)
  expect(paid.body).toMatchObject({
    status: 'succeeded',
    amount: 12_990,
    currency: 'PLN',
    refunded_amount: 0,
  })
  expect(paid.body['id']).toMatch(/^ch_/)
  expect(paid.body).not.toHaveProperty('decline_code')

  const cases: [object, object][] = [
    [order('tok_declined_insufficient'), { status: 'declined', decline_code: 'insufficient_funds' }],
    [order('tok_declined_stolen'), { status: 'declined', decline_code: 'stolen_card' }],
    [blik('777123'), { status: 'succeeded' }],
    [blik('777000'), { status: 'declined', decline_code: 'rejected_by_customer' }],
    [blik('123456'), { status: 'declined', decline_code: 'blik_code_invalid' }],
  ]
  for (const [index, [body, expected]] of cases.entries()) {
    const answer = await call('POST', '/v1/charges', body, key(`case-${index}`))
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject(expected)
  }
})

test('fifty double submits of one key make one charge', async () => {
  const { call } = await provider()
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => call('POST', '/v1/charges', order(), key('same'))),
  )
  expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1)
  expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') !== 'true')).toHaveLength(1)
  const list = await call('GET', '/v1/charges')
  expect(list.body['totals']).toEqual({ PLN: { charges: 1, charged: 12_990, refunds: 0, refunded: 0 } })

  const other = await call('POST', '/v1/charges', order('tok_ok', 1), key('same'))
  expect(other.status).toBe(409)
  expect(other.body['code']).toBe('idempotency_key_reused')
})

test('a repeated key gets the first answer even when the charge has moved on', async () => {
  const shop = await receiver()
  const { call } = await provider({ webhook: { url: shop.url, secret: WEBHOOK_SECRET } })
  const first = await call('POST', '/v1/charges', blik('777999'), key('slow'))
  await shop.wait((attempt) => attempt.answered === 204, WAIT_MS)
  expect((await call('GET', `/v1/charges/${first.body['id']}`)).body['status']).toBe('succeeded')
  expect((await call('POST', '/v1/charges', blik('777999'), key('slow'))).body).toEqual(first.body)
})

test('refunds are partial, idempotent and never more than was paid', async () => {
  const { call } = await provider()
  const { body: charge } = await call('POST', '/v1/charges', order('tok_ok', 10_000), key('pay'))
  const refunds = `/v1/charges/${charge['id']}/refunds`

  const part = await call('POST', refunds, { amount: 4_000 }, key('r1'))
  expect(part.body).toMatchObject({
    status: 'succeeded',
    charge: charge['id'],
    amount: 4_000,
    currency: 'PLN',
  })
  expect((await call('POST', refunds, { amount: 4_000 }, key('r1'))).body).toEqual(part.body)
  expect((await call('POST', refunds, { amount: 4_001 }, key('r1'))).status).toBe(409)

  const over = await call('POST', refunds, { amount: 6_001 }, key('r2'))
  expect([over.status, over.body['code'], over.body['pointer']]).toEqual([
    422,
    'refund_over_charge',
    '/amount',
  ])

  // Ten tills give back 1,000 each of the 6,000 that are left: six of them can.
  const race = await Promise.all(
    Array.from({ length: 10 }, (_, till) => call('POST', refunds, { amount: 1_000 }, key(`till-${till}`))),
  )
  expect(race.filter((answer) => answer.status === 201)).toHaveLength(6)
  expect((await call('GET', `/v1/charges/${charge['id']}`)).body['refunded_amount']).toBe(10_000)
  expect((await call('GET', refunds)).body['data']).toHaveLength(7)
  const { totals } = (await call('GET', '/v1/charges')).body
  expect(totals).toEqual({ PLN: { charges: 1, charged: 10_000, refunds: 7, refunded: 10_000 } })

  const { body: declined } = await call('POST', '/v1/charges', order('tok_declined_stolen'), key('no'))
  expect((await call('POST', `/v1/charges/${declined['id']}/refunds`, { amount: 1 }, key('r3'))).status).toBe(
    409,
  )
  expect((await call('POST', '/v1/charges/ch_none/refunds', { amount: 1 }, key('r4'))).status).toBe(404)
})

test('an unknown outcome is resolved by the key', async () => {
  const { url, call } = await provider()
  const patience = new AbortController()
  const unanswered = fetch(`${url}/v1/charges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', ...key('lost') },
    body: JSON.stringify(order('tok_timeout')),
    signal: patience.signal,
  })
  const lost = expect(unanswered).rejects.toThrow('aborted')
  const found = async (idempotencyKey: string) =>
    (await call('GET', `/v1/charges?idempotency_key=${idempotencyKey}`)).body['data']
  await expect.poll(() => found('lost'), { timeout: WAIT_MS }).toHaveLength(1)
  patience.abort()
  await lost
  expect(await found('lost')).toMatchObject([{ status: 'succeeded', amount: 12_990 }])

  expect((await call('POST', '/v1/charges', order('tok_500_after_charge'), key('broken'))).status).toBe(500)
  expect(await found('broken')).toMatchObject([{ status: 'succeeded' }])
  expect((await call('POST', '/v1/charges', order('tok_500_after_charge'), key('broken'))).status).toBe(201)
  expect(await found('never-sent')).toEqual([])
})

test('the shop is told by a signed webhook, again after a failure, and twice when asked for', async () => {
  const shop = await receiver()
  const { call } = await provider({
    webhook: { url: shop.url, secret: WEBHOOK_SECRET, retryAfterMs: [1, 1, 1] },
  })
  shop.faults({ failFirst: 2 })
  const { body: charge } = await call('POST', '/v1/charges', order('tok_pending_then_ok'), key('1'))
  expect(charge['status']).toBe('pending')
  const taken = await shop.wait((attempt) => attempt.answered === 204, WAIT_MS)
  expect(taken.verified).toBe(true)
  expect(taken.payload).toMatchObject({
    type: 'charge.succeeded',
    data: { id: charge['id'], status: 'succeeded' },
  })
  expect(shop.attempts().map((attempt) => attempt.answered)).toEqual([500, 500, 204])
  expect(new Set(shop.attempts().map((attempt) => attempt.id)).size).toBe(1)

  shop.clear()
  await call('POST', '/v1/charges', order('tok_pending_then_declined'), key('2'))
  const refused = await shop.wait((attempt) => attempt.verified, WAIT_MS)
  expect(refused.payload).toMatchObject({
    type: 'charge.declined',
    data: { status: 'declined', decline_code: 'authentication_failed' },
  })

  shop.clear()
  await call('POST', '/v1/charges', order('tok_duplicate_webhook'), key('3'))
  await expect.poll(() => shop.attempts().length, { timeout: WAIT_MS }).toBe(2)
  const [one, two] = shop.attempts()
  expect(one?.id).toBe(two?.id)
})

test('no card number gets in, and none is kept', async () => {
  const stateFile = join(folder, 'state.jsonl')
  const { call } = await provider({ stateFile })
  const bodies: unknown[] = [
    order('4242424242424242'),
    { ...order(), reference: 'card 4242 4242 4242 4242 12/29' },
    { ...order(), reference: '5555-5555-5555-4444' },
    { ...order(), amount: 378282246310005 },
    { ...order(), note: { deep: ['6011111111111117'] } },
    JSON.stringify(order()).replace('payment-1', String.raw`\u0034242424242424242`),
    '{"broken": 4242424242424242',
  ]
  for (const [index, body] of bodies.entries()) {
    const answer = await call('POST', '/v1/charges', body, key(`pan-${index}`))
    expect([index, answer.status, answer.body['code']]).toEqual([index, 422, 'card_number_refused'])
    expect(JSON.stringify(answer.body)).not.toMatch(/\d{12}/)
  }
  const inKey = await call('POST', '/v1/charges', order(), key('4242424242424242'))
  expect(inKey.body['code']).toBe('card_number_refused')
  expect(await readFile(stateFile, 'utf8')).toBe('')
})

test('identifiers are not mistaken for card numbers, whatever their digits', async () => {
  const { call } = await provider()
  // The last group of the first and the whole of the second pass Luhn.
  const references = ['0199a1b2-0000-7000-8000-000000000018', '424242424242424242424242424242ab', 'W-10023']
  for (const reference of references) {
    const answer = await call('POST', '/v1/charges', { ...order(), reference }, key(reference))
    expect([reference, answer.status]).toEqual([reference, 201])
  }
})

test('bad requests are refused with a code and a pointer', async () => {
  const { url, call } = await provider()
  const cases: [unknown, number, string, string?][] = [
    [{ ...order(), amount: 0 }, 422, 'invalid_request', '/amount'],
    [{ ...order(), amount: 1.5 }, 422, 'invalid_request', '/amount'],
    [{ ...order(), amount: '100' }, 422, 'invalid_request', '/amount'],
    [{ ...order(), currency: 'XXX' }, 422, 'invalid_request', '/currency'],
    [blik('77'), 422, 'invalid_request', '/method/code'],
    [{ ...order(), method: { type: 'cash' } }, 422, 'invalid_request', '/method'],
    [{ ...order(), extra: true }, 422, 'invalid_request', ''],
    [order('tok_unheard_of'), 422, 'unknown_token', '/method/token'],
    [order('constructor'), 422, 'unknown_token', '/method/token'],
    ['{', 400, 'broken_json'],
    [{ ...order(), reference: 'x'.repeat(20_000) }, 413, 'body_too_large'],
  ]
  for (const [body, status, code, pointer] of cases) {
    const answer = await call('POST', '/v1/charges', body, key('k'))
    expect([answer.status, answer.body['code'], answer.body['pointer']]).toEqual([status, code, pointer])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  }
  expect((await call('POST', '/v1/charges', order())).body['code']).toBe('idempotency_key_required')
  expect((await callerOf(url)('GET', '/v1/charges', undefined, { authorization: 'Bearer no' })).status).toBe(
    401,
  )
  expect((await call('GET', '/v1/charges')).body['data']).toEqual([])
})

test('fault switches fail before, after, or by cutting the line, and heal', async () => {
  const { call } = await provider()
  await call('POST', '/_faults', { errorRate: 0.25 })
  const statuses: number[] = []
  for (let n = 0; n < 8; n++) statuses.push((await call('POST', '/v1/charges', order(), key(`n${n}`))).status)
  expect(statuses).toEqual([201, 201, 201, 503, 201, 201, 201, 503])

  await call('POST', '/_faults', { mode: 'error_after' })
  expect((await call('POST', '/v1/charges', order(), key('after'))).status).toBe(500)
  await call('POST', '/_faults', { mode: 'drop' })
  await expect(call('POST', '/v1/charges', order(), key('cut'))).rejects.toThrow('fetch failed')
  await call('POST', '/_faults', { latencyMs: 1 })
  expect((await call('POST', '/v1/charges', order(), key('late'))).status).toBe(201)
  expect((await call('POST', '/_faults', {})).body).toEqual({ errorRate: 0, latencyMs: 0, mode: 'none' })

  // Six of the eight, and the three that were booked whatever their caller heard.
  expect((await call('GET', '/v1/charges')).body['totals']).toMatchObject({ PLN: { charges: 9 } })
})

test('the list pages from the newest to the oldest without gap or repetition', async () => {
  const { call } = await provider()
  for (let n = 0; n < 7; n++) await call('POST', '/v1/charges', order('tok_ok', 100 + n), key(`n${n}`))
  const amounts: number[] = []
  let after = ''
  for (let more = true; more;) {
    const { body } = await call('GET', `/v1/charges?limit=3${after}`)
    // The shape is asserted by the amounts below.
    const data = body['data'] as { id: string; amount: number }[]
    amounts.push(...data.map((charge) => charge.amount))
    after = `&starting_after=${data.at(-1)?.id}`
    more = body['has_more'] === true
  }
  expect(amounts).toEqual([106, 105, 104, 103, 102, 101, 100])
})

test('the page shows charges and escapes what the shop sent', async () => {
  const { url, call } = await provider()
  await call('POST', '/v1/charges', { ...order(), reference: '<script>alert(1)</script>' }, key('x'))
  const html = await (await fetch(url)).text()
  expect(html).toContain('&lt;script&gt;alert(1)')
  expect(html).not.toContain('<script>')
  expect(html).toContain('129.90')
})

/** Starts the program itself, as a person would. */
async function program(stateFile: string, webhookUrl: string) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), '--port', '0', '--settle-after-ms', '5'],
    {
      env: {
        ...process.env,
        PAYSANDBOX_SECRET: SECRET,
        PAYSANDBOX_STATE_FILE: stateFile,
        PAYSANDBOX_WEBHOOK_URL: webhookUrl,
        PAYSANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(child, 'exit')
  cleanups.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [line] = await once(child.stdout, 'data')
  return {
    child,
    ended,
    call: callerOf(
      String(line)
        .trim()
        .replace(/.* at /, ''),
    ),
  }
}

test('a provider killed under load comes back with every charge it acknowledged, and settles what was pending', async () => {
  const stateFile = join(folder, 'state.jsonl')
  const shop = await receiver()
  shop.faults({ failFirst: Number.MAX_SAFE_INTEGER })
  const first = await program(stateFile, shop.url)
  const { body: pending } = await first.call('POST', '/v1/charges', blik('777999'), key('pending'))
  const { body: paid } = await first.call('POST', '/v1/charges', order(), key('paid'))
  await first.call('POST', `/v1/charges/${paid['id']}/refunds`, { amount: 990 }, key('refund'))

  const acknowledged = new Map<string, unknown>()
  const load = Array.from({ length: 8 }, async (_, client) => {
    for (let n = 0; n < 10_000; n++) {
      const answer = await first
        .call('POST', '/v1/charges', order('tok_ok', 100), key(`${client}-${n}`))
        .catch(() => null)
      if (!answer) return
      acknowledged.set(`${client}-${n}`, answer.body['id'])
    }
  })
  await expect.poll(() => acknowledged.size, { timeout: WAIT_MS }).toBeGreaterThan(100)
  first.child.kill('SIGKILL')
  await Promise.all([first.ended, ...load])
  // What a process that died in the middle of a write would leave.
  await appendFile(stateFile, '{"entry":"charge","cha')

  shop.faults({})
  const second = await program(stateFile, shop.url)
  const told = await shop.wait((attempt) => attempt.answered === 204, WAIT_MS)
  expect(told.payload).toMatchObject({ type: 'charge.succeeded', data: { id: pending['id'] } })
  expect((await second.call('GET', `/v1/charges/${paid['id']}`)).body['refunded_amount']).toBe(990)
  for (const [idempotencyKey, id] of acknowledged) {
    const { body } = await second.call('GET', `/v1/charges?idempotency_key=${idempotencyKey}`)
    expect(body['data']).toMatchObject([{ id, amount: 100, status: 'succeeded' }])
  }
  const again = await second.call('POST', '/v1/charges', order(), key('paid'))
  expect([again.body['id'], again.headers.get('idempotent-replayed')]).toEqual([paid['id'], 'true'])

  second.child.kill('SIGTERM')
  expect((await second.ended)[0]).toBe(0)
})
