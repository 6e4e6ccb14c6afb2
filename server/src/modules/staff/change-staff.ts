import { Refusal, invariant, type StaffId } from '@splot/kernel'
import { audit, credentialsChanged, hashPassword, hashPin } from '#platform/auth'
import type { CommandContext, WriteContext } from '#platform/context'
import { keepWithinOwn } from './grants.ts'
import { taken } from './hire.ts'
import {
  deleteAssignments,
  emailIsTaken,
  endSessions,
  insertAssignments,
  lockStaff,
  staffById,
  updateStaff,
} from './store.ts'
import type { Assignment, StaffMember } from './types.ts'

export interface ChangedStaff {
  readonly name?: string
  readonly email?: string | null
  readonly pin?: string
  readonly password?: string
  readonly active?: boolean
  /** Replaces all of them. */
  readonly assignments?: readonly Assignment[]
}

/**
 * Changes somebody; what is not named stays. A deactivated person, or one with a new password or PIN, is signed out
 * everywhere at once; new roles count from the next request. Refuses with `staff.unknown`, `staff.changed_meanwhile` (`seen` is
 * the version that the caller saw), `staff.own_access`, `staff.beyond_your_permissions`, `staff.email_taken`.
 */
export async function changeStaff(
  ctx: CommandContext,
  id: StaffId,
  change: ChangedStaff,
  seen: number | undefined,
): Promise<StaffMember> {
  const [passwordHash, pinHash] = await Promise.all([
    change.password === undefined ? undefined : hashPassword(change.password),
    change.pin === undefined ? undefined : hashPin(change.pin),
  ])
  return ctx.platform.write(ctx.actor, async (write) => {
    await mayChange(write, id, change, seen)
    const { name, email, active } = change
    await updateStaff(write, id, {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(active !== undefined && { active }),
      ...(passwordHash !== undefined && { passwordHash }),
      ...(pinHash !== undefined && { pinHash }),
    })
    if (change.assignments) {
      await deleteAssignments(write, id)
      await insertAssignments(
        write,
        change.assignments.map((assignment) => ({ staffId: id, ...assignment })),
      )
    }
    if (active === false || passwordHash || pinHash) await endSessions(write, { staffId: id })
    credentialsChanged(write, [id])
    const { pin: _pin, password: _password, name: _name, email: _email, ...plain } = change
    await audit(write, {
      action: active === false ? 'staff.deactivated' : 'staff.changed',
      subject: id,
      detail: { fields: Object.keys(change), ...plain },
    })
    const member = await staffById(write, id)
    invariant(member, 'somebody who was just changed is there')
    return member
  })
}

async function mayChange(
  ctx: WriteContext,
  id: StaffId,
  change: ChangedStaff,
  seen: number | undefined,
): Promise<void> {
  const before = await lockStaff(ctx, id)
  if (!before) throw new Refusal('not_found', 'staff.unknown', 'There is nobody with this id.')
  if (seen !== undefined && seen !== before.version) {
    throw new Refusal(
      'stale',
      'staff.changed_meanwhile',
      'Somebody changed this person first. Load it again.',
      {
        facts: { version: before.version },
      },
    )
  }
  if (id === ctx.actor.staffId && (change.active === false || change.assignments)) {
    throw new Refusal('conflict', 'staff.own_access', 'Nobody changes her own access. Ask another manager.')
  }
  // Who could reset the PIN of somebody above her would hold all that person's permissions.
  await keepWithinOwn(ctx, [...before.assignments, ...(change.assignments ?? [])])
  if (change.email && (await emailIsTaken(ctx, change.email, id))) throw taken('email')
}
