import { Refusal, type DeviceId, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import {
  couponFor,
  grantCodes,
  grantLease,
  LeaseSchema,
  leasesOfCoupon,
  showLease,
  type CouponBatchId,
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
  summary: 'Set uses of a code, or unique codes of a batch, aside for a till',
  description:
    'For a store that is known to lose its network, or that gives leaflets out. The till knows of it with its next look at the rules. What is granted counts ' +
    'as used until the lease is settled, closed or over; fewer than asked are granted when fewer are left. Of unique codes `batchId` names the batch, and the ' +
    'free ones of it are set aside, one use each: nobody else can spend them. The same `leaseId` again is the same lease.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'command',
  schema: {
    params,
    body: Type.Object(
      {
        leaseId: UuidSchema,
        deviceId: UuidSchema,
        batchId: Type.Optional({ ...UuidSchema, description: 'needed of a coupon with unique codes' }),
        uses: Type.Integer({ minimum: 1, maximum: MAX_USES_ASKED }),
        until: InstantSchema,
      },
      closed,
    ),
    response: { 201: LeaseSchema },
  },
  handle: async (ctx, { params: { id }, body }) => {
    const { actor, platform } = ctx
    const read = platform.read(actor)
    const { couponId, kind, code } = await couponFor(read, id as CouponId)
    if ((kind === 'unique') !== (body.batchId !== undefined)) throw badBatch(kind)
    const device = await deviceById(read, body.deviceId as DeviceId)
    if (!device || !isTill(device)) {
      throw new Refusal('not_found', 'promotions.no_such_till', 'There is no such till in use.', {
        errors: [{ pointer: '/deviceId', detail: 'unknown, or taken out of use' }],
      })
    }
    const wanted = {
      leaseId: body.leaseId as LeaseId,
      uses: body.uses,
      until: new Date(body.until),
      deviceId: device.id,
      locationId: device.locationId satisfies LocationId,
      channel: device.channelCode,
    }
    const lease =
      body.batchId === undefined
        ? await platform.write(actor, (write) => grantLease(write, { ...wanted, code: code ?? '' }))
        : await grantCodes(ctx, { ...wanted, couponId, batchId: body.batchId as CouponBatchId })
    return new Answer(201, showLease(lease))
  },
})

const badBatch = (kind: 'generic' | 'unique'): Refusal =>
  new Refusal(
    'unprocessable',
    'promotions.batch_needed',
    kind === 'unique'
      ? 'This coupon has unique codes. Say of which batch some shall be set aside.'
      : 'This coupon has one code for all, and no batches.',
    {
      errors: [{ pointer: '/batchId', detail: kind === 'unique' ? 'is needed' : 'not of a generic coupon' }],
    },
  )

export const routes: AnyRoute[] = [list, grant]
