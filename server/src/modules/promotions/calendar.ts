import type { Promotion } from '@splot/rules'
import type { TimedRuleSet } from './types.ts'

/** ISO weekdays, and minutes since midnight, `[from, until)`; over midnight `until` comes before `from`, and the day is that on which it begins. */
export interface Window {
  readonly weekdays: number[]
  readonly from: number
  readonly until: number
}

export interface ActiveStretch {
  readonly id: string
  readonly name: string
  readonly label: Promotion['label']
  readonly audience: string
  /** Each of these four: null: all; empty: none, so it counts for nobody. */
  readonly channels: string[] | null
  readonly locations: string[] | null
  readonly groups: string[] | null
  readonly segments: string[] | null
  /** Hours of the week within which it counts, all of them together; none: always. */
  readonly windows: Window[]
  readonly priority: number
  readonly revision: number
  readonly from: string
  readonly until: string | null
}

/**
 * When each promotion counts within `[from, until)`: its validity cut by the instants at which rule sets take effect; stretches of one revision that
 * touch are one. `sets`: in order of their instants.
 */
export function activeBetween(sets: readonly TimedRuleSet[], from: Date, until: Date): ActiveStretch[] {
  const stretches = new Map<string, { promotion: Promotion; from: number; until: number }>()
  for (const [index, set] of sets.entries()) {
    const end = sets[index + 1]?.startsAt.getTime() ?? Infinity
    for (const promotion of set.promotions) {
      const start = Math.max(set.startsAt.getTime(), promotion.validFrom ?? -Infinity)
      const stop = Math.min(end, promotion.validUntil ?? Infinity)
      if (start >= stop || stop <= from.getTime() || start >= until.getTime()) continue
      const key = `${promotion.id} ${promotion.version}`
      const known = stretches.get(key)
      if (known) known.until = stop
      else stretches.set(key, { promotion, from: start, until: stop })
    }
  }
  return [...stretches.values()]
    .sort((a, b) => a.from - b.from || (a.promotion.id < b.promotion.id ? -1 : 1))
    .map(({ promotion, from: start, until: stop }) => ({
      id: promotion.id,
      name: promotion.name,
      label: promotion.label,
      audience: promotion.audience,
      channels: namedBy(promotion, 'channel'),
      locations: namedBy(promotion, 'location'),
      groups: namedBy(promotion, 'group'),
      segments: namedBy(promotion, 'segment'),
      windows: windowsOf(promotion),
      priority: promotion.priority,
      revision: promotion.version,
      from: new Date(start).toISOString(),
      until: stop === Infinity ? null : new Date(stop).toISOString(),
    }))
}

/**
 * What its conditions of a kind leave, all of which must hold; null: it has none. Who is in several groups or segments may fit conditions that have
 * none in common: all of them are named then.
 */
const namedBy = (
  { conditions }: Promotion,
  kind: 'channel' | 'location' | 'group' | 'segment',
): string[] | null => {
  const named = conditions.flatMap((condition) => (condition.kind === kind ? [condition.anyOf] : []))
  if (kind === 'group' || kind === 'segment') return named.length > 0 ? [...new Set(named.flat())] : null
  const [first, ...others] = named
  return first ? first.filter((one) => others.every((other) => other.includes(one))) : null
}

const windowsOf = ({ conditions }: Promotion): Window[] =>
  conditions.flatMap((condition) =>
    condition.kind === 'hours'
      ? [{ weekdays: [...condition.weekdays], from: condition.from, until: condition.until }]
      : [],
  )
