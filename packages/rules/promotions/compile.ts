import { compileAction } from './actions/index.ts'
import {
  lineTest,
  sortConditions,
  type LineTest,
  type MeasureTest,
  type WorldTest,
} from './conditions/index.ts'
import type { CompiledAction } from './turn.ts'
import type { BasketLine, Condition, LineCondition, Promotion, RuleSet } from './types.ts'

export interface CompiledPromotion {
  readonly promotion: Promotion
  /** Place in the order of priority and id: promotions count in it. */
  readonly rank: number
  readonly group: string | null
  readonly exclusive: boolean
  /** Counts only with a granted coupon. */
  readonly needsCode: boolean
  readonly world: readonly WorldTest[]
  readonly measures: readonly MeasureTest[]
  readonly action: CompiledAction
  /** All the line conditions. */
  readonly matches: LineTest
  /** Those that the index has not answered already. */
  readonly matchesRest: LineTest
}

/** Rules that are ready to price with; made once for each version of the rule set, then shared by all baskets. */
export interface CompiledRules {
  readonly version: number
  /** By rank. */
  readonly promotions: readonly CompiledPromotion[]
  readonly byId: ReadonlyMap<string, CompiledPromotion>
  /** Ranks of promotions that name a SKU or handle, a category, a value of an attribute; each promotion lies in one of these or in `rest`. */
  readonly byProduct: ReadonlyMap<string, readonly number[]>
  readonly byCategory: ReadonlyMap<string, readonly number[]>
  readonly byAttribute: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>
  /** Ranks of promotions that name no goods. */
  readonly rest: readonly number[]
}

const byPriority = (a: Promotion, b: Promotion): number =>
  a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/**
 * Makes rules ready to price with: in order of priority and id, conditions sorted and turned into functions, and an index by what they name,
 * so that a basket never looks at promotions of goods that it does not hold. The set must be free of faults (`faultsOf`).
 */
export function compileRules(ruleSet: RuleSet): CompiledRules {
  const promotions = ruleSet.promotions.toSorted(byPriority).map(compilePromotion)
  const byProduct = new Map<string, number[]>()
  const byCategory = new Map<string, number[]>()
  const byAttribute = new Map<string, Map<string, number[]>>()
  const rest: number[] = []
  for (const { promotion, rank } of promotions) {
    const key = keyOf(promotion.conditions)
    if (!key) rest.push(rank)
    else if (key.kind === 'products') file(byProduct, key.anyOf, rank)
    else if (key.kind === 'categories') file(byCategory, key.anyOf, rank)
    else {
      const values = byAttribute.get(key.attribute) ?? new Map<string, number[]>()
      byAttribute.set(key.attribute, values)
      file(values, key.anyOf, rank)
    }
  }
  const byId = new Map(promotions.map((one) => [one.promotion.id, one]))
  return { version: ruleSet.version, promotions, byId, byProduct, byCategory, byAttribute, rest }
}

function file(index: Map<string, number[]>, keys: readonly string[], rank: number): void {
  for (const key of new Set(keys)) {
    const ranks = index.get(key)
    if (ranks) ranks.push(rank)
    else index.set(key, [rank])
  }
}

type Key = Extract<LineCondition, { kind: 'products' | 'categories' | 'attributes' }>

/** The condition by which a promotion is filed: the narrowest kind that names goods and is not turned around. */
function keyOf(conditions: readonly Condition[]): Key | undefined {
  for (const kind of ['products', 'categories', 'attributes'] as const) {
    const found = conditions.find(
      (condition): condition is Key => condition.kind === kind && condition.not !== true,
    )
    if (found) return found
  }
  return undefined
}

function compilePromotion(promotion: Promotion, rank: number): CompiledPromotion {
  const { lines, world, measures } = sortConditions(promotion.conditions)
  const key = keyOf(promotion.conditions)
  return {
    promotion,
    rank,
    group: promotion.group,
    exclusive: promotion.exclusive,
    needsCode: needsCode(promotion),
    world,
    measures,
    action: compileAction(promotion.action),
    matches: lineTest(lines),
    matchesRest: lineTest(lines.filter((condition) => condition !== key)),
  }
}

/** What is made for single people is opened by a code, unless its conditions say by themselves for whom it is. */
export const needsCode = ({ audience, conditions }: Pick<Promotion, 'audience' | 'conditions'>): boolean =>
  audience === 'code' ||
  (audience === 'individual' &&
    !conditions.some(({ kind }) => kind === 'segment' || kind === 'group' || kind === 'first_order'))

/**
 * Lines of each promotion that names goods of the basket, by rank; index conditions are answered, the others are asked here. Ranks of `rest`
 * are not in it.
 */
export function linesByRank(rules: CompiledRules, lines: readonly BasketLine[]): Map<number, number[]> {
  const found = new Map<number, number[]>()
  const add = (ranks: readonly number[] | undefined, line: BasketLine, index: number) => {
    if (!ranks) return
    for (const rank of ranks) {
      const known = found.get(rank)
      // A line may be reached twice, by two of its categories: it counts once.
      if (known?.at(-1) === index || rules.promotions[rank]?.matchesRest(line) !== true) continue
      if (known) known.push(index)
      else found.set(rank, [index])
    }
  }
  for (const [index, line] of lines.entries()) {
    add(rules.byProduct.get(line.sku), line, index)
    if (line.product !== line.sku) add(rules.byProduct.get(line.product), line, index)
    for (const category of line.categories) add(rules.byCategory.get(category), line, index)
    for (const [attribute, values] of rules.byAttribute) {
      const value = Object.hasOwn(line.attributes, attribute) ? line.attributes[attribute] : undefined
      if (value !== undefined) add(values.get(value), line, index)
    }
  }
  return found
}
