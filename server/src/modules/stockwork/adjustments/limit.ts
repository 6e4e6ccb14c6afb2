import type { LocationId } from '@splot/kernel'
import { staffById } from '#modules/staff'
import type { ReadContext } from '#platform/context'
import { DEFAULT_LIMIT } from '../limits.ts'
import { readLimit } from './store.ts'
import type { AdjustmentLimit } from './types.ts'

/**
 * What the actor may adjust in the place without an approval. What was set for a role that she has there goes before what was set for
 * everybody, a place before all places; of several roles the most generous counts.
 */
export async function limitOf(ctx: ReadContext, locationId: LocationId): Promise<AdjustmentLimit> {
  const { staffId } = ctx.actor
  const person = staffId === null ? undefined : await staffById(ctx, staffId)
  const roles = person?.assignments.flatMap((assignment) =>
    assignment.locationId === null || assignment.locationId === locationId ? [assignment.role] : [],
  )
  return (await readLimit(ctx, locationId, roles ?? [])) ?? DEFAULT_LIMIT
}
