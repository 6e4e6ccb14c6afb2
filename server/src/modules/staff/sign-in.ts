import { Refusal } from '@splot/kernel'
import { ACCOUNT_POLICY, SHARED_POLICY, attempt, audit, verifyPassword } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { OFFICE_IDLE_MS, beginSession } from './session.ts'
import { grantsOfStaff, staffByEmail } from './store.ts'
import type { SignedIn } from './types.ts'

/**
 * Signs a person of the office in. One answer, `auth.wrong_credentials`, and one duration whether the e-mail is unknown,
 * the password wrong or the person gone; `auth.too_many_attempts` after five wrong ones. It is a command, because a
 * wrong try must be remembered although the request fails, and hashing must not hold a transaction open.
 */
export async function signIn(
  ctx: CommandContext,
  given: { readonly email: string; readonly password: string; readonly address: string },
): Promise<SignedIn & { token: string }> {
  const email = given.email.trim().toLowerCase()
  const guards = [
    { subject: `staff.password:${email}`, policy: ACCOUNT_POLICY },
    { subject: `staff.address:${given.address}`, policy: SHARED_POLICY },
  ]
  const staff = await attempt(ctx.platform, guards, async () => {
    const known = await staffByEmail(ctx.platform.read(ctx.actor), email)
    const right = await verifyPassword(known?.passwordHash, given.password)
    return right && known?.member.active ? known.member : undefined
  })
  if (!staff) {
    throw new Refusal(
      'unauthenticated',
      'auth.wrong_credentials',
      'This e-mail and password do not belong together. Check both and try again.',
    )
  }
  return ctx.platform.write(ctx.actor, async (write) => {
    const session = await beginSession(write, { staffId: staff.id, deviceId: null, idleMs: OFFICE_IDLE_MS })
    await audit(write, { action: 'staff.signed_in', subject: staff.id, staffId: staff.id })
    return { staff, grants: await grantsOfStaff(write, staff.id), token: session.token }
  })
}
