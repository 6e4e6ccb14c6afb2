import { Refusal, type LocationId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { hashBody } from '#platform/database'
import { emit } from '#platform/events'
import { MAX_CLOCK_SKEW_MS, MAX_LATE_MS } from './limits.ts'

/** A step as a person or device asks for it, under the id that was made where it was done. */
export interface Command {
  readonly commandId: string
  /** When it was done, by the clock of the device; now when left out. */
  readonly at?: Date | undefined
}

/**
 * Does the work of a command once. Sent again it changes nothing (so the caller shows the document as it stands by then), even if the
 * document has gone on since; a refused command is forgotten and may be tried again. Whoever looks at the document, at either end, hears
 * `stockwork.step_done`.
 * @throws Refusal `stockwork.command_reused` for an id used with another body or verb, `stockwork.bad_time`.
 */
export async function once(
  ctx: WriteContext,
  verb: string,
  documentId: string,
  command: Command & object,
  work: (at: Date) => Promise<void>,
): Promise<void> {
  const at = momentOf(ctx, command.at)
  const hash = hashBody([verb, documentId, command])
  const [first] = await ctx.query(
    `insert into stockwork.command (id, verb, document_id, body_hash, at, received_at, actor_kind, actor_id, staff_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing returning 1`,
    [command.commandId, verb, documentId, hash, at, ctx.now, ctx.actor.kind, ctx.actor.id, ctx.actor.staffId],
  )
  if (first) {
    await work(at)
    tellStep(ctx, verb, documentId, await placesOf(ctx, documentId))
    return
  }
  const [before] = await ctx.query<{ hash: string }>(
    'select body_hash as hash from stockwork.command where id = $1',
    [command.commandId],
  )
  if (before?.hash !== hash) throw reused()
}

/** Tells the places of a document that something was done on it, and nothing else: screens read it again. */
export function tellStep(
  ctx: WriteContext,
  verb: string,
  documentId: string,
  places: readonly LocationId[],
): void {
  for (const locationId of places)
    emit(ctx, { type: 'stockwork.step_done', subject: documentId, locationId, data: { verb } })
}

/** Where a document is worked on: a transfer at both its ends. */
const placesOf = async (ctx: ReadContext, documentId: string): Promise<LocationId[]> =>
  (
    await ctx.query<{ locationId: LocationId }>(
      `select location_id as "locationId" from stockwork.advice where id = $1
       union select unnest(array[from_id, to_id]) from stockwork.transfer where id = $1
       union select location_id from stockwork.count where id = $1
       union select location_id from stockwork.adjustment where id = $1`,
      [documentId],
    )
  ).map(({ locationId }) => locationId)

const reused = (): Refusal =>
  new Refusal(
    'unprocessable',
    'stockwork.command_reused',
    'This command id was used before for something else. Make a new id for a new command.',
    { errors: [{ pointer: '/commandId', detail: 'was used before' }] },
  )

/** Clocks of devices go wrong: a moment shortly ahead of ours is now; one far ahead or long ago is refused. */
function momentOf(ctx: ReadContext, at: Date | undefined): Date {
  if (at === undefined) return ctx.now
  const late = ctx.now.getTime() - at.getTime()
  if (late >= -MAX_CLOCK_SKEW_MS && late <= MAX_LATE_MS) return late < 0 ? ctx.now : at
  throw new Refusal(
    'invalid',
    'stockwork.bad_time',
    'The time of this scan is in the future or too long ago. Check the clock of the device.',
    { errors: [{ pointer: '/at', detail: 'in the last 30 days' }], facts: { now: ctx.now.toISOString() } },
  )
}

/** A step that was done on a document. */
export type Step = {
  readonly verb: string
  readonly at: Date
  readonly receivedAt: Date
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
}

/** What was done on a document, oldest first. */
export const historyOf = (ctx: ReadContext, documentId: string): Promise<Step[]> =>
  ctx.query<Step>(
    `select verb, at, received_at as "receivedAt",
            jsonb_build_object('kind', actor_kind, 'id', actor_id, 'staffId', staff_id) as actor
       from stockwork.command where document_id = $1 order by received_at, id`,
    [documentId],
  )
