import type { ChannelId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import type { FreeChange } from '../events.ts'
import type { ChannelTerms } from '../types.ts'
import { termsFor, type Cascade, type RowTerms } from './cascade.ts'
import { publishedRules } from './rules-of.ts'
import { lockRows, policyForFreshRows, readPooled, rowsAt, writeTerms, type CompiledRow } from './store.ts'
import { surroundings } from './surroundings.ts'

type Share = ChannelTerms[string]

/** The terms of single channels as a row carries them, without what says nothing; `used` of pools is not known yet. */
export function channelTermsOf({ channels }: RowTerms): ChannelTerms | null {
  const terms: Record<string, Share> = {}
  for (const [channelId, { buffer, ppm, pool }] of [...channels].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const share = {
      ...(buffer.value > 0 && { buffer: buffer.value }),
      ...(ppm.value > 0 && { ppm: ppm.value }),
      ...(pool.value > 0 && { pool: pool.value, used: 0 }),
    }
    if (Object.keys(share).length > 0) terms[channelId] = share
  }
  return Object.keys(terms).length === 0 ? null : terms
}

export const saysTheSame = (a: ChannelTerms | null, b: ChannelTerms | null): boolean => {
  const channels = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])
  return [...channels].every((channel) => {
    const [one, other] = [a?.[channel], b?.[channel]]
    return one?.buffer === other?.buffer && one?.ppm === other?.ppm && one?.pool === other?.pool
  })
}

/**
 * A pool whose size stays goes on as it is, so that publishing something else does not fill it up again; a pool of another size is dealt
 * anew: of it only live holds have taken something.
 */
function withUsed(
  terms: ChannelTerms | null,
  before: ChannelTerms | null,
  live: ReadonlyMap<string, number>,
) {
  if (terms === null) return null
  return Object.fromEntries(
    Object.entries(terms).map(([channel, share]): [string, Share] => {
      if (share.pool === undefined) return [channel, share]
      const known = before?.[channel]
      const used = known?.pool === share.pool ? (known.used ?? 0) : (live.get(channel) ?? 0)
      return [channel, { ...share, used }]
    }),
  )
}

/** Whether a row carries something else than the rules say. */
export const differs = (row: CompiledRow, cascade: Cascade): boolean => {
  const terms = termsFor(cascade, row, surroundings())
  return row.safety !== terms.safety.value || !saysTheSame(row.channelTerms, channelTermsOf(terms))
}

/** Brings locked rows to what the rules say; answers those that changed. */
async function compileLocked(
  ctx: WriteContext,
  rows: readonly CompiledRow[],
  cascade: Cascade,
): Promise<FreeChange[]> {
  const changing = rows.filter((row) => differs(row, cascade))
  if (changing.length === 0) return []
  const live = new Map<number, Map<ChannelId, number>>()
  for (const { stockId, channelId, pieces } of await readPooled(
    ctx,
    changing.map((row) => row.stockId),
  )) {
    live.set(stockId, (live.get(stockId) ?? new Map<ChannelId, number>()).set(channelId, pieces))
  }
  return writeTerms(
    ctx,
    changing.map((row) => {
      const terms = termsFor(cascade, row, surroundings())
      return {
        stockId: row.stockId,
        safety: terms.safety.value,
        channelTerms: withUsed(channelTermsOf(terms), row.channelTerms, live.get(row.stockId) ?? new Map()),
      }
    }),
  )
}

/** Brings rows to what the rules say, and locks only those that will change. */
export async function compileRows(
  ctx: WriteContext,
  rows: readonly CompiledRow[],
  cascade: Cascade,
): Promise<FreeChange[]> {
  const changing = rows.filter((row) => differs(row, cascade))
  if (changing.length === 0) return []
  const locked = await lockRows(
    ctx,
    changing.map((row) => row.stockId),
  )
  return compileLocked(ctx, locked, cascade)
}

/** Gives rows that this transaction has made (and holds) the terms that apply; answers those that got some. */
export async function compileFreshRows(
  ctx: WriteContext,
  rows: readonly Pick<CompiledRow, 'sku' | 'locationId'>[],
): Promise<readonly FreeChange[]> {
  if (rows.length === 0) return []
  const policyId = await policyForFreshRows(ctx)
  if (policyId === null) return []
  return compileLocked(ctx, await rowsAt(ctx, rows), await publishedRules(ctx.query, policyId))
}
