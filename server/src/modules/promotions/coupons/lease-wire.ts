import { Type, type Static } from 'typebox'
import { InstantSchema, UuidSchema } from '#platform/http'
import { Nullable } from '../wire.ts'
import type { Lease } from '../types.ts'

export const LeaseSchema = Type.Object({
  id: UuidSchema,
  couponId: UuidSchema,
  promotionId: UuidSchema,
  code: Nullable({ ...Type.String(), description: 'of a generic coupon; null: unique codes' }),
  batchId: Nullable({ ...UuidSchema, description: 'the batch of unique codes' }),
  deviceId: UuidSchema,
  grantedAt: InstantSchema,
  uses: Type.Integer({ description: 'granted: fewer than asked when fewer were left' }),
  spent: Type.Integer(),
  until: InstantSchema,
  state: Type.String({ description: 'open, settled' }),
})

/** A lease on the wire. */
export const showLease = (lease: Lease): Static<typeof LeaseSchema> => ({
  id: lease.leaseId,
  couponId: lease.couponId,
  promotionId: lease.promotionId,
  code: lease.code,
  batchId: lease.batchId,
  deviceId: lease.deviceId,
  grantedAt: lease.grantedAt.toISOString(),
  uses: lease.uses,
  spent: lease.spent,
  until: lease.until.toISOString(),
  state: lease.state,
})
