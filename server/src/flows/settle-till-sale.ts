import {
  newId,
  Refusal,
  type Currency,
  type LocationId,
  type Money,
  type OrderId,
  type PaymentId,
  type Sku,
} from '@splot/kernel'
import { SHIPPING_TAX_LETTER, SHIPPING_TAX_PPM } from '#modules/carts'
import { catalogueOf } from '#modules/catalogue'
import { sell } from '#modules/inventory'
import { insertOrders, type NewOrder, type NewOrderLine } from '#modules/orders'
import { insertStored, recordCash, type StoredPayment } from '#modules/payments'
import { pricesOf } from '#modules/pricing'
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

/** What stands on a till when it is paid. */
export interface TillSale {
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
  /** For what gift cards do not pay; left out: they shall pay everything. */
  readonly tender?: { readonly kind: 'cash'; readonly given?: Money }
  readonly stored?: StoredWish | undefined
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
}

/**
 * Sells over the counter of the device's (or the key's) own store: the order is born collected, cash and gift cards are taken, the pieces
 * leave the ledger. Stock never refuses: the goods are in the customer's hands. A repetition under the same key gets the
 * first answer, even when prices have changed since.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, 422 `tills.unknown_article`, `tills.no_price`,
 * `pricing.wrong_currency`, `tills.not_enough_cash`, 409 `tills.total_changed`, and what `recogniseParts` refuses.
 */
export function settleTillSale(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  // A sale for cash is drafted in the same breath: it may share the transaction of whoever came with it.
  if (!sale.stored)
    return recordSale(
      ctx,
      orRefusal(() => draft(ctx, sale, [])),
      key,
    )
  return settleWithCards(ctx, sale, key)
}

async function settleWithCards(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  const parts = await recogniseParts(ctx, sale.stored, sale.expectedTotal).catch(refusalOnly)
  return recordSale(ctx, parts instanceof Refusal ? parts : orRefusal(() => draft(ctx, sale, parts)), key)
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
    const [numbers] = await Promise.all([
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
function draft(ctx: CommandContext, sale: TillSale, parts: readonly StoredPart[]): SaleDraft {
  const { actor } = ctx
  const locationId = tillOf(actor)
  const { currency } = sale.expectedTotal
  const lines = priceLines(ctx, sale, currency)
  const grossMinor = lines.reduce((sum, line) => sum + line.grossMinor, 0)
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
    },
    paymentId: newId<'payment'>(),
    cashMinor,
    stored: storedPayments(parts, { orderId, currency }, true, actor),
    change: changeFor(sale, cashMinor),
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

function priceLines(ctx: CommandContext, sale: TillSale, currency: Currency): NewOrderLine[] {
  const catalogue = catalogueOf(ctx)
  const prices = pricesOf(ctx).pricesFor(
    sale.lines.map((line) => line.sku),
    { channel: ctx.actor.channel.id, currency },
  )
  return sale.lines.map(({ sku, quantity }, index) => {
    const variant = catalogue.variant(sku)
    const price = prices.get(sku)
    const pointer = `/lines/${index}/sku`
    if (!variant) {
      throw new Refusal(
        'unprocessable',
        'tills.unknown_article',
        `There is no article "${sku}". Scan it again.`,
        {
          errors: [{ pointer, detail: 'unknown article' }],
        },
      )
    }
    if (!price) {
      throw new Refusal(
        'unprocessable',
        'tills.no_price',
        `The article "${sku}" has no price. Ask the office for one.`,
        {
          errors: [{ pointer, detail: 'has no price' }],
        },
      )
    }
    return {
      lineNo: index + 1,
      sku,
      name: variant.name,
      options: Object.fromEntries(
        Object.entries(variant.options).map(([code, value]) => [code, value.label]),
      ),
      quantity,
      unitGrossMinor: price.gross.minor,
      grossMinor: price.gross.minor * quantity,
      taxLetter: price.taxRate,
      taxPpm: price.ppm,
    }
  })
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
