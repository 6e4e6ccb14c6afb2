import {
  newId,
  Refusal,
  type LocationId,
  type Money,
  type OrderId,
  type PaymentId,
  type Sku,
} from '@splot/kernel'
import { couponRefused, idFor, priceGoods, STRANGER, type PricedGoods } from '#modules/carts'
import { flagSales, type SaleReason, type SaleToFlag } from '#modules/incidents'
import { sell } from '#modules/inventory'
import { insertOrders, type NewOrder, type NewOrderLine } from '#modules/orders'
import { insertStored, recordCash, type StoredPayment } from '#modules/payments'
import { pricesOf } from '#modules/pricing'
import {
  commitRedemptions,
  leaseOf,
  recordOfflineUses,
  releaseRedemptions,
  takeCoupon,
  type LeaseId,
  type OfflineUse,
  type PromotionId,
  type RecordedUse,
  type RedemptionId,
  type RefusedCoupon,
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
import { orderLine, orderPricing, shippingTaxOf } from './checkout-draft.ts'
import { judgeOfflineSale, type Judged, type PaidLine } from './judge-offline-sale.ts'
import { couponGone } from './place-order.ts'

/** A code on a sale: taken from the server now, or without a network from what was set aside for the till before. */
export interface ShownCode {
  readonly code: string
  readonly lease?: { readonly leaseId: LeaseId; readonly at: Date } | undefined
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
  /** For what gift cards do not pay; left out: they shall pay everything. */
  readonly tender?: { readonly kind: 'cash'; readonly given?: Money }
  readonly stored?: StoredWish | undefined
  /** Codes that the customer showed. */
  readonly coupons?: readonly ShownCode[] | undefined
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
  /** Those that a lease covers, or should have: facts by now. */
  readonly offline: readonly Omit<OfflineUse, 'orderId'>[]
  /** Of a sale that was made without a network: when, and in what it differs from what was published by then. */
  readonly fact?: Pick<Judged, 'soldAt' | 'dueMinor' | 'reasons'>
}

/**
 * Sells over the counter of the device's (or the key's) own store: the order is born collected, cash and gift cards are taken, the pieces
 * leave the ledger. Stock never refuses: the goods are in the customer's hands. A repetition under the same key gets the
 * first answer, even when prices have changed since. A sale that was made without a network is recorded as it was paid, and flagged where that
 * is not what was published at its instant.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, 422 `coupons.<reason>`, `tills.unknown_article`, `tills.no_price`,
 * `pricing.wrong_currency`, `tills.not_enough_cash`, for offline ones `tills.device_only`, `tills.cards_need_network`, `tills.sums_differ`, 409 `tills.total_changed`, `checkout.coupon_gone`, and what `recogniseParts` refuses.
 */
export function settleTillSale(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  if (sale.offline) return recordFact(ctx, sale, sale.offline, key)
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
  const opened = await Promise.all(
    (sale.coupons ?? []).map((shown, index) =>
      openCode(ctx, shown, idFor<'redemption'>(key, `coupon ${index}`)),
    ),
  )
  const coupons = opened.filter((one) => one.state !== 'refused')
  const bad = opened.find((one) => one.state === 'refused')
  try {
    const parts = await recogniseParts(ctx, sale.stored, sale.expectedTotal).catch(refusalOnly)
    const refusal = bad ? couponRefused(bad) : parts instanceof Refusal ? parts : undefined
    return await recordSale(
      ctx,
      refusal ?? orRefusal(() => draft(ctx, sale, parts instanceof Refusal ? [] : parts, coupons)),
      key,
    )
  } catch (error) {
    if (error instanceof Refusal && coupons.length > 0) await releaseRedemptions(ctx, idsOf(coupons, 'taken'))
    throw error
  }
}

/** Keeps a use of a code for this sale before it is priced, or names the lease that it comes from. */
async function openCode(
  ctx: CommandContext,
  { code, lease }: ShownCode,
  redemptionId: RedemptionId,
): Promise<Opened | RefusedCoupon> {
  const { deviceId, channel } = ctx.actor
  if (lease) {
    const { promotionId } = await leaseOf(ctx.platform.read(ctx.actor), lease.leaseId, deviceId)
    return { state: 'leased', redemptionId, code, promotionId, ...lease }
  }
  const wanted = { code, cartId: null, customerId: null, channel: channel.code }
  const taken = await takeCoupon(ctx, { ...wanted, redemptionId })
  // Given back when this sale was refused before: it needs a use of its own again.
  return taken.state === 'refused' && taken.reason === 'let_go'
    ? takeCoupon(ctx, { ...wanted, redemptionId: newId<'redemption'>() })
    : taken
}

/** A code that opens its promotion for this sale. */
type Opened =
  | TakenCoupon
  | {
      readonly state: 'leased'
      readonly redemptionId: RedemptionId
      readonly code: string
      readonly promotionId: PromotionId
      readonly leaseId: LeaseId
      readonly at: Date
    }

const idsOf = (coupons: readonly Opened[], state: Opened['state']): RedemptionId[] =>
  coupons.flatMap((one) => (one.state === state ? [one.redemptionId] : []))

const refusalOnly = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

/** A sale that nobody can undo any more: whatever has changed meanwhile, it is recorded as it was paid. */
async function recordFact(
  ctx: CommandContext,
  sale: TillSale,
  { at, rulesVersion }: NonNullable<TillSale['offline']>,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  refuseStrangeFacts(ctx, sale)
  const shown = sale.coupons ?? []
  const codes = await Promise.all(
    shown.map((one, index) => openFactCode(ctx, one, at, idFor<'redemption'>(key, `coupon ${index}`))),
  )
  const granted = codes.flatMap(({ code, promotionId }) => (promotionId ? [{ code, promotionId }] : []))
  const refused = codes.flatMap(({ refusal }) => refusal ?? [])
  const judged = await judgeOfflineSale(
    ctx,
    {
      at,
      rulesVersion,
      currency: sale.expectedTotal.currency,
      totalMinor: sale.expectedTotal.minor,
      tender: sale.tender?.kind ?? 'cash',
      lines: sale.lines.flatMap(({ paid, ...line }) => (paid ? [{ ...line, ...paid }] : [])),
      good: granted.filter(({ code }) => !refused.some((one) => one.code === code)),
      shown: granted,
    },
    tillOf(ctx.actor),
  )
  const { soldAt, dueMinor, goods } = judged
  const made = drafted(ctx, sale, goods, [])
  return recordSale(
    ctx,
    {
      ...made,
      order: { ...made.order, placedAt: soldAt },
      redemptions: [],
      offline: codes.map(({ use }) => use),
      fact: { soldAt, dueMinor, reasons: [...judged.reasons, ...refused] },
    },
    key,
  )
}

/** Only a till with somebody at it may say that a sale is a fact, and what it says must be whole. */
function refuseStrangeFacts({ actor }: CommandContext, sale: TillSale): void {
  tillOf(actor)
  if (actor.deviceId === null || actor.staffId === null) {
    throw new Refusal(
      'forbidden',
      'tills.device_only',
      'Only an enrolled till with somebody signed in may record a sale that was made without a network.',
    )
  }
  if (sale.stored) {
    throw new Refusal(
      'unprocessable',
      'tills.cards_need_network',
      'A gift card pays only with a network: a sale that was made without one has none.',
      { errors: [{ pointer: '/giftCards', detail: 'not without a network' }] },
    )
  }
  const bare = sale.lines.findIndex(({ paid }) => !paid)
  if (bare < 0) return
  throw new Refusal('unprocessable', 'tills.sums_differ', 'Say for each line what was paid for it.', {
    errors: [{ pointer: `/lines/${bare}/paid`, detail: 'is needed for a sale without a network' }],
  })
}

/** A code that a till let count without asking. */
interface FactCode {
  readonly code: string
  /** What it opens; null: nobody knows. */
  readonly promotionId: PromotionId | null
  readonly use: Omit<OfflineUse, 'orderId'>
  /** Why it should not have counted. */
  readonly refusal?: Extract<SaleReason, { readonly kind: 'code_refused' }>
}

/** What was set aside for this till covers a code; else a use is taken if there is one left. Nothing of it refuses the sale. */
async function openFactCode(
  ctx: CommandContext,
  shown: ShownCode,
  at: Date,
  redemptionId: RedemptionId,
): Promise<FactCode> {
  const opened = await openCode(ctx, shown, redemptionId)
    // A lease of another device covers nothing here.
    .catch((error: unknown) => refusalOnly(error) && openCode(ctx, { code: shown.code }, redemptionId))
  const { code } = shown
  if (opened.state === 'leased')
    return { code, promotionId: opened.promotionId, use: useOf(ctx, opened, opened.leaseId, opened.at) }
  if (opened.state === 'taken')
    return { code, promotionId: opened.promotionId, use: useOf(ctx, opened, null, at) }
  return {
    code,
    promotionId: shown.promotionId ?? null,
    use: useOf(ctx, { code, redemptionId }, null, at),
    refusal: { kind: 'code_refused', code, words: opened.words },
  }
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
    const uses = await recordOfflineUses(
      ctx,
      sales.flatMap(({ order: { orderId }, offline }) => offline.map((use) => ({ ...use, orderId }))),
    )
    await flagSales(ctx, doubtful(sales, numbers, uses))
    // Accounts are locked last: many sales may share one.
    await insertStored(
      ctx,
      sales.flatMap(({ stored }) => stored),
    )
    return sales.map(({ actor, order, change, cashMinor, stored, fact }, index) => {
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
          ...(fact && { soldAt: fact.soldAt.toISOString() }),
        },
      })
      return { orderId, number, change }
    })
  },
)

/** Sales without a network that differ from what was published by then, or whose codes nothing covers. */
function doubtful(
  sales: readonly (SaleDraft & { readonly actor: Actor })[],
  numbers: readonly { readonly number: string }[],
  uses: readonly RecordedUse[],
): SaleToFlag[] {
  const states = new Map(uses.map(({ redemptionId, state }) => [redemptionId, state]))
  return sales.flatMap(({ actor, order, offline, fact }, index) => {
    if (!fact) return []
    const { orderId, locationId, currency, grossMinor } = order
    const told = new Set(fact.reasons.flatMap((reason) => ('code' in reason ? [reason.code] : [])))
    const beyond = offline.filter(
      ({ redemptionId, code }) => states.get(redemptionId) === 'flagged' && !told.has(code),
    )
    const reasons = [
      ...fact.reasons,
      ...beyond.map(({ code }) => ({ kind: 'code_beyond_lease', code }) as const),
    ]
    if (reasons.length === 0) return []
    const { soldAt, dueMinor } = fact
    const orderNumber = numbers[index]?.number ?? ''
    return [
      { orderId, orderNumber, locationId, soldAt, currency, soldMinor: grossMinor, dueMinor, reasons, actor },
    ]
  })
}

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
  coupons: readonly Opened[],
): SaleDraft {
  const locationId = tillOf(ctx.actor)
  const priced = priceSale(ctx, sale, locationId, coupons)
  const { grossMinor } = priced
  const { currency, minor } = sale.expectedTotal
  if (grossMinor !== minor) throw totalChanged(priced.lines.map(orderLine), { minor: grossMinor, currency })
  return {
    ...drafted(ctx, sale, priced, parts),
    redemptions: idsOf(coupons, 'taken'),
    offline: coupons.flatMap((one) => (one.state === 'leased' ? [useOf(ctx, one, one.leaseId, one.at)] : [])),
  }
}

/** The order of a sale over the counter and what it pays with, as it was priced. */
function drafted(
  { actor }: CommandContext,
  sale: TillSale,
  priced: Judged['goods'],
  parts: readonly StoredPart[],
): Omit<SaleDraft, 'redemptions' | 'offline'> {
  const { currency } = sale.expectedTotal
  const { grossMinor } = priced
  const orderId = newId<'order'>()
  const cashMinor = grossMinor - storedSum(parts)
  return {
    order: {
      orderId,
      channel: actor.channel,
      locationId: tillOf(actor),
      staffId: actor.staffId,
      customerId: null,
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

const useOf = (
  { actor }: CommandContext,
  { redemptionId, code }: { readonly redemptionId: RedemptionId; readonly code: string },
  leaseId: LeaseId | null,
  at: Date,
): Omit<OfflineUse, 'orderId'> => ({
  redemptionId,
  code,
  leaseId,
  customerId: null,
  channel: actor.channel.code,
  at,
})

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
  coupons: readonly Opened[],
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
