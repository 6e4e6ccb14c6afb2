import { Refusal, type LocationId } from '@splot/kernel'
import { lockAhead, movementsOf, reverse } from '#modules/inventory'
import { audit } from '#platform/auth'
import { authorise, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { lockedIn as lockedAdjustmentIn } from './adjustments/decide.ts'
import { readAdjustment, setAdjustmentState } from './adjustments/store.ts'
import { tellOpenRest } from './advices/open-advice.ts'
import { lockAdvice, readAdvice, receiptById, takeOffReceived } from './advices/store.ts'
import { once, type Command } from './command.ts'
import { lockedIn as lockedCountIn } from './counts/locked.ts'
import { readCount, setCountState } from './counts/store.ts'
import { adjustmentVerbs, countVerbs, transferVerbs } from './states.ts'
import { lockedIn as lockedTransferIn } from './transfers/locked.ts'
import { readTransfer, setTransferState } from './transfers/store.ts'
import { atBothEnds, tellUnderWay } from './transfers/under-way.ts'

export const undoable = ['receipt', 'adjustment', 'count', 'transfer'] as const

export interface Undoing extends Command {
  readonly document: { readonly kind: (typeof undoable)[number]; readonly id: string }
  /** For people: why it was wrong. */
  readonly reason: string
}

/**
 * Takes a posted document back as a whole, once: the ledger gets the opposite of each of its movements under a paper of its own,
 * and nothing is erased. What has left since then makes the book fall below zero, which is told as any oversell. Needs
 * `stock.approve` in every place that the document touched.
 * @throws Refusal `stockwork.not_found` when nothing was posted, `stockwork.already_undone`, and the refusals of its document.
 */
export async function undo(ctx: WriteContext, undoing: Undoing): Promise<void> {
  const { commandId, document, reason } = undoing
  const moved = await movementsOf(ctx, document)
  const places = [...new Set(moved.map(({ locationId }) => locationId))].sort()
  if (places.length === 0 && !(await isPaper(ctx, document))) throw nothingPosted()
  for (const place of places) authorise(ctx.actor, 'stock.approve', place)
  await once(ctx, 'undo', document.id, undoing, async () => {
    await markUndone(ctx, undoing, moved)
    const [paper] = await ctx.query<{ number: string }>(
      `insert into stockwork.undo (id, number, document_kind, document_id, reason, at, staff_id)
       values ($1, stockwork.number_of('U', nextval('stockwork.undo_body')), $2, $3, $4, $5, $6)
       on conflict (document_kind, document_id) do nothing returning number`,
      [commandId, document.kind, document.id, reason, ctx.now, ctx.actor.staffId],
    )
    if (!paper) throw alreadyUndone()
    await reverse(ctx, { document: { kind: 'undo', id: commandId }, of: document, note: reason })
    await tell(ctx, undoing, paper.number, places)
  })
}

async function tell(
  ctx: WriteContext,
  { commandId, document, reason }: Undoing,
  number: string,
  places: readonly LocationId[],
): Promise<void> {
  const locationId = places.length === 1 ? (places[0] ?? null) : null
  const data = { undoId: commandId, number, document, locationIds: places }
  emit(ctx, { type: 'stockwork.document_undone', subject: document.id, locationId, data })
  const detail = { number, document, reason }
  await audit(ctx, { action: 'stockwork.document_undone', subject: document.id, locationId, detail })
}

/** A count without a difference and the like: a paper that moved nothing. */
async function isPaper(ctx: WriteContext, { kind, id }: Undoing['document']): Promise<boolean> {
  const paper =
    kind === 'count'
      ? await readCount(ctx, id)
      : kind === 'transfer'
        ? await readTransfer(ctx, id)
        : kind === 'adjustment'
          ? await readAdjustment(ctx, id)
          : await adviceOfReceipt(ctx, id)
  if (!paper) return false
  authorise(ctx.actor, 'stock.approve', 'locationId' in paper ? paper.locationId : paper.fromId)
  return true
}

const adviceOfReceipt = async (ctx: WriteContext, id: string) => {
  const receipt = await receiptById(ctx, id)
  return receipt && readAdvice(ctx, receipt.adviceId)
}

/** Locks the document, refuses unless it stands as posted, and writes down on it that it was taken back. */
async function markUndone(
  ctx: WriteContext,
  { document: { kind, id } }: Undoing,
  moved: Awaited<ReturnType<typeof movementsOf>>,
): Promise<void> {
  switch (kind) {
    case 'receipt': {
      // A delivery that was taken in without an advice is its movements and nothing else.
      const receipt = await receiptById(ctx, id)
      if (!receipt) return
      await lockAdvice(ctx, receipt.adviceId)
      if (await wasUndone(ctx, kind, id)) throw alreadyUndone()
      await lockAhead(ctx, { rows: moved })
      await takeOffReceived(ctx, receipt.adviceId, receipt.lines)
      await tellOpenRest(ctx, receipt.adviceId)
      return
    }
    case 'adjustment': {
      if (!(await readAdjustment(ctx, id))) return
      if (await wasUndone(ctx, kind, id)) throw alreadyUndone()
      await lockedAdjustmentIn(ctx, id, adjustmentVerbs.undo)
      await setAdjustmentState(ctx, id, 'undone')
      return
    }
    case 'count': {
      if (await wasUndone(ctx, kind, id)) throw alreadyUndone()
      await lockedCountIn(ctx, id, countVerbs.undo)
      await setCountState(ctx, id, 'undone')
      return
    }
    case 'transfer': {
      if (await wasUndone(ctx, kind, id)) throw alreadyUndone()
      const transfer = await lockedTransferIn(ctx, id, transferVerbs.undo)
      await lockAhead(ctx, { rows: atBothEnds(transfer, moved) })
      await setTransferState(ctx, id, 'undone', ctx.now)
      await tellUnderWay(ctx, id)
    }
  }
}

const wasUndone = async (ctx: WriteContext, kind: string, id: string): Promise<boolean> =>
  (await ctx.query('select 1 from stockwork.undo where document_kind = $1 and document_id = $2', [kind, id]))
    .length > 0

const nothingPosted = (): Refusal =>
  new Refusal('not_found', 'stockwork.not_found', 'There is no such document, or it has moved nothing.', {
    errors: [{ pointer: '/document/id', detail: 'nothing was posted under it' }],
  })

const alreadyUndone = (): Refusal =>
  new Refusal('conflict', 'stockwork.already_undone', 'This document was taken back before.')
