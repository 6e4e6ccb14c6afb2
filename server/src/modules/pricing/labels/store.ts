import { invariant } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { whoOf } from '../store.ts'
import type { Label, LabelUpdate } from './types.ts'

const one = ([label]: readonly Label[]): Label => {
  invariant(label, 'the statement answers its row')
  return label
}

type Plain<T> = { [K in keyof T]: T[K] }

const columns = `device_id as "deviceId", sku, channel_id as "channelId", location_id as "locationId", shown,
  shown_version as "shownVersion", shown_at as "shownAt", next, reckoned_for as "reckonedFor", failures`

/** Labels behind one in the order of their ids; of a place, or of all. */
export const labelsAfter = (
  ctx: ReadContext,
  filter: {
    readonly after: string
    readonly locationId: string | null
    /** How the number of the label or the SKU begins. */
    readonly q?: string | undefined
    /** Only those that the last try did not reach. */
    readonly failed?: boolean | undefined
    readonly limit: number
  },
): Promise<Label[]> =>
  ctx.query<Plain<Label>>(
    `select ${columns} from pricing.label
      where device_id > $1 and ($2::uuid is null or location_id = $2) and (not $3 or failures > 0)
        and ($4::text is null or starts_with(upper(device_id), upper($4)) or starts_with(sku, upper($4)))
      order by device_id limit $5`,
    [filter.after, filter.locationId, filter.failed ?? false, filter.q ?? null, filter.limit],
  )

/** The label, and nobody else changes it until the transaction ends. */
export const lockLabel = async (ctx: WriteContext, deviceId: string): Promise<Label | undefined> =>
  (
    await ctx.query<Plain<Label>>(`select ${columns} from pricing.label where device_id = $1 for update`, [
      deviceId,
    ])
  )[0]

export const dropLabel = (ctx: WriteContext, deviceId: string): Promise<unknown> =>
  ctx.query(`delete from pricing.label where device_id = $1`, [deviceId])

/** What it shows is not known any more, so it is told anew; the tries are counted from nothing. */
export const forgetShown = async (ctx: WriteContext, deviceId: string): Promise<Label> =>
  one(
    await ctx.query<Plain<Label>>(
      `update pricing.label set shown = null, next = null, reckoned_for = null, failures = 0 where device_id = $1 returning ${columns}`,
      [deviceId],
    ),
  )

/** Hangs a label, or hangs it elsewhere: what it shows is not known then. */
export const putLabel = async (
  ctx: WriteContext,
  label: Pick<Label, 'deviceId' | 'sku' | 'channelId' | 'locationId'>,
): Promise<Label> =>
  one(
    await ctx.query<Plain<Label>>(
      `insert into pricing.label (device_id, sku, channel_id, location_id, updated_at, updated_by)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (device_id) do update
          set sku = excluded.sku, channel_id = excluded.channel_id, location_id = excluded.location_id, shown = null,
              next = null, reckoned_for = null, failures = 0, updated_at = excluded.updated_at, updated_by = excluded.updated_by
       returning ${columns}`,
      [label.deviceId, label.sku, label.channelId, label.locationId, ctx.now, whoOf(ctx)],
    ),
  )

/** Keeps what labels show now and hold for later, and which did not answer. `reckonedFor`: the plans of which their next pictures were reckoned. */
export async function keepShown(
  ctx: WriteContext,
  shown: readonly LabelUpdate[],
  unreachable: readonly string[],
  reckonedFor: string,
): Promise<void> {
  const rows = shown.map(({ deviceId, version, next, asOf: _asOf, ...content }) => ({
    deviceId,
    version,
    next,
    content,
  }))
  await Promise.all([
    ctx.query(
      `update pricing.label l
          set shown = s.content, shown_version = s.version, next = nullif(s.next, 'null'), reckoned_for = $3, failures = 0,
              shown_at = case when l.shown is distinct from s.content then $2 else l.shown_at end
         from jsonb_to_recordset($1::jsonb) as s("deviceId" text, version bigint, content jsonb, next jsonb)
        where l.device_id = s."deviceId"`,
      [JSON.stringify(rows), ctx.now, reckonedFor],
    ),
    ctx.query(`update pricing.label set failures = failures + 1 where device_id = any($1::text[])`, [
      unreachable,
    ]),
  ])
}

/** Keeps that what these labels hold is right for the plans of now. */
export const keepReckoned = (
  ctx: WriteContext,
  deviceIds: readonly string[],
  reckonedFor: string,
): Promise<unknown> =>
  ctx.query(`update pricing.label set reckoned_for = $2 where device_id = any($1::text[])`, [
    deviceIds,
    reckonedFor,
  ])
