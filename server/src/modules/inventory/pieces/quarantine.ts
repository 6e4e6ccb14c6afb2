import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { linesAt } from '../lines.ts'
import { move } from '../move.ts'
import type { DocumentRef, LotName } from '../types.ts'
import { FIRST_QUARANTINE } from './bins.ts'
import { nameLots, shareLots } from './lots.ts'
import { refuseUnknownBins } from './put-away.ts'

/** Pieces that somebody found wanting. */
export interface Doubtful {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly {
    readonly sku: Sku
    readonly quantity: number
    /** Left out: wherever the rules of the place find them. */
    readonly from?: string | undefined
    readonly lot?: LotName | undefined
    readonly serials?: readonly string[] | undefined
  }[]
  /** Why: the next who looks at them reads it. */
  readonly note: string
  readonly actor?: Actor | undefined
}

/**
 * Takes pieces off sale until somebody has decided: into the first quarantine bin of the place, which begins to exist with the first
 * pieces. They stay on hand. Promises that cannot be kept any more show as free pieces below zero.
 * @throws Refusal 409 `inventory.not_on_sale` with a pointer per line (what is not in the book is found first), `inventory.unknown_bin`.
 */
export async function setAside(ctx: WriteContext, doubtful: Doubtful): Promise<void> {
  const { document, locationId, lines, note, actor } = doubtful
  // Bins, then lots, then rows: the order of locks of this module.
  await refuseUnknownBins(
    ctx,
    locationId,
    lines.flatMap(({ from }, index) =>
      from === undefined ? [] : [{ pointer: `/lines/${index}/from`, code: from }],
    ),
  )
  const to = await quarantineOf(ctx, locationId)
  const moved = linesAt(
    locationId,
    lines.map(({ from, ...line }) => ({ ...line, bin: from, to })),
    1,
  )
  const lotIds = await nameLots(ctx, moved)
  await shareLots(
    ctx,
    (lotIds ?? []).flatMap((lotId) => lotId ?? []),
  )
  const there = await piecesThere(ctx, locationId, lines)
  refuseMoreThan(
    lines,
    new Map(there.map(({ sku, onHand, aside }) => [sku, onHand - aside])),
    'inventory.not_on_sale',
    'So many pieces are not here outside quarantine. If you have them in your hands, book them as found first.',
    'are outside quarantine',
  )
  const named = moved.map((line, index) => ({ ...line, lot: undefined, lotId: lotIds?.[index] }))
  await move(ctx, [{ kind: 'put_away', document, reason: 'quarantine', note, actor, lines: named }])
}

/** The first quarantine bin of the place, made when there is none. */
async function quarantineOf(ctx: WriteContext, locationId: LocationId): Promise<string> {
  const [bin] = await ctx.query<{ code: string }>(
    `with known as (
       select code from inventory.bin where location_id = $1 and kind = 'quarantine' order by code limit 1),
     made as (
       insert into inventory.bin (location_id, code, kind, created_at)
       select $1, $2, 'quarantine', $3 where not exists (select from known)
       on conflict (location_id, code) do update set code = excluded.code where bin.kind = 'quarantine' returning code)
     select code from known union all select code from made`,
    [locationId, FIRST_QUARANTINE, ctx.now],
  )
  if (bin) return bin.code
  throw new Refusal(
    'conflict',
    'inventory.bin_exists',
    `A bin of another kind is called ${FIRST_QUARANTINE} here. Make a quarantine bin first.`,
  )
}

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

/** What is put on sale again must have been put aside: this is a decision, not a physical fact. */
async function refuseMoreThanThere(ctx: WriteContext, { locationId, lines }: Looked): Promise<void> {
  const there = await piecesThere(ctx, locationId, lines)
  refuseMoreThan(
    lines,
    new Map(there.map(({ sku, aside }) => [sku, aside])),
    'inventory.not_in_quarantine',
    'So many pieces are not in quarantine here. Look at the lines named here.',
    'are in quarantine',
  )
}

type Asked = Looked['lines'][number]

/** What is on hand, and how much of it lies in quarantine bins. Locks the rows. */
async function piecesThere(
  ctx: WriteContext,
  locationId: LocationId,
  lines: readonly Asked[],
): Promise<{ sku: Sku; onHand: number; aside: number }[]> {
  const skus = [...new Set(lines.map((line) => line.sku))]
  await ctx.query(
    'select from inventory.stock where sku = any($1) and location_id = $2 order by sku, location_id for update',
    [skus, locationId],
  )
  return ctx.query<{ sku: Sku; onHand: number; aside: number }>(
    `select s.sku, s.on_hand as "onHand", coalesce(q.pieces, 0)::int as aside
       from inventory.stock s left join lateral (
         select sum(b.quantity) as pieces from inventory.bin_stock b
           join inventory.bin k on k.location_id = b.location_id and k.code = b.bin and k.kind = 'quarantine'
          where b.stock_id = s.stock_id) q on true
      where s.sku = any($1) and s.location_id = $2`,
    [skus, locationId],
  )
}

function refuseMoreThan(
  lines: readonly Asked[],
  left: Map<Sku, number>,
  code: string,
  message: string,
  detail: string,
): void {
  const errors = lines.flatMap(({ sku, quantity }, index) => {
    const there = left.get(sku) ?? 0
    left.set(sku, there - quantity)
    return quantity > there
      ? [{ pointer: `/lines/${index}/quantity`, detail: `${Math.max(0, there)} ${detail}` }]
      : []
  })
  if (errors.length > 0) throw new Refusal('conflict', code, message, { errors })
}
