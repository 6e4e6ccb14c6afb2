import * as fc from 'fast-check'
import { HOUR_MS, newId, Refusal, type OrderId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockOrders } from '#modules/orders'
import {
  attemptsOf,
  isLive,
  paymentsOf,
  saveRefunds,
  type AttemptCall,
  type AttemptId,
} from '#modules/payments'
import { systemActor } from '#platform/context'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { cancelOrder } from './cancel-order.ts'
import { payAgain } from './checkout-pay-again.ts'
import { resolveAttempts, resolveUnknownPayments } from './settle-payment.ts'

/** A card whose charge stays on the wire until the test lets it through; the provider never sees this token. */
const LOST = 'tok_lost'
const tokens = [
  LOST,
  'tok_ok',
  'tok_declined_stolen',
  'tok_pending_then_ok',
  'tok_pending_then_declined',
  'tok_500_after_charge',
] as const
const GROSS = 4999

/** Calls on the wire, oldest first. */
const onTheWire = new Map<AttemptId, AttemptCall>()
let world: CheckoutWorld

beforeAll(async () => {
  world = await openCheckoutWorld()
  await world.stock('TEE-M', world.store, 1000)
  world.payThrough({
    ...world.gateway,
    charge: (call) => {
      if (call.tender.method !== 'card' || call.tender.token !== LOST) return world.gateway.charge(call)
      onTheWire.set(call.attemptId, { ...call, tender: { method: 'card', token: 'tok_ok' } })
      return Promise.resolve({ state: 'unknown', reason: 'timeout' })
    },
  })
})
afterAll(() => world.close())

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('pay' as const), token: fc.constantFrom(...tokens) }),
  },
  { weight: 3, arbitrary: fc.constant({ act: 'give up' as const }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('arrive' as const), isTold: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ act: 'wait' as const }) },
  { weight: 1, arbitrary: fc.constant({ act: 'cancel' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('refund' as const),
      amounts: fc.array(fc.integer({ min: 1, max: GROSS }), { minLength: 1, maxLength: 3 }),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What must be among the sequences whatever the seed: a lost charge, a second payment, and then the first one's money. */
const paidTwice: Step[] = [
  { act: 'give up' },
  { act: 'pay', token: 'tok_ok' },
  { act: 'arrive', isTold: true },
  { act: 'refund', amounts: [3000, 3000, 1999] },
]

/** A refusal is an answer here; anything else is a bug. */
const attempt = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })

const resolveNow = () => resolveUnknownPayments(world.platform, { olderThanMs: 0, giveUpAfterMs: 0 })

/** The oldest call of the order gets through to the provider; who is told asks for it. */
async function arrive(orderId: OrderId, isTold: boolean): Promise<void> {
  const ours = await attemptsOf(world.platform.read(world.visitor), [orderId])
  const call = ours.flatMap(({ attemptId }) => onTheWire.get(attemptId) ?? [])[0]
  if (!call || !onTheWire.delete(call.attemptId)) return
  await world.gateway.charge(call)
  if (isTold) await resolveAttempts(world.command(), [call.attemptId])
}

/** Answers how much fitted. */
const refund = (orderId: OrderId, amounts: readonly number[]): Promise<number> =>
  world.write(async (ctx) => {
    await lockOrders(ctx, [orderId])
    const answers = await saveRefunds(
      ctx,
      amounts.map((amountMinor) => ({
        refundId: newId<'refund'>(),
        orderId,
        amountMinor,
        reason: 'goodwill',
        actor: systemActor('test'),
      })),
    )
    return answers.reduce(
      (sum, answer) => sum + (answer.state === 'saved' ? answer.refund.amountMinor : 0),
      0,
    )
  })

/** Takes one step; answers what was given back by it. */
async function take(orderId: OrderId, one: Step): Promise<number> {
  switch (one.act) {
    case 'pay':
      await attempt(payAgain(world.command(), orderId, { method: 'card', token: one.token }, world.key()))
      return 0
    case 'give up':
      await resolveNow()
      return 0
    case 'arrive':
      await arrive(orderId, one.isTold)
      return 0
    case 'wait':
      world.turnClock(HOUR_MS)
      await resolveNow()
      return 0
    case 'cancel':
      await attempt(world.write((ctx) => cancelOrder(ctx, orderId, 'changed her mind')))
      return 0
    case 'refund':
      return refund(orderId, one.amounts)
  }
}

/** Everything on the wire gets through, everybody is asked, and all that is owed is carried out. */
async function comeToRest(orderId: OrderId): Promise<void> {
  const read = world.platform.read(world.visitor)
  const ours = await attemptsOf(read, [orderId])
  for (const _ of ours) await arrive(orderId, false)
  await expect
    .poll(async () => {
      await resolveAttempts(
        world.command(),
        ours.map(({ attemptId }) => attemptId),
      )
      return (await attemptsOf(read, [orderId])).filter(({ state }) => state !== 'answered')
    })
    .toEqual([])
  await resolveNow()
}

/** What we say, and what the provider says: both must be the same money. */
async function booksOf(orderId: OrderId) {
  const read = world.platform.read(world.visitor)
  const [payments, attempts, charges, refunds] = await Promise.all([
    paymentsOf(read, [orderId]),
    attemptsOf(read, [orderId]),
    world.charges(),
    world.query<{ state: string; minor: number }>(
      'select state, amount_minor::int as minor from payments.refund where order_id = $1',
      [orderId],
    ),
  ])
  const ours = new Set<string>(attempts.map(({ attemptId }) => attemptId))
  const charged = charges.filter(
    (charge) => ours.has(charge.idempotency_key) && charge.status === 'succeeded',
  )
  const came = payments.filter(
    ({ state }) => state === 'captured' || state === 'surplus' || state.startsWith('refunded'),
  )
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
  return {
    live: payments.filter(({ state }) => isLive(state)).length,
    ours: {
      in: sum(came.map(({ amountMinor }) => amountMinor)),
      out: sum(came.map(({ refundedMinor }) => refundedMinor)),
    },
    provider: {
      in: sum(charged.map(({ amount }) => amount)),
      out: sum(charged.map(({ refunded_amount }) => refunded_amount)),
    },
    carriedOut: sum(refunds.filter(({ state }) => state === 'done').map(({ minor }) => minor)),
  }
}

test('whatever is lost, late, declined, cancelled or refunded, at once too: money in is money kept and money given back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...tokens),
      fc.array(step, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 3 }),
      async (first, steps, atOnce) => {
        const { id } = await world.buy([world.pickup('TEE-M')], { method: 'card', token: first })
        const orderId = id as OrderId
        let given = 0
        for (let from = 0; from < steps.length; from += atOnce) {
          const some = await Promise.all(steps.slice(from, from + atOnce).map((one) => take(orderId, one)))
          for (const minor of some) given += minor
          expect((await booksOf(orderId)).live).toBeLessThanOrEqual(1)
        }
        await comeToRest(orderId)
        const { ours, provider, carriedOut } = await booksOf(orderId)
        expect(ours).toEqual(provider)
        expect(carriedOut).toBe(provider.out)
        const state = await world.stateOf(orderId)
        expect(provider.in - provider.out).toBe(state === 'confirmed' ? GROSS - given : 0)
      },
    ),
    { numRuns: 40, examples: [[LOST, paidTwice, 1]] },
  )
}, 180_000)
