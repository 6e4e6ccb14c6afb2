import type { ChannelTerms } from './types.ts'

/** The counters of a row that decide what may be promised. */
export interface Counters {
  readonly onHand: number
  readonly reserved: number
  readonly quarantined: number
  readonly safety: number
  readonly uncovered: number
}

/**
 * What may still be promised of a row by all channels together, in pieces; below zero when the world took what was promised. The same
 * formula decides in SQL (`inventory.promisable`), which has the last word.
 */
export const promisable = (row: Counters): number =>
  row.onHand - row.reserved - row.quarantined - row.safety - row.uncovered

/**
 * What one channel may have where `free` pieces may be promised and `sellable` are on hand outside quarantine: less its own buffer, less
 * what other channels have left in their pools. null: a channel without terms of its own. Mirrors `inventory.room_for`.
 */
export function roomFor(
  free: number,
  sellable: number,
  terms: ChannelTerms | null,
  channelId: string | null,
): number {
  if (terms === null) return free
  let room = free
  for (const [owner, { buffer = 0, ppm = 0, pool = 0, used = 0 }] of Object.entries(terms)) {
    room -=
      owner === channelId
        ? buffer + Math.ceil((Math.max(0, sellable) * ppm) / 1_000_000)
        : Math.max(0, pool - used)
  }
  return room
}
