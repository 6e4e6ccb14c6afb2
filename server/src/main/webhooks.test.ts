import { startWebhookReceiver } from '@splot/fakes'
import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '#test/world'

/** Longer than the first retry's pause, which is five seconds of the real clock. */
const ARRIVES_WITHIN_MS = 60_000

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('what happens in the shop reaches a receiver through API, worker and queue, past one that was not taken', async () => {
  const receiver = await startWebhookReceiver({})
  const as = await world.asManager()
  const registered = await world.call('POST', '/v1/webhooks', {
    as,
    body: { url: `${receiver.url}hook`, types: ['carts.line_held'] },
  })
  expect(registered.status).toBe(201)
  receiver.faults({ failFirst: 1 })
  const stock = await world.query<{ sku: string; code: string }>(
    `select s.sku, l.code from inventory.stock s join locations.location l on l.id = s.location_id
      where l.kind = 'store' and s.on_hand - s.reserved > 5 limit 1`,
  )
  const [held] = stock
  invariant(held, 'some store has something')
  const hold = () =>
    world.basket({
      sku: held.sku,
      quantity: 1,
      fulfilment: { kind: 'pickup', locationId: world.place(held.code) },
    })
  const first = await hold()
  const refused = await receiver.wait((attempt) => attempt.answered === 500, ARRIVES_WITHIN_MS)
  expect(refused.payload).toMatchObject({ type: 'splot.carts.line_held', subject: first.id })
  const second = await hold()
  // The endpoint rests for a moment; then both arrive, each once, and nobody had to ask.
  const arrived = (subject: string) =>
    receiver.wait(
      ({ answered, payload }) =>
        answered === 204 && (payload as { subject?: string } | null)?.subject === subject,
      ARRIVES_WITHIN_MS,
    )
  await Promise.all([arrived(first.id), arrived(second.id)])
  expect(receiver.attempts().filter(({ answered }) => answered === 204)).toHaveLength(2)
  await receiver.close()
})
