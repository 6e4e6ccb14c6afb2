import { Refusal, newId, type LocationId } from '@splot/kernel'
import { channelByCode } from '#modules/channels'
import { locationById } from '#modules/locations'
import { audit, credentialsChanged, newToken } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { insertMachineKey, machineKeyById, markKeyRevoked } from './device-store.ts'
import { beyondOwn, coversPlace } from './grants.ts'
import type { MachineKey, MachineKeyId } from './types.ts'

export interface WantedKey {
  readonly name: string
  readonly kind: MachineKey['kind']
  readonly channel: string
  readonly locationId: LocationId | null
  readonly scopes: readonly string[]
  readonly expiresAt: Date | null
}

/**
 * Makes a key, shown once: `publishable` names a channel and may do what a visitor may, `secret` acts with its scopes.
 * Refuses with `staff.beyond_your_permissions` a scope that the maker does not hold in that place.
 */
export async function createMachineKey(
  ctx: WriteContext,
  wanted: WantedKey,
): Promise<{ token: string; key: MachineKey }> {
  const channel = await channelByCode(ctx, wanted.channel)
  if (!channel) {
    throw new Refusal('unprocessable', 'channels.unknown', `There is no channel "${wanted.channel}".`, {
      errors: [{ pointer: '/channel', detail: 'unknown channel' }],
    })
  }
  if (wanted.locationId && !(await locationById(ctx, wanted.locationId))) {
    throw new Refusal('unprocessable', 'locations.unknown', 'There is no such place.', {
      errors: [{ pointer: '/locationId', detail: 'unknown place' }],
    })
  }
  checkScopes(ctx, wanted)
  const id = newId() as MachineKeyId // The module's own id; the kernel names those that cross borders.
  const { token, hash, hint } = newToken(wanted.kind === 'secret' ? 'ssk' : 'spk')
  const scopes = [...new Set(wanted.scopes)].sort()
  await insertMachineKey(ctx, {
    id,
    name: wanted.name,
    kind: wanted.kind,
    hint,
    hash,
    channel: { id: channel.id, code: channel.code },
    locationId: wanted.locationId,
    scopes,
    createdBy: ctx.actor.staffId,
    expiresAt: wanted.expiresAt,
  })
  await audit(ctx, {
    action: 'staff.key_created',
    subject: id,
    locationId: wanted.locationId,
    detail: { kind: wanted.kind, channel: channel.code, scopes },
  })
  return {
    token,
    key: {
      id,
      name: wanted.name,
      kind: wanted.kind,
      hint,
      channelCode: channel.code,
      locationId: wanted.locationId,
      scopes,
      createdAt: ctx.now,
      expiresAt: wanted.expiresAt,
      revokedAt: null,
    },
  }
}

function checkScopes(ctx: WriteContext, wanted: WantedKey): void {
  if (wanted.kind === 'publishable' && wanted.scopes.length > 0) {
    throw new Refusal(
      'unprocessable',
      'staff.publishable_key_scopes',
      'A publishable key has no scopes: everybody sees it.',
      {
        errors: [{ pointer: '/scopes', detail: 'must be empty for a publishable key' }],
      },
    )
  }
  if (wanted.expiresAt && wanted.expiresAt <= ctx.now) {
    throw new Refusal('unprocessable', 'staff.key_expires_in_past', 'A key must expire in the future.', {
      errors: [{ pointer: '/expiresAt', detail: 'lies in the past' }],
    })
  }
  const needed = ['keys.manage', ...wanted.scopes]
  const missing = needed.find((scope) => !coversPlace(ctx.actor, scope, wanted.locationId))
  if (missing !== undefined) throw beyondOwn(missing)
}

/** Revokes a key at once, in every process; one that is revoked already stays so. */
export async function revokeMachineKey(ctx: WriteContext, id: MachineKeyId): Promise<void> {
  const key = await machineKeyById(ctx, id)
  if (!key) throw new Refusal('not_found', 'staff.key_unknown', 'There is no such key.')
  const missing = ['keys.manage', ...key.scopes].find(
    (scope) => !coversPlace(ctx.actor, scope, key.locationId),
  )
  if (missing !== undefined) throw beyondOwn(missing)
  if (key.revokedAt) return
  await markKeyRevoked(ctx, id)
  credentialsChanged(ctx, [id])
  await audit(ctx, { action: 'staff.key_revoked', subject: id, locationId: key.locationId })
}
