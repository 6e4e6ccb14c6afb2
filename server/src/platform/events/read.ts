import type { Query } from '../context/index.ts'

/** A position in the log: everything at or before it was seen. */
export interface Cursor {
  readonly xid: string
  readonly seq: number
}

/** A fact as it stands in the log. */
export interface StoredEvent extends Cursor {
  readonly id: string
  readonly type: string
  readonly version: number
  readonly subject: string
  readonly locationId: string | null
  readonly channelId: string
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
  readonly occurredAt: Date
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * The columns of a StoredEvent, for queries that select from platform.event. They must order by `event.xid`: a bare `xid` in
 * ORDER BY means the text selected here, in which 1000 comes before 999.
 */
export const eventColumns = `xid::text as xid, seq, id, type, version, subject, location_id as "locationId",
  channel_id as "channelId", actor, occurred_at as "occurredAt", data`

/**
 * The next facts after `cursor` in (xid, seq) order, at most `limit`, of all types or of those given. Only facts of
 * transactions below the snapshot's xmin are read: a younger neighbour may still commit an earlier fact.
 */
export const readEventsAfter = (
  query: Query,
  cursor: Cursor,
  limit: number,
  types: readonly string[] | null = null,
): Promise<StoredEvent[]> =>
  query<StoredEvent & Record<string, unknown>>(
    `select ${eventColumns} from platform.event
      where (xid, seq) > ($1::text::xid8, $2::bigint)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
        and ($4::text[] is null or type = any($4))
      order by event.xid, event.seq limit $3`,
    [cursor.xid, cursor.seq, limit, types],
  )

/** Where a reader that wants only what comes from now on begins: right below the oldest transaction still open. */
export async function headOfLog(query: Query): Promise<Cursor> {
  const [row] = await query<{ xid: string }>(
    `select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text as xid`,
  )
  return { xid: row?.xid ?? '0', seq: Number.MAX_SAFE_INTEGER }
}
