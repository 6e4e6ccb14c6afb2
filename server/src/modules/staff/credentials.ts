import { SECOND_MS } from '@splot/kernel'
import { channelByCode } from '#modules/channels'
import { visitorOn, type Credential, type CredentialStore } from '#platform/auth'
import { systemActor, type Actor, type Grant, type Platform } from '#platform/context'
import { deviceByHash, machineKeyByHash } from './device-store.ts'
import { sessionByHash, touchSession, type SessionRow } from './store.ts'

/** A session that was used this recently is not written again: reading stays cheap, resting stays exact enough. */
const TOUCH_AFTER_MS = 15 * SECOND_MS

const reader = systemActor('credentials')

/** What this module answers through the port of `platform/auth`. */
export const staffCredentials: Pick<CredentialStore, 'spk' | 'ssk' | 'sdk' | 'sst'> = {
  spk: async (platform, hash) => {
    const key = await machineKeyByHash(platform.read(reader), 'publishable', hash)
    return (
      key && {
        state: key.revokedAt ? 'revoked' : 'live',
        expiresAt: key.expiresAt,
        concerns: [key.id],
        actor: { ...visitorOn(key.channel, key.locationId), id: key.id },
      }
    )
  },

  ssk: async (platform, hash) => {
    const key = await machineKeyByHash(platform.read(reader), 'secret', hash)
    return (
      key && {
        state: key.revokedAt ? 'revoked' : 'live',
        expiresAt: key.expiresAt,
        concerns: [key.id],
        actor: {
          ...visitorOn(key.channel, key.locationId),
          kind: 'machine',
          id: key.id,
          grants: key.scopes.map((permission) => ({ permission, locationId: key.locationId })),
        },
      }
    )
  },

  sdk: async (platform, hash) => {
    const device = await deviceByHash(platform.read(reader), hash)
    return (
      device && {
        state: device.revokedAt ? 'revoked' : 'live',
        expiresAt: null,
        concerns: [device.id],
        actor: {
          ...visitorOn(device.channel, device.locationId),
          kind: 'device',
          id: device.id,
          deviceId: device.id,
        },
      }
    )
  },

  sst: async (platform, hash) => {
    const session = await sessionByHash(platform.read(reader), hash)
    return session && staffSession(platform, session)
  },
}

async function staffSession(platform: Platform, session: SessionRow): Promise<Credential> {
  const now = platform.clock()
  const state = stateOf(session, now)
  let usedAt = session.last_used_at.getTime()
  if (state === 'live' && now.getTime() - usedAt > TOUCH_AFTER_MS) {
    await platform.write(reader, (ctx) => touchSession(ctx, session.id))
    usedAt = now.getTime()
  }
  return {
    state,
    expiresAt: new Date(Math.min(session.expires_at.getTime(), usedAt + session.idle_ms)),
    concerns: [session.id, session.staff_id, ...(session.device_id ? [session.device_id] : [])],
    actor: await actorOf(platform, session),
  }
}

function stateOf(session: SessionRow, now: Date): Credential['state'] {
  if (session.ended_at || session.device_revoked_at || !session.active) return 'revoked'
  const restedUntil = session.last_used_at.getTime() + session.idle_ms
  if (session.expires_at <= now || restedUntil <= now.getTime()) return 'expired'
  return session.locked_at ? 'locked' : 'live'
}

async function actorOf(platform: Platform, session: SessionRow): Promise<Actor> {
  const { device_id: deviceId, location_id: locationId, channel_id, channel_code } = session
  const person = { kind: 'staff', id: session.staff_id, staffId: session.staff_id } as const
  if (deviceId && locationId && channel_id && channel_code) {
    const channel = { id: channel_id, code: channel_code }
    return {
      ...visitorOn(channel, locationId),
      ...person,
      deviceId,
      grants: grantsAt(session.grants, locationId),
    }
  }
  const office = await channelByCode(platform.read(reader), 'office')
  if (!office) throw new Error('the channel "office" is missing: it is part of the migrations of channels')
  return { ...visitorOn({ id: office.id, code: office.code }), ...person, grants: session.grants }
}

/** What a person may do at a device: what her roles allow in that place, and only there. */
export function grantsAt(grants: readonly Grant[], locationId: NonNullable<Grant['locationId']>): Grant[] {
  const here = grants.filter((grant) => grant.locationId === null || grant.locationId === locationId)
  return [...new Set(here.map((grant) => grant.permission))].map((permission) => ({ permission, locationId }))
}
