import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { promisable, roomFor, type Counters } from './promise.ts'
import type { ChannelTerms, StockLevel } from './types.ts'

export interface StockFilter {
  /** null: everywhere. */
  readonly places: readonly LocationId[] | null
  readonly sku?: string | undefined
  /** How the SKU begins. */
  readonly startsWith?: string | undefined
  /** Rows behind this SKU and place. */
  readonly after?: readonly [sku: string, locationId: string] | undefined
  readonly limit: number
}

/** Sorts behind every other character: the end of a prefix. */
const LAST = '\u{10FFFF}'

export interface CountedRow extends Counters, Record<string, unknown> {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly channelTerms: ChannelTerms | null
}

export const countedColumns = `sku, location_id as "locationId", on_hand as "onHand", reserved, quarantined, safety, uncovered,
  channel_terms as "channelTerms"`

const levelOf = (row: CountedRow): StockLevel => ({
  sku: row.sku,
  locationId: row.locationId,
  onHand: row.onHand,
  reserved: row.reserved,
  available: Math.max(0, roomFor(promisable(row), row.onHand - row.quarantined, row.channelTerms, null)),
})

/** Rows of stock by SKU and place. */
export async function listStock(ctx: ReadContext, filter: StockFilter): Promise<StockLevel[]> {
  const from = filter.sku ?? filter.startsWith ?? ''
  const until = filter.sku ?? `${filter.startsWith ?? ''}${LAST}`
  const [afterSku, afterPlace] = filter.after ?? ['', '00000000-0000-0000-0000-000000000000']
  const rows = await ctx.query<CountedRow>(
    `select ${countedColumns} from inventory.stock
      where sku >= $1 and sku <= $2 and (sku, location_id) > ($3 collate "C", $4::uuid)
        and ($5::uuid[] is null or location_id = any($5))
      order by sku, location_id limit $6`,
    [from, until, afterSku, afterPlace, filter.places, filter.limit],
  )
  return rows.map(levelOf)
}

/** The rows of these SKUs in one place, as they are now. */
export const levelsAt = async (
  ctx: ReadContext,
  locationId: LocationId,
  skus: readonly Sku[],
): Promise<StockLevel[]> => {
  const rows = await ctx.query<CountedRow>(
    `select ${countedColumns} from inventory.stock
      where sku = any($1) and location_id = $2 order by sku`,
    [skus, locationId],
  )
  return rows.map(levelOf)
}

export interface LedgerRow extends Record<string, unknown> {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly sku: Sku
  readonly locationId: LocationId
  readonly bin: string | null
  readonly lot: { readonly lotId: string; readonly code: string } | null
  readonly quantity: number
  readonly reason: string | null
  readonly note: string | null
  readonly document: { readonly kind: string; readonly id: string }
  readonly channelId: string
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
}

export interface LedgerFilter {
  readonly places: readonly LocationId[] | null
  readonly sku?: string | undefined
  /** Rows older than this id. */
  readonly before?: string | undefined
  readonly limit: number
}

const ledgerColumns = `id, at, kind, sku, location_id as "locationId", bin, quantity, reason, note, channel_id as "channelId",
  jsonb_build_object('kind', document_kind, 'id', document_id) as document,
  jsonb_build_object('kind', actor_kind, 'id', actor_id, 'staffId', staff_id) as actor,
  (select jsonb_build_object('lotId', l.lot_id, 'code', l.code) from inventory.lot l where l.lot_id = movement.lot_id) as lot`

/** A text of its own for each question, because each has an index of its own. */
const ledgerTexts = {
  all: ledgerText('$2::text is null and $3::uuid[] is null'),
  bySku: ledgerText('sku = $2 and ($3::uuid[] is null or location_id = any($3))'),
  byPlace: ledgerText('$2::text is null and location_id = any($3)'),
}

function ledgerText(which: string): string {
  return `select ${ledgerColumns} from inventory.movement where id < $1 and ${which} order by id desc limit $4`
}

/** The ledger, newest first. */
export const listMovements = (ctx: ReadContext, filter: LedgerFilter): Promise<LedgerRow[]> =>
  ctx.query<LedgerRow>(ledgerTexts[filter.sku !== undefined ? 'bySku' : filter.places ? 'byPlace' : 'all'], [
    filter.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    filter.sku ?? null,
    filter.places,
    filter.limit,
  ])
