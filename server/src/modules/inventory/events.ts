import { newId, type LocationId, type Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { availableToPromise } from './promise.ts'
import type { Movement } from './types.ts'

export const AVAILABILITY_CHANGED = 'inventory.availability_changed'
const MOVED = 'inventory.moved'
const OVERSOLD = 'inventory.oversold'

/** Facts of stock speak of many rows, so their subject is the ledger as a whole. */
const SUBJECT = 'stock'

/** `inventory.availability_changed`: absolute values. Copies keep the highest version of a row, whatever comes last. */
export interface AvailabilityChange {
  readonly sku: Sku
  readonly locationId: LocationId
  /** Pieces that may be promised; never negative. */
  readonly available: number
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
  version: number,
  onHandBefore: number,
  reservedBefore: number,
]

/** Publishes what a batch did to availability, in one fact, and each row whose promises it broke. */
export function publishLevels(ctx: WriteContext, levels: readonly LevelChange[], actor?: Actor): void {
  const changes: AvailabilityChange[] = []
  const broken: Oversold[] = []
  for (const [sku, locationId, onHand, reserved, version, onHandBefore, reservedBefore] of levels) {
    const available = availableToPromise({ onHand, reserved })
    if (available !== availableToPromise({ onHand: onHandBefore, reserved: reservedBefore })) {
      changes.push({ sku, locationId, available, version })
    }
    // A shelf below zero is missing pieces even when nothing is reserved.
    const missing = Math.max(0, reserved - onHand)
    if (onHand < onHandBefore && missing > Math.max(0, reservedBefore - onHandBefore)) {
      broken.push({ sku, locationId, onHand, reserved, missing })
    }
  }
  const by = actor ? { actor } : {}
  if (changes.length > 0) {
    emit(ctx, {
      type: AVAILABILITY_CHANGED,
      subject: SUBJECT,
      locationId: onlyPlace(changes),
      data: { changes },
      ...by,
    })
  }
  for (const row of broken) {
    emit(ctx, {
      type: OVERSOLD,
      subject: row.sku,
      locationId: row.locationId,
      data: { incidentId: newId(), ...row },
      ...by,
    })
  }
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
