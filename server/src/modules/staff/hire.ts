import { Refusal, invariant, newId } from '@splot/kernel'
import { audit, hashPassword, hashPin } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { keepWithinOwn } from './grants.ts'
import { insertAssignments, insertStaff, staffById, staffByNumber } from './store.ts'
import type { Assignment, StaffMember } from './types.ts'

export interface Hired {
  readonly number: string
  readonly name: string
  readonly email?: string
  readonly pin?: string
  readonly password?: string
  readonly assignments: readonly Assignment[]
}

/**
 * Adds somebody. Refuses with `staff.number_taken`, `staff.email_taken`, `staff.unknown_role`,
 * `staff.beyond_your_permissions`. A command, so that hashing holds no transaction open.
 */
export async function hire(ctx: CommandContext, person: Hired): Promise<StaffMember> {
  const [passwordHash, pinHash] = await Promise.all([
    person.password === undefined ? null : hashPassword(person.password),
    person.pin === undefined ? null : hashPin(person.pin),
  ])
  return ctx.platform.write(ctx.actor, async (write) => {
    await keepWithinOwn(write, person.assignments)
    const id = newId<'staff'>()
    const { number, name } = person
    const added = await insertStaff(write, [
      { id, number, name, email: person.email ?? null, passwordHash, pinHash },
    ])
    if (!added.has(id)) throw taken((await staffByNumber(write, number)) ? 'number' : 'email')
    await insertAssignments(
      write,
      person.assignments.map((assignment) => ({ staffId: id, ...assignment })),
    )
    await audit(write, {
      action: 'staff.hired',
      subject: id,
      detail: { number, assignments: person.assignments },
    })
    const member = await staffById(write, id)
    invariant(member, 'somebody who was just added is there')
    return member
  })
}

/** The refusal for a number or an e-mail that somebody else has. */
export const taken = (field: 'number' | 'email'): Refusal =>
  new Refusal('conflict', `staff.${field}_taken`, `Somebody else has this ${field}. Choose another.`, {
    errors: [{ pointer: `/${field}`, detail: 'is taken' }],
  })
