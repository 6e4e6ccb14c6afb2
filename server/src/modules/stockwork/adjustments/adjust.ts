import type { LocationId } from '@splot/kernel'
import { adjust, type AdjustmentReason } from '#modules/inventory'
import { audit } from '#platform/auth'
import { authorise, holds, type WriteContext } from '#platform/context'
import { knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { runningWith } from '../counts/start.ts'
import { knownPlace } from '../places.ts'
import { limitOf } from './limit.ts'
import { insertAdjustment } from './store.ts'
import type { AdjustedLine, AdjustmentLimit } from './types.ts'

export interface NewAdjustment extends Command {
  readonly locationId: LocationId
  readonly reason: AdjustmentReason
  readonly note: string | null
  readonly lines: readonly (Omit<AdjustedLine, 'sku'> & { readonly code: string })[]
}

/**
 * Puts the book right. Beyond the limit of the place it becomes a request, unless the actor may approve it anyway. The command's id
 * becomes the adjustment's.
 * @throws Refusal `stockwork.unknown_place`, `inventory.unknown_sku`, `stockwork.count_running` for a count of SKUs that are being
 * counted.
 */
export async function adjustStock(ctx: WriteContext, adjustment: NewAdjustment): Promise<void> {
  const { commandId, locationId } = adjustment
  authorise(ctx.actor, 'stock.adjust', locationId)
  await knownPlace(ctx, locationId)
  const lines = (await knownSkus(ctx, adjustment.lines, 'sku')).map(lineOf)
  await once(ctx, 'adjustment.ask', commandId, adjustment, () =>
    writeAdjustment(ctx, commandId, { ...adjustment, lines }),
  )
}

const lineOf = ({ sku, quantity, bin, lot, serials, aside }: AdjustedLine): AdjustedLine => ({
  sku,
  quantity,
  bin,
  lot,
  serials,
  aside,
})

/** Writes an adjustment whose lines are known, and books it or leaves it to be approved. */
export async function writeAdjustment(
  ctx: WriteContext,
  id: string,
  adjustment: Pick<NewAdjustment, 'locationId' | 'reason' | 'note'> & {
    readonly lines: readonly AdjustedLine[]
  },
): Promise<void> {
  const { locationId, reason, note, lines } = adjustment
  const pieces = lines.reduce((sum, { quantity }) => sum + Math.abs(quantity), 0)
  if (reason === 'count') {
    const skus = lines.map(({ sku }) => sku)
    const running = await runningWith(ctx, locationId, skus)
    if (running) throw running
  }
  const isFree = holds(ctx.actor, 'stock.approve', locationId)
  const state = isFree || isWithin(await limitOf(ctx, locationId), lines, pieces) ? 'posted' : 'requested'
  const number = await insertAdjustment(ctx, id, { locationId, reason, note, state, lines, pieces })
  if (state === 'posted') await book(ctx, { id, number, locationId, reason, note, lines })
  const detail = { number, reason, state, lines }
  // The name that the audit log has had for it since before there were limits.
  const action = state === 'posted' ? 'inventory.adjusted' : 'stockwork.adjustment_requested'
  await audit(ctx, { action, subject: id, locationId, detail })
}

const isWithin = (
  { linePieces, documentPieces }: AdjustmentLimit,
  lines: readonly AdjustedLine[],
  pieces: number,
): boolean => {
  const bySku = Map.groupBy(lines, ({ sku }) => sku)
  const piecesOf = (some: readonly AdjustedLine[]) =>
    some.reduce((sum, { quantity }) => sum + Math.abs(quantity), 0)
  return pieces <= documentPieces && [...bySku.values()].every((some) => piecesOf(some) <= linePieces)
}

/** Books the lines of an adjustment. */
export const book = (
  ctx: WriteContext,
  {
    id,
    number,
    locationId,
    reason,
    note,
    lines,
  }: {
    readonly id: string
    readonly number: string
    readonly locationId: LocationId
    readonly reason: AdjustmentReason
    readonly note: string | null
    readonly lines: readonly AdjustedLine[]
  },
): Promise<void> =>
  adjust(ctx, [{ document: { kind: 'adjustment', id }, locationId, lines, reason, note: note ?? number }])
