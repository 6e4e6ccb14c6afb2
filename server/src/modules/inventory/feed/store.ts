import type { LocationId, Sku } from '@splot/kernel'
import type { Query } from '#platform/context'
import { countedColumns, type CountedRow } from '../list.ts'

export interface Checksum extends Record<string, unknown> {
  readonly sku: Sku
  /** The sum over places of what a channel without terms may promise, times the weight of the place. */
  readonly checksum: number
  /** Single channels see other numbers, which the sum does not cover. */
  readonly special: boolean
  /** It has a row in a place that was not asked for. */
  readonly elsewhere: boolean
}

/** A sum for each of the SKUs behind `after` that the next `limit` rows belong to, in order. */
export const checksumsAfter = (
  query: Query,
  after: string,
  limit: number,
  places: readonly LocationId[],
  weights: readonly number[],
): Promise<Checksum[]> =>
  query<Checksum>(
    `select s.sku, bool_or(s.channel_terms is not null) as special, bool_or(p.weight is null) as elsewhere,
            coalesce(sum(p.weight * greatest(0, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety,
                                                                     s.uncovered))::float8), 0) as checksum
       from inventory.stock s
       left join unnest($3::uuid[], $4::int[]) as p(location_id, weight) on p.location_id = s.location_id
      where s.sku > $1
        and s.sku <= (select max(page.sku) from (select sku from inventory.stock where sku > $1 order by sku limit $2) page)
      group by s.sku order by s.sku`,
    [after, limit, places, weights],
  )

export interface VersionedRow extends CountedRow {
  readonly version: number
}

export const rowsOf = (query: Query, skus: readonly Sku[]): Promise<VersionedRow[]> =>
  query<VersionedRow>(`select ${countedColumns}, version from inventory.stock where sku = any($1)`, [skus])
