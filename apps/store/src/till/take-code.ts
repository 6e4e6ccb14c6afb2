import { api, ask } from '../house.ts'
import { normaliseCode, rulesAt, spendLease } from './rules.ts'
import type { Basket, SaleCoupon } from './sale.ts'

/**
 * Asks the server whether a code is good for this sale, without spending it: the sale does that. Without a network only what a lease set
 * aside for this till is good. The words say why not.
 */
export async function takeCode(
  code: string,
  sale: Basket,
  locale: 'pl' | 'en',
): Promise<SaleCoupon | { readonly words: string | null }> {
  const leased = spendLease(code, sale.coupons)
  if (leased && rulesAt(new Date()).byId.has(leased.promotionId)) return leased
  if (!navigator.onLine) return { words: null }
  const answer = await ask(
    api.POST('/v1/coupons/validate', {
      body: {
        code,
        locale,
        lines: sale.lines.map(({ article, quantity }) => ({ sku: article.sku, quantity })),
        codes: sale.coupons
          .filter((other) => normaliseCode(other.code) !== normaliseCode(code))
          .map((other) => other.code),
      },
    }),
  )
  return answer.promotionId === null
    ? { words: answer.words }
    : { code: answer.code, promotionId: answer.promotionId }
}
