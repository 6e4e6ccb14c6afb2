import type { ReadContext, WriteContext } from '#platform/context'
import { whoOf } from '../store.ts'
import type { Label } from './types.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const columns = `device_id as "deviceId", sku, channel_id as "channelId", location_id as "locationId",
  case when shown_minor is not null then
    jsonb_build_object('minor', shown_minor, 'omnibusMinor', shown_omnibus_minor, 'gtin', shown_gtin,
                       'perUnitMinor', shown_per_unit_minor, 'per', shown_per) end as shown,
  shown_version as "shownVersion", shown_at as "shownAt", failures`

/** Labels behind one in the order of their ids; of a place, or of all. */
export const labelsAfter = (
  ctx: ReadContext,
  filter: { readonly after: string; readonly locationId: string | null; readonly limit: number },
): Promise<Label[]> =>
  ctx.query<Plain<Label>>(
    `select ${columns} from pricing.label
      where device_id > $1 and ($2::uuid is null or location_id = $2) order by device_id limit $3`,
    [filter.after, filter.locationId, filter.limit],
  )

/** Hangs a label, or hangs it elsewhere: what it shows is not known then. */
export const putLabel = async (
  ctx: WriteContext,
  label: Pick<Label, 'deviceId' | 'sku' | 'channelId' | 'locationId'>,
): Promise<Label | undefined> =>
  (
    await ctx.query<Plain<Label>>(
      `insert into pricing.label (device_id, sku, channel_id, location_id, updated_at, updated_by)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (device_id) do update
          set sku = excluded.sku, channel_id = excluded.channel_id, location_id = excluded.location_id, shown_minor = null,
              failures = 0, updated_at = excluded.updated_at, updated_by = excluded.updated_by
       returning ${columns}`,
      [label.deviceId, label.sku, label.channelId, label.locationId, ctx.now, whoOf(ctx)],
    )
  )[0]

/** Keeps what labels show now, and which did not answer. */
export async function keepShown(
  ctx: WriteContext,
  shown: readonly {
    readonly deviceId: string
    readonly minor: number
    readonly omnibusMinor: number | null
    readonly gtin: string
    readonly perUnitMinor: number | null
    readonly per: string | null
    readonly version: number
  }[],
  unreachable: readonly string[],
): Promise<void> {
  await Promise.all([
    ctx.query(
      `update pricing.label l
          set shown_minor = s.minor, shown_omnibus_minor = s.omnibus, shown_gtin = s.gtin, shown_version = s.version,
              shown_per_unit_minor = s.per_unit, shown_per = s.per, shown_at = $8, failures = 0
         from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[],
                     $6::bigint[], $7::text[]) as s(device_id, minor, omnibus, gtin, version, per_unit, per)
        where l.device_id = s.device_id`,
      [
        shown.map(({ deviceId }) => deviceId),
        shown.map(({ minor }) => minor),
        shown.map(({ omnibusMinor }) => omnibusMinor),
        shown.map(({ gtin }) => gtin),
        shown.map(({ version }) => version),
        shown.map(({ perUnitMinor }) => perUnitMinor),
        shown.map(({ per }) => per),
        ctx.now,
      ],
    ),
    ctx.query(`update pricing.label set failures = failures + 1 where device_id = any($1::text[])`, [
      unreachable,
    ]),
  ])
}
