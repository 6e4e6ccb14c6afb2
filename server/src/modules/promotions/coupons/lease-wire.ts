import { Type, type Static } from 'typebox'
import { InstantSchema, UuidSchema } from '#platform/http'
import type { Lease } from '../types.ts'

export const LeaseSchema = Type.Object({
  id: UuidSchema,
  couponId: UuidSchema,
  promotionId: UuidSchema,
  code: Type.String(),
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
  deviceId: lease.deviceId,
  grantedAt: lease.grantedAt.toISOString(),
  uses: lease.uses,
  spent: lease.spent,
  until: lease.until.toISOString(),
  state: lease.state,
})
