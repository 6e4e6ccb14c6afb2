import type { HeldCode } from '../api/types.ts'
import { api, ask } from '../house.ts'
import type { SaleCoupon } from './sale.ts'

/** Asks the server to keep a use of a code for this sale; `id`: made here, the same again lasts longer. */
export const holdCode = (body: {
  readonly id: string
  readonly code: string
  readonly customerId?: string
  readonly locale?: 'pl' | 'en'
}): Promise<HeldCode> => ask(api.POST('/v1/till-codes', { body }))

/** The code as the sale has it, or null when it is refused. */
export function heldCoupon(
  { code, promotionId, held, leaseId, until }: HeldCode,
  customerId: string | undefined,
): SaleCoupon | null {
  if (promotionId === null || until === null) return null
  return {
    code,
    promotionId,
    until,
    ...(held !== null && { held }),
    ...(leaseId !== null && { leaseId }),
    ...(customerId !== undefined && { customerId }),
  }
}

/** Gives back what was kept for a sale that goes on without it; without an answer it ends by itself. */
export function dropHeld(coupons: readonly SaleCoupon[]): void {
  const held = coupons.flatMap((coupon) => coupon.held ?? [])
  if (held.length > 0) ask(api.POST('/v1/till-codes/drop', { body: { held } })).catch(() => {})
}
