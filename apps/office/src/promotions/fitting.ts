import type { Action, LineCondition } from '@splot/rules'
import { emptyDraft, goodsConditions, type PromotionDraft } from './draft.ts'
import { PIECES, tryOut, type Article, type Example } from './preview.ts'

/** Some pieces of one article, such that the promotion is about them. */
export type Wish = Readonly<{ of: readonly LineCondition[]; pieces: number }>

/** A basket of more pieces than this shows nothing that one of fewer does not. */
const MOST_PIECES = 20

const isOfGoods = (condition: PromotionDraft['conditions'][number]): condition is LineCondition =>
  goodsConditions.some((kind) => kind === condition.kind)

/** What has to lie in a basket for the promotion to show what it does; how dear it is nobody knows yet. */
export function wishesOf({ conditions, action }: PromotionDraft): readonly Wish[] {
  const goods = conditions.filter(isOfGoods)
  const wishes = wishesOfAction(action, goods)
  const wanted = conditions.find((condition) => condition.kind === 'quantity')?.atLeast ?? 1
  const pieces = wishes.reduce((sum, wish) => sum + wish.pieces, 0)
  return wishes.map((wish, index) =>
    index === 0 && pieces < wanted ? { ...wish, pieces: wish.pieces + wanted - pieces } : wish,
  )
}

function wishesOfAction(action: Action, goods: readonly LineCondition[]): readonly Wish[] {
  const some = (pieces: number): Wish => ({ of: goods, pieces })
  switch (action.kind) {
    case 'bundle':
      return action.parts.map(({ of, quantity }) => ({ of: [...of, ...goods], pieces: quantity }))
    case 'buy_get':
      return action.of
        ? [some(action.buy), { of: action.of, pieces: action.get }]
        : [some(action.buy + action.get)]
    case 'cheapest_free':
      return [some(action.every)]
    case 'quantity_tiers':
      return [some(action.tiers[0]?.atLeast ?? 1)]
    case 'gift':
      return [some(1), { of: [{ kind: 'products', anyOf: [action.sku] }], pieces: action.quantity }]
    default:
      return [some(1)]
  }
}

/** How the catalogue is asked for candidates: it knows categories, and words, which find a SKU and a handle, too. */
export function questionOf({ of }: Wish): { readonly category?: string; readonly q?: string } {
  for (const condition of of) {
    const [first] = condition.anyOf
    if (condition.not || first === undefined) continue
    // A handle is found by its words, a SKU as it is written.
    if (condition.kind === 'products')
      return { q: first === first.toLowerCase() ? first.replaceAll('-', ' ') : first }
    if (condition.kind === 'categories') return { category: first }
  }
  return {}
}

/**
 * Fills the example from candidates for each wish: another article each time, and more pieces of the first where the goods
 * have to be worth more. Null: none of the candidates is what a wish is about.
 */
export function fitting(
  draft: PromotionDraft,
  candidates: readonly (readonly Article[])[],
): Example['lines'] | null {
  const lines: { sku: string; quantity: number }[] = []
  const chosen: Article[] = []
  for (const [index, wish] of wishesOf(draft).entries()) {
    const article = candidates[index]?.find(
      (one) => !lines.some(({ sku }) => sku === one.sku) && isAbout(wish.of, one, draft.currency),
    )
    if (!article) return null
    chosen.push(article)
    lines.push({ sku: article.sku, quantity: Math.min(wish.pieces, PIECES.max) })
  }
  const [first] = lines
  const priceMinor = chosen[0]?.price?.minor ?? 0
  if (!first || priceMinor <= 0) return lines
  const missing =
    valueOf(draft) -
    lines.reduce((sum, { quantity }, at) => sum + quantity * (chosen[at]?.price?.minor ?? 0), 0)
  const more = Math.max(0, Math.ceil(missing / priceMinor))
  return lines.with(0, {
    ...first,
    quantity: Math.min(Math.max(MOST_PIECES, first.quantity), first.quantity + more),
  })
}

/** What the goods have to be worth before anything is taken off; minor units. */
function valueOf({ conditions, action }: PromotionDraft): number {
  const asked = conditions.find((condition) => condition.kind === 'value')?.atLeastMinor ?? 0
  const tier = action.kind === 'value_tiers' ? (action.tiers[0]?.atLeastMinor ?? 0) : 0
  return Math.max(asked, tier)
}

/** Asked of the rules themselves: whether they would take everything off it, were that what the promotion does. */
function isAbout(of: readonly LineCondition[], article: Article, currency: string): boolean {
  const conditions = of.filter(({ kind }) => kind !== 'fulfilment')
  const all = {
    ...emptyDraft,
    currency,
    conditions,
    action: { kind: 'line_percent', ppm: 1_000_000 },
  } as const
  const alone = {
    lines: [{ sku: article.sku, quantity: 1 }],
    channel: 'web',
    location: null,
    fulfilment: 'ship',
    fits: true,
  } as const
  return (tryOut(all, alone, [article], 0)?.lines[0]?.grossMinor ?? -1) === 0
}

/** The world in which the promotion counts, as far as it says one: its channel, its store, its way of leaving. */
export function worldOf({ conditions }: PromotionDraft, example: Example): Partial<Example> {
  const channel = conditions.find((one) => one.kind === 'channel')?.anyOf
  const location = conditions.find((one) => one.kind === 'location')?.anyOf[0]
  const ways = conditions.find((one) => one.kind === 'fulfilment')
  return {
    ...(channel && !channel.includes(example.channel) && { channel: channel[0], location: null }),
    ...(location !== undefined && { location }),
    ...(ways?.anyOf[0] && !ways.not && { fulfilment: ways.anyOf[0] }),
  }
}
