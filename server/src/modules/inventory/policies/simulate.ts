import { DAY_MS, newId, Refusal, type ChannelId, type Id, type LocationId, type Sku } from '@splot/kernel'
import type { CommandContext, ReadContext } from '#platform/context'
import { cascadeOf, termsFor, type Cascade } from './cascade.ts'
import { channelTermsOf, saysTheSame } from './compile.ts'
import { MAX_KEPT_ROWS, MAX_SIMULATED_DAYS, MAX_SIMULATED_ROWS } from './limits.ts'
import { replay, type ReplayedTerms, type RowHistory, type Seen } from './replay.ts'
import { readHistories, readScannedRows, type ScannedRow } from './simulation-history.ts'
import { insertSimulation } from './simulation-store.ts'
import { readPolicy, readPublished, readRules } from './store.ts'
import { surroundings } from './surroundings.ts'
import { noSuchPolicy } from './versions.ts'

export type SimulationId = Id<'policy-simulation'>

export interface SimulationQuestion {
  /** The version whose terms are tried out; usually a draft. */
  readonly version: number
  readonly from: Date
  /** Not in the future. */
  readonly until: Date
  /** Only these; all when left out. */
  readonly skus?: readonly Sku[]
  readonly locations?: readonly LocationId[]
}

/** What a channel would have seen of a row with what is published now, and with the version in question. */
export interface SimulatedRow {
  readonly channelId: ChannelId
  readonly locationId: LocationId
  readonly sku: Sku
  readonly before: Seen
  readonly after: Seen
}

export interface SimulatedChannel {
  readonly channelId: ChannelId
  /** Rows in which it would have seen something else. */
  readonly rows: number
  readonly before: Seen
  readonly after: Seen
}

export interface Simulation {
  readonly simulationId: SimulationId
  readonly version: number
  /** null: no policy is published. */
  readonly againstVersion: number | null
  readonly madeAt: Date
  readonly from: Date
  readonly until: Date
  /** Rows of stock whose terms differ between the two. */
  readonly rows: number
  /** Whether all of them were looked at. */
  readonly complete: boolean
  readonly channels: readonly SimulatedChannel[]
}

/** Rows of stock whose terms are compared at once. */
const SCAN_PAGE = 5_000
/** Rows whose history is in memory at once. */
const REPLAY_PAGE = 500

/**
 * What each channel would have seen in a time that is over, had this version applied instead of what is published: hours without a piece,
 * reservations refused, pieces hidden. Goes by the ledger and the lives of holds; looks only at rows whose terms differ, at most
 * `MAX_SIMULATED_ROWS`. The result is kept for reading. Refuses `inventory.no_such_policy` and `inventory.bad_simulation`.
 */
export async function simulatePolicy(ctx: CommandContext, question: SimulationQuestion): Promise<Simulation> {
  refuseBadWindow(question, ctx.now)
  const read = ctx.platform.read(ctx.actor)
  const policy = await readPolicy(read, question.version)
  if (!policy) throw noSuchPolicy()
  const published = await readPublished(read)
  const [tried, current] = await Promise.all([
    readRules(read.query, policy.policyId).then(cascadeOf),
    published ? readRules(read.query, published.policyId).then(cascadeOf) : new Map(),
  ])
  const { rows, complete } = await differingRows(read, question, current, tried)
  const found: SimulatedRow[] = []
  for (let at = 0; at < rows.length; at += REPLAY_PAGE) {
    const page = rows.slice(at, at + REPLAY_PAGE)
    const histories = await readHistories(read, question, page)
    found.push(...page.flatMap((row) => compare(row, histories.get(row.stockId), current, tried)))
  }
  const simulation: Simulation = {
    simulationId: newId<'policy-simulation'>(),
    version: policy.version,
    againstVersion: published?.version ?? null,
    madeAt: ctx.now,
    from: question.from,
    until: question.until,
    rows: rows.length,
    complete,
    channels: [...Map.groupBy(found, (row) => row.channelId)].map(totalOf),
  }
  await ctx.platform.write(ctx.actor, (write) =>
    insertSimulation(
      write,
      simulation,
      { policyId: policy.policyId, againstId: published?.policyId ?? null },
      mostTelling(found),
    ),
  )
  return simulation
}

function refuseBadWindow({ from, until }: SimulationQuestion, now: Date): void {
  const errors = [
    ...(from < until ? [] : [{ pointer: '/until', detail: 'later than `from`' }]),
    ...(until <= now ? [] : [{ pointer: '/until', detail: 'not in the future: nothing has happened there' }]),
    ...(until.getTime() - from.getTime() <= MAX_SIMULATED_DAYS * DAY_MS
      ? []
      : [{ pointer: '/from', detail: `at most ${MAX_SIMULATED_DAYS} days` }]),
  ]
  if (errors.length === 0) return
  throw new Refusal('unprocessable', 'inventory.bad_simulation', 'This time cannot be simulated.', { errors })
}

const replayed = (cascade: Cascade, row: ScannedRow): ReplayedTerms => {
  const terms = termsFor(cascade, row, surroundings())
  return { safety: terms.safety.value, channelTerms: channelTermsOf(terms) }
}

/** The rows that the two versions treat differently. */
async function differingRows(
  ctx: ReadContext,
  question: SimulationQuestion,
  current: Cascade,
  tried: Cascade,
): Promise<{ rows: ScannedRow[]; complete: boolean }> {
  const rows: ScannedRow[] = []
  let after = 0
  for (;;) {
    const page = await readScannedRows(ctx, question, after, SCAN_PAGE)
    for (const row of page) {
      const [one, other] = [replayed(current, row), replayed(tried, row)]
      if (one.safety === other.safety && saysTheSame(one.channelTerms, other.channelTerms)) continue
      if (rows.length === MAX_SIMULATED_ROWS) return { rows, complete: false }
      rows.push(row)
    }
    if (page.length < SCAN_PAGE) return { rows, complete: true }
    after = page.at(-1)?.stockId ?? after
  }
}

/** What the channels that asked for a row, or that a term of it names, would have seen differently. */
function compare(
  row: ScannedRow,
  history: RowHistory | undefined,
  current: Cascade,
  tried: Cascade,
): SimulatedRow[] {
  if (!history) return []
  const [before, after] = [replayed(current, row), replayed(tried, row)]
  const channels = [
    ...new Set<ChannelId>([
      ...[...history.holds, ...history.refused].map(({ channelId }) => channelId),
      // Keys of terms are ids of channels.
      ...(Object.keys({ ...before.channelTerms, ...after.channelTerms }) as ChannelId[]),
    ]),
  ]
  const [old, fresh] = [replay(history, before, channels), replay(history, after, channels)]
  return channels.flatMap((channelId) => {
    const [one, other] = [old.get(channelId), fresh.get(channelId)]
    if (!one || !other || differenceOf(one, other) === 0) return []
    return { channelId, locationId: row.locationId, sku: row.sku, before: one, after: other }
  })
}

/** How much two views differ: refusals first, then hours, then hidden pieces. */
const differenceOf = (one: Seen, other: Seen): number =>
  Math.abs(one.refusedPieces - other.refusedPieces) * 1_000_000 +
  Math.abs(one.hoursOut - other.hoursOut) * 1_000 +
  Math.abs(one.hidden - other.hidden)

const mostTelling = (rows: readonly SimulatedRow[]): SimulatedRow[] =>
  rows
    .toSorted((a, b) => differenceOf(b.before, b.after) - differenceOf(a.before, a.after))
    .slice(0, MAX_KEPT_ROWS)

function totalOf([channelId, rows]: [ChannelId, SimulatedRow[]]): SimulatedChannel {
  const sum = (pick: (row: SimulatedRow) => Seen): Seen => {
    const add = (field: keyof Seen) =>
      Math.round(rows.reduce((total, row) => total + pick(row)[field], 0) * 10) / 10
    return {
      hoursOut: add('hoursOut'),
      refused: add('refused'),
      refusedPieces: add('refusedPieces'),
      asked: add('asked'),
      hidden: add('hidden'),
    }
  }
  return { channelId, rows: rows.length, before: sum((row) => row.before), after: sum((row) => row.after) }
}
