import type { LocationId, Sku } from '@splot/kernel'
import {
  perPlatform,
  systemActor,
  type CommandContext,
  type Platform,
  type ReadContext,
} from '#platform/context'
import type { StoredEvent } from '#platform/events'
import { AVAILABILITY_CHANGED, changeOf, type AvailabilityChange } from './events.ts'
import { keepAudited, type Audit, type Audited } from './feed/audit.ts'
import { changesIn } from './feed/gather.ts'
import type { VersionedRow } from './feed/store.ts'
import { countedColumns } from './list.ts'
import { followKits, kitsAfter, type ShowsKits } from './pieces/kit-availability.ts'
import type { Kits } from './pieces/kits.ts'
import { promisable } from './promise.ts'

/** The part of the event tail that the read model needs. */
export interface AvailabilityTail {
  on(types: readonly string[], handler: (events: readonly StoredEvent[]) => void): unknown
  onReset(handler: () => void): void
}

/** What may be promised, in this process's memory. Reads never promise: the reservation decides. */
export interface Availability {
  /** Pieces that this channel may promise (any channel without terms of its own when left out); 0 for what is unknown. */
  available(sku: string, locationId: string, channelId?: string): number
  /** The places that have at least one piece for this channel; a new array each time. */
  bySku(sku: string, channelId?: string): [LocationId, number][]
  /** Every place that ever had a row: what `piecesOf` counts along. */
  allPlaces(): readonly LocationId[]
  /** Pieces by index of the place for this channel; not for keeping, and shorter than `allPlaces` where the rest has none. */
  piecesOf(sku: string, channelId?: string): Int32Array
  /** Pieces in all places together, for channels without terms of their own. */
  total(sku: string): number
  /** Calls `visit` for every SKU that has a row, with its total. */
  eachTotal(visit: (sku: Sku, total: number) => void): void
  /** When the newest change that is known here happened (or the rows were loaded): the "as of" of a page. */
  asOf(): Date
  /** Called with the changes that took effect here, newest values; answers how to stop. */
  onChange(listener: (changes: readonly AvailabilityChange[]) => void): () => void
  /** Grows with each change of the row that is known here; 0 for what is unknown. */
  versionOf(sku: string, locationId: string): number
  /** Brings the model at least as far as these facts, which somebody read from the log; answers the rows of which they speak. */
  catchUp(events: readonly StoredEvent[]): readonly (readonly [sku: string, locationId: string])[]
  /** How it is held against the table, for ever and on demand. */
  readonly audit: Audit
}

/** Per SKU: pieces by index of the place, the version they come from, and their sum. */
interface Shelf {
  pieces: Int32Array
  versions: Float64Array
  total: number
}

const models = perPlatform<Availability>('inventory.availability')

/** The read model that is open in this process. */
export const availabilityOf = (source: Platform | CommandContext | ReadContext): Availability =>
  models.of(source)

const NOTHING = new Int32Array(0)

/** Rows read at once while loading: a page of a million-row table in a few milliseconds. */
const LOAD_PAGE = 50_000

/**
 * Loads all rows and follows `inventory.availability_changed`. Open it before `tail.start()`; a row is only ever replaced by a
 * newer version of itself, so neither the order of facts nor loading in the middle of them can turn it back. The tail skips no fact,
 * whatever happens to its connection or its process; what is lost by a fault is found by the audit (`feed/audit.ts`), which also runs
 * at once when something happened by which facts may have been lost. `lostAfterMs`: how long the audit waits for a fact before it calls it
 * lost, ten seconds by default.
 */
export async function openAvailability(
  platform: Platform,
  tail: AvailabilityTail,
  options: { readonly lostAfterMs?: number } = {},
): Promise<Availability> {
  const model = new AvailabilityModel(platform)
  tail.on([AVAILABILITY_CHANGED], (events) => model.follow(events))
  await model.load()
  await followKits(platform, tail, model)
  model.audit = keepAudited(platform, model, options.lostAfterMs)
  tail.onReset(model.audit.soon)
  return models.set(platform, model)
}

class AvailabilityModel implements Availability, Audited, ShowsKits {
  readonly platform: Platform
  readonly shelves = new Map<string, Shelf>()
  readonly places: LocationId[] = []
  readonly placeIndex = new Map<string, number>()
  /** Rows of which single channels see another number, by SKU and place. */
  readonly byChannel = new Map<string, Readonly<Record<string, number>>>()
  readonly listeners = new Set<(changes: readonly AvailabilityChange[]) => void>()
  newest: Date
  kits: Kits | undefined
  // Set when everything is loaded, before anybody else gets the model.
  audit!: Audit

  constructor(platform: Platform) {
    this.platform = platform
    this.newest = platform.clock()
  }

  available(sku: string, locationId: string, channelId?: string): number {
    const place = this.placeIndex.get(locationId)
    if (place === undefined) return 0
    return this.ofChannel(sku, locationId, channelId) ?? this.shelves.get(sku)?.pieces[place] ?? 0
  }

  bySku(sku: string, channelId?: string): [LocationId, number][] {
    const shelf = this.shelves.get(sku)
    const found: [LocationId, number][] = []
    if (!shelf) return found
    this.places.forEach((locationId, place) => {
      const pieces = this.ofChannel(sku, locationId, channelId) ?? shelf.pieces[place] ?? 0
      if (pieces > 0) found.push([locationId, pieces])
    })
    return found
  }

  allPlaces(): readonly LocationId[] {
    return this.places
  }

  piecesOf(sku: string, channelId?: string): Int32Array {
    const pieces = this.shelves.get(sku)?.pieces ?? NOTHING
    if (channelId === undefined || this.byChannel.size === 0) return pieces
    return pieces.map((general, place) => this.ofChannel(sku, this.places[place] ?? '', channelId) ?? general)
  }

  ofChannel(sku: string, locationId: string, channelId: string | undefined): number | undefined {
    // Nearly always there are no terms, and no key is made.
    if (channelId === undefined || this.byChannel.size === 0) return undefined
    return this.byChannel.get(`${sku}\0${locationId}`)?.[channelId]
  }

  total(sku: string): number {
    return this.shelves.get(sku)?.total ?? 0
  }

  eachTotal(visit: (sku: Sku, total: number) => void): void {
    // Every key came from a row or a fact of this module.
    for (const [sku, shelf] of this.shelves) visit(sku as Sku, shelf.total)
  }

  asOf(): Date {
    return this.newest
  }

  onChange(listener: (changes: readonly AvailabilityChange[]) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  follow(events: readonly StoredEvent[]): void {
    const effective: AvailabilityChange[] = []
    for (const event of events) {
      if (event.occurredAt > this.newest) this.newest = event.occurredAt
      try {
        for (const change of changesIn(event)) if (this.set(change)) effective.push(change)
      } catch (error) {
        // One fact that cannot be read must not take the rest of its page with it.
        this.platform.log.error({ err: error, event: event.id }, 'availability could not take a fact')
        this.audit.soon()
      }
    }
    this.tell(effective)
  }

  take(changes: readonly AvailabilityChange[]): void {
    this.tell(changes.filter((change) => this.set(change)))
  }

  placesOf(sku: string): readonly LocationId[] {
    const shelf = this.shelves.get(sku)
    return shelf ? this.places.filter((_, place) => (shelf.versions[place] ?? 0) > 0) : []
  }

  /** One listener that fails takes nothing from the others. */
  tell(rows: readonly AvailabilityChange[]): void {
    if (rows.length === 0) return
    const kits = this.kits ? kitsAfter(this, this.kits, rows).filter((change) => this.set(change)) : []
    const effective = kits.length > 0 ? [...rows, ...kits] : rows
    for (const listener of this.listeners) {
      try {
        listener(effective)
      } catch (error) {
        this.platform.log.error({ err: error }, 'a listener to availability failed')
      }
    }
  }

  catchUp(events: readonly StoredEvent[]): [string, string][] {
    const ours = events.filter((event) => event.type === AVAILABILITY_CHANGED)
    this.follow(ours)
    return ours
      .flatMap(changesIn)
      .flatMap(({ sku, locationId }): [string, string][] => [
        [sku, locationId],
        ...(this.kits?.withComponent.get(sku) ?? []).map((kit): [string, string] => [kit.sku, locationId]),
      ])
  }

  versionOf(sku: string, locationId: string): number {
    return this.row(sku, locationId).version
  }

  row(sku: string, locationId: string): Pick<AvailabilityChange, 'available' | 'byChannel' | 'version'> {
    const shelf = this.shelves.get(sku)
    const place = this.placeIndex.get(locationId) ?? -1
    const byChannel = this.byChannel.get(`${sku}\0${locationId}`)
    return {
      available: shelf?.pieces[place] ?? 0,
      version: shelf?.versions[place] ?? 0,
      ...(byChannel && { byChannel }),
    }
  }

  correct(changes: readonly AvailabilityChange[]): void {
    for (const change of changes) {
      const place = this.placeOf(change.locationId)
      // Below every version, so that it is taken.
      this.shelfOf(change.sku, place).versions[place] = -1
      this.set(change)
    }
    this.tell(changes)
  }

  async load(): Promise<void> {
    const { query } = this.platform.read(systemActor('inventory.availability'))
    const asOf = this.platform.clock()
    let after: readonly [string, string] = ['', '00000000-0000-0000-0000-000000000000']
    for (;;) {
      const rows = await query<VersionedRow>(
        `select ${countedColumns}, version from inventory.stock
          where (sku, location_id) > ($1 collate "C", $2::uuid) order by sku, location_id limit $3`,
        [...after, LOAD_PAGE],
      )
      for (const row of rows) {
        const change = changeOf({
          sku: row.sku,
          locationId: row.locationId,
          version: row.version,
          free: promisable(row),
          sellable: row.onHand - row.quarantined,
          terms: row.channelTerms,
        })
        this.set(change)
      }
      const last = rows.at(-1)
      if (!last || rows.length < LOAD_PAGE) break
      after = [last.sku, last.locationId]
    }
    if (asOf > this.newest) this.newest = asOf
  }

  /** Takes a value that is newer than the known one; answers whether what somebody sees has changed. */
  set({ sku, locationId, available, byChannel, version }: AvailabilityChange): boolean {
    const place = this.placeOf(locationId)
    const shelf = this.shelfOf(sku, place)
    const known = shelf.versions[place] ?? 0
    const before = shelf.pieces[place] ?? 0
    // Version 0 is a row that was made and never changed.
    if (version <= known) return false
    shelf.versions[place] = version
    shelf.pieces[place] = available
    shelf.total += available - before
    const special =
      byChannel !== undefined || this.byChannel.size > 0
        ? this.setByChannel(sku, locationId, byChannel)
        : false
    return special || available !== before
  }

  setByChannel(sku: string, locationId: LocationId, seen: AvailabilityChange['byChannel']): boolean {
    const key = `${sku}\0${locationId}`
    if (seen === undefined) return this.byChannel.delete(key)
    this.byChannel.set(key, seen)
    return true
  }

  placeOf(locationId: LocationId): number {
    let place = this.placeIndex.get(locationId)
    if (place === undefined) {
      place = this.places.push(locationId) - 1
      this.placeIndex.set(locationId, place)
    }
    return place
  }

  /** Arrays are as long as the places were many when the SKU was first seen, and grow when it reaches a newer one. */
  shelfOf(sku: string, place: number): Shelf {
    const shelf = this.shelves.get(sku)
    if (shelf && place < shelf.pieces.length) return shelf
    const length = Math.max(place + 1, this.places.length)
    const grown: Shelf = {
      pieces: new Int32Array(length),
      versions: new Float64Array(length),
      total: shelf?.total ?? 0,
    }
    if (shelf) {
      grown.pieces.set(shelf.pieces)
      grown.versions.set(shelf.versions)
    }
    this.shelves.set(sku, grown)
    return grown
  }
}
