import { compileRules } from '../promotions/compile.ts'
import { priceBasket } from '../promotions/price-basket.ts'
import type {
  BasketLine,
  GrantedCoupon,
  PricedBasket,
  PricingContext,
  Promotion,
} from '../promotions/types.ts'

/** One golden basket. What is not said of a line, a rule or the context is as in `defaults`. */
export interface GoldenCase {
  readonly name: string
  /** One sentence: what it shows. */
  readonly shows: string
  readonly lines: readonly (Partial<BasketLine> & { readonly sku: string })[]
  /** What sending costs; nothing is sent when it is missing. */
  readonly shipping?: number
  readonly coupons?: readonly GrantedCoupon[]
  readonly rules: readonly (Partial<Promotion> & Pick<Promotion, 'id' | 'action'>)[]
  readonly context?: Partial<PricingContext>
  readonly expect: {
    readonly total: number
    /** What each line costs. */
    readonly lines?: readonly number[]
    readonly shipping?: number
    /** Promotions that count, in order, with what they take off. */
    readonly applied?: readonly (readonly [id: string, minor: number])[]
    /** Why others do not: the reason, or with what was wanted and had. */
    readonly rejected?: Readonly<
      Record<string, string | readonly [reason: string, wanted: number, had: number]>
    >
    readonly gifts?: Readonly<Record<string, number>>
    readonly vat?: Readonly<Record<string, number>>
  }
}

/** Sunday, 22 November 2026, noon in Warsaw, in the web shop, a customer of whom nothing is known. */
const context: PricingContext = {
  at: 1_795_345_200_000,
  weekday: 7,
  minutes: 720,
  channel: 'web',
  location: null,
  segments: [],
  groups: [],
  firstOrder: null,
  tender: null,
}

const lineOf = (given: GoldenCase['lines'][number], index: number): BasketLine => ({
  lineId: `l${index + 1}`,
  product: given.sku.split('-')[0] ?? given.sku,
  categories: [],
  attributes: {},
  quantity: 1,
  unitMinor: 10_000,
  taxLetter: 'A',
  taxPpm: 230_000,
  fulfilment: 'ship',
  ...given,
})

const ruleOf = (given: GoldenCase['rules'][number]): Promotion => ({
  version: 1,
  name: given.id,
  label: { pl: given.id, en: given.id },
  priority: 100,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
  ...given,
})

export function priceGolden(golden: GoldenCase): PricedBasket {
  const shipping =
    golden.shipping === undefined ? null : { minor: golden.shipping, taxLetter: 'A', taxPpm: 230_000 }
  return priceBasket(
    { currency: 'PLN', lines: golden.lines.map(lineOf), shipping, coupons: golden.coupons ?? [] },
    compileRules({ version: 1, promotions: golden.rules.map(ruleOf) }),
    { ...context, ...golden.context },
    { explain: true },
  )
}

/** What was counted, in the words of `expect`, as far as that says anything. */
function asExpected(priced: PricedBasket, expected: GoldenCase['expect']): GoldenCase['expect'] {
  const rejected = Object.fromEntries(
    (priced.rejected ?? [])
      .filter(({ promotionId }) => expected.rejected?.[promotionId] !== undefined)
      .map(({ promotionId, obstacle }) => [
        promotionId,
        typeof expected.rejected?.[promotionId] === 'string'
          ? (obstacle?.reason ?? '')
          : ([obstacle?.reason ?? '', obstacle?.wanted ?? 0, obstacle?.had ?? 0] as const),
      ]),
  )
  return {
    total: priced.grossMinor,
    ...(expected.lines && { lines: priced.lines.map(({ grossMinor }) => grossMinor) }),
    ...(expected.shipping !== undefined && { shipping: priced.shippingMinor }),
    ...(expected.applied && {
      applied: priced.applied.map(({ promotionId, minor }) => [promotionId, minor] as const),
    }),
    ...(expected.rejected && { rejected }),
    ...(expected.gifts && {
      gifts: Object.fromEntries(priced.gifts.map(({ sku, missing }) => [sku, missing])),
    }),
    ...(expected.vat && {
      vat: Object.fromEntries(priced.vat.map(({ letter, vatMinor }) => [letter, vatMinor])),
    }),
  }
}

/** Keys sorted, so that equal things are equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

export interface GoldenResult {
  /** Names of cases that came out otherwise than expected, with what came out. */
  readonly differing: readonly { readonly name: string; readonly expected: string; readonly got: string }[]
  /** All answers in full, a line for each case: the same bytes in every runtime, ready to be hashed. */
  readonly text: string
}

/** Prices all golden baskets. Pure, without any interface of the runtime: it runs in Node, in a browser's page and in a service worker. */
export function runGolden(cases: readonly GoldenCase[]): GoldenResult {
  const differing: { name: string; expected: string; got: string }[] = []
  let text = ''
  for (const golden of cases) {
    const priced = priceGolden(golden)
    const [expected, got] = [canonical(golden.expect), canonical(asExpected(priced, golden.expect))]
    if (expected !== got) differing.push({ name: golden.name, expected, got })
    text += `${golden.name} ${JSON.stringify(priced)}\n`
  }
  return { differing, text }
}
