import { newId } from '@splot/kernel'
import { ProblemError } from '@splot/client'
import { normaliseCode, readUniqueCode } from '@splot/rules'
import { problemWords, translator } from '../words.ts'
import { heldCoupon, holdCode } from './held-codes.ts'
import { askForLease, isSpentHere, leasedCode, refreshRules, rulesAt } from './rules.ts'
import type { Basket, SaleCoupon } from './sale.ts'

/**
 * Takes a code into this sale: the server keeps a use of it, so that it counts if the network goes before she pays. Without a network only what was set
 * aside for this till is good. The words say why not; null: there is no network.
 */
export async function takeCode(
  code: string,
  sale: Basket,
  locale: 'pl' | 'en',
): Promise<SaleCoupon | { readonly words: string | null }> {
  const used = { words: translator(locale, 'codes')('used') }
  if (isSpentHere(code)) return used
  const offline = async () => {
    const leased = (await leasedCode(code, sale.coupons)) ?? { words: null }
    return leased === 'used' ? used : leased
  }
  if (!navigator.onLine) return offline()
  const customerId = sale.customer?.id
  const before = sale.coupons.find((one) => normaliseCode(one.code) === normaliseCode(code))
  const id = before?.held ?? newId()
  const who = customerId !== undefined && { customerId }
  const answer = await holdCode({ id, code, locale, ...who }).catch((error: unknown) => {
    if (error instanceof ProblemError) throw error
    return null
  })
  // Nobody has answered: as good as no network.
  if (!answer) return offline()
  const coupon = heldCoupon(answer, customerId)
  if (!coupon) {
    // Nobody signs in at a till: whoever stands there is recognised by the cashier.
    const isForKnown = answer.reason === 'customer_needed'
    return { words: isForKnown ? problemWords({ code: 'coupons.customer_needed' }, locale) : answer.words }
  }
  // What it opens may have been published since this till asked last.
  if (!rulesAt(new Date()).byId.has(coupon.promotionId)) void refreshRules()
  // Unique ones are set aside by the office.
  if (readUniqueCode(coupon.code) === undefined) void askForLease(coupon.code)
  return coupon
}
