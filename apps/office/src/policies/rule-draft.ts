import { scaled } from '../page/scaled.ts'
import type { Rule, Terms } from './queries.ts'

export const holdKinds = ['basket', 'pickup', 'ship', 'till', 'marketplace'] as const
export type HoldKind = (typeof holdKinds)[number]

const MINUTE_MS = 60_000
const PPM_OF_PERCENT = 10_000

/** A rule as its form holds it: empty number fields are NaN. */
export type RuleDraft = Readonly<{
  goods: 'all' | 'category' | 'sku'
  category: string | null
  sku: string
  where: 'all' | 'region' | 'place'
  region: string | null
  locationId: string | null
  channelId: string | null
  safety: number
  buffer: number
  percent: number
  pool: number
  backorder: 'unsaid' | 'none' | 'inbound' | 'open'
  most: number
  leadDays: number
  holds: Readonly<Record<HoldKind, Readonly<{ ttl: number; cap: number }>>>
}>

export type Flaw = 'scope' | 'channel' | 'safety' | 'terms' | 'days' | 'cap'

const NONE = Number.NaN
const isGiven = (value: number): boolean => !Number.isNaN(value)
const minutes = (ms: number | undefined): number => (ms === undefined ? NONE : ms / MINUTE_MS)

export function draftOf(rule: Rule | null): RuleDraft {
  const { scope = {}, channelId = null, terms = {} } = rule ?? {}
  const { backorder, holds } = terms
  return {
    goods: scope.sku === undefined ? (scope.category === undefined ? 'all' : 'category') : 'sku',
    category: scope.category ?? null,
    sku: scope.sku ?? '',
    where: scope.locationId === undefined ? (scope.region === undefined ? 'all' : 'region') : 'place',
    region: scope.region ?? null,
    locationId: scope.locationId ?? null,
    channelId,
    safety: terms.safety ?? NONE,
    buffer: terms.buffer ?? NONE,
    percent: terms.bufferPpm === undefined ? NONE : terms.bufferPpm / PPM_OF_PERCENT,
    pool: terms.pool ?? NONE,
    backorder: backorder?.against ?? 'unsaid',
    most: backorder?.most ?? NONE,
    leadDays: backorder?.leadDays ?? NONE,
    holds: Object.fromEntries(
      holdKinds.map((kind) => [
        kind,
        { ttl: minutes(holds?.[kind]?.ttlMs), cap: minutes(holds?.[kind]?.capMs) },
      ]),
      // Every kind is among the keys.
    ) as RuleDraft['holds'],
  }
}

/** Limits of holds are of the whole network: a rule about some goods or places has none. */
export const mayLimitHolds = ({ goods, where }: RuleDraft): boolean => goods === 'all' && where === 'all'

function scopeOf({ goods, category, sku, where, region, locationId }: RuleDraft): Rule['scope'] | null {
  if (goods === 'category' && category === null) return null
  if (goods === 'sku' && sku === '') return null
  if (where === 'region' && region === null) return null
  if (where === 'place' && locationId === null) return null
  return {
    ...(goods === 'sku' && { sku }),
    ...(goods === 'category' && category !== null && { category }),
    ...(where === 'place' && locationId !== null && { locationId }),
    ...(where === 'region' && region !== null && { region }),
  }
}

function termsOf(draft: RuleDraft): Terms {
  const { safety, buffer, percent, pool, backorder, most, leadDays } = draft
  const holds = holdKinds.flatMap((kind) => {
    const { ttl, cap } = draft.holds[kind]
    if (!mayLimitHolds(draft) || !isGiven(ttl)) return []
    const longest = isGiven(cap) ? cap : ttl
    return [[kind, { ttlMs: scaled(ttl, MINUTE_MS), capMs: scaled(longest, MINUTE_MS) }] as const]
  })
  return {
    ...(isGiven(safety) && { safety }),
    ...(isGiven(buffer) && { buffer }),
    ...(isGiven(percent) && { bufferPpm: scaled(percent, PPM_OF_PERCENT) }),
    ...(isGiven(pool) && { pool }),
    ...(backorder !== 'unsaid' && {
      backorder: {
        against: backorder,
        ...(backorder !== 'none' && isGiven(most) && { most }),
        ...(backorder === 'open' && { leadDays }),
      },
    }),
    ...(holds.length > 0 && { holds: Object.fromEntries(holds) }),
  }
}

/** The rule that a form says, or what is wrong with it. The server checks again, and knows more. */
export function ruleOf(draft: RuleDraft): { rule: Rule } | { flaws: ReadonlySet<Flaw> } {
  const scope = scopeOf(draft)
  const terms = termsOf(draft)
  const ofChannel = [draft.buffer, draft.percent, draft.pool].some(isGiven)
  const caps = Object.values(terms.holds ?? {}).some(({ ttlMs, capMs }) => capMs < ttlMs)
  const checks: readonly [boolean, Flaw][] = [
    [scope === null, 'scope'],
    [ofChannel && draft.channelId === null, 'channel'],
    [isGiven(draft.safety) && draft.channelId !== null, 'safety'],
    [Object.keys(terms).length === 0, 'terms'],
    [draft.backorder === 'open' && !isGiven(draft.leadDays), 'days'],
    [caps, 'cap'],
  ]
  const flaws = checks.flatMap(([wrong, flaw]) => (wrong ? [flaw] : []))
  if (scope === null || flaws.length > 0) return { flaws: new Set(flaws) }
  return { rule: { scope, channelId: draft.channelId, terms } }
}
