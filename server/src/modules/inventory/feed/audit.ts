import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND_MS, type LocationId, type Sku } from '@splot/kernel'
import { systemActor, type Platform } from '#platform/context'
import { reportAudits, type AuditRecord } from '#platform/events'
import { changeOf, type AvailabilityChange } from '../events.ts'
import { promisable } from '../promise.ts'
import { checksumsAfter, rowsOf } from './store.ts'

/** Rows compared at once: a few milliseconds of work, and a million rows in a few minutes. */
const AUDIT_PAGE = 5_000
/** After each page the audit rests so many times as long as it took: it never costs more than half a percent of a processor. */
const REST_FACTOR = 200
const SHORTEST_REST_MS = SECOND_MS
const LONGEST_REST_MS = 10 * SECOND_MS
/**
 * A change of this moment may still be on its way here, and hides for as long as any older transaction of the server is under way: only
 * what has not come after this long was missed.
 */
const LOST_AFTER_MS = 10 * SECOND_MS
const LOOK_AGAIN_MS = 100
/** Weights are below this: sums of pieces by weight over hundreds of places stay exact in a double. */
const WEIGHTS = 2 ** 20
/** Repaired rows that one line of the log names. */
const NAMED_IN_LOG = 20

/** The copy in memory that is held against the table. */
export interface Audited {
  /** All places that it knows; a new one is put at the end. */
  readonly places: readonly LocationId[]
  readonly shelves: ReadonlyMap<string, { readonly pieces: Int32Array; readonly versions: Float64Array }>
  /** What it says of a row, and from which version; zeros for a row that it does not know. */
  row(sku: string, locationId: string): Pick<AvailabilityChange, 'available' | 'byChannel' | 'version'>
  /** Takes these values whatever the versions say, and tells those who listen. */
  correct(changes: readonly AvailabilityChange[]): void
}

export interface Audit {
  /** Goes through the whole table now; answers how many rows had to be repaired. Calls at the same moment share a pass. */
  pass(): Promise<number>
  /** The same without an answer, after something by which facts may have been lost here. Never throws. */
  soon(): void
  record(): AuditRecord
}

/**
 * Holds a read model against the table for ever, page by page: each SKU's pieces, weighted by place, are summed in SQL and in memory, and
 * only SKUs whose sums differ are read. What is repaired was lost by a fault (a handler that threw, a fact that never was written, a
 * database that went back in time), so it is logged and counted.
 */
export function keepAudited(platform: Platform, model: Audited, lostAfterMs = LOST_AFTER_MS): Audit {
  const { query } = platform.read(systemActor('inventory.audit'))
  const closing = new AbortController()
  platform.onClose(() => closing.abort())
  const rest = (ms: number) => sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})
  const weights: number[] = []
  let repairedRows = 0
  let passes = 0
  let passedAt = performance.now()

  /** Compares the SKUs behind `after`; answers where the next page begins, and null at the end of the table. */
  const page = async (after: string): Promise<{ next: string | null; repaired: number }> => {
    while (weights.length < model.places.length) weights.push(1 + Math.floor(Math.random() * WEIGHTS))
    const sums = await checksumsAfter(query, after, AUDIT_PAGE, model.places, weights)
    const suspects = sums.flatMap(({ sku, checksum, special, elsewhere }) =>
      special || elsewhere || checksum !== checksumOf(model.shelves.get(sku)?.pieces, weights) ? sku : [],
    )
    const repaired = suspects.length > 0 ? await repair(suspects) : 0
    return { next: sums.at(-1)?.sku ?? null, repaired }
  }

  const repair = async (skus: readonly Sku[]): Promise<number> => {
    const before = new Map<string, number>()
    for (const [sku, locationId] of known(model, skus)) {
      before.set(`${sku}\0${locationId}`, model.row(sku, locationId).version)
    }
    const found = (await rowsOf(query, skus)).map((row) =>
      changeOf({
        ...row,
        free: promisable(row),
        sellable: row.onHand - row.quarantined,
        terms: row.channelTerms,
      }),
    )
    const there = new Set(found.map(({ sku, locationId }) => `${sku}\0${locationId}`))
    for (const [sku, locationId] of known(model, skus)) {
      if (!there.has(`${sku}\0${locationId}`)) found.push({ sku, locationId, available: 0, version: 0 })
    }
    const different = found.filter((row) => !sameAs(model, row))
    if (different.length === 0) return 0
    const notHereYet = () =>
      different.filter((row) => {
        const { version } = model.row(row.sku, row.locationId)
        const cameMeanwhile =
          version !== (before.get(`${row.sku}\0${row.locationId}`) ?? 0) && version >= row.version
        return !cameMeanwhile && !sameAs(model, row)
      })
    const until = performance.now() + lostAfterMs
    while (notHereYet().length > 0 && performance.now() < until) {
      await rest(LOOK_AGAIN_MS)
      if (closing.signal.aborted) return 0
    }
    const missed = notHereYet()
    if (missed.length === 0) return 0
    repairedRows += missed.length
    const rows = missed
      .slice(0, NAMED_IN_LOG)
      .map((row) => ({ ...row, known: model.row(row.sku, row.locationId) }))
    platform.log.warn(
      { repaired: missed.length, rows },
      'availability in memory was not what the table says; it has read the rows again',
    )
    model.correct(missed)
    return missed.length
  }

  const whole = async (): Promise<number> => {
    let repaired = 0
    for (let after: string | null = ''; after !== null && !closing.signal.aborted;) {
      const done = await page(after)
      repaired += done.repaired
      after = done.next
    }
    passes += 1
    passedAt = performance.now()
    return repaired
  }

  let running: Promise<number> | undefined
  let waiting: Promise<number> | undefined
  const pass = (): Promise<number> => {
    // One that is under way may have passed what was lost just now.
    if (running) return (waiting ??= running.catch(() => {}).then(() => ((waiting = undefined), pass())))
    running = whole().finally(() => (running = undefined))
    return running
  }

  const forEver = async (): Promise<void> => {
    let after = ''
    while (!closing.signal.aborted) {
      const began = performance.now()
      try {
        const { next } = await page(after)
        if (next === null) {
          passes += 1
          passedAt = performance.now()
        }
        after = next ?? ''
      } catch (error) {
        if (!closing.signal.aborted)
          platform.log.warn({ err: error }, 'the audit of availability could not read; trying again')
      }
      const tookMs = performance.now() - began
      await rest(Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, tookMs * REST_FACTOR)))
    }
  }
  void forEver()
  const record = (): AuditRecord => ({
    repairedRows,
    passes,
    lastPassSeconds: (performance.now() - passedAt) / SECOND_MS,
  })
  reportAudits(platform, 'availability', record)

  return {
    pass,
    soon: () => {
      pass().catch((error: Error) => {
        if (!closing.signal.aborted)
          platform.log.warn({ err: error }, 'availability could not be audited at once; it will be in turn')
      })
    },
    record,
  }
}

function checksumOf(pieces: Int32Array | undefined, weights: readonly number[]): number {
  let sum = 0
  pieces?.forEach((count, place) => (sum += count * (weights[place] ?? 0)))
  return sum
}

/** The rows of these SKUs of which the model has heard. */
function* known(model: Audited, skus: readonly Sku[]): Generator<[Sku, LocationId]> {
  for (const sku of skus) {
    const shelf = model.shelves.get(sku)
    for (const [place, locationId] of model.places.entries()) {
      if ((shelf?.versions[place] ?? 0) > 0) yield [sku, locationId]
    }
  }
}

function sameAs(model: Audited, { sku, locationId, available, byChannel }: AvailabilityChange): boolean {
  const row = model.row(sku, locationId)
  return row.available === available && sameNumbers(row.byChannel, byChannel)
}

function sameNumbers(
  a: AvailabilityChange['byChannel'] = {},
  b: AvailabilityChange['byChannel'] = {},
): boolean {
  const channels = Object.keys(a)
  return channels.length === Object.keys(b).length && channels.every((channel) => a[channel] === b[channel])
}
