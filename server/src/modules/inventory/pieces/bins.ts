import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'

export const binKinds = ['shelf', 'back_room', 'staging', 'quarantine', 'receiving'] as const
export type BinKind = (typeof binKinds)[number]

/** Bins of one place. */
const MAX_BINS = 5_000

/** Where a place puts things aside that has said nothing else. */
export const FIRST_QUARANTINE = 'QUARANTINE'

export interface Bin extends Record<string, unknown> {
  readonly locationId: LocationId
  readonly code: string
  readonly kind: BinKind
}

/**
 * Makes a bin. From its first bin on (other than quarantine) a place tells its pieces apart; those that are there already are in no bin
 * until somebody puts them away. The same bin again changes nothing.
 * @throws Refusal 409 `inventory.bin_exists` for a code that stands with another kind, 409 `inventory.too_many_bins`.
 */
export async function openBin(ctx: WriteContext, { locationId, code, kind }: Bin): Promise<void> {
  const [row] = await ctx.query<{ kind: BinKind; bins: number }>(
    `with made as (
       insert into inventory.bin (location_id, code, kind, created_at) values ($1, $2, $3, $4)
       on conflict (location_id, code) do nothing returning kind)
     select coalesce((select kind from made), (select kind from inventory.bin where location_id = $1 and code = $2)) as kind,
            (select count(*)::int from inventory.bin where location_id = $1) as bins`,
    [locationId, code, kind, ctx.now],
  )
  if (row && row.bins >= MAX_BINS)
    throw new Refusal('conflict', 'inventory.too_many_bins', `A place has at most ${MAX_BINS} bins.`)
  if (row?.kind !== null && row?.kind !== kind) {
    throw new Refusal('conflict', 'inventory.bin_exists', 'There is a bin of another kind with this code.', {
      errors: [{ pointer: '/code', detail: `is a ${row?.kind}` }],
    })
  }
}

/**
 * Makes the first quarantine bins of these places, where there are none, before lots and rows of stock are locked: who puts something aside by
 * hand does it in this order.
 */
export async function openQuarantines(ctx: WriteContext, places: readonly LocationId[]): Promise<void> {
  if (places.length === 0) return
  await ctx.query(
    `insert into inventory.bin (location_id, code, kind, created_at)
     select distinct p.id, $2, 'quarantine', $3::timestamptz from unnest($1::uuid[]) as p(id)
      where not exists (select from inventory.bin b where b.location_id = p.id and b.kind = 'quarantine')
      order by p.id
     on conflict do nothing`,
    [places, FIRST_QUARANTINE, ctx.now],
  )
}

/**
 * Takes a bin out of use.
 * @throws Refusal `inventory.unknown_bin`, 409 `inventory.bin_not_empty`.
 */
export async function closeBin(ctx: WriteContext, locationId: LocationId, code: string): Promise<void> {
  // Whoever puts pieces into it holds a share of this row until the commit.
  const [bin] = await ctx.query<{ pieces: number }>(
    `select coalesce((select sum(b.quantity) from inventory.bin_stock b
                       where b.location_id = k.location_id and b.bin = k.code), 0)::int as pieces
       from inventory.bin k where k.location_id = $1 and k.code = $2 for update`,
    [locationId, code],
  )
  if (!bin) throw unknownBin([{ pointer: '/code', code }])
  // Counted again behind the lock: the statement above saw what was there when it began to wait.
  const [now] = await ctx.query(
    `select 1 from inventory.bin_stock where location_id = $1 and bin = $2 limit 1`,
    [locationId, code],
  )
  if (now) {
    throw new Refusal(
      'conflict',
      'inventory.bin_not_empty',
      'There are pieces in this bin. Put them away first.',
      { facts: { pieces: bin.pieces } },
    )
  }
  await ctx.query('delete from inventory.bin where location_id = $1 and code = $2', [locationId, code])
}

export const unknownBin = (named: readonly { readonly pointer: string; readonly code: string }[]): Refusal =>
  new Refusal('unprocessable', 'inventory.unknown_bin', 'This place has no such bin. Check the code.', {
    errors: named.map(({ pointer, code }) => ({ pointer, detail: `no bin ${code} here` })),
  })

/** Bins by code with what lies in each; `after` is the last code of the page before. */
export const listBins = (
  ctx: ReadContext,
  locationId: LocationId,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<(Bin & { readonly pieces: number; readonly skus: number })[]> =>
  ctx.query<Bin & { readonly pieces: number; readonly skus: number }>(
    `select k.location_id as "locationId", k.code, k.kind, coalesce(c.pieces, 0)::int as pieces, coalesce(c.skus, 0)::int as skus
       from inventory.bin k
       left join lateral (select sum(b.quantity) as pieces, count(distinct b.stock_id) as skus from inventory.bin_stock b
                           where b.location_id = k.location_id and b.bin = k.code) c on true
      where k.location_id = $1 and k.code > $2 order by k.code limit $3`,
    [locationId, page.after ?? '', page.limit],
  )

export interface BinPieces extends Record<string, unknown> {
  readonly sku: Sku
  readonly bin: string
  readonly lot: string | null
  readonly expiresOn: string | null
  readonly quantity: number
}

/** What lies in a bin, by SKU. */
export const piecesInBin = (
  ctx: ReadContext,
  locationId: LocationId,
  bin: string,
  page: { readonly after?: readonly [sku: string, lotId: string] | undefined; readonly limit: number },
): Promise<(BinPieces & { readonly lotId: string })[]> =>
  ctx.query<BinPieces & { readonly lotId: string }>(
    `select s.sku, b.bin, l.code as lot, l.expires_on::text as "expiresOn", b.quantity, b.lot_id as "lotId"
       from inventory.bin_stock b join inventory.stock s on s.stock_id = b.stock_id
       left join inventory.lot l on l.lot_id = b.lot_id
      where b.location_id = $1 and b.bin = $2 and (s.sku, b.lot_id) > ($3 collate "C", $4::uuid)
      order by s.sku, b.lot_id limit $5`,
    [locationId, bin, ...(page.after ?? ['', '00000000-0000-0000-0000-000000000000']), page.limit],
  )
