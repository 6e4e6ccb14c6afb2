import type { ReadContext, WriteContext } from '#platform/context'
import { whoOf } from '../store.ts'
import type { Label, LabelUpdate } from './types.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const columns = `device_id as "deviceId", sku, channel_id as "channelId", location_id as "locationId", shown,
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
          set sku = excluded.sku, channel_id = excluded.channel_id, location_id = excluded.location_id, shown = null,
              failures = 0, updated_at = excluded.updated_at, updated_by = excluded.updated_by
       returning ${columns}`,
      [label.deviceId, label.sku, label.channelId, label.locationId, ctx.now, whoOf(ctx)],
    )
  )[0]

/** Keeps what labels show now, and which did not answer. */
export async function keepShown(
  ctx: WriteContext,
  shown: readonly LabelUpdate[],
  unreachable: readonly string[],
): Promise<void> {
  const rows = shown.map(({ deviceId, version, ...content }) => ({ deviceId, version, content }))
  await Promise.all([
    ctx.query(
      `update pricing.label l set shown = s.content, shown_version = s.version, shown_at = $2, failures = 0
         from jsonb_to_recordset($1::jsonb) as s("deviceId" text, version bigint, content jsonb)
        where l.device_id = s."deviceId"`,
      [JSON.stringify(rows), ctx.now],
    ),
    ctx.query(`update pricing.label set failures = failures + 1 where device_id = any($1::text[])`, [
      unreachable,
    ]),
  ])
}
