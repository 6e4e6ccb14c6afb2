import pino from 'pino'
import { openAvailability, type Availability } from '#modules/inventory'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import type { StoredEvent } from '#platform/events'
import type { Random } from './random.ts'

/** Facts of availability that one look at the log takes. */
const MOST_FACTS = 5_000
const CONNECTIONS = 8

/** An API process of the simulation: its connections, and its copy of what may be promised. */
export interface SimulatedNode {
  readonly platform: OpenPlatform
  readonly availability: () => Availability
  /** Cut off from everybody: what it is told waits, and its copy grows stale. */
  partitioned: boolean
  /** Hands on what the log has for it; `muddled`: some twice, some late, in any order. */
  follow(muddled: boolean): Promise<void>
  /** It was started again and reads everything anew. */
  startOver(): Promise<void>
}

export async function openNode(url: string, clock: () => Date, random: Random): Promise<SimulatedNode> {
  const platform = openPlatform({ url, log: pino({ level: 'silent' }), clock, poolSize: CONNECTIONS })
  const { query } = platform.read(systemActor('simulation'))
  let types: readonly string[] = []
  let handlers: ((events: readonly StoredEvent[]) => void)[] = []
  const start = () => {
    types = []
    handlers = []
    return openAvailability(withoutAudit(platform), {
      on: (wanted, handler) => {
        types = [...types, ...wanted]
        handlers.push(handler)
      },
      onReset: () => {},
    })
  }
  let availability = await start()
  let seen = 0
  let late: StoredEvent[] = []
  const deliver = (events: readonly StoredEvent[]) => {
    if (events.length > 0) for (const handler of handlers) handler(events)
  }
  // Nothing is in flight when the simulation looks, so the number of a fact is its place.
  const news = async () => {
    const events = await query<StoredEvent & Record<string, unknown>>(
      `select xid::text as xid, seq::float8 as seq, id, type, version, subject, location_id as "locationId",
              channel_id as "channelId", actor, occurred_at as "occurredAt", data
         from platform.event where seq > $1 and type = any($2) order by seq limit $3`,
      [seen, types, MOST_FACTS],
    )
    seen = events.at(-1)?.seq ?? seen
    return events
  }
  return {
    platform,
    availability: () => availability,
    partitioned: false,
    follow: async (muddled) => {
      const events = [...late, ...(await news())]
      if (!muddled) {
        late = []
        deliver(events)
        return
      }
      const told = random.shuffle(events.flatMap((event) => (random.chance(0.1) ? [event, event] : [event])))
      late = told.filter(() => random.chance(0.1))
      const now = told.filter((event) => !late.includes(event))
      const middle = now.length >> 1
      deliver(now.slice(0, middle))
      deliver(now.slice(middle))
    },
    startOver: async () => {
      late = []
      await news()
      availability = await start()
    },
  }
}

/** The audit of copies goes by the clock of the machine, and would put right what this day wants to find wrong. */
const withoutAudit = (platform: OpenPlatform): OpenPlatform => ({
  ...platform,
  read: (actor) => {
    const ctx = platform.read(actor)
    return actor.id === 'inventory.audit' ? { ...ctx, query: async () => [] } : ctx
  },
})
