import { invariant, newId, type StaffId } from '@splot/kernel'
import { locationsByCode } from '#modules/locations'
import { hashPassword, hashPin } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { insertAssignments, insertStaff, type NewStaff } from './store.ts'
import type { ImportedStaff } from './types.ts'

/**
 * Adds people in bulk, each with one role; whoever has a number or an e-mail that is taken stays as she is. Answers how
 * many were added. The hashes are made side by side: seventy people take about 0.1 s.
 */
export async function importStaff(ctx: WriteContext, people: readonly ImportedStaff[]): Promise<number> {
  const codes = people.flatMap((person) => person.locationCode ?? [])
  const places = await locationsByCode(ctx, [...new Set(codes)])
  const rows = await Promise.all(
    people.map(async (person): Promise<NewStaff> => {
      const [pinHash, passwordHash] = await Promise.all([
        hashPin(person.pin),
        person.password === undefined ? null : hashPassword(person.password),
      ])
      const id = newId<'staff'>()
      return { id, number: person.number, name: person.name, email: person.email, passwordHash, pinHash }
    }),
  )
  const added: Set<StaffId> = await insertStaff(ctx, rows)
  const assignments = people.flatMap(({ role, locationCode, number }, index) => {
    const staffId = rows[index]?.id
    if (!staffId || !added.has(staffId)) return []
    const locationId = locationCode === null ? null : places.get(locationCode)
    invariant(
      locationId !== undefined,
      `the person ${number} belongs to ${locationCode}, which does not exist`,
    )
    return [{ staffId, role, locationId }]
  })
  await insertAssignments(ctx, assignments)
  return added.size
}
