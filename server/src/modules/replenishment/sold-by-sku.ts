import type { LocalDate } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Pieces sold of each SKU in all places together since a day; what was not sold is missing. */
export async function soldBySku(
  ctx: ReadContext,
  skus: readonly string[],
  since: LocalDate,
): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.query<{ sku: string; pieces: number }>(
    `select sku, sum(pieces)::int as pieces from replenishment.sold where sku = any($1::text[]) and day >= $2::date group by sku`,
    [skus, since],
  )
  return new Map(rows.map(({ sku, pieces }) => [sku, pieces]))
}
