import { invariant, Refusal } from '@splot/kernel'
import { authorise, type WriteContext } from '#platform/context'
import { tellInbound } from '../inbound.ts'
import { adviceStates, type AdviceState } from '../states.ts'
import { notFound } from '../wire.ts'
import { lockAdvice, readAdvice, readAdviceLines } from './store.ts'
import type { Advice } from './types.ts'

/** The advice, for somebody who may receive in its place. */
export async function adviceToReceive(ctx: WriteContext, id: string): Promise<Advice> {
  const advice = await readAdvice(ctx, id)
  if (!advice) throw notFound('advice')
  authorise(ctx.actor, 'stock.receive', advice.locationId)
  return advice
}

/** Locks the advice and refuses with `stockwork.advice_closed` unless it is in one of these states. */
export async function lockedIn(
  ctx: WriteContext,
  id: string,
  states: readonly AdviceState[],
): Promise<Advice> {
  await lockAdvice(ctx, id)
  const advice = await readAdvice(ctx, id)
  invariant(advice, 'an advice that was found stays')
  if (states.includes(advice.state)) return advice
  throw new Refusal(
    'conflict',
    'stockwork.advice_closed',
    `The advice ${advice.number} is ${adviceStates[advice.state].words.en.toLowerCase()}; this cannot be done to it any more.`,
    { facts: { number: advice.number, state: advice.state } },
  )
}

/** Tells inventory what is still to come by the advice: nothing once it is closed. */
export async function tellOpenRest(ctx: WriteContext, id: string): Promise<void> {
  const advice = await readAdvice(ctx, id)
  invariant(advice, 'an advice that was found stays')
  const { locationId, expectedOn, state } = advice
  const isOpen = state === 'announced' || state === 'receiving'
  const lines = isOpen ? await readAdviceLines(ctx, id) : []
  await tellInbound(ctx, {
    document: { kind: 'advice', id },
    locationId,
    lines: lines.flatMap(({ sku, expected, received, damaged }) => {
      const quantity = expected - received - damaged
      return quantity > 0 ? { sku, quantity, expectedOn } : []
    }),
  })
}
