import { newId, Refusal, type Sku } from '@splot/kernel'
import { systemActor, type Platform, type ReadContext, type WriteContext } from '#platform/context'
import { publishLevels } from '../events.ts'
import type { MovedLine } from '../move.ts'
import type { LotName } from '../types.ts'
import { countQuarantined } from './store.ts'

/** Lots that one transaction of `expireLots` takes off sale. */
const EXPIRE_BATCH = 50
/** Lots leave sale this long before their day begins, so that none is on sale after the turn while the job runs each minute. */
const AHEAD_MS = 90_000
/** Longest code of a lot. */
const MAX_CODE = 64

/** A lot and where it stands; `pieces` are in all places together. */
export interface Lot extends Record<string, unknown> {
  readonly lotId: string
  readonly sku: Sku
  readonly code: string
  /** YYYY-MM-DD; the last day of the product itself. */
  readonly expiresOn: string | null
  /** The first day on which it may no longer be sold. */
  readonly unsellableFrom: string | null
  readonly state: 'sellable' | 'expired' | 'blocked'
  readonly blockedReason: string | null
  readonly pieces: number
}

/**
 * The ids of the lots that lines name by code, in order; a lot that is named for the first time begins to exist. Undefined when no
 * line names one.
 * @throws Refusal `inventory.bad_lot`, `inventory.lot_expiry_differs`.
 */
export async function nameLots(
  ctx: WriteContext,
  lines: readonly MovedLine[],
): Promise<(string | undefined)[] | undefined> {
  const named = new Map<string, { sku: Sku; lot: LotName }>()
  lines.forEach(({ sku, lot }, index) => {
    if (!lot) return
    if (lot.code.length === 0 || lot.code.length > MAX_CODE || !isDay(lot.expiresOn)) throw badLot(index)
    const known = named.get(keyOf(sku, lot))
    named.set(keyOf(sku, lot), { sku, lot: lot.expiresOn ? lot : (known?.lot ?? lot) })
  })
  if (named.size === 0) return undefined
  const wanted = [...named.values()]
  const rows = await lotsNamed(ctx, wanted)
  const lots = new Map(rows.map((row) => [keyOf(row.sku, row), row]))
  return lines.map(({ sku, lot }, index) => {
    if (!lot) return undefined
    const found = lots.get(keyOf(sku, lot))
    if (lot.expiresOn && found?.expiresOn !== lot.expiresOn) throw otherExpiry(index, found?.expiresOn)
    return found?.lotId
  })
}

interface NamedLot extends Record<string, unknown> {
  readonly lotId: string
  readonly sku: Sku
  readonly code: string
  readonly expiresOn: string | null
}

/**
 * The lots with these names, made where there are none, with the expiry date that is told of one that had none. Those that stand as they are
 * are not locked here but with the others of the same moves (`inventory.move_apart`), by their ids as everywhere.
 */
async function lotsNamed(
  ctx: WriteContext,
  wanted: readonly { readonly sku: Sku; readonly lot: LotName }[],
): Promise<NamedLot[]> {
  const skus = wanted.map(({ sku }) => sku)
  const codes = wanted.map(({ lot }) => lot.code)
  const expiresOn = wanted.map(({ lot }) => lot.expiresOn ?? null)
  await ctx.query(
    `insert into inventory.lot (lot_id, sku, code, expires_on, unsellable_from, expired_at, created_at)
     select d.lot_id, d.sku, d.code, d.expires_on, d.expires_on + 1 - coalesce(t.unsellable_days, 0),
            case when d.expires_on + 1 - coalesce(t.unsellable_days, 0) <= inventory.business_day($1) then $1::timestamptz end, $1
       from unnest($2::uuid[], $3::text[], $4::text[], $5::date[]) as d(lot_id, sku, code, expires_on)
       left join inventory.tracking t on t.sku = d.sku collate "C"
      order by d.sku collate "C", d.code collate "C"
     on conflict do nothing`,
    [ctx.now, wanted.map(() => newId()), skus, codes, expiresOn],
  )
  const read = () =>
    ctx.query<NamedLot>(
      `select l.lot_id as "lotId", l.sku, l.code, l.expires_on::text as "expiresOn"
         from unnest($1::text[], $2::text[]) as d(sku, code)
         join inventory.lot l on l.sku = d.sku collate "C" and l.code = d.code collate "C"`,
      [skus, codes],
    )
  const rows = await read()
  const dated = new Set(wanted.flatMap(({ sku, lot }) => (lot.expiresOn ? keyOf(sku, lot) : [])))
  const undated = rows.filter((row) => row.expiresOn === null && dated.has(keyOf(row.sku, row)))
  if (undated.length === 0) return rows
  await ctx.query(
    `update inventory.lot l
        set expires_on = d.expires_on, unsellable_from = d.expires_on + 1 - coalesce(t.unsellable_days, 0)
       from unnest($1::text[], $2::text[], $3::date[]) as d(sku, code, expires_on)
       left join inventory.tracking t on t.sku = d.sku collate "C"
      where l.sku = d.sku collate "C" and l.code = d.code collate "C" and l.expires_on is null and d.expires_on is not null
        and l.lot_id = any(array(select lot_id from inventory.lot where lot_id = any($4::uuid[]) order by lot_id for update))`,
    [skus, codes, expiresOn, undated.map(({ lotId }) => lotId)],
  )
  return read()
}

const keyOf = (sku: string, { code }: { readonly code: string }) => `${sku}\0${code}`

const isDay = (text: string | undefined): boolean =>
  text === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(text) && isReal(text))

/** 30 February is none. */
const isReal = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

const badLot = (index: number): Refusal =>
  new Refusal(
    'invalid',
    'inventory.bad_lot',
    `A lot has a code of 1 to ${MAX_CODE} letters and a real day.`,
    {
      errors: [{ pointer: `/lines/${index}/lot`, detail: 'code, expiresOn as YYYY-MM-DD' }],
    },
  )

const otherExpiry = (index: number, known: string | null | undefined): Refusal =>
  new Refusal(
    'conflict',
    'inventory.lot_expiry_differs',
    'This lot is known with another expiry date. Look at the label again, or at the lot.',
    { errors: [{ pointer: `/lines/${index}/lot/expiresOn`, detail: `known as ${known ?? 'none'}` }] },
  )

const lotColumns = `l.lot_id as "lotId", l.sku, l.code, l.expires_on::text as "expiresOn",
  l.unsellable_from::text as "unsellableFrom", l.blocked_reason as "blockedReason",
  case when l.blocked_at is not null then 'blocked' when l.expired_at is not null then 'expired' else 'sellable' end as state,
  coalesce((select sum(b.quantity) from inventory.bin_stock b where b.lot_id = l.lot_id), 0)::int as pieces`

/** The lots of a SKU, what expires first before the others; `after` is the last lot of the page before. */
export const listLots = (
  ctx: ReadContext,
  sku: Sku,
  page: { readonly after?: readonly [day: string, lotId: string] | undefined; readonly limit: number },
): Promise<Lot[]> =>
  ctx.query<Lot>(
    `select ${lotColumns} from inventory.lot l
      where l.sku = $1 and (coalesce(l.expires_on::text, '9999-12-31') collate "C", l.lot_id) > ($2, $3::uuid)
      order by coalesce(l.expires_on::text, '9999-12-31') collate "C", l.lot_id limit $4`,
    [sku, ...(page.after ?? ['', '00000000-0000-0000-0000-000000000000']), page.limit],
  )

/** Where the pieces of a lot lie. */
export const whereLotLies = (ctx: ReadContext, lotId: string) =>
  ctx.query<{ readonly locationId: string; readonly bin: string | null; readonly quantity: number }>(
    `select location_id as "locationId", nullif(bin, '') as bin, quantity from inventory.bin_stock
      where lot_id = $1 order by location_id, bin`,
    [lotId],
  )

/**
 * Recalls a lot: wherever its pieces lie they are quarantined, and no promise counts on them. Promises that were given
 * already and cannot be kept any more show as free pieces below zero. `null` puts it back on sale, unless it has expired.
 * Undefined: no such lot.
 */
export async function blockLot(
  ctx: WriteContext,
  lotId: string,
  reason: string | null,
): Promise<Lot | undefined> {
  const changed = await ctx.query(
    `update inventory.lot set blocked_at = case when $2::text is not null then coalesce(blocked_at, $3) end, blocked_reason = $2
      where lot_id = $1 returning lot_id`,
    [lotId, reason, ctx.now],
  )
  if (changed.length === 0) return undefined
  await quarantineAnew(ctx, [lotId])
  return (await ctx.query<Lot>(`select ${lotColumns} from inventory.lot l where l.lot_id = $1`, [lotId]))[0]
}

/**
 * Holds a share of these lots, by their ids: who blocks one of them waits, or is waited for. For whoever locks rows of stock before the pieces move.
 */
export const shareLots = (ctx: WriteContext, lotIds: readonly string[]): Promise<unknown> =>
  ctx.query('select from inventory.lot where lot_id = any($1) order by lot_id for share', [lotIds])

/** Whoever moves pieces of these lots waits for the lock of a row and then sees the lots as they are now. */
async function quarantineAnew(ctx: WriteContext, lotIds: readonly string[]): Promise<void> {
  const rows = await ctx.query<{ stockId: number }>(
    `select distinct stock_id as "stockId" from inventory.bin_stock where lot_id = any($1)`,
    [lotIds],
  )
  if (rows.length === 0) return
  publishLevels(
    ctx,
    await countQuarantined(
      ctx,
      rows.map((row) => row.stockId),
    ),
  )
}

/**
 * Takes lots off sale whose last day of sale is over, or is over within `AHEAD_MS`: with the job each minute no lot is promised on the day
 * on which it may not be sold. If nobody runs the job, reservations may still promise such pieces; what takes pieces never does while
 * there are others (FEFO looks at the day itself). Answers how many lots.
 */
export async function expireLots(platform: Platform): Promise<number> {
  let total = 0
  for (;;) {
    const expired = await platform.write(systemActor('inventory.expire_lots'), async (ctx) => {
      const due = await ctx.query<{ lotId: string }>(
        `update inventory.lot set expired_at = $1 where lot_id = any(array(
           select lot_id from inventory.lot
            where expired_at is null and unsellable_from <= inventory.business_day($2)
            order by lot_id limit $3 for update)) returning lot_id as "lotId"`,
        [ctx.now, new Date(ctx.now.getTime() + AHEAD_MS), EXPIRE_BATCH],
      )
      await quarantineAnew(
        ctx,
        due.map((lot) => lot.lotId),
      )
      return due.length
    })
    total += expired
    if (expired < EXPIRE_BATCH) return total
  }
}
