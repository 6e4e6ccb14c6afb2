import {
  newId,
  Refusal,
  type LocationId,
  type Money,
  type OrderId,
  type PaymentId,
  type Sku,
} from '@splot/kernel'
import {
  couponRefused,
  idFor,
  priceGoods,
  SHIPPING_TAX_LETTER,
  SHIPPING_TAX_PPM,
  STRANGER,
  type PricedGoods,
} from '#modules/carts'
import { sell } from '#modules/inventory'
import { insertOrders, type NewOrder, type NewOrderLine } from '#modules/orders'
import { insertStored, recordCash, type StoredPayment } from '#modules/payments'
import { pricesOf } from '#modules/pricing'
import {
  commitRedemptions,
  releaseRedemptions,
  takeCoupon,
  type RedemptionId,
  type TakenCoupon,
} from '#modules/promotions'
import { keepToChannel } from '#platform/auth'
import { authorise, type Actor, type CommandContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'
import {
  recogniseParts,
  storedPayments,
  storedSum,
  type StoredPart,
  type StoredWish,
} from './stored-parts.ts'
import { orderLine, orderPricing } from './checkout-draft.ts'
import { couponGone } from './place-order.ts'

/** What stands on a till when it is paid. */
export interface TillSale {
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
  /** For what gift cards do not pay; left out: they shall pay everything. */
  readonly tender?: { readonly kind: 'cash'; readonly given?: Money }
  readonly stored?: StoredWish | undefined
  /** Codes that the customer showed. */
  readonly coupons?: readonly string[] | undefined
  /** What the customer was told. */
  readonly expectedTotal: Money
}

export interface SettledSale {
  readonly orderId: OrderId
  readonly number: string
  readonly change: Money
}

interface SaleDraft {
  readonly order: Omit<NewOrder, 'actor'> & { readonly locationId: LocationId }
  readonly paymentId: PaymentId
  /** What the drawer takes; 0 when gift cards pay everything. */
  readonly cashMinor: number
  readonly stored: readonly StoredPayment[]
  readonly change: Money
  /** Uses of coupons that become spent with the sale. */
  readonly redemptions: readonly RedemptionId[]
}

/**
 * Sells over the counter of the device's (or the key's) own store: the order is born collected, cash and gift cards are taken, the pieces
 * leave the ledger. Stock never refuses: the goods are in the customer's hands. A repetition under the same key gets the
 * first answer, even when prices have changed since.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, 422 `coupons.<reason>`, `tills.unknown_article`, `tills.no_price`,
 * `pricing.wrong_currency`, `tills.not_enough_cash`, 409 `tills.total_changed`, `checkout.coupon_gone`, and what `recogniseParts` refuses.
 */
export function settleTillSale(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  // A sale for cash is drafted in the same breath: it may share the transaction of whoever came with it.
  if (!sale.stored && !sale.coupons)
    return recordSale(
      ctx,
      orRefusal(() => draft(ctx, sale, [], [])),
      key,
    )
  return settleWithPapers(ctx, sale, key)
}

/** A sale with gift cards or codes: both are looked at before it is drafted, and codes are given back when it is refused. */
async function settleWithPapers(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  const coupons = await takeCodes(ctx, sale.coupons ?? [], key)
  try {
    const parts = await recogniseParts(ctx, sale.stored, sale.expectedTotal).catch(refusalOnly)
    return await recordSale(
      ctx,
      parts instanceof Refusal ? parts : orRefusal(() => draft(ctx, sale, parts, coupons)),
      key,
    )
  } catch (error) {
    if (error instanceof Refusal && coupons.length > 0)
      await releaseRedemptions(
        ctx,
        coupons.map(({ redemptionId }) => redemptionId),
      )
    throw error
  }
}

/** A use of each code is kept for this sale before it is priced; all of them, or a refusal that says which is not good and why. */
async function takeCodes(
  ctx: CommandContext,
  codes: readonly string[],
  key: CommandKey | undefined,
): Promise<readonly TakenCoupon[]> {
  const channel = ctx.actor.channel.code
  const taken = await Promise.all(
    codes.map((code, index) =>
      takeCoupon(ctx, {
        redemptionId: idFor<'redemption'>(key, `coupon ${index}`),
        code,
        cartId: null,
        customerId: null,
        channel,
      }),
    ),
  )
  const good = taken.filter((one) => one.state === 'taken')
  // Given back when the sale was refused: its repetition gets that refusal again, and needs no use.
  const bad = taken.find((one) => one.state === 'refused' && one.reason !== 'let_go')
  if (bad?.state !== 'refused') return good
  await releaseRedemptions(
    ctx,
    good.map(({ redemptionId }) => redemptionId),
  )
  throw couponRefused(bad)
}

const refusalOnly = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

/**
 * Many sales of one process share a transaction of five statements. A sale that was refused above is told only here, because
 * a repetition of one that stands must get its stored answer and never reaches this function.
 */
const recordSale = combineWrites<SaleDraft | Refusal, SettledSale>(
  'flows.settle_till_sale',
  async (ctx, requests) => {
    const sales = requests.map(({ actor, input }) => {
      if (input instanceof Refusal) throw input
      return { actor, ...input }
    })
    const [numbers, , redeemed] = await Promise.all([
      insertOrders(
        ctx,
        sales.map(({ actor, order }) => ({ ...order, actor })),
      ),
      recordCash(
        ctx,
        sales.flatMap(({ actor, order, paymentId, cashMinor }) => {
          const { orderId, currency } = order
          return cashMinor > 0 ? [{ paymentId, orderId, amountMinor: cashMinor, currency, actor }] : []
        }),
      ),
      commitRedemptions(
        ctx,
        sales.flatMap(({ actor, order: { orderId }, redemptions }) =>
          redemptions.map((redemptionId) => ({ redemptionId, orderId, actor })),
        ),
      ),
      sell(
        ctx,
        sales.map(({ actor, order: { orderId, locationId, lines } }) => ({
          document: { kind: 'order', id: orderId },
          locationId,
          lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
          actor,
        })),
      ),
    ])
    const gone = redeemed.find((answer) => answer.state === 'gone')
    if (gone) throw couponGone(gone.coupons)
    // Accounts are locked last: many sales may share one.
    await insertStored(
      ctx,
      sales.flatMap(({ stored }) => stored),
    )
    return sales.map(({ actor, order, change, cashMinor, stored }, index) => {
      const { orderId, locationId, currency, grossMinor, lines } = order
      const number = numbers[index]?.number ?? ''
      const { deviceId } = actor
      const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
      emit(ctx, {
        type: 'tills.sale_settled',
        subject: orderId,
        locationId,
        actor,
        data: {
          orderId,
          number,
          locationId,
          deviceId,
          tender: stored.length === 0 ? 'cash' : cashMinor === 0 ? 'gift_card' : 'cash and gift_card',
          currency,
          grossMinor,
          cashMinor,
          pieces,
        },
      })
      return { orderId, number, change }
    })
  },
)

function orRefusal(make: () => SaleDraft): SaleDraft | Refusal {
  try {
    return make()
  } catch (error) {
    return refusalOnly(error)
  }
}

/** The order that this sale will be, priced now; amounts in minor units. */
function draft(
  ctx: CommandContext,
  sale: TillSale,
  parts: readonly StoredPart[],
  coupons: readonly TakenCoupon[],
): SaleDraft {
  const { actor } = ctx
  const locationId = tillOf(actor)
  const { currency } = sale.expectedTotal
  const priced = priceSale(ctx, sale, locationId, coupons)
  const lines = priced.lines.map(orderLine)
  const { grossMinor } = priced
  if (grossMinor !== sale.expectedTotal.minor) throw totalChanged(lines, { minor: grossMinor, currency })
  const orderId = newId<'order'>()
  const cashMinor = grossMinor - storedSum(parts)
  return {
    order: {
      orderId,
      channel: actor.channel,
      locationId,
      staffId: actor.staffId,
      customerId: null,
      cartId: null,
      state: 'collected',
      currency,
      grossMinor,
      shippingMinor: 0,
      shippingTaxLetter: SHIPPING_TAX_LETTER,
      shippingTaxPpm: SHIPPING_TAX_PPM,
      locale: 'pl',
      lines,
      pricing: orderPricing(priced),
    },
    paymentId: newId<'payment'>(),
    cashMinor,
    stored: storedPayments(parts, { orderId, currency }, true, actor),
    change: changeFor(sale, cashMinor),
    redemptions: coupons.map(({ redemptionId }) => redemptionId),
  }
}

/** The store at whose counter this happens. */
export function tillOf(actor: Actor): LocationId {
  keepToChannel(actor, 'store')
  if (!actor.locationId) {
    throw new Refusal(
      'forbidden',
      'tills.no_till',
      'Sales are made on an enrolled till, or with a key that belongs to a store.',
    )
  }
  authorise(actor, 'till.sell', actor.locationId)
  return actor.locationId
}

/** Prices what was scanned, as every channel does; refuses an article that cannot be sold. */
function priceSale(
  ctx: CommandContext,
  sale: TillSale,
  locationId: LocationId,
  coupons: readonly TakenCoupon[],
): PricedGoods {
  const { channel } = ctx.actor
  const { currency } = sale.expectedTotal
  // Refuses a currency that the channel has no prices in.
  pricesOf(ctx).pricesFor([], { channel: channel.id, currency })
  const priced = priceGoods(
    ctx,
    sale.lines.map(({ sku, quantity }, index) => ({
      lineId: String(index + 1),
      sku,
      quantity,
      fulfilment: 'counter' as const,
    })),
    { currency, channel, place: locationId, coupons, shopper: STRANGER, tender: sale.tender?.kind ?? null },
  )
  for (const [index, { line, variant, sellable }] of priced.lines.entries()) {
    const pointer = `/lines/${index}/sku`
    if (!variant) {
      throw new Refusal(
        'unprocessable',
        'tills.unknown_article',
        `There is no article "${line.sku}". Scan it again.`,
        { errors: [{ pointer, detail: 'unknown article' }] },
      )
    }
    // What is no longer offered elsewhere is sold at the till while it has a price: the customer holds it in her hands.
    if (!sellable) {
      throw new Refusal(
        'unprocessable',
        'tills.no_price',
        `The article "${line.sku}" has no price. Ask the office for one.`,
        { errors: [{ pointer, detail: 'has no price' }] },
      )
    }
  }
  return priced
}

const totalChanged = (lines: readonly NewOrderLine[], total: Money): Refusal =>
  new Refusal(
    'conflict',
    'tills.total_changed',
    'The total is another one now. Tell the customer and confirm it.',
    {
      facts: {
        total,
        lines: lines.map(({ sku, unitGrossMinor }) => ({
          sku,
          unitPrice: { minor: unitGrossMinor, currency: total.currency },
        })),
      },
    },
  )

/** What the customer gets back from the cash she gave; nothing when she gave it exactly. @throws Refusal `tills.not_enough_cash`. */
export function changeFor(
  { tender, expectedTotal }: Pick<TillSale, 'tender' | 'expectedTotal'>,
  cashMinor: number,
): Money {
  const { currency } = expectedTotal
  const given = tender ? (tender.given ?? { minor: cashMinor, currency }) : { minor: 0, currency }
  if (given.currency !== currency || given.minor < cashMinor) {
    throw new Refusal(
      'unprocessable',
      'tills.not_enough_cash',
      'This is less than the total. Ask for the rest.',
      {
        facts: { missing: { minor: cashMinor - (given.currency === currency ? given.minor : 0), currency } },
        errors: [{ pointer: '/tender/given', detail: 'less than the total' }],
      },
    )
  }
  return { minor: given.minor - cashMinor, currency }
}
