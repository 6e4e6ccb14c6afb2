import { DAY_MS, HOUR_MS, MINUTE_MS, newId, type DeviceId, type StaffId } from '@splot/kernel'
import { credentialsChanged, newToken } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { deleteSessionsBefore, endSessions, insertSession } from './store.ts'
import type { StaffSessionId } from './types.ts'

/** A working day: after it everybody signs in anew. */
export const SESSION_MS = 12 * HOUR_MS
/** An office session that rests this long ends; OWASP advises 15 to 30 minutes for money, an office also reads. */
export const OFFICE_IDLE_MS = 60 * MINUTE_MS
/** A till that rests this long wants the PIN again, unless its enrolment says otherwise. */
export const DEVICE_IDLE_MINUTES = 10
/** Ended sessions are kept this long for whoever looks into an incident; signing in clears older ones away. */
const SESSION_KEPT_MS = 90 * DAY_MS

/** Begins a session; the token is shown once. On a device one person is signed in at a time: whoever was before is out. */
export async function beginSession(
  ctx: WriteContext,
  of: { readonly staffId: StaffId; readonly deviceId: DeviceId | null; readonly idleMs: number },
): Promise<{ token: string; expiresAt: Date }> {
  if (of.deviceId) credentialsChanged(ctx, await endSessions(ctx, { deviceId: of.deviceId }))
  await deleteSessionsBefore(ctx, of.staffId, new Date(ctx.now.getTime() - SESSION_KEPT_MS))
  const { token, hash } = newToken('sst')
  const expiresAt = new Date(ctx.now.getTime() + SESSION_MS)
  const id = newId() as StaffSessionId // The kernel has no name for a session: it never leaves this module.
  await insertSession(ctx, { id, hash, expiresAt, ...of })
  return { token, expiresAt }
}
