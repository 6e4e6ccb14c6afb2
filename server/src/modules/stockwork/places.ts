import { Refusal, type LocationId } from '@splot/kernel'
import { locationById, type Location } from '#modules/locations'
import { authorise, placesOf, type Actor, type ReadContext } from '#platform/context'

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

/** The places whose papers the actor may list: the one asked for, or all that the grants reach; null means everywhere. */
export function readablePlaces(
  actor: Actor,
  permission: string,
  asked: string | undefined,
): readonly LocationId[] | null {
  if (asked === undefined) return placesOf(actor, permission)
  // The schema has checked that it is a UUID.
  const locationId = asked as LocationId
  authorise(actor, permission, locationId)
  return [locationId]
}
