import type { CustomerId } from '@splot/kernel'
import type { Words } from '@splot/rules'
import type { ReadContext } from '#platform/context'
import { rulesOf } from '../rules.ts'
import type { Coupon, PromotionId } from '../types.ts'
import { codeOf, keyOfUnique, normalise } from './code.ts'
import { isNotYours, obstacleOfTerms } from './judge.ts'
import { couponColumns, couponFrom, genericCoupons, uniqueCodes } from './store.ts'

/** Codes of hers that are told: nobody at a counter reads more. */
const MAX_TOLD = 20

/** A code that waits for a customer, and what it opens. */
export interface AwaitingCode {
  readonly code: string
  readonly promotionId: PromotionId
  readonly label: Words
  /** Her web basket has it, and with it a use of it. */
  readonly inBasket: boolean
}

/**
 * Codes that wait for a customer and count in this channel: those made for her alone that still have a use, and those (`held`) that her web
 * basket has. Limits are left to whoever takes one: they are counted there.
 */
export async function codesAwaiting(
  ctx: ReadContext,
  asker: { readonly customerId: CustomerId; readonly channel: string },
  held: readonly string[],
): Promise<readonly AwaitingCode[]> {
  const [own, inBasket] = await Promise.all([codesMadeFor(ctx, asker.customerId), couponsBehind(ctx, held)])
  const rules = rulesOf(ctx)
  const told = [
    ...inBasket
      .filter(({ owner }) => !isNotYours(owner, asker))
      .map((one) => ({ ...one, inBasket: true as boolean })),
    ...own.filter(({ code }) => !held.includes(code)).map((one) => ({ ...one, inBasket: false })),
  ]
  return told
    .flatMap(({ code, coupon, inBasket: isHeld }): AwaitingCode[] => {
      const promotion = rules.promotion(coupon.promotionId)
      if (!promotion || obstacleOfTerms(coupon, asker, ctx.now)) return []
      return [{ code, promotionId: coupon.promotionId, label: promotion.label, inBasket: isHeld }]
    })
    .slice(0, MAX_TOLD)
}

interface Meant {
  readonly code: string
  readonly coupon: Coupon
}

/** Newest first. Only their keys are stored; batch and number make the codes again. */
async function codesMadeFor(ctx: ReadContext, customerId: CustomerId): Promise<readonly Meant[]> {
  const rows = await ctx.query<Parameters<typeof couponFrom>[0] & { batch_id: string; number: number }>(
    `select ${couponColumns}, k.batch_id, k.number
       from promotions.coupon_code k join promotions.coupon c on c.id = k.coupon_id
      where k.customer_id = $1 and k.used < c.per_code and c.state = 'active'
      order by k.batch_id desc, k.number limit ${MAX_TOLD}`,
    [customerId],
  )
  return rows.map((row) => ({ code: codeOf(row.batch_id, row.number), coupon: couponFrom(row) }))
}

async function couponsBehind(
  ctx: ReadContext,
  codes: readonly string[],
): Promise<readonly (Meant & { readonly owner: CustomerId | null })[]> {
  if (codes.length === 0) return []
  const asked = codes.map((code) => ({ code, key: normalise(code), unique: keyOfUnique(normalise(code)) }))
  const [generic, unique] = await Promise.all([
    genericCoupons(
      ctx,
      asked.map(({ key }) => key),
      asked.length,
    ),
    uniqueCodes(
      ctx,
      asked.flatMap((one) => one.unique ?? []),
    ),
  ])
  return asked.flatMap(({ code, key, unique: uniqueKey }) => {
    const coupon = generic.get(key)
    if (coupon) return [{ code, coupon, owner: null }]
    const found = uniqueKey === undefined ? undefined : unique.get(uniqueKey)
    return found ? [{ code, coupon: found.coupon, owner: found.customerId }] : []
  })
}
