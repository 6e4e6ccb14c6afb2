import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signWebhook, verifyWebhook, WEBHOOK_TOLERANCE_SECONDS } from '../standard-webhooks.ts'
import { startWebhookReceiver } from './start.ts'
import type { WebhookReceiver } from './start.ts'

const SECRET = `whsec_${Buffer.from('another thirty-two bytes, secret').toString('base64')}`
const WAIT_MS = 60_000

let receiver: WebhookReceiver
beforeEach(async () => {
  receiver = await startWebhookReceiver({ secret: SECRET })
})
afterEach(() => receiver.close())

async function send(body: string, headers: Record<string, string>): Promise<number> {
  return (await fetch(receiver.url, { method: 'POST', headers, body })).status
}

const attempt = () => send('{}', signWebhook(SECRET, 'msg_1', new Date(), '{}'))

test('our signatures and those of the reference library are the same', () => {
  const now = new Date()
  const body = '{"type":"order.placed","data":{"name":"Zażółć gęślą jaźń"}}'
  const reference = new Webhook(SECRET)
  const headers = signWebhook(SECRET, 'msg_1', now, body)
  expect(reference.verify(body, headers)).toEqual(JSON.parse(body))
  expect(reference.sign('msg_1', now, body)).toBe(headers['webhook-signature'])
})

test('a signature by a rotated-in key beside the old one is enough; an old or foreign one is not', () => {
  const now = new Date()
  const headers = signWebhook(SECRET, 'msg_1', now, '{}')
  const rotated = { ...headers, 'webhook-signature': `v1,AAAA v1a,xyz ${headers['webhook-signature']}` }
  expect(verifyWebhook(SECRET, rotated, '{}', now)).toEqual({ ok: true })
  expect(verifyWebhook(SECRET, headers, '{} ', now).ok).toBe(false)
  const late = new Date(now.getTime() + (WEBHOOK_TOLERANCE_SECONDS + 2) * 1000)
  expect(verifyWebhook(SECRET, headers, '{}', late)).toEqual({
    ok: false,
    problem: 'the timestamp is too far away',
  })
})

test('deliveries are recorded, and forged ones turned away', async () => {
  const body = '{"hello":"world"}'
  expect(await send(body, signWebhook(SECRET, 'msg_1', new Date(), body))).toBe(204)
  expect(await send('{"hello":"mallory"}', signWebhook(SECRET, 'msg_2', new Date(), body))).toBe(401)
  expect(await send(body, {})).toBe(401)
  expect(receiver.attempts()).toMatchObject([
    { id: 'msg_1', payload: { hello: 'world' }, verified: true, problem: '', answered: 204 },
    { id: 'msg_2', verified: false, problem: 'no signature matches', answered: 401 },
    { id: '', verified: false, problem: 'a webhook header is missing', answered: 401 },
  ])
})

test('it fails the first, says gone, is slow, and heals', async () => {
  receiver.faults({ failFirst: 2 })
  expect([await attempt(), await attempt(), await attempt()]).toEqual([500, 500, 204])
  receiver.faults({ gone: true })
  expect(await attempt()).toBe(410)
  receiver.faults({ latencyMs: 600_000 })
  const impatient = fetch(receiver.url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(50) })
  await expect(impatient).rejects.toThrow('timeout')
  receiver.faults({})
  expect(await attempt()).toBe(204)
})

test('waiting finds what came before and what comes later, and gives up with a reason', async () => {
  const later = receiver.wait((attempt) => attempt.id === 'msg_2', WAIT_MS)
  await send('{}', signWebhook(SECRET, 'msg_1', new Date(), '{}'))
  await send('{}', signWebhook(SECRET, 'msg_2', new Date(), '{}'))
  expect((await later).id).toBe('msg_2')
  expect((await receiver.wait((attempt) => attempt.id === 'msg_1', WAIT_MS)).id).toBe('msg_1')
  await expect(receiver.wait((attempt) => attempt.id === 'msg_3', 1)).rejects.toThrow(
    'none came in 1 ms; 2 others',
  )
})
