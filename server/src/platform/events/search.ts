import type { Query } from '../context/index.ts'
import { eventColumns, type StoredEvent } from './read.ts'

/** Facts that one search looks at where no index leads to them; the page may be short then, and the cursor goes on behind it. */
export const MAX_LOOKED_AT = 10_000

export interface EventSearch {
  /** A whole type (`orders.placed`) or the module before the dot (`orders`); null: every type. */
  readonly type: string | null
  readonly subject: string | null
  /** Only facts of these places; null: every place and none. */
  readonly places: readonly string[] | null
  /** The last fact that was seen; null: from the newest on. */
  readonly before: { readonly xid: string; readonly seq: string } | null
  readonly limit: number
}

export interface FoundEvents {
  readonly events: readonly StoredEvent[]
  /** Where the next page begins; null: there is nothing older. */
  readonly next: { readonly xid: string; readonly seq: string } | null
}

/** Finds facts, newest first. However large the log is, a search reads at most a page per type, or `MAX_LOOKED_AT` facts. */
export async function searchEvents(query: Query, search: EventSearch): Promise<FoundEvents> {
  const { type, subject, places, before, limit } = search
  // Behind everything there may ever be: a cursor that may be null would hide from the planner that it is one.
  const cursor = before ? [before.xid, before.seq] : [LARGEST_XID, LARGEST_SEQ]
  if (subject === null && places === null) {
    const events =
      type === null
        ? await query<Found>(NEWEST, [...cursor, limit])
        : await query<Found>(NEWEST_OF_TYPES, [...cursor, limit, type, `${type}.`, `${type}/`])
    return { events, next: events.length === limit ? keyOf(events.at(-1)) : null }
  }
  const rows = await query<Found & { lastXid: string; lastSeq: number; looked: number }>(
    subject === null ? LOOK_THROUGH_ALL : LOOK_THROUGH_SUBJECT,
    [...cursor, limit, MAX_LOOKED_AT, type, places, ...(subject === null ? [] : [subject])],
  )
  const [first] = rows
  // One row always comes, to tell how far it looked; without a fact in it when nothing fitted.
  const events = rows.filter(({ id }) => id !== null)
  if (events.length === limit) return { events, next: keyOf(events.at(-1)) }
  const more = first !== undefined && first.looked === MAX_LOOKED_AT
  return { events, next: more ? { xid: first.lastXid, seq: String(first.lastSeq) } : null }
}

type Found = { [K in keyof StoredEvent]: StoredEvent[K] }

const keyOf = (event: StoredEvent | undefined) => (event ? { xid: event.xid, seq: String(event.seq) } : null)

const LARGEST_XID = '18446744073709551615'
const LARGEST_SEQ = '9223372036854775807'

const BEFORE = `(event.xid, event.seq) < ($1::text::xid8, $2::bigint)`
const KEY_ORDER = `order by event.xid desc, event.seq desc`

const NEWEST = `select ${eventColumns} from platform.event where ${BEFORE} ${KEY_ORDER} limit $3`

/**
 * The types that are asked for are found by jumping along the index from one to the next ('/' follows '.' in the order of bytes);
 * then the newest of each, and of those the newest at all. Written with the order of the index `event_type` where the planner could
 * think of reading the whole log from its end until enough of a type turn up.
 */
const firstType = (where: string) =>
  `(select type collate "C" as type from platform.event where ${where} order by type collate "C", xid, seq limit 1)`

const NEWEST_OF_TYPES = `
  with recursive types (type) as (
    select * from (${firstType('type collate "C" >= $4 and type collate "C" <= $4')} union all
                   ${firstType('type collate "C" >= $5 and type collate "C" < $6')}) first
    union all
    select following.type from types cross join lateral
      ${firstType('event.type collate "C" > types.type and event.type collate "C" < $6')} following
     where types.type >= $5
  )
  select ${eventColumns} from (
    select newest.* from types cross join lateral (
      select * from platform.event
       where event.type collate "C" >= types.type
         and (event.type collate "C", event.xid, event.seq) < (types.type, $1::text::xid8, $2::bigint)
       order by event.type collate "C" desc, event.xid desc, event.seq desc limit $3) newest) event
   ${KEY_ORDER} limit $3`

/** Looks through the newest of a part of the log; its first and last rows tell how far it came, whatever fitted. */
const lookThrough = (part: string) => `
  with looked as materialized (
    select * from platform.event where ${BEFORE} ${part} ${KEY_ORDER} limit $4
  ), far as (
    select count(*)::int as looked, (array_agg(xid::text order by xid, seq))[1] as "lastXid",
           (array_agg(seq order by xid, seq))[1] as "lastSeq" from looked
  )
  select ${eventColumns}, far.looked, far."lastXid", far."lastSeq"
    from far left join lateral (
      select * from looked event
       where ($5::text is null or type = $5 or starts_with(type, $5 || '.'))
         and ($6::uuid[] is null or location_id = any($6))
       ${KEY_ORDER} limit $3) event on true
   ${KEY_ORDER}`

const LOOK_THROUGH_ALL = lookThrough('')
const LOOK_THROUGH_SUBJECT = lookThrough('and subject = $7')
