import { Refusal, type DeviceId } from '@splot/kernel'
import { audit, credentialsChanged, hashToken } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { endSessions, lockSessions } from './store.ts'

/** Ends the office session with this token; one that has ended already is fine. */
export async function signOut(ctx: WriteContext, token: string): Promise<void> {
  const ended = await endSessions(ctx, { hash: hashToken(token) })
  credentialsChanged(ctx, ended)
  if (ended.length > 0) await audit(ctx, { action: 'staff.signed_out', subject: ctx.actor.id })
}

/** Ends whatever session the device of the actor has. */
export async function signOutOnDevice(ctx: WriteContext): Promise<void> {
  const deviceId = deviceOf(ctx)
  credentialsChanged(ctx, await endSessions(ctx, { deviceId }))
  await audit(ctx, { action: 'staff.signed_out_on_device', subject: ctx.actor.id, detail: { deviceId } })
}

/** Locks the session of the actor's device: its token answers `auth.locked` until somebody signs in with a PIN. */
export async function lockDevice(ctx: WriteContext): Promise<void> {
  const deviceId = deviceOf(ctx)
  credentialsChanged(ctx, await lockSessions(ctx, deviceId))
  await audit(ctx, { action: 'staff.device_locked', subject: deviceId })
}

function deviceOf(ctx: WriteContext): DeviceId {
  if (ctx.actor.deviceId) return ctx.actor.deviceId
  throw new Refusal(
    'forbidden',
    'auth.not_on_a_device',
    'This is done on a till or a tablet, not in the office.',
  )
}
