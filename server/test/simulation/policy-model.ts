import type { Rule } from '#modules/inventory'
import { categoriesOf, regionsOf } from './surroundings.ts'
import type { ModelRow } from './rows-model.ts'

export type Rules = readonly Omit<Rule, 'ruleNo'>[]

/** What single channels may not have of a row. */
export interface Terms {
  buffer?: number
  ppm?: number
  pool?: number
  used?: number
}

/** How near a rule is to a row: goods before places, the nearest first; undefined: it is not about this row. */
function nearness({ scope }: Rules[number], { sku, locationId }: ModelRow): string | undefined {
  const goods = [sku, ...categoriesOf(sku), undefined].indexOf(scope.sku ?? scope.category)
  const place = [locationId, ...regionsOf(locationId), undefined].indexOf(scope.locationId ?? scope.region)
  return goods < 0 || place < 0 ? undefined : `${goods} ${place}`
}

/** The display minimum and the terms of single channels that rules make of a row: each term from the nearest rule that names it. */
export function compiled(rules: Rules, row: ModelRow): { safety: number; terms: Map<string, Terms> | null } {
  const near = rules
    .flatMap((rule) => ({ rule, at: nearness(rule, row) ?? [] }))
    .filter((one): one is { rule: Rules[number]; at: string } => typeof one.at === 'string')
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ rule }) => rule)
  const safety = near.find((rule) => rule.terms.safety !== undefined)?.terms.safety ?? 0
  const terms = new Map<string, Terms>()
  for (const channel of new Set(near.flatMap((rule) => rule.channelId ?? []))) {
    const own = near.filter((rule) => rule.channelId === channel).map((rule) => rule.terms)
    const first = (name: 'buffer' | 'bufferPpm' | 'pool') =>
      own.find((one) => one[name] !== undefined)?.[name] ?? 0
    const share: Terms = {}
    if (first('buffer') > 0) share.buffer = first('buffer')
    if (first('bufferPpm') > 0) share.ppm = first('bufferPpm')
    if (first('pool') > 0) Object.assign(share, { pool: first('pool'), used: 0 })
    if (Object.keys(share).length > 0) terms.set(channel, share)
  }
  return { safety, terms: terms.size > 0 ? terms : null }
}
