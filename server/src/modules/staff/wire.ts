import { Type, type Static } from 'typebox'
import type { Grant } from '#platform/context'
import type { Location } from '#modules/locations'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, PIN_PATTERN } from '#platform/auth'
import { InstantSchema, UuidSchema } from '#platform/http'
import type { Device, MachineKey, StaffMember } from './types.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const NameSchema = Type.String({ minLength: 1, maxLength: 120 })
export const EmailSchema = Type.String({ format: 'email', maxLength: 254 })
export const NumberSchema = Type.String({
  pattern: '^[0-9]{3,10}$',
  description: 'the number typed on tills',
})
export const PinSchema = Type.String({ pattern: PIN_PATTERN })
export const NewPasswordSchema = Type.String({
  minLength: MIN_PASSWORD_LENGTH,
  maxLength: MAX_PASSWORD_LENGTH,
})
/** As typed: a wrong length is a wrong password, not a broken request. */
export const TypedPasswordSchema = Type.String({ minLength: 1, maxLength: MAX_PASSWORD_LENGTH })
export const PermissionSchema = Type.String({ pattern: '^[a-z]+\\.[a-z_]+$', maxLength: 64 })

export const AssignmentSchema = Type.Object(
  {
    role: Type.String({ minLength: 1, maxLength: 64 }),
    locationId: Type.Union([UuidSchema, Type.Null()], { description: 'null: everywhere' }),
  },
  { additionalProperties: false },
)

export const StaffSchema = Type.Object({
  id: UuidSchema,
  number: Type.String(),
  name: Type.String(),
  email: Nullable(Type.String()),
  active: Type.Boolean(),
  hasPassword: Type.Boolean(),
  hasPin: Type.Boolean(),
  assignments: Type.Array(AssignmentSchema),
  version: Type.Integer({ description: 'send it back in If-Match when changing' }),
})

export const SignedInSchema = Type.Object({
  staff: StaffSchema,
  permissions: Type.Array(Type.Object({ permission: Type.String(), locationId: Nullable(UuidSchema) })),
})

export const PlaceSchema = Type.Object({
  id: UuidSchema,
  code: Type.String(),
  name: Type.String(),
  city: Type.String(),
})

export const DeviceKindSchema = Type.Union([
  Type.Literal('till'),
  Type.Literal('handheld'),
  Type.Literal('kiosk'),
])

export const DeviceSchema = Type.Object({
  id: UuidSchema,
  name: Type.String(),
  kind: DeviceKindSchema,
  locationId: UuidSchema,
  idleMinutes: Type.Integer(),
  enrolledAt: InstantSchema,
  revokedAt: Nullable(InstantSchema),
})

export const KeyKindSchema = Type.Union([Type.Literal('publishable'), Type.Literal('secret')])

export const MachineKeySchema = Type.Object({
  id: UuidSchema,
  name: Type.String(),
  kind: KeyKindSchema,
  hint: Type.String({ description: 'the first characters of the key' }),
  channel: Type.String({ description: 'the code of its channel' }),
  locationId: Nullable(UuidSchema),
  scopes: Type.Array(Type.String()),
  createdAt: InstantSchema,
  expiresAt: Nullable(InstantSchema),
  revokedAt: Nullable(InstantSchema),
})

export const staffOut = (member: StaffMember): Static<typeof StaffSchema> => ({
  ...member,
  assignments: member.assignments.map(({ role, locationId }) => ({ role, locationId })),
})

export const signedInOut = (staff: StaffMember, grants: readonly Grant[]): Static<typeof SignedInSchema> => ({
  staff: staffOut(staff),
  permissions: grants.map(({ permission, locationId }) => ({ permission, locationId })),
})

export const placeOut = ({ id, code, name, city }: Location): Static<typeof PlaceSchema> => ({
  id,
  code,
  name,
  city,
})

export const deviceOut = ({ channelCode: _code, ...device }: Device): Static<typeof DeviceSchema> => ({
  ...device,
  enrolledAt: device.enrolledAt.toISOString(),
  revokedAt: device.revokedAt?.toISOString() ?? null,
})

export const keyOut = ({ channelCode, ...key }: MachineKey): Static<typeof MachineKeySchema> => ({
  ...key,
  channel: channelCode,
  scopes: [...key.scopes],
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
})
