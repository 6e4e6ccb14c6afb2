import { DAY_MS } from '@splot/kernel'
import type { Judgement, RulesOfRow, Seen, Verdict } from './types.ts'

/** An alert on a pace ends only when it is better than the rule by this much, percent. */
const CLEARLY_BETTER_PERCENT = 125
/** How far above the minimum stock must rise before it is no longer low: a quarter of what is between, two pieces at least. */
const ABOVE_MIN_PARTS = 4
const ABOVE_MIN_PIECES = 2

/** What the rules say about a row, each kind for itself; a kind without a rule ends. */
export function judge(seen: Seen, rules: RulesOfRow, now: Date): Judgement[] {
  return [
    { kind: 'negative', verdict: seen.onHand < 0 ? 'raise' : 'end', facts: { onHand: seen.onHand } },
    stockOut(seen, rules.stock_out),
    low(seen, rules.min_max),
    cover(seen, rules.cover),
    dead(seen, rules.dead, now),
    slow(seen, rules, now),
  ]
}

const verdictOf = (raise: boolean, end: boolean): Verdict => (raise ? 'raise' : end ? 'end' : 'keep')

function stockOut({ available, onHand }: Seen, rule: RulesOfRow['stock_out']): Judgement {
  const verdict = rule ? verdictOf(available <= 0, available >= rule.backAt) : 'end'
  return { kind: 'stock_out', verdict, facts: { available, onHand, ...rule } }
}

function low({ available, onHand }: Seen, rule: RulesOfRow['min_max']): Judgement {
  if (!rule) return { kind: 'low', verdict: 'end', facts: {} }
  const { min, max } = rule
  const above = Math.max(ABOVE_MIN_PIECES, Math.ceil((max - min) / ABOVE_MIN_PARTS))
  const endsAt = Math.min(max, min + above)
  const verdict = verdictOf(available <= min, available >= endsAt)
  return { kind: 'low', verdict, facts: { available, onHand, min, max, endsAt } }
}

/** For how many days the pieces last at that pace; null: for ever, since nothing is sold. */
export const daysOfCover = (available: number, sold: number, windowDays: number): number | null =>
  sold <= 0 ? null : Math.floor((Math.max(0, available) * windowDays * 10) / sold) / 10

function cover(seen: Seen, rule: RulesOfRow['cover']): Judgement {
  if (!rule) return { kind: 'cover', verdict: 'end', facts: {} }
  const { days, targetDays, windowDays } = rule
  const sold = seen.soldIn(windowDays)
  const lasts = daysOfCover(seen.available, sold, windowDays)
  const enough = lasts === null || lasts >= Math.min(targetDays, (days * CLEARLY_BETTER_PERCENT) / 100)
  const verdict = verdictOf(lasts !== null && lasts < days, enough)
  const facts = { available: seen.available, sold, windowDays, daysOfCover: lasts, days, targetDays }
  return { kind: 'cover', verdict, facts }
}

function dead(seen: Seen, rule: RulesOfRow['dead'], now: Date): Judgement {
  if (!rule) return { kind: 'dead', verdict: 'end', facts: {} }
  const quietSince = seen.lastSoldAt ?? seen.since
  const quietDays = Math.floor((now.getTime() - quietSince.getTime()) / DAY_MS)
  const isDead = seen.onHand > 0 && quietDays >= rule.days
  const facts = {
    onHand: seen.onHand,
    quietDays,
    lastSoldAt: seen.lastSoldAt?.toISOString() ?? null,
    days: rule.days,
  }
  return { kind: 'dead', verdict: verdictOf(isDead, !isDead), facts }
}

function slow(seen: Seen, { slow: rule, dead: deadRule }: RulesOfRow, now: Date): Judgement {
  if (!rule) return { kind: 'slow', verdict: 'end', facts: {} }
  const { perWeek, windowDays } = rule
  const sold = seen.soldIn(windowDays)
  const pace = Math.round((sold * 70) / windowDays) / 10
  const isNew = now.getTime() - seen.since.getTime() < windowDays * DAY_MS
  // Where dead stock is watched too, what does not sell at all is told once, as dead.
  const isDead = deadRule !== undefined && sold === 0
  const isSlow = seen.onHand > 0 && !isNew && !isDead && pace < perWeek
  const better = seen.onHand <= 0 || isDead || pace * 100 >= perWeek * CLEARLY_BETTER_PERCENT
  const facts = { onHand: seen.onHand, sold, windowDays, soldPerWeek: pace, perWeek }
  return { kind: 'slow', verdict: verdictOf(isSlow, better), facts }
}
