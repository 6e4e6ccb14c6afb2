import { Refusal, type Money, type OrderId } from '@splot/kernel'
import { couponRefused, idFor } from '#modules/carts'
import { readShownCode, useCodes, type ShownCode } from '#modules/customers'
import { flagSales, type SaleToFlag } from '#modules/incidents'
import { sell } from '#modules/inventory'
import { claimFirst, insertOrders, retryNotFirst } from '#modules/orders'
import { insertStored, recordCash } from '#modules/payments'
import {
  commitRedemptions,
  lockCounters,
  recordOfflineUses,
  refusalWords,
  releaseRedemptions,
  type CommittedOrder,
  type RecordedUse,
} from '#modules/promotions'
import type { Actor, CommandContext, WriteContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'
import { couponGone } from './place-order.ts'
import { buyerAtTill, GUEST, type Buyer } from './recognise-customer.ts'
import {
  draft,
  idsOf,
  openCode,
  refusalOnly,
  tillOf,
  type SaleDraft,
  type TillSale,
} from './settle-till-sale-draft.ts'
import { draftFact } from './settle-till-sale-fact.ts'
import { recogniseParts, type StoredPart } from './stored-parts.ts'

export interface SettledSale {
  readonly orderId: OrderId
  readonly number: string
  readonly change: Money
}

/**
 * Sells over the counter of the device's (or the key's) own store: the order is born collected, cash and gift cards are taken, the pieces
 * leave the ledger. Stock never refuses: the goods are in the customer's hands. A repetition under the same key gets the
 * first answer, even when prices have changed since. A sale that was made without a network is recorded as it was paid, and flagged where that
 * is not what was published at its instant.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, `tills.not_recognised`, 422 `coupons.<reason>`, `tills.unknown_customer`, `tills.unknown_article`, `tills.no_price`,
 * `pricing.wrong_currency`, `tills.not_enough_cash`, for offline ones `tills.device_only`, `tills.cards_need_network`, `tills.sums_differ`, 409 `tills.total_changed`, `checkout.coupon_gone`, 422 `tills.credit_of_another`, `customers.bad_code`,
 * `customers.code_over`, 409 `customers.code_used`, and what `recogniseParts` refuses.
 */
export const settleTillSale = (
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> => retryNotFirst(() => settle(ctx, sale, key))

async function settle(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  if (!sale.offline) tillOf(ctx.actor)
  if (sale.offline) return recordSale(ctx, await draftFact(ctx, sale, sale.offline, key), key)
  // A sale for cash is drafted in the same breath: it may share the transaction of whoever came with it.
  if (!sale.stored && !sale.coupons && !sale.customerId)
    return recordSale(
      ctx,
      orRefusal(() => draft(ctx, sale, [], [], GUEST)),
      key,
    )
  return settleWithPapers(ctx, sale, key)
}

/** A sale with gift cards or codes, or of somebody known: all are looked at before it is drafted, and codes are given back when it is refused. */
async function settleWithPapers(
  ctx: CommandContext,
  sale: TillSale,
  key: CommandKey | undefined,
): Promise<SettledSale> {
  const buyer = await buyerAtTill(ctx, sale.customerId).catch(refusalOnly)
  if (buyer instanceof Refusal) return recordSale(ctx, buyer, key)
  const opened = await Promise.all(
    (sale.coupons ?? []).map((shown, index) =>
      openCode(ctx, shown, idFor<'redemption'>(key, `coupon ${index}`), buyer),
    ),
  )
  const coupons = opened.filter((one) => one.state !== 'refused')
  const bad = opened.find((one) => one.state === 'refused')
  try {
    const papers = await papersOf(ctx, sale, buyer).catch(refusalOnly)
    const refusal = bad ? couponRefused(bad) : papers instanceof Refusal ? papers : undefined
    const { parts, accountCode } = papers instanceof Refusal ? NO_PAPERS : papers
    return await recordSale(
      ctx,
      refusal ?? orRefusal(() => ({ ...draft(ctx, sale, parts, coupons, buyer), accountCode })),
      key,
    )
  } catch (error) {
    if (error instanceof Refusal && coupons.length > 0) await releaseRedemptions(ctx, idsOf(coupons, 'taken'))
    throw error
  }
}

/** What pays beside cash, and the code that proves whose credit it is. */
interface Papers {
  readonly parts: readonly StoredPart[]
  readonly accountCode?: ShownCode
}
const NO_PAPERS: Papers = { parts: [] }

/** A phone number tells whose account it is, not who stands there: her store credit pays only when she shows the code of her account. */
async function papersOf(
  ctx: CommandContext,
  { stored, shownCode, expectedTotal }: TillSale,
  { customerId }: Buyer,
): Promise<Papers> {
  if (!stored?.credit) return { parts: await recogniseParts(ctx, stored, expectedTotal) }
  const accountCode = customerId === null ? undefined : readShownCode(shownCode ?? '', ctx.now)
  if (accountCode?.customerId !== customerId) {
    throw new Refusal(
      'unprocessable',
      'tills.credit_of_another',
      'Store credit pays only for the customer who shows the code of her account. Scan it and try again.',
      { errors: [{ pointer: '/storeCredit/code', detail: 'not the code of this customer' }] },
    )
  }
  const parts = await recogniseParts(ctx, { ...stored, creditOf: customerId }, expectedTotal)
  return { parts, accountCode }
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
    const redeemed = await redeem(ctx, sales)
    const gone = redeemed.find((answer) => answer.state === 'gone')
    if (gone) throw couponGone(gone.coupons)
    const uses = await recordOfflineUses(
      ctx,
      sales.flatMap(({ order: { orderId }, offline }) => offline.map((use) => ({ ...use, orderId }))),
    )
    refuseUncovered(sales, uses)
    await flagSales(ctx, doubtful(sales, numbers, uses))
    // After the codes, as orders do, so that nobody waits in a circle.
    await claimFirst(
      ctx,
      sales.map(({ order }) => order),
    )
    await useCodes(
      ctx,
      sales.flatMap(({ accountCode }) => accountCode ?? []),
    )
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
          // A sale that costs nothing was rung up for cash, too.
          tender:
            [...(cashMinor > 0 ? ['cash'] : []), ...new Set(stored.map(({ method }) => method))].join(
              ' and ',
            ) || 'cash',
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

/** After stock; counters and leases before uses of codes, and each kind at once, so that nobody waits in a circle. */
async function redeem(
  ctx: WriteContext,
  sales: readonly (SaleDraft & { readonly actor: Actor })[],
): Promise<readonly CommittedOrder[]> {
  const wanted = sales.flatMap(({ actor, order: { orderId }, redemptions }) =>
    redemptions.map((redemptionId) => ({ redemptionId, orderId, actor })),
  )
  const counters = await lockCounters(
    ctx,
    wanted.map(({ redemptionId }) => redemptionId),
    sales.flatMap(({ offline }) => offline),
  )
  return commitRedemptions(ctx, wanted, counters)
}

/** With a network nothing has changed hands yet: a lease that was over, or a code that was spent, a moment ago is told. */
function refuseUncovered(sales: readonly SaleDraft[], uses: readonly RecordedUse[]): void {
  const states = new Map(uses.map(({ redemptionId, state }) => [redemptionId, state]))
  const gone = sales
    .filter(({ fact }) => !fact)
    .flatMap(({ offline }) => offline)
    .find(({ redemptionId }) => states.get(redemptionId) === 'flagged')
  if (!gone) return
  const { code } = gone
  throw couponGone([{ state: 'refused', code, reason: 'used_up', words: refusalWords.used_up }])
}

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
      {
        orderId,
        orderNumber,
        locationId,
        soldAt,
        currency,
        soldMinor: grossMinor,
        dueMinor,
        reasons,
        staffId: order.staffId,
        actor,
      },
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
