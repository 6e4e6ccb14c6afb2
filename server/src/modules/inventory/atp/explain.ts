import { addDays, Refusal, type ChannelId, type LocalDate, type LocationId, type Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { backorderFor, termsFor, type Cascade, type Sourced } from '../policies/cascade.ts'
import { publishedRules } from '../policies/rules-of.ts'
import { readPolicyById, readProgress } from '../policies/store.ts'
import { surroundings } from '../policies/surroundings.ts'
import type { Backorder, Scope } from '../policies/types.ts'
import type { ChannelTerms } from '../types.ts'
import { hiddenFrom } from './hidden.ts'
import { indexOn, outlookOf, type Outlook } from './outlook.ts'
import { readInbound, readQueue, readRowStates, todayIn, type RowState } from './store.ts'

/** Numbers in one answer: SKUs x places x days. */
export const MAX_CELLS = 50_000
/** Days of one answer. */
export const MAX_DAYS = 120

export interface AtpQuestion {
  readonly skus: readonly Sku[]
  /** All, when left out. */
  readonly locations?: readonly LocationId[]
  readonly channelId: ChannelId
  /** The first day; today of each place when left out. */
  readonly from?: LocalDate
  /** At least 1. */
  readonly days: number
}

/** Which rule gave a term. */
export interface TermSource {
  readonly version: number
  readonly ruleNo: number
  readonly scope: Scope
}

export interface AtpDay {
  readonly day: LocalDate
  /** Pieces that come by the end of the day, without those of today and before that are late: they count from tomorrow. */
  readonly inbound: number
  /** Pieces that are promised by then and were not here. */
  readonly queued: number
  /** Pieces that a later promise will need. */
  readonly keptForLater: number
  /** onHand - reserved - quarantined - safety - buffer - pooledForOthers + inbound - queued - keptForLater; below zero: too much is promised. */
  readonly available: number
}

export interface AtpRow {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  /** Promised and here; what expired holds still have is not counted, because a reservation takes it. */
  readonly reserved: number
  readonly quarantined: number
  readonly safety: number
  /** Hidden from this channel. */
  readonly buffer: number
  /** Left in pools of other channels. */
  readonly pooledForOthers: number
  readonly backorder: Backorder
  /** Who said so; null: nobody, and nothing is taken off. */
  readonly sources: {
    readonly safety: TermSource | null
    readonly buffer: TermSource | null
    readonly bufferPpm: TermSource | null
    readonly backorder: TermSource | null
    readonly pools: readonly {
      readonly channelId: string
      readonly left: number
      readonly source: TermSource | null
    }[]
  }
  readonly days: readonly AtpDay[]
}

export interface Atp {
  readonly asOf: Date
  readonly channelId: ChannelId
  /** The published version, and whether every row carries it already. */
  readonly policy: { readonly version: number | null; readonly applied: boolean }
  readonly rows: readonly AtpRow[]
  /** Per SKU and day: what all these places together may promise; a place that owes takes nothing from the others. */
  readonly network: readonly {
    readonly sku: Sku
    readonly days: readonly { readonly day: LocalDate; readonly available: number }[]
  }[]
}

/**
 * What a channel may promise of each SKU, in each place, on each day, with every term of the sum. On today it is exactly what `reserve`
 * would grant at this moment; on later days what `promiseInbound` would. A promise for a day never eats what a later promise needs.
 * Refuses `inventory.bad_atp` for more than `MAX_CELLS` numbers.
 */
export async function explainAtp(ctx: ReadContext, question: AtpQuestion): Promise<Atp> {
  const { skus, locations, channelId, days } = question
  const [rows, progress] = await Promise.all([
    readRowStates(ctx.query, skus, locations ?? null),
    readProgress(ctx),
  ])
  if (!Number.isSafeInteger(days) || days < 1 || days > MAX_DAYS || rows.length * days > MAX_CELLS)
    throw tooMuch()
  const stockIds = rows.map((row) => row.stockId)
  const [inbound, queue, lapsed, cascade, policy] = await Promise.all([
    readInbound(ctx.query, stockIds),
    readQueue(ctx.query, stockIds),
    readLapsed(ctx, stockIds),
    publishedRules(ctx.query, progress.policyId),
    progress.policyId === null ? undefined : readPolicyById(ctx, progress.policyId),
  ])
  const version = policy?.version ?? 0
  const inboundOf = Map.groupBy(inbound, (line) => line.stockId)
  const queueOf = Map.groupBy(queue, (line) => line.stockId)
  const lapsedOf = Map.groupBy(lapsed, (line) => line.stockId)
  const explained = rows.map((asRead) => {
    const row = withoutLapsed(asRead, lapsedOf.get(asRead.stockId) ?? [])
    const hidden = hiddenFrom(channelId, row.onHand - row.quarantined, row.terms)
    const here =
      row.onHand - row.reserved - row.quarantined - row.safety - hidden.buffer - hidden.pooledForOthers
    const today = todayIn(ctx.now, row.locationId)
    const queued = (queueOf.get(row.stockId) ?? []).map(({ promisedOn, waiting }) => ({
      day: promisedOn,
      quantity: waiting,
    }))
    const outlook = outlookOf(today, here, inboundOf.get(row.stockId) ?? [], queued)
    const { sku, locationId, onHand, reserved, quarantined, safety } = row
    return {
      sku,
      locationId,
      onHand,
      reserved,
      quarantined,
      safety,
      ...hidden,
      ...sourcesOf(cascade, version, row, channelId),
      days: Array.from({ length: days }, (_, index) =>
        dayOf(outlook, row, here, today, addDays(question.from ?? today, index)),
      ),
    }
  })
  return {
    asOf: ctx.now,
    channelId,
    policy: { version: policy?.version ?? null, applied: progress.finished },
    rows: explained,
    network: networkOf(explained),
  }
}

const tooMuch = (): Refusal =>
  new Refusal(
    'unprocessable',
    'inventory.bad_atp',
    `Ask for 1 to ${MAX_DAYS} days, and at most ${MAX_CELLS} numbers at once: fewer SKUs, places or days.`,
  )

function dayOf(outlook: Outlook, row: RowState, here: number, today: LocalDate, day: LocalDate): AtpDay {
  // What the row keeps for later promises is what a reservation of this moment goes by.
  if (day <= today) {
    return { day, inbound: 0, queued: 0, keptForLater: row.uncovered, available: here - row.uncovered }
  }
  const index = indexOn(outlook, day)
  const inbound = outlook.inbound[index] ?? 0
  const queued = outlook.queued[index] ?? 0
  const available = outlook.least[index] ?? 0
  return { day, inbound, queued, keptForLater: here + inbound - queued - available, available }
}

function sourcesOf(
  cascade: Cascade,
  version: number,
  row: RowState,
  channelId: ChannelId,
): Pick<AtpRow, 'backorder' | 'sources'> {
  const terms = termsFor(cascade, row, surroundings())
  const backorder = backorderFor(cascade, row, channelId, surroundings())
  const source = (term: Sourced<unknown> | undefined): TermSource | null =>
    term?.rule ? { version, ruleNo: term.rule.ruleNo, scope: term.rule.scope } : null
  const own = terms.channels.get(channelId)
  const pools = Object.entries(row.terms ?? {}).flatMap(([owner, { pool = 0, used = 0 }]) =>
    owner === channelId || pool === 0
      ? []
      : {
          channelId: owner,
          left: Math.max(0, pool - used),
          // Keys of the terms are ids of channels.
          source: source(terms.channels.get(owner as ChannelId)?.pool),
        },
  )
  return {
    backorder: backorder.value,
    sources: {
      safety: source(terms.safety),
      buffer: source(own?.buffer),
      bufferPpm: source(own?.ppm),
      backorder: source(backorder),
      pools,
    },
  }
}

function networkOf(rows: readonly AtpRow[]): Atp['network'] {
  return [...Map.groupBy(rows, (row) => row.sku)].map(([sku, places]) => {
    const sums = new Map<LocalDate, number>()
    for (const { day, available } of places.flatMap((place) => place.days))
      sums.set(day, (sums.get(day) ?? 0) + Math.max(0, available))
    return {
      sku,
      days: [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, available]) => ({ day, available })),
    }
  })
}

type Lapsed = {
  readonly stockId: number
  readonly channelId: string
  readonly pieces: number
  readonly pooled: number
}

/** What expired holds still have of these rows: whoever needs the pieces takes them. */
const readLapsed = (ctx: ReadContext, stockIds: readonly number[]): Promise<Lapsed[]> =>
  ctx.query<Lapsed>(
    `select l.stock_id as "stockId", h.channel_id as "channelId", sum(l.outstanding)::int as pieces, sum(l.pooled)::int as pooled
       from inventory.hold h join inventory.hold_line l on l.hold_id = h.hold_id
      where h.state in ('soft', 'pinned') and h.expires_at <= $1 and l.outstanding > 0 and l.stock_id = any($2)
      group by l.stock_id, h.channel_id`,
    [ctx.now, stockIds],
  )

function withoutLapsed(row: RowState, lapsed: readonly Lapsed[]): RowState {
  if (lapsed.length === 0) return row
  const terms: Record<string, ChannelTerms[string]> = { ...row.terms }
  for (const { channelId, pooled } of lapsed) {
    const share = terms[channelId]
    if (share?.pool !== undefined)
      terms[channelId] = { ...share, used: Math.max(0, (share.used ?? 0) - pooled) }
  }
  return {
    ...row,
    reserved: row.reserved - lapsed.reduce((sum, line) => sum + line.pieces, 0),
    terms: row.terms && terms,
  }
}
