import { Refusal, type LocationId, type StaffId } from '@splot/kernel'
import type { Actor, ReadContext } from '#platform/context'
import { locationById } from '#modules/locations'
import { grantsOfStaff, permissionsByRole, staffById } from './store.ts'
import type { Assignment } from './types.ts'

/** Whether the actor holds the permission in that very place; `null` asks for everywhere. */
export const coversPlace = (actor: Actor, permission: string, locationId: LocationId | null): boolean =>
  actor.kind === 'system' ||
  actor.grants.some(
    (grant) =>
      grant.permission === permission && (grant.locationId === null || grant.locationId === locationId),
  )

/** Whether somebody works here and holds the permission in that place, as of now. */
export async function holdsNow(
  ctx: ReadContext,
  id: StaffId,
  permission: string,
  locationId: LocationId,
): Promise<boolean> {
  const [person, grants] = await Promise.all([staffById(ctx, id), grantsOfStaff(ctx, id)])
  return (
    person?.active === true &&
    grants.some(
      (grant) =>
        grant.permission === permission && (grant.locationId === null || grant.locationId === locationId),
    )
  )
}

/**
 * Nobody gives away, or meddles with, more than she has: refuses with `staff.beyond_your_permissions` unless the actor
 * holds every permission of these roles in their places, with `staff.unknown_role`, and with `locations.unknown`.
 */
export async function keepWithinOwn(ctx: ReadContext, assignments: readonly Assignment[]): Promise<void> {
  const permissions = await permissionsByRole(
    ctx,
    assignments.map((assignment) => assignment.role),
  )
  for (const id of new Set(assignments.flatMap(({ locationId }) => locationId ?? []))) {
    if (await locationById(ctx, id)) continue
    throw new Refusal(
      'unprocessable',
      'locations.unknown',
      'There is no such place. Choose one of the list.',
      {
        errors: [{ pointer: '/assignments', detail: `unknown place ${id}` }],
      },
    )
  }
  for (const { role, locationId } of assignments) {
    const given = permissions.get(role)
    if (!given) {
      throw new Refusal(
        'unprocessable',
        'staff.unknown_role',
        `There is no role "${role}". Choose one of the list.`,
        {
          errors: [{ pointer: '/assignments', detail: `unknown role ${role}` }],
        },
      )
    }
    const missing = given.find((permission) => !coversPlace(ctx.actor, permission, locationId))
    if (missing) throw beyondOwn(missing)
  }
}

export const beyondOwn = (permission: string): Refusal =>
  new Refusal(
    'forbidden',
    'staff.beyond_your_permissions',
    `This takes the permission "${permission}", which you do not hold there yourself. Ask somebody who does.`,
    { facts: { permission } },
  )
