import { newId } from '@splot/kernel'
import { inboundOf, listStock } from '#modules/inventory'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { daysOfCover } from './judge.ts'
import { DEFAULT_WINDOW_DAYS, KEPT_DAYS, REJECTED_FOR_MS, ROWS_AT_ONCE } from './limits.ts'
import { readRows } from './seen.ts'
import { outdateProposals, putProposal, spokenFor, standingProposals } from './store.ts'
import type { Proposal, Row, RulesOfRow, Seen } from './types.ts'

/** A place that could give pieces away, and why so many. */
interface Source extends Row {
  readonly available: number
  /** What it keeps for itself. */
  readonly keeps: number
  /** What is proposed for other places already. */
  readonly spokenFor: number
  readonly spare: number
  readonly sold: number
  readonly windowDays: number
  /** Null: for ever, nothing is sold there. */
  readonly daysOfCover: number | null
}

/**
 * Proposes how a row gets its pieces: from the place whose own last longest, as many as it can spare, and the rest from a supplier.
 * What is on its way already is taken off; what was turned down lately is not proposed again. The numbers that led to it are kept.
 */
export async function propose(
  ctx: WriteContext,
  row: Seen,
  rules: RulesOfRow,
  rulesOf: (row: Row) => RulesOfRow,
): Promise<void> {
  const target = targetOf(row, rules)
  if (target === undefined) return
  const rejectedSince = new Date(ctx.now.getTime() - REJECTED_FOR_MS)
  const [standing, inbound] = await Promise.all([
    standingProposals(ctx, row, rejectedSince),
    inboundOf(ctx, row.sku, row.locationId),
  ])
  const approved = pieces(standing.filter(({ state }) => state === 'approved'))
  // A shipped transfer is inbound and an approved proposal at once: the larger number has both.
  const onTheWay = Math.max(approved, pieces(inbound))
  const wanted = target.pieces - Math.max(0, row.available) - onTheWay
  const need = { ...target.facts, available: row.available, target: target.pieces, onTheWay, wanted }
  const rejected = new Set(standing.filter(({ state }) => state === 'rejected').map(({ kind }) => kind))
  const source = wanted > 0 && !rejected.has('transfer') ? await bestSource(ctx, row, rulesOf) : undefined
  const moved = Math.max(0, Math.min(wanted, source?.spare ?? 0))
  const bought = rejected.has('purchase') ? 0 : Math.max(0, wanted - moved)
  const { sku, locationId: toId } = row
  if (source && moved > 0) {
    const factors = { ...need, source }
    await put(ctx, { kind: 'transfer', sku, fromId: source.locationId, toId, quantity: moved, factors })
  }
  if (bought > 0) {
    const factors = { ...need, source: source ?? null, fromElsewhere: moved }
    await put(ctx, { kind: 'purchase', sku, fromId: null, toId, quantity: bought, factors })
  }
  const over = [...(moved > 0 ? [] : ['transfer' as const]), ...(bought > 0 ? [] : ['purchase' as const])]
  if (over.length > 0) await outdateProposals(ctx, [row], over)
}

const pieces = (rows: readonly { readonly quantity: number }[]): number =>
  rows.reduce((sum, { quantity }) => sum + quantity, 0)

async function put(
  ctx: WriteContext,
  proposal: Pick<Proposal, 'kind' | 'sku' | 'fromId' | 'toId' | 'quantity' | 'factors'>,
): Promise<void> {
  const saved = await putProposal(ctx, { proposalId: newId<'replenishment-proposal'>(), ...proposal })
  if (!saved?.isNew) return
  const { proposalId, number, kind, sku, fromId, toId, quantity } = saved
  emit(ctx, {
    type: 'replenishment.proposed',
    subject: proposalId,
    locationId: toId,
    data: { proposalId, number, kind, sku, fromId, toId, quantity },
  })
}

/** Up to where the place is filled: what either rule asks for, the larger one; undefined: no rule says. */
function targetOf(row: Seen, { min_max, cover }: RulesOfRow) {
  const windowDays = cover?.windowDays ?? DEFAULT_WINDOW_DAYS
  const sold = row.soldIn(windowDays)
  const forDays = cover ? Math.ceil((sold * cover.targetDays) / windowDays) : 0
  const target = Math.max(min_max?.max ?? 0, forDays)
  if (target === 0) return undefined
  const facts = {
    min: min_max?.min ?? null,
    max: min_max?.max ?? null,
    sold,
    windowDays,
    targetDays: cover?.targetDays ?? null,
    daysOfCover: daysOfCover(row.available, sold, windowDays),
  }
  return { pieces: target, facts }
}

/** The place whose pieces last longest among those that can spare any; of equals the one with most to spare. */
async function bestSource(
  ctx: WriteContext,
  { sku, locationId }: Row,
  rulesOf: (row: Row) => RulesOfRow,
): Promise<Source | undefined> {
  const levels = await listStock(ctx, { places: null, sku, limit: ROWS_AT_ONCE })
  const others = levels.filter((level) => level.locationId !== locationId && level.available > 0)
  if (others.length === 0) return undefined
  const [rows, taken] = await Promise.all([readRows(ctx, others), spokenFor(ctx, { sku, locationId })])
  const sources = rows.map((row) => sourceOf(row, rulesOf(row), taken.get(row.locationId) ?? 0))
  return sources
    .filter(({ spare }) => spare > 0)
    .sort(
      (one, other) =>
        (other.daysOfCover ?? Infinity) - (one.daysOfCover ?? Infinity) || other.spare - one.spare,
    )
    .at(0)
}

function sourceOf(row: Seen, { min_max, cover }: RulesOfRow, spoken: number): Source {
  const windowDays = cover?.windowDays ?? DEFAULT_WINDOW_DAYS
  const sold = row.soldIn(windowDays)
  const keeps = Math.max(min_max?.min ?? 0, Math.ceil((sold * (cover?.days ?? KEPT_DAYS)) / windowDays))
  const { sku, locationId, available } = row
  return {
    sku,
    locationId,
    available,
    keeps,
    spokenFor: spoken,
    spare: Math.max(0, available - keeps - spoken),
    sold,
    windowDays,
    daysOfCover: daysOfCover(available, sold, windowDays),
  }
}
