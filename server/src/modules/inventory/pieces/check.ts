import { systemActor, type Platform, type ReadContext, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { PROOF_ROWS, proveStockPage, type Mismatch, type StockKey } from '../proof.ts'

/** Pages that one run of the job recounts: a million rows are covered in less than an hour of runs each minute. */
const PAGES_PER_RUN = 10

const BEGINNING: StockKey = ['', '00000000-0000-0000-0000-000000000000']

/** How far the running check has come. */
export interface CheckState {
  /** Rows whose counters did not agree when they were last looked at. */
  readonly open: number
  /** When every row had been looked at once more; null: never yet. */
  readonly roundEndedAt: Date | null
  /** Rows of the last whole round. */
  readonly roundRows: number | null
}

/**
 * The check that never stops: recounts some pages of rows, goes on where it stopped, and begins again at the end. What does not agree is
 * kept in `inventory.discrepancy`, published as `inventory.discrepancy_found` and logged as an error, once; a later round that finds it right
 * again closes it. Two runs at once do not wait for each other. Answers what was found.
 */
export async function checkStock(platform: Platform, pageRows = PROOF_ROWS): Promise<readonly Mismatch[]> {
  const found: Mismatch[] = []
  for (let page = 0; page < PAGES_PER_RUN; page += 1) {
    const checked = await platform.write(systemActor('inventory.check_stock'), (ctx) =>
      checkPage(ctx, pageRows),
    )
    if (!checked) break
    if (checked.mismatch) found.push(checked.mismatch)
    if (checked.ended) break
  }
  return found
}

async function checkPage(
  ctx: WriteContext,
  pageRows: number,
): Promise<{ mismatch: Mismatch | null; ended: boolean } | undefined> {
  const [round] = await ctx.query<{ sku: string; locationId: string }>(
    `select after_sku as sku, after_location as "locationId" from inventory.check_round for update skip locked`,
  )
  if (!round) return undefined
  const after: StockKey = [round.sku, round.locationId]
  const { mismatch, rows, next } = await proveStockPage(ctx, null, after, pageRows)
  // Behind a row that does not agree there may be others on the same page.
  const until: StockKey | null = mismatch ? [mismatch.sku, mismatch.locationId] : next
  await closeRepaired(ctx, after, until, mismatch)
  if (mismatch) await record(ctx, mismatch)
  await ctx.query(
    `update inventory.check_round
        set after_sku = $1, after_location = $2, started_at = case when $3 then null else coalesce(started_at, $4) end,
            checked = case when $3 then 0 else checked + $5 end,
            round_rows = case when $3 then checked + $5 else round_rows end,
            round_ended_at = case when $3 then $4 else round_ended_at end`,
    [
      ...(until ?? BEGINNING),
      until === null,
      ctx.now,
      mismatch ? await countUntil(ctx, after, mismatch) : rows,
    ],
  )
  return { mismatch, ended: until === null }
}

/** Of a page that stopped at a row that does not agree: the rows up to it. */
async function countUntil(
  ctx: WriteContext,
  after: StockKey,
  { sku, locationId }: Mismatch,
): Promise<number> {
  const [counted] = await ctx.query<{ rows: number }>(
    `select count(*)::int as rows from inventory.stock
      where (sku, location_id) > ($1 collate "C", $2::uuid) and (sku, location_id) <= ($3 collate "C", $4::uuid)`,
    [...after, sku, locationId],
  )
  return counted?.rows ?? 0
}

/** What does not agree, by name. */
const wrongs = (row: Mismatch): string[] => [
  ...(row.onHand === row.moved ? [] : ['on_hand']),
  ...(row.reserved === row.held ? [] : ['reserved']),
  ...(row.quarantined === row.setAside ? [] : ['quarantined']),
  ...(row.bin === null ? [] : ['bin']),
  ...(row.serials === row.serialsMoved ? [] : ['serial']),
]

async function record(ctx: WriteContext, mismatch: Mismatch): Promise<void> {
  const { sku, locationId } = mismatch
  const fresh = await ctx.query<{ what: string }>(
    `insert into inventory.discrepancy as d (sku, location_id, what, detail, found_at)
     select $1, $2, what, $4, $5 from unnest($3::text[]) as what
     on conflict (sku, location_id, what) do update
        set detail = excluded.detail, gone_at = null,
            found_at = case when d.gone_at is null then d.found_at else excluded.found_at end
     returning what, found_at = $5 as fresh`,
    [sku, locationId, wrongs(mismatch), JSON.stringify(mismatch), ctx.now],
  )
  const what = fresh.flatMap((row) => ('fresh' in row && row.fresh === true ? [row.what] : []))
  if (what.length === 0) return
  const data = { ...mismatch, what }
  emit(ctx, { type: 'inventory.discrepancy_found', subject: sku, locationId, data })
  ctx.log.error(data, 'a row of stock does not agree with its ledger')
}

/** Rows between two keys that agree (again). */
const closeRepaired = (
  ctx: WriteContext,
  after: StockKey,
  until: StockKey | null,
  mismatch: Mismatch | null,
): Promise<unknown> =>
  ctx.query(
    `update inventory.discrepancy set gone_at = $1
      where gone_at is null and (sku, location_id) > ($2 collate "C", $3::uuid)
        and ($4::text is null or (sku, location_id) <= ($4 collate "C", $5::uuid))
        and not (sku = coalesce($4, '') and location_id = $5 and what = any($6))`,
    [ctx.now, ...after, ...(until ?? [null, null]), mismatch ? wrongs(mismatch) : []],
  )

/** What the running check knows: for metrics and the door. */
export async function stateOfCheck(ctx: ReadContext): Promise<CheckState> {
  const [state] = await ctx.query<CheckState & Record<string, unknown>>(
    `select (select count(*)::int from inventory.discrepancy where gone_at is null) as open,
            round_ended_at as "roundEndedAt", round_rows as "roundRows" from inventory.check_round`,
  )
  return state ?? { open: 0, roundEndedAt: null, roundRows: null }
}
