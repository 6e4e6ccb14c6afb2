import { invariant, type DeviceId, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { locationById } from '#modules/locations'
import { InstantSchema, UuidSchema, route, type AnyRoute } from '#platform/http'
import { deviceById, devicesIn } from './device-store.ts'
import { enrolDevice, issueEnrolmentCode, revokeDevice } from './enrol-device.ts'
import { signInOnDevice } from './sign-in-on-device.ts'
import { lockDevice, signOutOnDevice } from './sign-out.ts'
import { staffById } from './store.ts'
import {
  DeviceKindSchema,
  DeviceSchema,
  NameSchema,
  NumberSchema,
  PinSchema,
  PlaceSchema,
  SignedInSchema,
  deviceOut,
  placeOut,
  signedInOut,
} from './wire.ts'

const tag = 'devices'

const enrolmentRoutes = [
  route({
    method: 'POST',
    path: '/v1/devices/enrolment-codes',
    summary: 'Issue a one-time code that enrols a device in a place',
    description: 'Valid for 15 minutes, shown once. Needs the permission in that place.',
    tag,
    audience: ['staff'],
    permission: 'devices.enrol',
    power: 'write',
    // A stored answer would keep the code in clear.
    idempotency: 'none',
    schema: {
      body: Type.Object(
        {
          locationId: UuidSchema,
          name: NameSchema,
          kind: DeviceKindSchema,
          idleMinutes: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 720,
              description: 'rest after which the PIN is asked; 10 by default',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      response: {
        201: Type.Object({
          code: Type.String({ description: 'shown as ABCD-EFGH' }),
          expiresAt: InstantSchema,
          location: PlaceSchema,
        }),
      },
    },
    handle: async (ctx, { body }) => {
      const { code, expiresAt, location } = await issueEnrolmentCode(ctx, {
        ...body,
        locationId: body.locationId as LocationId,
      })
      return {
        code: `${code.slice(0, 4)}-${code.slice(4)}`,
        expiresAt: expiresAt.toISOString(),
        location: placeOut(location),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/devices/enrol',
    summary: 'Enrol this device with a code from the office',
    description:
      'Answers the device key, once. 422 `staff.enrolment_code_unknown`, 410 `staff.enrolment_code_used` or `staff.enrolment_code_expired`; 422 `staff.enrolment_code_other_kind` when it is for none of `kinds`, and it stays good.',
    tag,
    audience: ['visitor', 'customer', 'staff'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    perMinute: 20,
    schema: {
      body: Type.Object(
        {
          code: Type.String({ minLength: 8, maxLength: 16 }),
          kinds: Type.Optional(
            Type.Array(DeviceKindSchema, {
              minItems: 1,
              maxItems: 3,
              description: 'what the program that asks can be; any when left out',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      response: {
        201: Type.Object({
          deviceId: UuidSchema,
          key: Type.String(),
          device: DeviceSchema,
          location: PlaceSchema,
        }),
      },
    },
    handle: async (ctx, { body, ip }) => {
      const { key, device, location } = await enrolDevice(ctx, { ...body, address: ip })
      return { deviceId: device.id, key, device: deviceOut(device), location: placeOut(location) }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/devices',
    summary: 'List the devices of your places',
    tag,
    audience: ['staff'],
    permission: 'devices.enrol',
    power: 'read',
    schema: { response: { 200: Type.Object({ items: Type.Array(DeviceSchema) }) } },
    handle: async (ctx) => {
      const places = ctx.actor.grants.flatMap((g) => (g.permission === 'devices.enrol' ? [g.locationId] : []))
      const everywhere = places.includes(null)
      const devices = await devicesIn(ctx, everywhere ? null : places.filter((place) => place !== null))
      return { items: devices.map(deviceOut) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/devices/:deviceId/revoke',
    summary: 'Take a device out of use at once',
    tag,
    audience: ['staff'],
    permission: 'devices.enrol',
    power: 'write',
    schema: { params: Type.Object({ deviceId: UuidSchema }), response: { 200: DeviceSchema } },
    handle: async (ctx, { params }) => deviceOut(await revokeDevice(ctx, params.deviceId as DeviceId)),
  }),
]

const atTheDeviceRoutes = [
  route({
    method: 'GET',
    path: '/v1/devices/me',
    summary: 'Show this device, its place and who is signed in on it',
    tag,
    audience: ['device', 'staff'],
    permission: null,
    power: 'read',
    schema: {
      response: {
        200: Type.Object({
          device: Type.Union([DeviceSchema, Type.Null()]),
          location: Type.Union([PlaceSchema, Type.Null()]),
          signedIn: Type.Union([SignedInSchema, Type.Null()]),
        }),
      },
    },
    handle: async (ctx) => {
      const { deviceId, staffId, locationId, grants } = ctx.actor
      const [device, location, staff] = await Promise.all([
        deviceId && deviceById(ctx, deviceId),
        locationId && locationById(ctx, locationId),
        staffId && staffById(ctx, staffId),
      ])
      return {
        device: device ? deviceOut(device) : null,
        location: location ? placeOut(location) : null,
        signedIn: staff ? signedInOut(staff, grants) : null,
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/devices/staff-sign-in',
    summary: 'Sign in on this device with number and PIN',
    description:
      'Answers the token for the header `x-staff-session`. Send this request with the device key alone. Whoever was signed in is signed out.',
    tag,
    audience: ['device'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    schema: {
      body: Type.Object({ number: NumberSchema, pin: PinSchema }, { additionalProperties: false }),
      response: {
        200: Type.Object({ session: Type.String(), expiresAt: InstantSchema, signedIn: SignedInSchema }),
      },
    },
    handle: async (ctx, { body }) => {
      invariant(ctx.actor.kind === 'device', 'only devices pass this door')
      const { token, expiresAt, staff, grants } = await signInOnDevice(ctx, body)
      return { session: token, expiresAt: expiresAt.toISOString(), signedIn: signedInOut(staff, grants) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/devices/staff-sign-out',
    summary: 'Sign out on this device',
    tag,
    audience: ['device', 'staff'],
    permission: null,
    power: 'write',
    idempotency: 'none',
    schema: { response: { 204: Type.Null() } },
    handle: async (ctx) => {
      await signOutOnDevice(ctx)
      return null
    },
  }),
  route({
    method: 'POST',
    path: '/v1/devices/staff-lock',
    summary: 'Lock this device until somebody enters a PIN',
    tag,
    audience: ['device', 'staff'],
    permission: null,
    power: 'write',
    idempotency: 'none',
    schema: { response: { 204: Type.Null() } },
    handle: async (ctx) => {
      await lockDevice(ctx)
      return null
    },
  }),
]

export const deviceRoutes: AnyRoute[] = [...enrolmentRoutes, ...atTheDeviceRoutes]
