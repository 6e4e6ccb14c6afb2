import type { LocationId, Sku } from '@splot/kernel'
import type { StockLine } from '#modules/inventory'
import type { TimedReservation } from './commands.ts'

/** What a virtual kit is: it is asked for, held and sold as its pieces, and nobody keeps half of one. */

export interface ModelKit {
  readonly sku: Sku
  /** Pieces of each component in one kit. */
  readonly components: ReadonlyMap<Sku, number>
}

/** A kit of a hold, by the definition of that time. */
export interface HeldKit extends ModelKit {
  readonly quantity: number
}

export interface Short {
  readonly sku: Sku
  readonly locationId: LocationId | null
  readonly asked: number
  readonly available: number
  readonly lacking?: readonly Sku[]
}

/** Demand for one SKU out of any of these places. */
export interface Part {
  readonly sku: Sku
  readonly places: readonly LocationId[]
  quantity: number
}

type Asked = TimedReservation['lines']

const keyOf = (sku: string, place: string) => `${sku}\0${place}`

export const wholeKits = (kit: ModelKit, pieces: (sku: Sku) => number): number =>
  Math.min(...[...kit.components].map(([sku, each]) => Math.floor(Math.max(0, pieces(sku)) / each)))

/** Demand summed per SKU and place, or per SKU and choice of places, in the order in which it was asked for. */
export function summed(lines: Asked): Part[] {
  const parts = new Map<string, Part>()
  for (const line of lines) {
    const places = 'places' in line ? [...new Set(line.places)] : [line.locationId]
    const key = `${line.sku}\0${places.join('|')}`
    const part = parts.get(key)
    if (part) part.quantity += line.quantity
    else parts.set(key, { sku: line.sku, places, quantity: line.quantity })
  }
  return [...parts.values()]
}

/** Pieces of one place are served before those that have a choice. */
export const choicesLast = (parts: readonly Part[]): Part[] =>
  parts.toSorted((a, b) => Math.min(2, a.places.length) - Math.min(2, b.places.length))

/** As they are decided. */
export function partsOf(lines: Asked): Part[] {
  const key = (part: Part) => `${part.sku}\0${part.places.join('|')}`
  return choicesLast(summed(lines).toSorted((a, b) => (key(a) < key(b) ? -1 : 1)))
}

interface KitLine {
  readonly kit: ModelKit
  readonly asked: Part
  /** Where its kits shall come from. */
  readonly from: readonly { readonly place: LocationId; quantity: number }[]
}

export interface KitDemand {
  readonly kits: readonly KitLine[]
  readonly single: readonly Part[]
  /** Everything as pieces. */
  readonly lines: Asked
}

/** Takes the kits of a reservation apart: whole ones from one place each, where its channel may have `there` pieces now. */
export function takenApart(
  definitions: ReadonlyMap<Sku, ModelKit>,
  lines: Asked,
  there: (sku: Sku, place: LocationId) => number,
): KitDemand | undefined {
  const single = lines.filter((line) => !definitions.has(line.sku))
  if (single.length === lines.length) return undefined
  const used = new Map<string, number>()
  const left = (sku: Sku, place: LocationId) => there(sku, place) - (used.get(keyOf(sku, place)) ?? 0)
  const kits = summed(lines).flatMap((asked): KitLine[] => {
    const kit = definitions.get(asked.sku)
    if (!kit) return []
    const [only] = asked.places
    if (only !== undefined && asked.places.length === 1)
      return [{ kit, asked, from: [{ place: only, quantity: asked.quantity }] }]
    let missing = asked.quantity
    const from = asked.places.map((place) => {
      const quantity = Math.min(
        missing,
        wholeKits(kit, (sku) => left(sku, place)),
      )
      for (const [sku, each] of kit.components)
        used.set(keyOf(sku, place), (used.get(keyOf(sku, place)) ?? 0) + quantity * each)
      missing -= quantity
      return { place, quantity }
    })
    // What is nowhere is asked of the first place, which will say so.
    if (from[0]) from[0].quantity += missing
    return [{ kit, asked, from: from.filter(({ quantity }) => quantity > 0) }]
  })
  const apart = kits.flatMap(({ kit, from }) =>
    from.flatMap(({ place, quantity }) =>
      [...kit.components].map(([sku, each]) => ({ sku, locationId: place, quantity: quantity * each })),
    ),
  )
  return { kits, single: choicesLast(summed(single)), lines: [...single, ...apart] }
}

export interface Decided {
  readonly state: 'held' | 'short'
  /** Of one that is held. */
  readonly lines: readonly StockLine[]
  readonly short: readonly Short[]
}

export interface Settled extends Decided {
  readonly kits: readonly HeldKit[]
  /** What is held and makes no whole kit. */
  readonly back: readonly StockLine[]
}

/** Says in kits what was decided in pieces: kits take first, in the order in which they were asked for; only whole ones are kept. */
export function settled(demand: KitDemand, decided: Decided, partial: boolean): Settled {
  const pieces = piecesFor(demand, decided)
  const take = (sku: Sku, place: LocationId, quantity: number) =>
    pieces.set(keyOf(sku, place), (pieces.get(keyOf(sku, place)) ?? 0) - quantity)
  const at = (sku: Sku, place: LocationId) => pieces.get(keyOf(sku, place)) ?? 0
  const lines: StockLine[] = []
  const short: Short[] = []
  const kits = demand.kits.map(({ kit, asked, from }): HeldKit => {
    const lacking = new Set<Sku>()
    let whole = 0
    for (const { place, quantity } of from) {
      const some = Math.min(
        quantity,
        wholeKits(kit, (sku) => at(sku, place)),
      )
      for (const [sku, each] of kit.components) if (at(sku, place) < quantity * each) lacking.add(sku)
      for (const [sku, each] of kit.components) take(sku, place, some * each)
      if (some > 0) lines.push({ sku: kit.sku, locationId: place, quantity: some })
      whole += some
    }
    const { sku, quantity, places } = asked
    if (whole < quantity) {
      const locationId = places.length === 1 ? (places[0] ?? null) : null
      short.push({ sku, locationId, asked: quantity, available: whole, lacking: [...lacking] })
    }
    return { ...kit, quantity: whole }
  })
  for (const part of demand.single) {
    const only = part.places.length === 1 ? (part.places[0] ?? null) : null
    let missing = part.quantity
    for (const place of part.places) {
      const some = Math.min(missing, Math.max(0, at(part.sku, place)))
      take(part.sku, place, some)
      if (some > 0) lines.push({ sku: part.sku, locationId: place, quantity: some })
      missing -= some
    }
    const told = decided.short.find((one) => !only && one.sku === part.sku && one.locationId === null)
    if (told) short.push(told)
    else if (missing > 0 && (only || decided.state === 'held'))
      short.push({
        sku: part.sku,
        locationId: only,
        asked: part.quantity,
        available: part.quantity - missing,
      })
  }
  const wholly = decided.state === 'held' && decided.short.length === 0
  if (decided.state === 'short' || (!wholly && (!partial || lines.length === 0)))
    return { state: 'short', lines: [], short, kits, back: decided.lines }
  return { state: 'held', lines, short, kits, back: stillIn(pieces) }
}

/** What was given out per SKU and place; of a refusal, what could have been had of places without a choice. */
function piecesFor({ lines }: KitDemand, { state, lines: held, short }: Decided): Map<string, number> {
  const pieces = new Map<string, number>()
  if (state === 'held') {
    for (const { sku, locationId, quantity } of held)
      pieces.set(keyOf(sku, locationId), (pieces.get(keyOf(sku, locationId)) ?? 0) + quantity)
    return pieces
  }
  for (const { sku, places, quantity } of summed(lines))
    if (places.length === 1) pieces.set(keyOf(sku, places[0] ?? ''), quantity)
  for (const { sku, locationId, available } of short)
    if (locationId) pieces.set(keyOf(sku, locationId), available)
  return pieces
}

const stillIn = (pieces: ReadonlyMap<string, number>): StockLine[] =>
  [...pieces].flatMap(([key, quantity]) => {
    const [sku, place] = key.split('\0')
    return quantity > 0 ? [{ sku: sku as Sku, locationId: place as LocationId, quantity }] : []
  })

/** Pieces of one hold in the words of who asked for them: whole kits first, never more than there were, then what is left. */
export function folded(lines: readonly StockLine[], kits: readonly HeldKit[]): StockLine[] {
  const pieces = new Map(lines.map((line) => [keyOf(line.sku, line.locationId), line.quantity]))
  const places = new Set(lines.map((line) => line.locationId))
  const inKits: StockLine[] = []
  for (const kit of kits) {
    let most = kit.quantity
    for (const place of places) {
      const whole = Math.min(
        most,
        wholeKits(kit, (sku) => pieces.get(keyOf(sku, place)) ?? 0),
      )
      if (whole === 0) continue
      most -= whole
      inKits.push({ sku: kit.sku, locationId: place, quantity: whole })
      for (const [sku, each] of kit.components)
        pieces.set(keyOf(sku, place), (pieces.get(keyOf(sku, place)) ?? 0) - whole * each)
    }
  }
  return [...inKits, ...stillIn(pieces)]
}

/** "Keep so many kits" in pieces: what each row of a hold shall keep. */
export function keptPieces(
  lines: readonly StockLine[],
  kits: readonly HeldKit[],
  wanted: readonly StockLine[],
): StockLine[] {
  const keep = new Map(lines.map((line) => [keyOf(line.sku, line.locationId), 0]))
  for (const { sku, locationId, quantity } of folded(lines, kits)) {
    const said = wanted.find((line) => line.sku === sku && line.locationId === locationId)
    const stays = Math.min(quantity, said?.quantity ?? quantity)
    const components = kits.find((kit) => kit.sku === sku)?.components ?? new Map([[sku, 1]])
    for (const [component, each] of components)
      keep.set(keyOf(component, locationId), (keep.get(keyOf(component, locationId)) ?? 0) + stays * each)
  }
  return lines.map((line) => ({ ...line, quantity: keep.get(keyOf(line.sku, line.locationId)) ?? 0 }))
}
