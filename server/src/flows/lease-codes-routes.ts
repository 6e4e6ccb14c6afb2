import { Refusal, type DeviceId, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import {
  couponFor,
  grantLease,
  LeaseSchema,
  leasesOfCoupon,
  showLease,
  type CouponId,
  type LeaseId,
} from '#modules/promotions'
import { deviceById, devicesIn, type Device } from '#modules/staff'
import { Answer, InstantSchema, route, UuidSchema, type AnyRoute } from '#platform/http'

/** A coupon that more tills hold than this is no matter for one screen. */
const MAX_SHOWN = 200
const tag = 'promotions'
const people = ['staff', 'machine'] as const
const closed = { additionalProperties: false } as const
const params = Type.Object({ id: UuidSchema })

const TillSchema = Type.Object({ id: UuidSchema, name: Type.String(), locationId: UuidSchema })
const showTill = ({ id, name, locationId }: Device) => ({ id, name, locationId })
/** Kiosks take no codes without a network. */
const isTill = ({ kind, revokedAt }: Device): boolean => kind !== 'kiosk' && revokedAt === null

const list = route({
  method: 'GET',
  path: '/v1/coupons/:id/leases',
  summary: 'List the leases of a coupon, newest first, and the tills that could hold one',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    params,
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            ...LeaseSchema.properties,
            till: Type.Union([TillSchema, Type.Null()], { description: 'null: a device that is gone' }),
          }),
        ),
        tills: Type.Array(TillSchema, { description: 'that are in use' }),
      }),
    },
  },
  handle: async (ctx, { params: { id } }) => {
    const { couponId } = await couponFor(ctx, id as CouponId)
    const [leases, devices] = await Promise.all([
      leasesOfCoupon(ctx, couponId, MAX_SHOWN),
      devicesIn(ctx, null),
    ])
    const byId = new Map(devices.map((device) => [device.id, device]))
    return {
      items: leases.map((lease) => {
        const device = byId.get(lease.deviceId)
        return { ...showLease(lease), till: device ? showTill(device) : null }
      }),
      tills: devices.filter(isTill).map(showTill),
    }
  },
})

const MAX_USES_ASKED = 1_000

const grant = route({
  method: 'POST',
  path: '/v1/coupons/:id/leases',
  summary: 'Set uses of a code aside for a till, from the office',
  description:
    'For a store that is known to lose its network. The till knows of it with its next look at the rules. Granted uses count as used until the ' +
    'lease is settled or closed; fewer than asked are granted when fewer are left. The same `leaseId` again is the same lease.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  schema: {
    params,
    body: Type.Object(
      {
        leaseId: UuidSchema,
        deviceId: UuidSchema,
        uses: Type.Integer({ minimum: 1, maximum: MAX_USES_ASKED }),
        until: InstantSchema,
      },
      closed,
    ),
    response: { 201: LeaseSchema },
  },
  handle: async (ctx, { params: { id }, body }) => {
    const coupon = await couponFor(ctx, id as CouponId)
    const device = await deviceById(ctx, body.deviceId as DeviceId)
    if (!device || !isTill(device)) {
      throw new Refusal('not_found', 'promotions.no_such_till', 'There is no such till in use.', {
        errors: [{ pointer: '/deviceId', detail: 'unknown, or taken out of use' }],
      })
    }
    const lease = await grantLease(ctx, {
      leaseId: body.leaseId as LeaseId,
      // Unique codes have none, and are refused like any code that cannot be set aside.
      code: coupon.code ?? '',
      uses: body.uses,
      until: new Date(body.until),
      deviceId: device.id,
      locationId: device.locationId satisfies LocationId,
      channel: device.channelCode,
    })
    return new Answer(201, showLease(lease))
  },
})

export const routes: AnyRoute[] = [list, grant]
