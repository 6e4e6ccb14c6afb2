import { Refusal } from '@splot/kernel'
import { idFor } from '#modules/carts'
import type { SaleReason } from '#modules/incidents'
import {
  leaseOf,
  refusalWords,
  takeCoupon,
  type LeaseId,
  type OfflineUse,
  type PromotionId,
  type Redemption,
  type RedemptionId,
  type RefusedCoupon,
  type TakenCoupon,
} from '#modules/promotions'
import { holdsNow } from '#modules/staff'
import { holds, type CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'
import { judgeOfflineSale, refuseContradictions, soldWhen } from './judge-offline-sale.ts'
import { buyerAtTill, GUEST, NOT_RECOGNISED, type Buyer } from './recognise-customer.ts'
import {
  changeFor,
  counterOf,
  drafted,
  heldFor,
  refusalOnly,
  takeCode,
  useOf,
  type SaleDraft,
  type ShownCode,
  type TillSale,
} from './settle-till-sale-draft.ts'

/**
 * The order of a sale that nobody can undo any more: whatever has changed meanwhile, it is recorded as it was paid, and what differs is told.
 * Whatever refuses it does so before a use of a code is taken, which nobody would give back.
 * @throws Refusal `tills.device_only`, `tills.cards_need_network`, `tills.sums_differ`, `tills.not_enough_cash`.
 */
export async function draftFact(
  ctx: CommandContext,
  sale: TillSale,
  { at, rulesVersion }: NonNullable<TillSale['offline']>,
  key: CommandKey | undefined,
): Promise<SaleDraft> {
  refuseStrangeFacts(ctx, sale)
  const { currency, minor: totalMinor } = sale.expectedTotal
  const lines = sale.lines.flatMap(({ paid, ...line }) => (paid ? [{ ...line, ...paid }] : []))
  refuseContradictions({ lines, totalMinor })
  changeFor(sale, totalMinor)
  const takenAt = soldWhen(at, ctx.now)
  const found = await buyerAtTill(ctx, sale.customerId, takenAt).catch(refusalOnly)
  // Her account may be gone by now, or she was never here: the sale is a fact all the same, and nobody's.
  const buyer = found instanceof Refusal ? GUEST : found
  const shown = sale.coupons ?? []
  const codes = await Promise.all(
    shown.map((one, index) =>
      openFactCode(ctx, one, takenAt, idFor<'redemption'>(key, `coupon ${index}`), buyer),
    ),
  )
  const granted = codes.flatMap(({ code, promotionId }) => (promotionId ? [{ code, promotionId }] : []))
  const refused = codes.flatMap(({ refusal }) => refusal ?? [])
  const judged = await judgeOfflineSale(
    ctx,
    {
      at,
      rulesVersion,
      currency,
      totalMinor,
      tender: sale.tender?.kind ?? 'cash',
      lines,
      good: granted.filter(({ code }) => !refused.some((one) => one.code === code)),
      shown: granted,
      shopper: buyer.shopper,
    },
    counterOf(ctx.actor),
  )
  const { soldAt, dueMinor, goods } = judged
  const made = drafted(ctx, sale, goods, [], buyer)
  return {
    ...made,
    order: { ...made.order, placedAt: soldAt },
    redemptions: [],
    offline: codes.map(({ use }) => use),
    fact: {
      soldAt,
      dueMinor,
      reasons: [
        ...judged.reasons,
        ...refused,
        ...(await rightsReasons(ctx, sale)),
        ...(isStranger(found) ? [{ kind: 'customer_not_recognised' } as const] : []),
      ],
    },
  }
}

const isStranger = (found: Buyer | Refusal): boolean =>
  found instanceof Refusal && found.code === NOT_RECOGNISED

/** A right that was taken away meanwhile does not undo what was sold; who says it of somebody else needs it too, or the office looks. */
async function rightsReasons({ actor, platform }: CommandContext, sale: TillSale): Promise<SaleReason[]> {
  const place = counterOf(actor)
  const maySenderSell = holds(actor, 'till.sell', place)
  if (sale.soldBy === undefined || sale.soldBy === actor.staffId)
    return maySenderSell ? [] : [{ kind: 'seller_not_allowed' }]
  const maySellerSell = await holdsNow(platform.read(actor), sale.soldBy, 'till.sell', place)
  return [
    ...(maySellerSell ? [] : [{ kind: 'seller_not_allowed' } as const]),
    ...(maySenderSell ? [] : [{ kind: 'sender_not_allowed' } as const]),
  ]
}

/** Only a till with somebody at it may say that a sale is a fact, and what it says must be whole. */
function refuseStrangeFacts({ actor }: CommandContext, sale: TillSale): void {
  counterOf(actor)
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

/** What was set aside for this till, or kept for this sale, covers a code; else a use is taken if there is one left. Nothing of it refuses the sale. */
async function openFactCode(
  ctx: CommandContext,
  shown: ShownCode,
  at: Date,
  redemptionId: RedemptionId,
  buyer: Buyer,
): Promise<FactCode> {
  const { code, lease } = shown
  const leased = lease && (await leaseHere(ctx, lease.leaseId))
  if (leased) {
    const use = useOf(ctx, { code, redemptionId }, lease.leaseId, lease.at, buyer)
    return { code, promotionId: leased.promotionId, use }
  }
  const held = await heldFor(ctx, shown, buyer)
  if (held?.state === 'reserved')
    return { code, promotionId: held.promotionId, use: useOf(ctx, held, null, at, buyer) }
  const opened = await takeAgain(ctx, code, held, redemptionId, buyer)
  const use = useOf(ctx, opened.state === 'taken' ? opened : { code, redemptionId }, null, at, buyer)
  if (opened.state === 'taken') return { code, promotionId: opened.promotionId, use }
  return {
    code,
    promotionId: shown.promotionId ?? held?.promotionId ?? null,
    use,
    refusal: { kind: 'code_refused', code, words: opened.words },
  }
}

/** A lease of another device covers nothing here. */
const leaseHere = ({ actor, platform }: CommandContext, leaseId: LeaseId) =>
  leaseOf(platform.read(actor), leaseId, actor.deviceId).catch((error: unknown) => {
    refusalOnly(error)
    return undefined
  })

/** What ran out is taken once more; what was used for another sale is not taken for this one. */
function takeAgain(
  ctx: CommandContext,
  code: string,
  held: Redemption | undefined,
  redemptionId: RedemptionId,
  buyer: Buyer,
): Promise<TakenCoupon | RefusedCoupon> {
  if (held?.state === 'committed')
    return Promise.resolve({ state: 'refused', code, reason: 'used_up', words: refusalWords.used_up })
  const { deviceId, channel } = ctx.actor
  if (held?.state !== 'expired' || deviceId === null) return takeCode(ctx, code, redemptionId, buyer)
  const wanted = { code, cartId: null, customerId: held.customerId, channel: channel.code, deviceId }
  return takeCoupon(ctx, { ...wanted, redemptionId: held.redemptionId })
}
