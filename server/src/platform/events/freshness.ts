import type { Platform } from '../context/index.ts'

/** Pauses after a reload that failed: the first, and the longest that doubling leads to. */
const FIRST_RETRY_MS = 200
const LONGEST_RETRY_MS = 30_000

/** Keeps one read model of this process fresh. */
export interface Freshness {
  /** Loads these parts, or all (`null`), as soon as the load that is under way has ended. Never throws. */
  reload(parts: readonly string[] | null): void
  /** Resolves when the first load has ended; rejects when it failed: a process without its model must not start. */
  readonly ready: Promise<void>
}

interface Kept {
  readonly name: string
  /** Milliseconds since the epoch; null while the model is as fresh as the log. */
  staleSince: number | null
  failures: number
}

const keptOf = new WeakMap<Platform, Kept[]>()

/**
 * Reloads a read model one load after the other, because one that started earlier must not overwrite what a later one brought. A
 * load that fails is tried again, with growing pauses, until it succeeds; what was asked for meanwhile is loaded with it, and readers
 * see the model as it was. The first load is made at once.
 */
export function keepFresh(
  platform: Platform,
  name: string,
  load: (parts: readonly string[] | null) => Promise<void>,
): Freshness {
  const kept: Kept = { name, staleSince: null, failures: 0 }
  keptOf.set(platform, [...(keptOf.get(platform) ?? []), kept])
  let wanted: Set<string> | null | undefined
  let running = true
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  // A load that is under way ends before the connections do.
  platform.onClose(() => {
    closed = true
    clearTimeout(timer)
    return underWay
  })

  const want = (parts: readonly string[] | null): void => {
    wanted = parts === null || wanted === null ? null : new Set([...(wanted ?? []), ...parts])
  }
  const run = async (): Promise<void> => {
    while (wanted !== undefined && !closed) {
      const parts = wanted && [...wanted]
      wanted = undefined
      try {
        await load(parts)
        kept.failures = 0
        kept.staleSince = null
      } catch (error) {
        want(parts)
        kept.failures += 1
        kept.staleSince ??= platform.clock().getTime()
        platform.log.error(
          { err: error, model: name, failures: kept.failures },
          'a read model could not be loaded again; readers see the old one until it is',
        )
        return
      }
    }
  }
  const start = (): void => {
    if (running || closed) return
    running = true
    underWay = run().finally(() => {
      running = false
      if (closed || wanted === undefined) return
      const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (kept.failures - 1))
      timer = setTimeout(start, pause).unref()
    })
  }
  const ready = load(null).finally(() => (running = false))
  underWay = ready.then(start, () => {})
  return {
    ready,
    reload: (parts) => {
      want(parts)
      // While it waits after a failure, what is new waits with it.
      if (kept.failures === 0) start()
    },
  }
}

/** How long each read model of this process has been stale, in seconds; 0 is fresh. A metric. */
export const stalenessOfModels = (platform: Platform): { name: string; seconds: number }[] =>
  (keptOf.get(platform) ?? []).map(({ name, staleSince }) => ({
    name,
    seconds: staleSince === null ? 0 : (platform.clock().getTime() - staleSince) / 1_000,
  }))

/** What an audit that holds a read model against its table has done in this process so far. */
export interface AuditRecord {
  /** Rows in which memory and table differed. */
  readonly repairedRows: number
  /** How often every row has been looked at. */
  readonly passes: number
  /** Seconds since every row was last found right or put right; since the start before that. */
  readonly lastPassSeconds: number
}

const auditsOf = new WeakMap<Platform, Map<string, () => AuditRecord>>()

/** Makes the record of a model's audit known to whoever watches the process. */
export function reportAudits(platform: Platform, name: string, record: () => AuditRecord): void {
  auditsOf.set(platform, new Map([...(auditsOf.get(platform) ?? []), [name, record]]))
}

/** The audits of this process's read models. A metric. */
export const auditsOfModels = (platform: Platform): ({ readonly name: string } & AuditRecord)[] =>
  [...(auditsOf.get(platform) ?? [])].map(([name, record]) => ({ name, ...record() }))
