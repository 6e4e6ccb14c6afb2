import type { Condition, Promotion } from '@splot/rules'
import type { TimedRuleSet } from './types.ts'

export interface ActiveStretch {
  readonly id: string
  readonly name: string
  readonly label: Promotion['label']
  readonly audience: string
  readonly channels: string[] | null
  readonly locations: string[] | null
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
      priority: promotion.priority,
      revision: promotion.version,
      from: new Date(start).toISOString(),
      until: stop === Infinity ? null : new Date(stop).toISOString(),
    }))
}

const namedBy = ({ conditions }: Promotion, kind: 'channel' | 'location'): string[] | null => {
  const found = conditions.find(
    (condition): condition is Extract<Condition, { kind: 'channel' | 'location' }> => condition.kind === kind,
  )
  return found ? [...found.anyOf] : null
}
