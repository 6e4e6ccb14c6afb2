import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { splot } from '../api/client.ts'
import { useCommandKey } from '../page/useCommandKey.ts'
import { useRefreshPromotions } from '../promotions/parts.tsx'

/** Makes one code of a coupon that a single customer may use. `customerOf` finds her when the code is asked for. */
export function useIssueCode() {
  const refresh = useRefreshPromotions()
  const { key, settled } = useCommandKey()
  return useMutation({
    mutationFn: async ({
      couponId,
      customerOf,
    }: Readonly<{ couponId: string; customerOf: () => Promise<string> }>) =>
      unwrap(
        splot.POST('/v1/coupons/{id}/codes', {
          params: { path: { id: couponId } },
          headers: { 'idempotency-key': key },
          body: { customerId: await customerOf() },
        }),
      ),
    onSuccess: refresh,
    onSettled: settled,
  })
}
