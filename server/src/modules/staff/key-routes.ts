import type { LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { InstantSchema, UuidSchema, route, type AnyRoute } from '#platform/http'
import { listMachineKeys } from './device-store.ts'
import { createMachineKey, revokeMachineKey } from './machine-key.ts'
import type { MachineKeyId } from './types.ts'
import { KeyKindSchema, MachineKeySchema, NameSchema, PermissionSchema, keyOut } from './wire.ts'

const tag = 'machine keys'

export const keyRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/v1/machine-keys',
    summary: 'List keys, without their secrets',
    tag,
    audience: ['staff'],
    permission: 'keys.manage',
    power: 'read',
    schema: { response: { 200: Type.Object({ items: Type.Array(MachineKeySchema) }) } },
    handle: async (ctx) => ({ items: (await listMachineKeys(ctx)).map(keyOut) }),
  }),
  route({
    method: 'POST',
    path: '/v1/machine-keys',
    summary: 'Make a key for a channel (publishable) or a machine (secret)',
    description:
      'The key is in this answer and nowhere else. Scopes are permissions, and at most those that you hold in that place.',
    tag,
    audience: ['staff'],
    permission: 'keys.manage',
    power: 'write',
    // A stored answer would keep the key in clear.
    idempotency: 'none',
    schema: {
      body: Type.Object(
        {
          name: NameSchema,
          kind: KeyKindSchema,
          channel: Type.String({ minLength: 1, maxLength: 32, description: 'the code of a channel' }),
          locationId: Type.Optional(UuidSchema),
          scopes: Type.Optional(Type.Array(PermissionSchema, { maxItems: 50 })),
          expiresAt: Type.Optional(InstantSchema),
        },
        { additionalProperties: false },
      ),
      response: { 201: Type.Object({ token: Type.String(), key: MachineKeySchema }) },
    },
    handle: async (ctx, { body }) => {
      const { token, key } = await createMachineKey(ctx, {
        name: body.name,
        kind: body.kind,
        channel: body.channel,
        locationId: (body.locationId as LocationId | undefined) ?? null,
        scopes: body.scopes ?? [],
        expiresAt: body.expiresAt === undefined ? null : new Date(body.expiresAt),
      })
      return { token, key: keyOut(key) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/machine-keys/:keyId',
    summary: 'Revoke a key at once',
    tag,
    audience: ['staff'],
    permission: 'keys.manage',
    power: 'write',
    schema: { params: Type.Object({ keyId: UuidSchema }), response: { 204: Type.Null() } },
    handle: async (ctx, { params }) => {
      await revokeMachineKey(ctx, params.keyId as MachineKeyId)
      return null
    },
  }),
]
