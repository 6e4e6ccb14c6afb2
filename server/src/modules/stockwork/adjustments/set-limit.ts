import { Refusal } from '@splot/kernel'
import { permissionsByRole } from '#modules/staff'
import { audit } from '#platform/auth'
import { authorise, holdsEverywhere, type WriteContext } from '#platform/context'
import { knownPlace } from '../places.ts'
import { deleteLimit, writeLimit } from './store.ts'
import type { LimitKey, PlacedLimit } from './types.ts'

/**
 * Sets what may be adjusted without an approval. Needs `stock.approve` in the place, or everywhere.
 * @throws Refusal `stockwork.unknown_place`, `stockwork.unknown_role`.
 */
export async function setLimit(ctx: WriteContext, limit: PlacedLimit): Promise<void> {
  await mayLimit(ctx, limit)
  await writeLimit(ctx, limit)
  await told(ctx, 'stockwork.limit_set', limit)
}

/** Takes a limit back: what is further away counts again. Needs what setting it needs. */
export async function dropLimit(ctx: WriteContext, key: LimitKey): Promise<void> {
  await mayLimit(ctx, key)
  await deleteLimit(ctx, key)
  await told(ctx, 'stockwork.limit_dropped', key)
}

async function mayLimit(ctx: WriteContext, { locationId, role }: LimitKey): Promise<void> {
  if (locationId !== null) {
    authorise(ctx.actor, 'stock.approve', locationId)
    await knownPlace(ctx, locationId)
  } else if (!holdsEverywhere(ctx.actor, 'stock.approve')) {
    throw new Refusal(
      'forbidden',
      'auth.forbidden',
      'Only who may approve everywhere sets the limit of all places.',
      { facts: { permission: 'stock.approve' } },
    )
  }
  if (role !== null && !(await permissionsByRole(ctx, [role])).has(role)) {
    throw new Refusal('unprocessable', 'stockwork.unknown_role', 'Nobody can have such a role.', {
      errors: [{ pointer: '/role', detail: 'unknown role' }],
    })
  }
}

const told = (ctx: WriteContext, action: string, { locationId, ...detail }: LimitKey) =>
  audit(ctx, { action, subject: locationId ?? 'everywhere', locationId, detail: { locationId, ...detail } })
