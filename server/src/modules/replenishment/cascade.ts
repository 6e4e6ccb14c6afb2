import { surroundings } from '#modules/inventory'
import type { Row, Rule, RulesOfRow, Scope } from './types.ts'

const goodsOf = ({ sku, category }: Scope): string =>
  sku !== null ? `s${sku}` : category !== null ? `c${category}` : ''
const placeOf = ({ locationId, region }: Scope): string =>
  locationId !== null ? `l${locationId}` : region !== null ? `r${region}` : ''

/**
 * Finds the rules of rows: of each kind the most specific one, and none where that one is off. Goods count before places: its SKU, its
 * category and those above it, all goods; then the place, its regions from the nearest, the network. As the policies of stock do.
 */
export function rulesByRow(rules: readonly Rule[]): (row: Row) => RulesOfRow {
  const byScope = Map.groupBy(rules, (rule) => `${goodsOf(rule)} ${placeOf(rule)}`)
  const around = surroundings()
  return ({ sku, locationId }) => {
    if (byScope.size === 0) return {}
    const goods = [`s${sku}`, ...(around.categoriesOf(sku) ?? []).map((one) => `c${one}`), '']
    const places = [`l${locationId}`, ...(around.regionsOf(locationId) ?? []).map((one) => `r${one}`), '']
    const found: { [kind: string]: unknown } = {}
    for (const some of goods)
      for (const place of places)
        for (const { kind, enabled, terms } of byScope.get(`${some} ${place}`) ?? [])
          if (!(kind in found)) found[kind] = enabled ? terms : undefined
    // Each kind was filled from a rule of that kind.
    return found as RulesOfRow
  }
}
