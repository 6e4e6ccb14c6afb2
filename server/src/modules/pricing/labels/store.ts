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
  shown_version as "shownVersion", shown_at as "shownAt", next, reckoned_for as "reckonedFor", asked, failures`

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
      `update pricing.label set shown = null, next = null, reckoned_for = null, asked = null, failures = 0 where device_id = $1 returning ${columns}`,
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
              next = null, reckoned_for = null, asked = null, failures = 0, updated_at = excluded.updated_at, updated_by = excluded.updated_by
       returning ${columns}`,
      [label.deviceId, label.sku, label.channelId, label.locationId, ctx.now, whoOf(ctx)],
    ),
  )

/**
 * Keeps, before a gateway is told, that what these labels show is not known until it has answered. Answers the ids of those that still hang where they hung
 * when they were read.
 */
export async function keepAsked(
  ctx: WriteContext,
  labels: readonly Label[],
  asked: string,
): Promise<string[]> {
  const rows = await ctx.query<{ deviceId: string }>(
    `update pricing.label l set asked = $2 ${sameHanging('$1')} returning device_id as "deviceId"`,
    [JSON.stringify(hangingOf(labels)), asked],
  )
  return rows.map(({ deviceId }) => deviceId)
}

const hangingOf = (labels: readonly Label[]) =>
  labels.map(({ deviceId, sku, channelId, locationId }) => ({ deviceId, sku, channelId, locationId }))

/** Labels `l` that nobody has hung elsewhere since they were read. */
const sameHanging = (rows: string): string =>
  `from jsonb_to_recordset(${rows}::jsonb) as s("deviceId" text, sku text, "channelId" uuid, "locationId" uuid)
  where l.device_id = s."deviceId" and l.sku = s.sku and l.channel_id = s."channelId" and l.location_id = s."locationId"`

/**
 * Keeps what labels show now and hold for later, and which did not answer; of those alone to which this question was the last. One that did not answer
 * may yet show what it was told, so it stays asked. `reckonedFor`: the plans of which their next pictures were reckoned.
 */
export async function keepShown(
  ctx: WriteContext,
  shown: readonly LabelUpdate[],
  unreachable: readonly string[],
  { asked, reckonedFor }: { readonly asked: string; readonly reckonedFor: string },
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
          set shown = s.content, shown_version = s.version, next = nullif(s.next, 'null'), reckoned_for = $3, asked = null, failures = 0,
              shown_at = case when l.shown is distinct from s.content then $2 else l.shown_at end
         from jsonb_to_recordset($1::jsonb) as s("deviceId" text, version bigint, content jsonb, next jsonb)
        where l.device_id = s."deviceId" and l.asked = $4`,
      [JSON.stringify(rows), ctx.now, reckonedFor, asked],
    ),
    ctx.query(
      `update pricing.label set failures = failures + 1 where device_id = any($1::text[]) and asked = $2`,
      [unreachable, asked],
    ),
  ])
}

/** Keeps that what these labels hold is right for the plans of now; not of one about which nothing is known since. */
export const keepReckoned = (
  ctx: WriteContext,
  labels: readonly Label[],
  reckonedFor: string,
): Promise<unknown> =>
  ctx.query(
    `update pricing.label l set reckoned_for = $2 ${sameHanging('$1')} and l.shown is not null and l.asked is null`,
    [JSON.stringify(hangingOf(labels)), reckonedFor],
  )
