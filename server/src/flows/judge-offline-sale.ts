import { DAY_MS, MINUTE_MS, Refusal, type Currency, type LocationId, type Ppm, type Sku } from '@splot/kernel'
import {
  basketTotals,
  priceBasket,
  type Basket,
  type BasketLine,
  type Discount,
  type GrantedCoupon,
  type PricedBasket,
  type RuleSet,
} from '@splot/rules'
import { cartPortsOf, priceGoods, type AsOf, type PricedGoods, type Shopper } from '#modules/carts'
import type { SaleReason } from '#modules/incidents'
import { pricesAt } from '#modules/pricing'
import { ruleSetByVersion, rulesAt } from '#modules/promotions'
import { deviceById } from '#modules/staff'
import { HOME_COUNTRY, taxOf, withoutHome, type TaxLetter } from '#modules/tax'
import type { CommandContext, ReadContext } from '#platform/context'
import { compiledRules } from './compiled-rules.ts'
import { differencesOf } from './sale-differences.ts'

/** Two clocks may differ by this much. */
const MAX_CLOCK_SKEW_MS = 5 * MINUTE_MS
/** A sale that comes later than this was made through more than a night without a network: somebody looks at it. */
const TOLD_LATE_MS = DAY_MS
/** Nobody sells without a network for longer. */
const MAX_AWAY_MS = 31 * DAY_MS

/** What a till says of a line that it has sold, minor units. */
export interface PaidLine {
  readonly sku: Sku
  readonly quantity: number
  readonly unitMinor: number
  readonly grossMinor: number
  /** As it stands on the fiscal receipt. */
  readonly taxLetter: TaxLetter
  /** What the till called it, should nobody else know. */
  readonly name: string
  /** Of the price that the till knew; null: it does not say. */
  readonly priceVersion: number | null
  readonly discounts: readonly Discount[]
}

/** A sale that is a fact by now: the goods are gone, the money is in the drawer. */
export interface OfflineSale {
  /** When, by the clock of the till. */
  readonly at: Date
  readonly currency: Currency
  readonly totalMinor: number
  readonly tender: string
  /** Of the promotions that the till knew. */
  readonly rulesVersion: number
  readonly lines: readonly PaidLine[]
  /** Codes that count, each with the promotion that it opens. */
  readonly good: readonly GrantedCoupon[]
  /** All codes that the till let count. */
  readonly shown: readonly GrantedCoupon[]
  /** What is known of who bought. */
  readonly shopper: Shopper
}

/** How an offline sale is recorded: always as it was paid. */
export interface Judged {
  readonly goods: Pick<
    PricedGoods,
    'lines' | 'grossMinor' | 'basket' | 'rules' | 'context' | 'priced' | 'shippingTax'
  >
  readonly soldAt: Date
  /** What it would have come to; null: nobody can say. */
  readonly dueMinor: number | null
  /** Why what was paid is not that; empty when it is. */
  readonly reasons: readonly SaleReason[]
}

/**
 * Prices a sale again as of the instant at which it was made. Where every line agrees with what was paid, nothing is to be said; else it is
 * recorded as the till did it, in terms of the prices and promotions that the till knew, and each difference is told.
 */
export async function judgeOfflineSale(
  ctx: CommandContext,
  sale: OfflineSale,
  place: LocationId,
): Promise<Judged> {
  const read = ctx.platform.read(ctx.actor)
  const soldAt = soldWhen(sale.at, ctx.now)
  const channel = ctx.actor.channel
  const due = priceGoods(ctx, sale.lines.map(wanted), {
    currency: sale.currency,
    channel,
    place,
    coupons: sale.good,
    shopper: sale.shopper,
    tender: sale.tender,
    asOf: await asOf(read, sale, soldAt),
  })
  const clock = await clockReasons(ctx, read, sale.at)
  const differences = differencesOf(sale, due)
  if (sale.lines.every((line, index) => isPaid(line, due.lines[index])))
    return { goods: due, soldAt, dueMinor: due.grossMinor, reasons: [...differences, ...clock] }
  const known = due.lines.every(({ sellable }) => sellable)
  return {
    goods: await asPaid(ctx, read, sale, due),
    soldAt,
    dueMinor: known ? due.grossMinor : null,
    reasons: [...differences, ...clock],
  }
}

/** What it costs is what was paid for it: then it may be recorded as it should be. */
const isPaid = (line: PaidLine, due: PricedGoods['lines'][number] | undefined): boolean =>
  due?.sellable === true &&
  line.unitMinor === due.unitGrossMinor &&
  line.grossMinor === due.grossMinor &&
  line.taxLetter === due.taxLetter

const wanted = ({ sku, quantity }: PaidLine, index: number) => ({
  lineId: String(index + 1),
  sku,
  quantity,
  fulfilment: 'counter' as const,
})

/**
 * What the till says must make sense in itself: only the world may have changed meanwhile.
 * @throws Refusal 422 `tills.sums_differ`.
 */
export function refuseContradictions({ lines, totalMinor }: Pick<OfflineSale, 'lines' | 'totalMinor'>): void {
  const sum = (minors: readonly number[]) => minors.reduce((total, minor) => total + minor, 0)
  const wrong = lines.findIndex(
    ({ unitMinor, quantity, discounts, grossMinor }) =>
      unitMinor * quantity - sum(discounts.map(({ minor }) => minor)) !== grossMinor,
  )
  if (wrong < 0 && sum(lines.map(({ grossMinor }) => grossMinor)) === totalMinor) return
  throw new Refusal(
    'unprocessable',
    'tills.sums_differ',
    'The amounts of this sale do not add up. Nothing was recorded; show this to the office.',
    {
      errors: [
        wrong < 0
          ? { pointer: '/expectedTotal', detail: 'not the sum of the lines' }
          : { pointer: `/lines/${wrong}/paid`, detail: 'price, discounts and total do not add up' },
      ],
    },
  )
}

/**
 * The instant as of which a sale is judged and booked: when the till says, but never later than now. A clock that fell back by years says
 * nothing, and nobody knows what VAT was then: the sale counts as made when it came.
 */
export const soldWhen = (said: Date, now: Date): Date => (said > now || isTooLongAgo(said, now) ? now : said)

const isTooLongAgo = (said: Date, now: Date): boolean => now.getTime() - said.getTime() > MAX_AWAY_MS

/**
 * Prices are those of the hour that the till says, so an hour that cannot be checked is told: else a cashier could look for one at which
 * things were cheaper, and keep the difference.
 */
async function clockReasons(ctx: CommandContext, read: ReadContext, at: Date): Promise<SaleReason[]> {
  const said = at.toISOString()
  const agoMs = ctx.now.getTime() - at.getTime()
  if (agoMs < -MAX_CLOCK_SKEW_MS || isTooLongAgo(at, ctx.now)) return [{ kind: 'clock', said }]
  const device = ctx.actor.deviceId === null ? undefined : await deviceById(read, ctx.actor.deviceId)
  if (device && at.getTime() < device.enrolledAt.getTime() - MAX_CLOCK_SKEW_MS)
    return [{ kind: 'before_enrolment', said }]
  return agoMs > TOLD_LATE_MS ? [{ kind: 'told_late', said }] : []
}

/** Prices and promotions that were in force at an instant; a currency that the channel does not have has no prices. */
async function asOf(read: ReadContext, sale: OfflineSale, at: Date): Promise<AsOf> {
  const [priceOf, set] = await Promise.all([
    pricesAt(
      read,
      sale.lines.map(({ sku }) => sku),
      at,
    ),
    rulesAt(read, at),
  ])
  return {
    at,
    rules: compiledRules(set ?? NO_RULES),
    price: (sku, { channel, currency, place, groups, quantity }) => {
      const found = orNothing(() =>
        priceOf(sku, { channel: channel.id, currency, location: place, groups, quantity }),
      )
      return (
        found && {
          grossMinor: found.gross.minor,
          currency,
          taxLetter: found.taxRate,
          taxPpm: found.ppm,
          source: found.source,
        }
      )
    },
  }
}

function orNothing<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const NO_RULES: RuleSet = { version: 0, promotions: [] }
/**
 * The sale in the words of the rules, with what was paid. Its unit prices and the promotions that the till knew usually give the very same
 * amounts, so everything can be explained and recomputed later; where they do not, what the till wrote down stands by itself.
 */
async function asPaid(
  ctx: CommandContext,
  read: ReadContext,
  sale: OfflineSale,
  due: PricedGoods,
): Promise<Judged['goods']> {
  const ports = cartPortsOf(ctx)
  const tax = taxOf(ctx)
  const at = new Date(due.context.at)
  const variants = sale.lines.map(({ sku }) => ports.variant(sku))
  const { location } = due.context
  // An id of a place, as rules know it.
  const country = (location && ports.location(location as LocationId)?.address.country) ?? HOME_COUNTRY
  const lines = sale.lines.map((line, index): BasketLine => {
    const variant = variants[index]
    const source = due.basket.lines.find(({ lineId }) => lineId === String(index + 1))
    return {
      ...wanted(line, index),
      product: variant?.handle ?? '',
      categories: variant?.categories ?? [],
      attributes: variant?.attributes ?? {},
      unitMinor: line.unitMinor,
      ...(source?.price && source.unitMinor === line.unitMinor && { price: source.price }),
      taxLetter: line.taxLetter,
      taxPpm: tax.rate(country, line.taxLetter, at) ?? NO_VAT,
      ...withoutHome({ taxCountry: country }),
    }
  })
  const basket: Basket = { currency: sale.currency, lines, shipping: null, coupons: sale.shown }
  const set = await ruleSetByVersion(read, sale.rulesVersion)
  const rules = compiledRules(set ?? NO_RULES)
  const again = priceBasket(basket, rules, due.context)
  const isSame = again.lines.every((line, index) => line.grossMinor === sale.lines[index]?.grossMinor)
  const priced = isSame ? again : writtenDown(sale, lines)
  return {
    basket,
    context: due.context,
    rules: isSame ? rules : compiledRules({ version: sale.rulesVersion, promotions: [] }),
    priced,
    grossMinor: priced.grossMinor,
    shippingTax: due.shippingTax,
    lines: priced.lines.map((line, index): PricedGoods['lines'][number] => {
      const paid = sale.lines[index]
      const sku = paid?.sku ?? ('' as Sku)
      return {
        line: { ...line, sku, fulfilment: 'counter' },
        variant: variants[index] ?? unknownArticle(sku, paid?.name ?? sku),
        unitGrossMinor: line.unitMinor,
        discounts: line.discounts,
        grossMinor: line.grossMinor,
        taxLetter: line.taxLetter,
        taxPpm: line.taxPpm,
        taxCountry: country,
        sellable: true,
      }
    }),
  }
}

// A letter without a rate cannot be charged.
const NO_VAT = 0 as Ppm

/** What the till wrote down, where its promotions cannot be counted again: every discount as it was given, and nothing to recompute by. */
function writtenDown(sale: OfflineSale, lines: readonly BasketLine[]): PricedBasket {
  const discounts = sale.lines.flatMap((line) => line.discounts)
  const listMinor = sale.lines.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0)
  const ids = [...new Set(discounts.map(({ promotionId }) => promotionId))]
  const taken = (of: (discount: Discount) => boolean) =>
    discounts.filter(of).reduce((sum, { minor }) => sum + minor, 0)
  return {
    currency: sale.currency,
    rulesVersion: sale.rulesVersion,
    lines: lines.map((line, index) => {
      const { lineId, sku, quantity, unitMinor, taxLetter, taxPpm, taxCountry } = line
      return {
        lineId,
        sku,
        quantity,
        unitMinor,
        ...(line.price && { price: line.price }),
        listMinor: unitMinor * quantity,
        discounts: sale.lines[index]?.discounts ?? [],
        grossMinor: sale.lines[index]?.grossMinor ?? 0,
        taxLetter,
        taxPpm,
        ...(taxCountry !== undefined && { taxCountry }),
      }
    }),
    shipping: null,
    listMinor,
    discountMinor: listMinor - sale.totalMinor,
    shippingMinor: 0,
    grossMinor: sale.totalMinor,
    vat: basketTotals(
      lines.map(({ taxLetter, taxPpm, taxCountry }, index) => ({
        grossMinor: sale.lines[index]?.grossMinor ?? 0,
        taxLetter,
        taxPpm,
        taxCountry,
      })),
    ).vat,
    gifts: [],
    applied: ids.map((promotionId) => ({
      promotionId,
      version: 0,
      minor: taken((discount) => discount.promotionId === promotionId),
    })),
    coupons: sale.shown.map(({ code, promotionId }) => ({
      code,
      promotionId,
      minor: taken((discount) => discount.code === code),
    })),
  }
}

/** An article that nobody knows is still sold: it is called what the till called it. */
const unknownArticle = (sku: Sku, name: string): NonNullable<PricedGoods['lines'][number]['variant']> => ({
  sku,
  handle: '',
  name: { pl: name, en: name },
  options: {},
  picture: null,
  active: false,
  netContent: null,
  categories: [],
  attributes: {},
})
