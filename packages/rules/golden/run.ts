import { compileRules } from '../promotions/compile.ts'
import { priceBasket } from '../promotions/price-basket.ts'
import { context, line, promotion } from '../test/basket-of.ts'
import type {
  BasketLine,
  GrantedCoupon,
  PricedBasket,
  PricingContext,
  Promotion,
} from '../promotions/types.ts'

/** One golden basket. What is not said of a line, a rule or the context is as in test/basket-of.ts. */
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

export function priceGolden(golden: GoldenCase): PricedBasket {
  const shipping =
    golden.shipping === undefined ? null : { minor: golden.shipping, taxLetter: 'A', taxPpm: 230_000 }
  const lines = golden.lines.map((given, index) =>
    line({ lineId: `l${index + 1}`, categories: [], ...given }),
  )
  return priceBasket(
    { currency: 'PLN', lines, shipping, coupons: golden.coupons ?? [] },
    compileRules({ version: 1, promotions: golden.rules.map(promotion) }),
    context(golden.context),
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
