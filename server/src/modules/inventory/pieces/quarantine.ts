import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { linesAt } from '../lines.ts'
import { move } from '../move.ts'
import type { DocumentRef } from '../types.ts'
import { refuseUnknownBins } from './put-away.ts'

/** Pieces that lie in the quarantine of a place, and about which somebody has decided. */
export interface Looked {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly {
    readonly sku: Sku
    readonly quantity: number
    readonly serials?: readonly string[] | undefined
  }[]
  readonly note?: string | undefined
  readonly actor?: Actor | undefined
}

/**
 * They are good: back on sale at once, on the first shelf of the place, in `bin`, or in no bin where there is no shelf. Pieces of blocked
 * and expired lots stay off sale wherever they lie.
 * @throws Refusal 409 `inventory.not_in_quarantine` with a pointer per line, `inventory.unknown_bin`, `inventory.bad_quantity`.
 */
export async function releaseQuarantined(ctx: WriteContext, looked: Looked, bin?: string): Promise<void> {
  const { document, locationId, lines, note, actor } = looked
  if (bin !== undefined) await refuseUnknownBins(ctx, locationId, [{ pointer: '/bin', code: bin }])
  await refuseMoreThanThere(ctx, looked)
  const [shelf] = await ctx.query<{ code: string }>(
    `select code from inventory.bin where location_id = $1 and kind = 'shelf' order by code limit 1`,
    [locationId],
  )
  const to = bin ?? shelf?.code ?? ''
  const moved = linesAt(
    locationId,
    lines.map((line) => ({ ...line, aside: true, to })),
    1,
  )
  await move(ctx, [{ kind: 'put_away', document, note, actor, lines: moved }])
}

/** They are not good: off the book as damage. Refusals as `releaseQuarantined`. */
export async function writeOffQuarantined(ctx: WriteContext, looked: Looked): Promise<void> {
  const { document, locationId, lines, note, actor } = looked
  await refuseMoreThanThere(ctx, looked)
  const moved = linesAt(
    locationId,
    lines.map((line) => ({ ...line, aside: true })),
    -1,
  )
  await move(ctx, [{ kind: 'damage', document, reason: 'quarantine', note, actor, lines: moved }])
}

/** What is put on sale again must have been put aside: this is a decision, not a physical fact. Locks the rows. */
async function refuseMoreThanThere(ctx: WriteContext, { locationId, lines }: Looked): Promise<void> {
  const skus = [...new Set(lines.map((line) => line.sku))]
  await ctx.query(
    'select from inventory.stock where sku = any($1) and location_id = $2 order by sku, location_id for update',
    [skus, locationId],
  )
  const rows = await ctx.query<{ sku: Sku; pieces: number }>(
    `select s.sku, sum(b.quantity)::int as pieces
       from inventory.stock s join inventory.bin_stock b on b.stock_id = s.stock_id
       join inventory.bin k on k.location_id = b.location_id and k.code = b.bin and k.kind = 'quarantine'
      where s.sku = any($1) and s.location_id = $2 group by s.sku`,
    [skus, locationId],
  )
  const left = new Map(rows.map((row) => [row.sku, row.pieces]))
  const errors = lines.flatMap(({ sku, quantity }, index) => {
    const there = left.get(sku) ?? 0
    left.set(sku, there - quantity)
    return quantity > there
      ? [{ pointer: `/lines/${index}/quantity`, detail: `${Math.max(0, there)} are in quarantine` }]
      : []
  })
  if (errors.length === 0) return
  throw new Refusal(
    'conflict',
    'inventory.not_in_quarantine',
    'So many pieces are not in quarantine here. Look at the lines named here.',
    { errors },
  )
}
