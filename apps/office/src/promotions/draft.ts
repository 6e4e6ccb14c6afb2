import { promotionFaults, type Action, type Condition, type Fault, type Promotion } from '@splot/rules'

/** A promotion as its form holds it: as it is sent, but number fields that are empty are NaN. */
export type PromotionDraft = Omit<Promotion, 'id' | 'version'>

/** What is wrong with a field: found here, or by the API. `text` is the API's own English. */
export type FieldError = Readonly<
  { pointer: string; code: Fault['code'] | 'needed' | 'not_a_number' } | { pointer: string; text: string }
>

export const actionKinds = [
  'line_percent',
  'line_amount',
  'fixed_price',
  'basket_percent',
  'basket_amount',
  'buy_get',
  'cheapest_free',
  'bundle',
  'quantity_tiers',
  'value_tiers',
  'gift',
  'shipping_percent',
  'shipping_price',
] as const satisfies readonly Action['kind'][]

export const goodsConditions = [
  'products',
  'categories',
  'attributes',
  'fulfilment',
] as const satisfies readonly Condition['kind'][]

export const conditionKinds = [
  ...goodsConditions,
  'quantity',
  'value',
  'channel',
  'location',
  'hours',
  'segment',
  'group',
  'first_order',
  'tender',
] as const satisfies readonly Condition['kind'][]

/** Of these a promotion has at most one: the API refuses a second. */
const single: ReadonlySet<Condition['kind']> = new Set([
  'channel',
  'location',
  'first_order',
  'quantity',
  'value',
  'tender',
])

/** The kinds that may still be added. */
export function addable<K extends Condition['kind']>(
  kinds: readonly K[],
  conditions: readonly Condition[],
): readonly K[] {
  return kinds.filter((kind) => !single.has(kind) || !conditions.some((known) => known.kind === kind))
}

const NONE = Number.NaN
const DEFAULT_PRIORITY = 100

export const emptyDraft: PromotionDraft = {
  name: '',
  label: { pl: '', en: '' },
  priority: DEFAULT_PRIORITY,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
  action: { kind: 'line_percent', ppm: NONE },
}

/** An action whose fields are still to be filled in. */
export function newAction(kind: Action['kind']): Action {
  switch (kind) {
    case 'line_percent':
    case 'basket_percent':
      return { kind, ppm: NONE }
    case 'shipping_percent':
      return { kind, ppm: 1_000_000 }
    case 'line_amount':
    case 'fixed_price':
    case 'basket_amount':
    case 'shipping_price':
      return { kind, minor: NONE }
    case 'buy_get':
      return { kind, buy: 1, get: 1, ppm: 1_000_000 }
    case 'cheapest_free':
      return { kind, every: 3, free: 1 }
    case 'bundle':
      return { kind, parts: [newPart(), newPart()], minor: NONE }
    case 'quantity_tiers':
      return { kind, tiers: [{ atLeast: NONE, ppm: NONE }] }
    case 'value_tiers':
      return { kind, tiers: [{ atLeastMinor: NONE, minor: NONE }] }
    case 'gift':
      return { kind, sku: '', quantity: 1 }
  }
}

export const newPart = () => ({ of: [{ kind: 'products' as const, anyOf: [] }], quantity: 1 })

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** A condition whose fields are still to be filled in. */
export function newCondition(kind: Condition['kind']): Condition {
  switch (kind) {
    case 'attributes':
      return { kind, attribute: '', anyOf: [] }
    case 'hours':
      return { kind, weekdays: EVERY_DAY, from: NONE, until: NONE }
    case 'quantity':
      return { kind, atLeast: NONE }
    case 'value':
      return { kind, atLeastMinor: NONE }
    case 'first_order':
      return { kind }
    default:
      return { kind, anyOf: [] }
  }
}

/** The draft as something that rules can count with. */
export const asPromotion = (draft: PromotionDraft, id: string): Promotion => ({ ...draft, id, version: 1 })

/** What is missing or can never work, with a pointer to each field. The API checks again, and knows goods and places. */
export function errorsOf(draft: PromotionDraft): FieldError[] {
  const { name, label, priority, action, conditions } = draft
  const needed = (pointer: string, text: string): FieldError[] =>
    text.trim() === '' ? [{ pointer, code: 'needed' }] : []
  return [
    ...needed('/name', name),
    ...needed('/label/pl', label.pl),
    ...needed('/label/en', label.en),
    ...(Number.isSafeInteger(priority) && priority >= 0
      ? []
      : [{ pointer: '/priority', code: 'not_a_number' } as const]),
    ...(action.kind === 'gift' ? needed('/action/sku', action.sku) : []),
    ...conditions.flatMap((condition, index) =>
      condition.kind === 'attributes' ? needed(`/conditions/${index}/attribute`, condition.attribute) : [],
    ),
    ...promotionFaults(asPromotion(draft, 'draft')),
  ]
}

/** The first error of a field, or of what lies inside it when it is shown as one (`/conditions/0/anyOf/3`). */
export function errorAt(errors: readonly FieldError[], pointer: string): FieldError | undefined {
  return errors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
}

/** What the API said of fields, taken off what it was sent inside of (`/publish/0/action/ppm`). */
export const errorsFrom = (
  errors: readonly { readonly pointer: string; readonly detail: string }[],
): FieldError[] =>
  errors.map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^(\/body)?(\/publish\/\d+)?/, ''),
    text: detail,
  }))

/** Two drafts say the same, in whatever order their keys stand. */
export const isSame = (one: PromotionDraft, other: PromotionDraft): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, held]) => held !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, held]) => [key, sorted(held)]),
  )
}

const PERCENT = /(\d+(?:[.,]\d+)?)\s*%/g

/**
 * Whether a text that everybody reads names a percentage that is higher than the action gives: digits before a % sign, nothing cleverer. An
 * action that gives no share of a price (an amount, a fixed price, a gift) gives none that may be named.
 */
export function promisesTooMuch(
  { audience, action }: Pick<PromotionDraft, 'audience' | 'action'>,
  text: string,
): boolean {
  return audience === 'public' && namesMoreThan(highestPpm(action), text)
}

/** Whether a text names a percentage that is higher than this. */
export const namesMoreThan = (ppm: number, text: string): boolean =>
  [...text.matchAll(PERCENT)].some(
    ([, digits = '']) => Number(digits.replace(',', '.')) * PPM_OF_PERCENT > ppm,
  )

const PPM_OF_PERCENT = 10_000

function highestPpm(action: Action): number {
  switch (action.kind) {
    case 'line_percent':
    case 'basket_percent':
    case 'shipping_percent':
    case 'buy_get':
      return action.ppm
    case 'quantity_tiers':
      return Math.max(0, ...action.tiers.map(({ ppm }) => ppm))
    default:
      return 0
  }
}
