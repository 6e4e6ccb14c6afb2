import { Refusal, type LocationId } from '@splot/kernel'
import { locationById, type Location } from '#modules/locations'
import type { ReadContext } from '#platform/context'

/** The place with that id; refuses an unknown one with a pointer at `field`. */
export async function knownPlace(
  ctx: ReadContext,
  locationId: LocationId,
  field = 'locationId',
): Promise<Location> {
  const place = await locationById(ctx, locationId)
  if (place) return place
  throw new Refusal('unprocessable', 'stockwork.unknown_place', 'There is no such store or warehouse.', {
    errors: [{ pointer: `/${field}`, detail: 'unknown place' }],
  })
}
