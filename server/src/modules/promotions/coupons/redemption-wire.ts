import { Type, type Static } from 'typebox'
import { InstantSchema, UuidSchema, WordsSchema } from '#platform/http'
import { redemptionStates } from '../states.ts'
import type { Redemption } from '../types.ts'
import { Nullable } from '../wire.ts'

export const RedemptionSchema = Type.Object({
  id: UuidSchema,
  code: Type.String(),
  state: Type.String({ description: Object.keys(redemptionStates).join(', ') }),
  words: WordsSchema,
  channel: Type.String(),
  cartId: Nullable(UuidSchema),
  customerId: Nullable(UuidSchema),
  orderId: Nullable(UuidSchema),
  leaseId: Nullable(UuidSchema),
  takenAt: InstantSchema,
  expiresAt: InstantSchema,
  committedAt: Nullable(InstantSchema),
  beyondLease: Type.Boolean({
    description: 'used without a network beyond what was granted: somebody should look',
  }),
})

/** A use of a coupon on the wire. */
export const showRedemption = (use: Redemption): Static<typeof RedemptionSchema> => ({
  id: use.redemptionId,
  code: use.code,
  state: use.state,
  words: redemptionStates[use.state].words,
  channel: use.channel,
  cartId: use.cartId,
  customerId: use.customerId,
  orderId: use.orderId,
  leaseId: use.leaseId,
  takenAt: use.takenAt.toISOString(),
  expiresAt: use.expiresAt.toISOString(),
  committedAt: use.committedAt?.toISOString() ?? null,
  beyondLease: use.beyondLease,
})
