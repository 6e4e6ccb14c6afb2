import {
  invariant,
  Refusal,
  type Currency,
  type CustomerId,
  type FulfilmentId,
  type LocationId,
  type OrderId,
} from '@splot/kernel'
import { showDiscount } from '#modules/carts'
import { showVat, vatByRate } from '#modules/tax'
import { forOrders as fulfilmentsOf, pickupCodeOf, pickupQrOf } from '#modules/fulfilment'
import { locationsOf } from '#modules/locations'
import {
  awaitedLines,
  orderStates,
  ordersById,
  orderToken,
  type AwaitedLine,
  type NewOrder,
  type Order,
  type OrderLine,
  type OrderState,
} from '#modules/orders'
import {
  attemptsOf,
  paymentsOf,
  type Outcome,
  type PaymentMethod,
  type PaymentState,
  type SettledAttempt,
} from '#modules/payments'
import { returnsOf } from '#modules/returns'
import type { CommandContext, ReadContext } from '#platform/context'
import type { Static } from 'typebox'
import type { OrderSchema } from './order-view-schema.ts'
import { cardsOfOrders, type CardView } from './bought-cards-view.ts'
import { stateOf, type OrderDraft, type Placed } from './place-order.ts'

/** An order as every channel shows it. */
export type OrderView = Static<typeof OrderSchema>

export interface ViewOptions {
  /** The customer herself: she gets pickup codes and the token to come back. Staff never see codes. */
  readonly owner: boolean
}

interface FulfilmentPart {
  readonly fulfilmentId: FulfilmentId
  readonly kind: string
  readonly state: string
  readonly locationId: LocationId
  readonly promisedAt: Date | null
}

interface PaymentPart {
  readonly paymentId: string
  readonly method: PaymentMethod
  readonly state: PaymentState
  readonly amountMinor: number
  readonly refundedMinor: number
  readonly declineCode?: string | undefined
}

/** One order, composed of what each module knows of it; refuses with `orders.not_found`. */
export async function orderView(
  ctx: CommandContext | ReadContext,
  orderId: OrderId,
  options: ViewOptions,
): Promise<OrderView> {
  const [view] = await orderViews(ctx, [orderId], options)
  if (!view) throw new Refusal('not_found', 'orders.not_found', 'There is no such order.')
  return view
}

/** Orders in the order of `ids`; each module is asked once for all of them. */
export async function orderViews(
  ctx: CommandContext | ReadContext,
  ids: readonly OrderId[],
  options: ViewOptions,
): Promise<OrderView[]> {
  const read = 'platform' in ctx ? ctx.platform.read(ctx.actor) : ctx
  const [orders, payments, attempts, fulfilments, returns, awaited] = await Promise.all([
    ordersById(read, ids),
    paymentsOf(read, ids),
    attemptsOf(read, ids),
    fulfilmentsOf(read, ids),
    returnsOf(read, ids),
    awaitedLines(read, ids),
  ])
  const declines = new Map(
    attempts.flatMap((a) => (a.outcome === 'declined' ? [[a.paymentId, a.reason ?? undefined]] : [])),
  )
  const cards = await cardsOfOrders(read, orders, options)
  return orders.map((order) =>
    show(read, order, options, {
      cards: cards.get(order.orderId) ?? [],
      payments: payments
        .filter((payment) => payment.orderId === order.orderId)
        .map((payment) => ({ ...payment, declineCode: declines.get(payment.paymentId) })),
      fulfilments: fulfilments.filter((part) => part.orderId === order.orderId),
      returns: returns.filter((one) => one.orderId === order.orderId),
      awaited: awaited.filter((one) => one.orderId === order.orderId),
    }),
  )
}

/** The same from what checkout has just written: the customer's answer costs no further query. */
export function composeOrder(
  ctx: CommandContext,
  draft: OrderDraft,
  placed: Extract<Placed, { state: 'placed' }>,
  settled: SettledAttempt,
  state: OrderState,
  outcome: Outcome,
): OrderView {
  const { order, payment } = draft
  invariant(payment && draft.stored.length === 0, 'what other tenders pay is read')
  const { number } = placed
  const declineCode = outcome.state === 'declined' ? outcome.declineCode : undefined
  return show(
    ctx,
    {
      ...order,
      number,
      placedAt: new Date(placed.placedAt),
      state,
      shippingDiscounts: order.shippingDiscounts ?? [],
      lines: order.lines.map(asBought),
    },
    { owner: true },
    {
      payments: [{ ...payment, state: settled.state, refundedMinor: 0, declineCode }],
      fulfilments: draft.fulfilments.map((part) => ({ ...part, state: stateOf(part, placed.awaited) })),
      returns: [],
      cards: [],
      awaited: placed.awaited,
    },
  )
}

const asBought = (line: NewOrder['lines'][number]): OrderLine => ({
  ...line,
  returnedQuantity: 0,
  cancelledQuantity: 0,
  insteadOf: null,
  discounts: line.discounts ?? [],
})

interface Parts {
  readonly payments: readonly PaymentPart[]
  readonly fulfilments: readonly FulfilmentPart[]
  readonly returns: readonly {
    readonly number: string
    readonly state: string
    readonly refundedMinor: number
  }[]
  readonly awaited: readonly Pick<AwaitedLine, 'lineNo' | 'promisedOn'>[]
  readonly cards: readonly CardView[]
}

function show(
  ctx: CommandContext | ReadContext,
  order: Omit<Order, 'stateSince' | 'customerId'> & { state: OrderState; customerId?: CustomerId | null },
  options: ViewOptions,
  parts: Parts,
): OrderView {
  const { currency } = order
  const money = (minor: number) => ({ minor, currency })
  return {
    id: order.orderId,
    number: order.number,
    state: order.state,
    words: orderStates[order.state].words,
    channel: order.channel.code,
    // For staff: whom to ask about; the data itself stands behind its own permission.
    ...(!options.owner && order.customerId && { customerId: order.customerId }),
    locationId: order.locationId,
    placedAt: order.placedAt.toISOString(),
    currency,
    lines: order.lines.map((line) => ({
      lineId: line.lineNo,
      sku: line.sku,
      name: line.name,
      options: line.options,
      quantity: line.quantity,
      returned: line.returnedQuantity,
      cancelled: line.cancelledQuantity,
      awaited: order.state === 'cancelled' ? null : showAwaited(line, parts.awaited),
      insteadOf: line.insteadOf && { sku: line.insteadOf.sku, name: line.insteadOf.name },
      unitPrice: money(line.unitGrossMinor),
      total: money(line.grossMinor),
      discounts: line.discounts.map((discount) => showDiscount(discount, currency)),
      taxLetter: line.taxLetter,
      taxPpm: line.taxPpm,
      taxCountry: line.taxCountry,
    })),
    totals: showTotals(order, currency),
    delivery: order.delivery ?? null,
    fulfilments: parts.fulfilments.map((part) => showFulfilment(ctx, part, options)),
    payments: parts.payments.map((payment) => ({
      id: payment.paymentId,
      method: payment.method,
      state: payment.state,
      amount: money(payment.amountMinor),
      refunded: money(payment.refundedMinor),
      ...(payment.declineCode !== undefined && { declineCode: payment.declineCode }),
    })),
    ...(parts.cards.length > 0 && { giftCards: [...parts.cards] }),
    returns: parts.returns.map(({ number, state, refundedMinor }) => ({
      number,
      state,
      refunded: money(refundedMinor),
    })),
    ...(options.owner && { orderToken: orderToken(order.orderId) }),
  }
}

const showAwaited = ({ lineNo }: OrderLine, awaited: Parts['awaited']) => {
  const found = awaited.find((line) => line.lineNo === lineNo)
  return found ? { promisedOn: found.promisedOn } : null
}

const showTotals = (
  order: Pick<
    Order,
    | 'lines'
    | 'shippingDiscounts'
    | 'grossMinor'
    | 'shippingMinor'
    | 'shippingTaxLetter'
    | 'shippingTaxPpm'
    | 'shippingTaxCountry'
  >,
  currency: Currency,
) => ({
  gross: { minor: order.grossMinor, currency },
  vat: showVat(
    vatByRate([
      ...order.lines,
      {
        taxLetter: order.shippingTaxLetter,
        taxPpm: order.shippingTaxPpm,
        taxCountry: order.shippingTaxCountry,
        grossMinor: order.shippingMinor,
      },
    ]),
    currency,
  ),
  shipping: { minor: order.shippingMinor, currency },
  goods: {
    minor: order.lines.reduce((sum, line) => sum + line.unitGrossMinor * line.quantity, 0),
    currency,
  },
  discount: { minor: discountOf(order), currency },
})

/** What promotions took off goods and delivery, as bought. */
const discountOf = ({ lines, shippingDiscounts }: Pick<Order, 'lines' | 'shippingDiscounts'>): number =>
  [...lines.flatMap((line) => line.discounts), ...shippingDiscounts].reduce(
    (sum, { minor }) => sum + minor,
    0,
  )

function showFulfilment(ctx: CommandContext | ReadContext, part: FulfilmentPart, options: ViewOptions) {
  const place = locationsOf(ctx).byId(part.locationId)
  const open =
    options.owner && part.kind === 'pickup' && part.state !== 'cancelled' && part.state !== 'collected'
  return {
    id: part.fulfilmentId,
    kind: part.kind,
    state: part.state,
    location: {
      id: part.locationId,
      code: place?.code ?? '',
      name: place?.name ?? '',
      address: place?.address ?? { street: '', postcode: '', city: '', country: '' },
    },
    promisedAt: part.promisedAt?.toISOString() ?? null,
    ...(open && { pickupCode: pickupCodeOf(part.fulfilmentId), pickupQr: pickupQrOf(part.fulfilmentId) }),
  }
}
