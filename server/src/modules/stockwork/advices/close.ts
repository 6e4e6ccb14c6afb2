import type { LocalDate } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { once, type Command } from '../command.ts'
import { differencesOf, explain, toldDifferences, type GivenReason } from '../reasons.ts'
import { adviceVerbs } from '../states.ts'
import { adviceToReceive, lockedIn, tellOpenRest } from './open-advice.ts'
import { readAdviceLines, setAdviceState, updateAdvice } from './store.ts'

/**
 * Ends the receiving: nothing more comes. Every difference needs a reason.
 * @throws Refusal `stockwork.difference_unexplained`, `stockwork.advice_closed`.
 */
export async function closeAdvice(
  ctx: WriteContext,
  adviceId: string,
  command: Command & { readonly reasons: readonly GivenReason[] },
): Promise<void> {
  await adviceToReceive(ctx, adviceId)
  await once(ctx, 'advice.close', adviceId, command, async () => {
    const { number, locationId } = await lockedIn(ctx, adviceId, adviceVerbs['receive, close, change'])
    const differences = explain(differencesOf(await readAdviceLines(ctx, adviceId)), command.reasons)
    await setAdviceState(ctx, adviceId, 'closed', differences)
    await tellOpenRest(ctx, adviceId)
    emit(ctx, {
      type: 'stockwork.advice_closed',
      subject: adviceId,
      locationId,
      data: { adviceId, number, locationId, differences: toldDifferences(differences) },
    })
    const detail = { number, differences: differences.length }
    await audit(ctx, { action: 'stockwork.advice_closed', subject: adviceId, locationId, detail })
  })
}

/** The goods do not come at all; only before the first of them came. */
export async function cancelAdvice(ctx: WriteContext, adviceId: string, command: Command): Promise<void> {
  await adviceToReceive(ctx, adviceId)
  await once(ctx, 'advice.cancel', adviceId, command, async () => {
    const { number, locationId } = await lockedIn(ctx, adviceId, adviceVerbs.cancel)
    await setAdviceState(ctx, adviceId, 'cancelled')
    await tellOpenRest(ctx, adviceId)
    const detail = { number }
    await audit(ctx, { action: 'stockwork.advice_cancelled', subject: adviceId, locationId, detail })
  })
}

/** Another day, or another note. */
export async function changeAdvice(
  ctx: WriteContext,
  adviceId: string,
  command: Command & { readonly expectedOn?: LocalDate | undefined; readonly note?: string | undefined },
): Promise<void> {
  await adviceToReceive(ctx, adviceId)
  await once(ctx, 'advice.change', adviceId, command, async () => {
    const { number, locationId } = await lockedIn(ctx, adviceId, adviceVerbs['receive, close, change'])
    await updateAdvice(ctx, adviceId, command)
    await tellOpenRest(ctx, adviceId)
    const detail = { number, expectedOn: command.expectedOn }
    await audit(ctx, { action: 'stockwork.advice_changed', subject: adviceId, locationId, detail })
  })
}
