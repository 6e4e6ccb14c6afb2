import { newId } from '@splot/kernel'
import type { Actor, PendingEvent, Platform, WriteContext } from '../context/index.ts'

/** Wake-ups of one process are sent at most this often: a NOTIFY inside every transaction costs a commit lock. */
const WAKE_INTERVAL_MS = 5

export interface Fact {
  /** `module.fact_in_past_tense`. */
  readonly type: string
  readonly version?: number
  readonly subject: string
  readonly locationId?: string | null
  readonly data: Readonly<Record<string, unknown>>
  /** In combined batches each fact names the actor of its own request. */
  readonly actor?: Actor
}

/** Publishes a fact with the transaction: it is written right before the commit, in order of emission. */
export function emit(ctx: WriteContext, fact: Fact): void {
  const actor = fact.actor ?? ctx.actor
  ctx.pendingEvents.push({
    ...fromActor(actor, fact),
    locationId: fact.locationId === undefined ? actor.locationId : fact.locationId,
    occurredAt: ctx.now,
    data: fact.data,
  })
}

const fromActor = (
  actor: Actor,
  { type, version = 1, subject }: Pick<Fact, 'type' | 'version' | 'subject'>,
) => ({
  id: newId(),
  type,
  version,
  subject,
  channelId: actor.channel.id,
  actor: { kind: actor.kind, id: actor.id, staffId: actor.staffId },
})

/**
 * The part of a fact that is known before it happens, as JSON for `platform.publish` in SQL: for statements that decide and
 * publish at once. Whoever runs one calls `wakeReaders` when it is done.
 */
export const factFor = (actor: Actor, fact: Pick<Fact, 'type' | 'version' | 'subject'>): string =>
  JSON.stringify(fromActor(actor, fact))

/** Writes the buffered facts in one statement. */
export async function writeEvents(ctx: WriteContext): Promise<void> {
  const facts: readonly PendingEvent[] = ctx.pendingEvents
  if (facts.length === 0) return
  await ctx.query(
    `insert into platform.event (id, type, version, subject, location_id, channel_id, actor, occurred_at, data)
     select id, type, version, subject, location_id, channel_id, actor::jsonb, occurred_at, data::json
       from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::text[],
                   $8::timestamptz[], $9::text[])
            as fact(id, type, version, subject, location_id, channel_id, actor, occurred_at, data)`,
    [
      facts.map((f) => f.id),
      facts.map((f) => f.type),
      facts.map((f) => f.version),
      facts.map((f) => f.subject),
      facts.map((f) => f.locationId),
      facts.map((f) => f.channelId),
      facts.map((f) => JSON.stringify(f.actor)),
      facts.map((f) => f.occurredAt),
      facts.map((f) => JSON.stringify(f.data)),
    ],
  )
  ctx.pendingEvents.length = 0
}

const pendingWakes = new WeakMap<Platform, NodeJS.Timeout>()

/** What a crash may lose need not wait for the disk: a wake-up would otherwise cost as much of it as a commit. */
const WAKE = `select set_config('synchronous_commit', 'off', true), pg_notify('splot_event', '')`

/** Tells every process that new facts stand in the log; coalesced, after the commit, and never needed for correctness. */
export function wakeReaders(platform: Platform): void {
  if (pendingWakes.has(platform)) return
  const timer = setTimeout(() => {
    pendingWakes.delete(platform)
    const { pool } = platform as Platform & {
      pool: { query: (text: string) => Promise<unknown>; ending?: boolean }
    }
    if (pool.ending) return
    pool.query(WAKE).catch((error: Error) => {
      platform.log.warn({ err: error }, 'could not wake the readers of the event log; they poll')
    })
  }, WAKE_INTERVAL_MS)
  timer.unref()
  pendingWakes.set(platform, timer)
}
