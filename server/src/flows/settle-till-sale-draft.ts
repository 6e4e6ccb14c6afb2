import {
  newId,
  Refusal,
  type CustomerId,
  type DeviceId,
  type LocationId,
  type Money,
  type PaymentId,
  type StaffId,
  type Sku,
} from '@splot/kernel'
import { priceGoods, type PricedGoods } from '#modules/carts'
import type { ShownCode as AccountCode } from '#modules/customers'
import type { NewOrder, NewOrderLine } from '#modules/orders'
import type { StoredPayment } from '#modules/payments'
import { pricesOf } from '#modules/pricing'
import {
  coveredBy,
  normalise,
  redemptionsById,
  takeCoupon,
  type LeaseId,
  type OfflineUse,
  type PromotionId,
  type Redemption,
  type RedemptionId,
  type RefusedCoupon,
  type TakenCoupon,
} from '#modules/promotions'
import { keepToChannel } from '#platform/auth'
import { authorise, type Actor, type CommandContext } from '#platform/context'
import { orderLine, orderPricing, shippingTaxOf } from './checkout-draft.ts'
import type { Judged, PaidLine } from './judge-offline-sale.ts'
import type { Buyer } from './recognise-customer.ts'
import { payingTenders, storedPayments, storedSum, type StoredPart, type StoredWish } from './stored-parts.ts'

/** A code on a sale: taken from the server now, kept for this sale before, or from what was set aside for the till. */
export interface ShownCode {
  readonly code: string
  readonly lease?: { readonly leaseId: LeaseId; readonly at: Date } | undefined
  /** The use of it that the till has kept for this sale: see `holdCode`. */
  readonly held?: RedemptionId | undefined
  /** What the till was told that it opens. */
  readonly promotionId?: PromotionId | undefined
}

/** What stands on a till when it is paid. */
export interface TillSale {
  readonly lines: readonly {
    readonly sku: Sku
    readonly quantity: number
    /** What was paid for it; with `offline`. */
    readonly paid?: Omit<PaidLine, 'sku' | 'quantity'> | undefined
  }[]
  /** It was made without a network and is a fact by now: when, and by which promotions. */
  readonly offline?: { readonly at: Date; readonly rulesVersion: number } | undefined
  /** Who sold it without a network, when somebody else at the till tells us; nobody: whoever tells. */
  readonly soldBy?: StaffId | undefined
  /** For what gift cards do not pay; left out: they shall pay everything. */
  readonly tender?: { readonly kind: 'cash'; readonly given?: Money }
  readonly stored?: StoredWish | undefined
  /** The code of her account, as she has shown it: without it nobody's store credit is spent. */
  readonly shownCode?: string | undefined
  /** Whom the till has recognised; nobody: a guest buys. */
  readonly customerId?: CustomerId | undefined
  /** Codes that the customer showed. */
  readonly coupons?: readonly ShownCode[] | undefined
  /** What the customer was told. */
  readonly expectedTotal: Money
}

export interface SaleDraft {
  readonly order: Omit<NewOrder, 'actor'> & { readonly locationId: LocationId }
  readonly paymentId: PaymentId
  /** What the drawer takes; 0 when gift cards pay everything. */
  readonly cashMinor: number
  readonly stored: readonly StoredPayment[]
  /** The code of her account, where her store credit pays: it pays once. */
  readonly accountCode?: AccountCode | undefined
  readonly change: Money
  /** Uses of coupons that become spent with the sale. */
  readonly redemptions: readonly RedemptionId[]
  /** Those that a lease covers, or should have: facts by now. */
  readonly offline: readonly Omit<OfflineUse, 'orderId'>[]
  /** Of a sale that was made without a network: when, and in what it differs from what was published by then. */
  readonly fact?: Pick<Judged, 'soldAt' | 'dueMinor' | 'reasons'>
}

/**
 * Keeps a use of a code for this sale before it is priced, or names what covers it: the use that was kept for it before, or a lease. What is not covered
 * (any more) is asked for like any code: with a network nothing is given that is not there.
 * @throws Refusal `promotions.no_such_lease`.
 */
export async function openCode(
  ctx: CommandContext,
  shown: ShownCode,
  redemptionId: RedemptionId,
  buyer: Buyer,
): Promise<Opened | RefusedCoupon> {
  const { code, lease } = shown
  const { deviceId } = ctx.actor
  if (lease) {
    const promotionId = await coveredBy(ctx.platform.read(ctx.actor), { code, ...lease }, deviceId)
    if (promotionId) return { state: 'leased', redemptionId, code, promotionId, ...lease }
  }
  const held = await heldFor(ctx, shown, buyer)
  return held && held.state !== 'released'
    ? { state: 'held', redemptionId: held.redemptionId, code, promotionId: held.promotionId }
    : takeCode(ctx, code, redemptionId, buyer)
}

/** A use of the code for this sale, that nobody has kept before. */
export async function takeCode(
  ctx: CommandContext,
  code: string,
  redemptionId: RedemptionId,
  { customerId }: Buyer,
): Promise<TakenCoupon | RefusedCoupon> {
  const wanted = { code, cartId: null, customerId, channel: ctx.actor.channel.code }
  const taken = await takeCoupon(ctx, { ...wanted, redemptionId })
  // Given back when this sale was refused before: it needs a use of its own again.
  return taken.state === 'refused' && taken.reason === 'let_go'
    ? takeCoupon(ctx, { ...wanted, redemptionId: newId<'redemption'>() })
    : taken
}

/** What this till has kept of the code for this customer, whatever became of it; another's is nobody's here. */
export async function heldFor(
  { actor, platform }: CommandContext,
  { code, held }: ShownCode,
  { customerId }: Buyer,
): Promise<Redemption | undefined> {
  if (held === undefined || actor.deviceId === null) return undefined
  const [row] = await redemptionsById(platform.read(actor), [held])
  return row &&
    row.deviceId === actor.deviceId &&
    normalise(row.code) === normalise(code) &&
    (row.customerId === null || row.customerId === customerId)
    ? row
    : undefined
}

/** A code that opens its promotion for this sale. */
export type Opened =
  | TakenCoupon
  | {
      readonly state: 'held'
      readonly redemptionId: RedemptionId
      readonly code: string
      readonly promotionId: PromotionId
    }
  | {
      readonly state: 'leased'
      readonly redemptionId: RedemptionId
      readonly code: string
      readonly promotionId: PromotionId
      readonly leaseId: LeaseId
      readonly at: Date
    }

export const idsOf = (coupons: readonly Opened[], ...states: Opened['state'][]): RedemptionId[] =>
  coupons.flatMap((one) => (states.includes(one.state) ? [one.redemptionId] : []))

export const refusalOnly = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

/** The order that this sale will be, priced now; amounts in minor units. */
export function draft(
  ctx: CommandContext,
  sale: TillSale,
  parts: readonly StoredPart[],
  coupons: readonly Opened[],
  buyer: Buyer,
): SaleDraft {
  const locationId = tillOf(ctx.actor)
  const priced = priceSale(ctx, sale, locationId, coupons, buyer)
  const { grossMinor } = priced
  const { currency, minor } = sale.expectedTotal
  if (grossMinor !== minor) throw totalChanged(priced.lines.map(orderLine), { minor: grossMinor, currency })
  return {
    ...drafted(ctx, sale, priced, parts, buyer),
    redemptions: idsOf(coupons, 'taken', 'held'),
    offline: coupons.flatMap((one) =>
      one.state === 'leased' ? [useOf(ctx, one, one.leaseId, one.at, buyer)] : [],
    ),
  }
}

/** The order of a sale over the counter and what it pays with, as it was priced. */
export function drafted(
  { actor }: CommandContext,
  sale: TillSale,
  priced: Judged['goods'],
  parts: readonly StoredPart[],
  { customerId }: Buyer,
): Omit<SaleDraft, 'redemptions' | 'offline'> {
  const { currency } = sale.expectedTotal
  const { grossMinor } = priced
  const orderId = newId<'order'>()
  const cashMinor = grossMinor - storedSum(parts)
  return {
    order: {
      orderId,
      channel: actor.channel,
      locationId: counterOf(actor),
      staffId: sale.soldBy ?? actor.staffId,
      customerId,
      cartId: null,
      state: 'collected',
      currency,
      grossMinor,
      shippingMinor: 0,
      ...shippingTaxOf(priced),
      locale: 'pl',
      lines: priced.lines.map(orderLine),
      pricing: orderPricing(priced),
    },
    paymentId: newId<'payment'>(),
    cashMinor,
    stored: storedPayments(parts, { orderId, currency }, true, actor),
    change: changeFor(sale, cashMinor),
  }
}

export const useOf = (
  { actor }: CommandContext,
  { redemptionId, code }: { readonly redemptionId: RedemptionId; readonly code: string },
  leaseId: LeaseId | null,
  at: Date,
  { customerId }: Buyer,
): Omit<OfflineUse, 'orderId'> => ({
  redemptionId,
  code,
  leaseId,
  customerId,
  channel: actor.channel.code,
  at,
})

/** The device at this counter. @throws Refusal `tills.device_only`. */
export function deviceAtTill({ deviceId, staffId }: Actor): DeviceId {
  if (deviceId !== null && staffId !== null) return deviceId
  throw new Refusal(
    'forbidden',
    'tills.device_only',
    'Only an enrolled till with somebody signed in may keep codes for a sale.',
  )
}

/** The store at whose counter this happens, for somebody who may sell there. */
export function tillOf(actor: Actor): LocationId {
  const locationId = counterOf(actor)
  authorise(actor, 'till.sell', locationId)
  return locationId
}

/** The store at whose counter this happens. */
export function counterOf(actor: Actor): LocationId {
  keepToChannel(actor, 'store')
  if (!actor.locationId) {
    throw new Refusal(
      'forbidden',
      'tills.no_till',
      'Sales are made on an enrolled till, or with a key that belongs to a store.',
    )
  }
  return actor.locationId
}

/** Prices what was scanned, as every channel does; refuses an article that cannot be sold. */
function priceSale(
  ctx: CommandContext,
  sale: TillSale,
  locationId: LocationId,
  coupons: readonly Opened[],
  { shopper }: Buyer,
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
    {
      currency,
      channel,
      place: locationId,
      coupons,
      shopper,
      tender: payingTenders(sale.tender?.kind ?? null, sale.stored, sale.expectedTotal),
    },
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
