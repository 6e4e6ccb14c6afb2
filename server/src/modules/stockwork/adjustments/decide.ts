import { invariant, Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import { authorise, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { once, type Command } from '../command.ts'
import { adjustmentStates, adjustmentVerbs, type AdjustmentState } from '../states.ts'
import { notFound } from '../wire.ts'
import { book } from './adjust.ts'
import { lockAdjustment, readAdjustment, setAdjustmentState } from './store.ts'
import type { Adjustment } from './types.ts'

type Decision = Command & { readonly note: string | null }

/** Books what somebody asked for. Needs `stock.approve`. */
export async function approveAdjustment(ctx: WriteContext, id: string, decision: Decision): Promise<void> {
  await toApprove(ctx, id)
  await once(ctx, 'adjustment.approve', id, decision, async () => {
    const adjustment = await lockedIn(ctx, id, adjustmentVerbs['approve, reject'])
    const { number, locationId, reason, lines } = adjustment
    await setAdjustmentState(ctx, id, 'posted', decision.note)
    await book(ctx, adjustment)
    const data = { adjustmentId: id, number, locationId, reason, lines }
    emit(ctx, { type: 'stockwork.adjustment_approved', subject: id, locationId, data })
    await audit(ctx, {
      action: 'stockwork.adjustment_approved',
      subject: id,
      locationId,
      detail: { number, lines },
    })
  })
}

/** Nothing is booked. Needs `stock.approve`. */
export async function rejectAdjustment(ctx: WriteContext, id: string, decision: Decision): Promise<void> {
  await toApprove(ctx, id)
  await once(ctx, 'adjustment.reject', id, decision, async () => {
    const { number, locationId } = await lockedIn(ctx, id, adjustmentVerbs['approve, reject'])
    await setAdjustmentState(ctx, id, 'rejected', decision.note)
    const detail = { number, note: decision.note }
    await audit(ctx, { action: 'stockwork.adjustment_rejected', subject: id, locationId, detail })
  })
}

async function toApprove(ctx: WriteContext, id: string): Promise<void> {
  const adjustment = await readAdjustment(ctx, id)
  if (!adjustment) throw notFound('adjustment')
  authorise(ctx.actor, 'stock.approve', adjustment.locationId)
}

/** Locks the adjustment and refuses with `stockwork.adjustment_state` unless it is in one of these states. */
export async function lockedIn(
  ctx: WriteContext,
  id: string,
  states: readonly AdjustmentState[],
): Promise<Adjustment> {
  await lockAdjustment(ctx, id)
  const adjustment = await readAdjustment(ctx, id)
  invariant(adjustment, 'an adjustment that was found stays')
  if (states.includes(adjustment.state)) return adjustment
  throw new Refusal(
    'conflict',
    'stockwork.adjustment_state',
    `The adjustment ${adjustment.number} is "${adjustmentStates[adjustment.state].words.en}"; this cannot be done to it now.`,
    { facts: { number: adjustment.number, state: adjustment.state } },
  )
}
