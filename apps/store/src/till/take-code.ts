import { api, ask } from '../house.ts'
import { problemWords } from '../words.ts'
import { askForLease, leasedCode, normaliseCode, refreshRules, rulesAt } from './rules.ts'
import type { Basket, SaleCoupon } from './sale.ts'

/**
 * Asks the server whether a code is good for this sale, without spending it: the sale does that. Without a network only what was set aside
 * for this till is good. The words say why not; null: there is no network.
 */
export async function takeCode(
  code: string,
  sale: Basket,
  locale: 'pl' | 'en',
): Promise<SaleCoupon | { readonly words: string | null }> {
  if (!navigator.onLine) return leasedCode(code, sale.coupons) ?? { words: null }
  const customerId = sale.customer?.id
  const answer = await ask(
    api.POST('/v1/coupons/validate', {
      body: {
        code,
        locale,
        ...(customerId !== undefined && { customerId }),
        lines: sale.lines.map(({ article, quantity }) => ({ sku: article.sku, quantity })),
        codes: sale.coupons
          .filter((other) => normaliseCode(other.code) !== normaliseCode(code))
          .map((other) => other.code),
      },
    }),
  )
  if (answer.promotionId === null) {
    // Nobody signs in at a till: whoever stands there is recognised by the cashier.
    const isForKnown = answer.reason === 'customer_needed'
    return { words: isForKnown ? problemWords({ code: 'coupons.customer_needed' }, locale) : answer.words }
  }
  // What it opens may have been published since this till asked last.
  if (!rulesAt(new Date()).byId.has(answer.promotionId)) void refreshRules()
  void askForLease(answer.code)
  return {
    code: answer.code,
    promotionId: answer.promotionId,
    ...(customerId !== undefined && { customerId }),
  }
}
