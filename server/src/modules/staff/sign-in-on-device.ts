import { MINUTE_MS, Refusal, invariant } from '@splot/kernel'
import { ACCOUNT_POLICY, SHARED_POLICY, attempt, audit, verifyPin } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { grantsAt } from './credentials.ts'
import { deviceById } from './device-store.ts'
import { beginSession } from './session.ts'
import { grantsOfStaff, staffByNumber } from './store.ts'
import type { SignedIn } from './types.ts'

/**
 * Signs a person in on the device that asks, by number and PIN. Refuses with `auth.wrong_pin` (whatever was wrong),
 * `auth.too_many_attempts` (five wrong PINs of one person, or thirty tries on one device), and, to somebody whose PIN
 * was right, `staff.not_assigned_here`.
 */
export async function signInOnDevice(
  ctx: CommandContext,
  given: { readonly number: string; readonly pin: string },
): Promise<SignedIn & { token: string; expiresAt: Date }> {
  const { deviceId, locationId } = ctx.actor
  invariant(deviceId && locationId, 'only a device can be signed in on: the route admits no one else')
  const guards = [
    { subject: `staff.pin:${given.number}`, policy: ACCOUNT_POLICY },
    { subject: `staff.device:${deviceId}`, policy: SHARED_POLICY },
  ]
  const read = ctx.platform.read(ctx.actor)
  const staff = await attempt(ctx.platform, guards, async () => {
    const known = await staffByNumber(read, given.number)
    const right = await verifyPin(known?.pinHash, given.pin)
    return right && known?.member.active ? known.member : undefined
  })
  if (!staff) {
    throw new Refusal(
      'unauthenticated',
      'auth.wrong_pin',
      'This number and PIN do not belong together. Check both and try again.',
    )
  }
  const grants = grantsAt(await grantsOfStaff(read, staff.id), locationId)
  if (grants.length === 0) {
    throw new Refusal(
      'forbidden',
      'staff.not_assigned_here',
      'You have no role in this place. Ask a manager to add you here.',
    )
  }
  const device = await deviceById(read, deviceId)
  invariant(device, 'a device that authenticated exists')
  return ctx.platform.write(ctx.actor, async (write) => {
    const idleMs = device.idleMinutes * MINUTE_MS
    const session = await beginSession(write, { staffId: staff.id, deviceId, idleMs })
    await audit(write, {
      action: 'staff.signed_in_on_device',
      subject: staff.id,
      staffId: staff.id,
      detail: { deviceId },
    })
    return { staff, grants, ...session }
  })
}
