import { Refusal, type LocationId } from '@splot/kernel'
import type { Actor } from '../context/index.ts'

/** Refuses with `auth.other_channel` unless the credential belongs to this channel (by code). */
export function keepToChannel(actor: Actor, code: string): void {
  if (actor.kind === 'system' || actor.channel.code === code) return
  throw new Refusal(
    'forbidden',
    'auth.other_channel',
    `This credential belongs to the channel "${actor.channel.code}"; this is a matter of "${code}".`,
    { facts: { channel: actor.channel.code } },
  )
}

/** Refuses with `auth.other_location` when the credential is bound to another place; unbound ones pass. */
export function keepToLocation(actor: Actor, locationId: LocationId): void {
  if (actor.locationId === null || actor.locationId === locationId) return
  throw new Refusal(
    'forbidden',
    'auth.other_location',
    'This credential belongs to another place. Use one of the place it is about.',
    { facts: { locationId: actor.locationId } },
  )
}
