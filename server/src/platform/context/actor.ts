import { Refusal, type ChannelId, type LocationId } from '@splot/kernel'
import type { Actor } from './context.ts'

/** The actor of jobs, subscribers and the demo loader. */
export const systemActor = (name: string, channel?: Actor['channel']): Actor => ({
  kind: 'system',
  id: name,
  channel: channel ?? { id: '00000000-0000-7000-8000-000000000000' as ChannelId, code: 'system' },
  locationId: null,
  staffId: null,
  deviceId: null,
  customerId: null,
  grants: [],
})

/** Whether the actor holds `permission` there; with no place given: anywhere at all. */
export const holds = (actor: Actor, permission: string, locationId?: LocationId): boolean =>
  actor.kind === 'system' ||
  actor.grants.some(
    (grant) =>
      grant.permission === permission &&
      (grant.locationId === null || locationId === undefined || grant.locationId === locationId),
  )

/** Refuses with `auth.forbidden` unless the actor holds `permission` in that place. */
export function authorise(actor: Actor, permission: string, locationId?: LocationId): void {
  if (holds(actor, permission, locationId)) return
  throw new Refusal(
    'forbidden',
    'auth.forbidden',
    locationId
      ? `You need the permission "${permission}" in this place. Ask a manager to grant it or to do this for you.`
      : `You need the permission "${permission}". Ask a manager to grant it or to do this for you.`,
    { facts: { permission } },
  )
}

/** Whether the actor holds `permission` everywhere: for what belongs to no place. */
export const holdsEverywhere = (actor: Actor, permission: string): boolean =>
  actor.kind === 'system' ||
  actor.grants.some((grant) => grant.permission === permission && grant.locationId === null)

/** The places where the actor holds `permission`; null: everywhere. */
export const placesOf = (actor: Actor, permission: string): readonly LocationId[] | null =>
  holdsEverywhere(actor, permission)
    ? null
    : actor.grants.flatMap((grant) => (grant.permission === permission ? (grant.locationId ?? []) : []))

/**
 * The places whose rows the actor may list: the one that was asked for (its schema has checked that it is a UUID), or all in which she holds
 * `permission`; null: everywhere. Refuses a place outside them.
 */
export function placesAsked(
  actor: Actor,
  permission: string,
  asked: string | undefined,
): readonly LocationId[] | null {
  if (asked === undefined) return placesOf(actor, permission)
  const locationId = asked.toLowerCase() as LocationId
  authorise(actor, permission, locationId)
  return [locationId]
}
