import { newId, type LocationId, type Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { emit, factFor } from '#platform/events'
import { roomFor } from './promise.ts'
import type { ChannelTerms, Movement } from './types.ts'

export const AVAILABILITY_CHANGED = 'inventory.availability_changed'
const MOVED = 'inventory.moved'
const OVERSOLD = 'inventory.oversold'

/** Facts of stock speak of many rows, so their subject is the ledger as a whole. */
const SUBJECT = 'stock'

/** `inventory.availability_changed`: absolute values. Copies keep the highest version of a row, whatever comes last. */
export interface AvailabilityChange {
  readonly sku: Sku
  readonly locationId: LocationId
  /** Pieces that a channel without terms of its own may promise; never negative. */
  readonly available: number
  /** Where single channels see another number, by channel id. */
  readonly byChannel?: Readonly<Record<string, number>>
  readonly version: number
}

/** `inventory.oversold`: the world took pieces that had been promised. `missing` is how many promises cannot be kept. */
interface Oversold {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly missing: number
}

/** A row before and after a change, as the SQL functions answer it. */
export type LevelChange = readonly [
  sku: Sku,
  locationId: LocationId,
  onHand: number,
  reserved: number,
  free: number,
  version: number,
  onHandBefore: number,
  reservedBefore: number,
  freeBefore: number,
  sellable: number,
  terms: ChannelTerms | null,
]

/** What may be promised of a row before and after a change; below zero when the world took what was promised. */
export interface FreeChange {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly free: number
  readonly freeBefore: number
  readonly version: number
  readonly sellable: number
  readonly terms: ChannelTerms | null
}

/** Publishes what a batch did to availability, in one fact, and each row whose promises it broke. */
export function publishLevels(ctx: WriteContext, levels: readonly LevelChange[], actor?: Actor): void {
  const by = actor ? { actor } : {}
  publishAvailability(
    ctx,
    levels.map(([sku, locationId, , , free, version, , , freeBefore, sellable, terms]) => ({
      sku,
      locationId,
      free,
      freeBefore,
      version,
      sellable,
      terms,
    })),
    actor,
  )
  for (const [sku, locationId, onHand, reserved, , , onHandBefore, reservedBefore] of levels) {
    // A shelf below zero is missing pieces even when nothing is reserved.
    const missing = Math.max(0, reserved - onHand)
    if (onHand >= onHandBefore || missing <= Math.max(0, reservedBefore - onHandBefore)) continue
    const data: Oversold & { incidentId: string } = {
      incidentId: newId(),
      sku,
      locationId,
      onHand,
      reserved,
      missing,
    }
    emit(ctx, { type: OVERSOLD, subject: sku, locationId, data: { ...data }, ...by })
  }
}

/** The fact that `inventory.reserve` fills and publishes by itself; `seen_of` there mirrors `changeOf`. */
export const availabilityFact = (actor: Actor): string =>
  factFor(actor, { type: AVAILABILITY_CHANGED, subject: SUBJECT })

/** Publishes in one fact where the number that some channel sees has changed. */
export function publishAvailability(ctx: WriteContext, rows: readonly FreeChange[], actor?: Actor): void {
  const changes = rows.flatMap((row) =>
    // With terms a channel may see a change where the others see none.
    row.terms !== null || Math.max(0, row.free) !== Math.max(0, row.freeBefore) ? changeOf(row) : [],
  )
  if (changes.length === 0) return
  emit(ctx, {
    type: AVAILABILITY_CHANGED,
    subject: SUBJECT,
    locationId: onlyPlace(changes),
    data: { changes },
    ...(actor ? { actor } : {}),
  })
}

/** What the channels see of a row. */
export function changeOf(row: Omit<FreeChange, 'freeBefore'>): AvailabilityChange {
  const { sku, locationId, version, free, sellable, terms } = row
  if (terms === null) return { sku, locationId, available: Math.max(0, free), version }
  const seenBy = (channelId: string | null) => Math.max(0, roomFor(free, sellable, terms, channelId))
  const byChannel = Object.fromEntries(Object.keys(terms).map((channelId) => [channelId, seenBy(channelId)]))
  return { sku, locationId, available: seenBy(null), byChannel, version }
}

/** Publishes the ledger rows of one call in one fact. */
export function publishMovements(ctx: WriteContext, movements: readonly Movement[]): void {
  if (movements.length === 0) return
  emit(ctx, { type: MOVED, subject: SUBJECT, locationId: onlyPlace(movements), data: { movements } })
}

const onlyPlace = (rows: readonly { readonly locationId: LocationId }[]): LocationId | null => {
  const first = rows[0]?.locationId ?? null
  return rows.every((row) => row.locationId === first) ? first : null
}
