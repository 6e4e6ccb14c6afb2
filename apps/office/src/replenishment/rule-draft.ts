import type { NewRule, WatchRule } from './queries.ts'

export const ruleKinds = ['min_max', 'cover', 'stock_out', 'dead', 'slow'] as const
export type RuleKind = (typeof ruleKinds)[number]
export type TermName = keyof NewRule['terms']

/** The terms that each kind has, and what is proposed for them. */
export const termsOf = {
  min_max: { min: 3, max: 12 },
  cover: { days: 7, targetDays: 21, windowDays: 28 },
  stock_out: { backAt: 2 },
  dead: { days: 60 },
  slow: { perWeek: 1, windowDays: 28 },
} as const satisfies Record<RuleKind, Partial<Record<TermName, number>>>

export type WatchDraft = Readonly<{
  kind: RuleKind
  goods: 'all' | 'category' | 'sku'
  category: string | null
  sku: string
  where: 'all' | 'region' | 'place'
  region: string | null
  locationId: string | null
  enabled: boolean
  terms: Readonly<Partial<Record<TermName, number>>>
}>

export function draftOf(rule: WatchRule | null): WatchDraft {
  const { sku = null, category = null, locationId = null, region = null } = rule?.scope ?? {}
  const kind = rule?.kind ?? 'min_max'
  return {
    kind,
    goods: sku === null ? (category === null ? 'all' : 'category') : 'sku',
    category,
    sku: sku ?? '',
    where: locationId === null ? (region === null ? 'all' : 'region') : 'place',
    region,
    locationId,
    enabled: rule?.enabled ?? true,
    terms: rule?.terms ?? termsOf[kind],
  }
}

/** Whether a form is whole: a scope where one was begun, a whole number for each term, and a maximum above its minimum. */
export function isWhole({
  kind,
  goods,
  category,
  sku,
  where,
  region,
  locationId,
  terms,
}: WatchDraft): boolean {
  const names = Object.keys(termsOf[kind]) as TermName[]
  if (goods === 'category' && category === null) return false
  if (goods === 'sku' && sku === '') return false
  if (where === 'region' && region === null) return false
  if (where === 'place' && locationId === null) return false
  return names.every((name) => Number.isInteger(terms[name])) && isOrdered(terms)
}

/** What fills up must reach above what raises. */
export const isOrdered = ({ min, max, days, targetDays }: WatchDraft['terms']): boolean =>
  (min === undefined || max === undefined || !(max <= min)) &&
  (days === undefined || targetDays === undefined || !(targetDays <= days))

/** The body that makes the rule. */
export const bodyOf = (draft: WatchDraft): NewRule => ({
  kind: draft.kind,
  enabled: draft.enabled,
  terms: draft.terms,
  scope: {
    ...(draft.goods === 'sku' && { sku: draft.sku }),
    ...(draft.goods === 'category' && { category: draft.category }),
    ...(draft.where === 'place' && { locationId: draft.locationId }),
    ...(draft.where === 'region' && { region: draft.region }),
  },
})
