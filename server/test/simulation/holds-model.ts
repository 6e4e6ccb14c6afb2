import type { ChannelId, HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { HeldPieces, HoldKind, HoldState, Relocation, StockLine } from '#modules/inventory'
import type { TimedReservation } from './commands.ts'
import {
  folded,
  keptPieces,
  partsOf,
  settled,
  takenApart,
  wholeKits,
  type HeldKit,
  type KitDemand,
  type Part,
  type Short,
} from './kit-model.ts'
import type { MovedPieces } from './lots-model.ts'
import { keyOf, RowsModel, type ModelRow } from './rows-model.ts'

/** An hour: a hold that is nobody's order ends then, however often it is extended. */
const CAP_MS = 3_600_000

interface ModelLine {
  readonly row: ModelRow
  quantity: number
  outstanding: number
  pooled: number
}

export interface ModelHold {
  readonly holdId: HoldId
  readonly kind: HoldKind
  readonly channel: ChannelId
  readonly createdAt: number
  readonly body: string
  /** Lines and shortage of the first answer. */
  readonly short: readonly Short[]
  readonly asked: readonly StockLine[]
  readonly unplain: boolean
  state: HoldState
  expiresAt: number
  orderId: OrderId | null
  lines: ModelLine[]
  /** Of one that was asked for by the SKUs of kits: what they were by then, and the first answer. */
  kits?: { readonly held: readonly HeldKit[]; readonly answer: Answer }
}

/** What a reservation asks for, in pieces. */
interface Prepared {
  readonly request: TimedReservation
  readonly demand: KitDemand | undefined
  readonly parts: readonly Part[]
  /** It lets the engine choose places. */
  readonly soft: boolean
  readonly body: string
}

type Answer =
  | { readonly state: 'short'; readonly lines: readonly Short[] }
  | {
      readonly state: 'held'
      readonly holdId: HoldId
      readonly expiresAt: string
      readonly lines: readonly StockLine[]
      readonly short: readonly Short[]
    }

const isOpen = (state: HoldState) => state === 'soft' || state === 'pinned'
const isAllocated = (state: HoldState) => state === 'allocated' || state === 'picked'

/** Who was promised what, and what becomes of the promise. */
export class HoldsModel extends RowsModel {
  readonly holds = new Map<HoldId, ModelHold>()

  outOfPool(row: ModelRow, channel: string): number {
    const live = [...this.holds.values()].filter(
      (hold) => hold.channel === channel && (isOpen(hold.state) || isAllocated(hold.state)),
    )
    return live
      .flatMap((hold) => hold.lines)
      .filter((line) => line.row === row)
      .reduce((sum, line) => sum + Math.min(line.pooled, line.outstanding), 0)
  }

  /** What lapsed holds have of a row counts as there. */
  reachable(sku: Sku, place: LocationId, channel: ChannelId): number {
    const row = this.row(sku, place)
    if (!row) return 0
    const lapsed = [...this.holds.values()].filter(this.lapsed).flatMap((hold) => hold.lines)
    const theirs = lapsed.filter((line) => line.row === row)
    return theirs.reduce((sum, line) => sum + line.outstanding, this.room(row, channel))
  }

  reserve(channel: ChannelId, requests: readonly TimedReservation[]): unknown[] {
    const prepared = requests.map((request): Prepared => {
      const there = (sku: Sku, place: LocationId) => this.reachable(sku, place, channel)
      const demand = takenApart(this.kits, request.lines, there)
      const soft = partsOf(request.lines).some(({ places }) => places.length > 1)
      return { request, soft, demand, parts: partsOf(demand?.lines ?? request.lines), body: bodyOf(request) }
    })
    // A row on which not everything that this batch asks for fits; only there others' lapsed holds are looked for.
    const total = new Map<string, number>()
    for (const { request, parts, soft } of prepared) {
      if (this.holds.has(request.holdId)) continue
      for (const { sku, places, quantity } of parts)
        for (const place of places)
          total.set(keyOf(sku, place), (total.get(keyOf(sku, place)) ?? 0) + (soft ? Infinity : quantity))
    }
    const tight = [...total].flatMap(([key, asked]) => {
      const row = this.rows.get(key)
      return row && (asked > this.free(row) || row.terms) ? [row] : []
    })
    let searched = false
    const search = () => {
      if (!searched) this.takeLapsed(tight)
      searched = true
    }
    const fresh = prepared.map(({ request }) => !this.holds.has(request.holdId))
    const decided = prepared.map((one) => this.decide(channel, one, search))
    // Whole kits are seen to when everything is decided.
    return decided.map((answer, index) => {
      const { demand, request } = prepared[index] ?? {}
      return demand && request && fresh[index] ? this.settle(request, demand, answer as Answer) : answer
    })
  }

  /** Puts an answer into the words of who asked for kits, and gives back what makes no whole one. */
  settle({ holdId, partial = false }: TimedReservation, demand: KitDemand, answer: Answer): Answer {
    const hold = this.holds.get(holdId)
    if (!hold) throw new Error('what was decided has a hold')
    const isHeld = answer.state === 'held'
    const { state, lines, short, kits, back } = settled(
      demand,
      { state: answer.state, lines: isHeld ? answer.lines : [], short: isHeld ? answer.short : answer.lines },
      partial,
    )
    for (const { sku, locationId, quantity } of back) {
      const line = hold.lines.find(({ row }) => row.sku === sku && row.locationId === locationId)
      if (!line) throw new Error('only what is held goes back')
      this.giveBack(hold.channel, line, quantity)
      line.quantity = line.outstanding
    }
    hold.lines = hold.lines.filter((line) => line.quantity > 0)
    if (hold.lines.length === 0) hold.state = 'refused'
    const told: Answer =
      state === 'short' || answer.state === 'short'
        ? { state: 'short', lines: short }
        : { ...answer, lines, short }
    hold.kits = { held: kits, answer: told }
    return told
  }

  decide(
    channel: ChannelId,
    { request, parts, soft, body }: Prepared,
    search: () => void,
  ): Answer | 'reused' | undefined {
    const { holdId, kind, ttlMs, partial = false } = request
    const known = this.holds.get(holdId)
    if (known) return this.again(known, body)
    const lines: ModelLine[] = []
    const short: Short[] = []
    for (const { sku, places, quantity } of parts) {
      let need = quantity
      for (const place of places) {
        const row = this.row(sku, place)
        if (need === 0) continue
        if (!row || this.room(row, channel) < need) search()
        if (!row) continue
        const taken = Math.max(0, Math.min(need, this.room(row, channel)))
        if (taken === 0) continue
        lines.push(this.take(row, channel, taken))
        need -= taken
      }
      const only = places.length === 1 ? (places[0] ?? null) : null
      if (need > 0) short.push({ sku, locationId: only, asked: quantity, available: quantity - need })
    }
    const granted = lines.map(plain)
    const refused = short.length > 0 && !(partial && lines.length > 0)
    if (refused) for (const line of lines) this.giveBack(channel, line, line.outstanding)
    const hold: ModelHold = {
      holdId,
      kind,
      channel,
      createdAt: this.now,
      expiresAt: this.now + ttlMs,
      body,
      short,
      asked: parts.map((part) => ({
        sku: part.sku,
        locationId: part.places[0] as LocationId,
        quantity: part.quantity,
      })),
      unplain: soft || partial,
      state: refused ? 'refused' : soft ? 'soft' : 'pinned',
      orderId: null,
      lines: refused ? [] : merged(lines),
    }
    this.holds.set(holdId, hold)
    if (refused) return { state: 'short', lines: short }
    return { state: 'held', holdId, expiresAt: iso(hold.expiresAt), lines: granted, short }
  }

  again(hold: ModelHold, body: string): Answer | 'reused' {
    if (hold.body !== body) return 'reused'
    if (hold.kits) return hold.kits.answer
    if (hold.state === 'refused') return { state: 'short', lines: hold.short }
    const lines = hold.unplain ? hold.lines.map(plain) : hold.asked
    return { state: 'held', holdId: hold.holdId, expiresAt: iso(hold.expiresAt), lines, short: hold.short }
  }

  take(row: ModelRow, channel: ChannelId, pieces: number): ModelLine {
    const pooled = Math.min(pieces, this.poolLeft(row, channel))
    this.usePool(row, channel, pooled)
    row.reserved += pieces
    return { row, quantity: pieces, outstanding: pieces, pooled }
  }

  giveBack(channel: ChannelId, line: ModelLine, pieces: number): void {
    const pooled = Math.min(line.pooled, pieces)
    this.usePool(line.row, channel, -pooled)
    line.pooled -= pooled
    line.outstanding -= pieces
    line.row.reserved -= pieces
  }

  lapsed = (hold: ModelHold) => isOpen(hold.state) && hold.expiresAt <= this.now

  /** The pieces that expired holds have of these rows go back, and the holds have gaps. */
  takeLapsed(rows: readonly ModelRow[]): void {
    for (const hold of this.holds.values()) {
      if (!this.lapsed(hold)) continue
      for (const line of hold.lines)
        if (rows.includes(line.row)) this.giveBack(hold.channel, line, line.outstanding)
    }
  }

  sweep(): number {
    const due = [...this.holds.values()].filter(this.lapsed)
    for (const hold of due) this.end(hold, 'expired')
    return due.length
  }

  end(hold: ModelHold, state: HoldState): void {
    for (const line of hold.lines) this.giveBack(hold.channel, line, line.outstanding)
    hold.state = state
  }

  stateOf = (holdId: HoldId) => ({ holdId, state: this.holds.get(holdId)?.state ?? 'unknown' })

  release(holdId: HoldId): unknown {
    const hold = this.holds.get(holdId)
    if (hold && isOpen(hold.state)) this.end(hold, 'released')
    return this.stateOf(holdId)
  }

  isWhole = (hold: ModelHold) => hold.lines.every((line) => line.outstanding === line.quantity)

  extend(holdId: HoldId, ttlMs: number): unknown {
    const hold = this.holds.get(holdId)
    if (!hold) return { state: 'unknown', holdId }
    if (isOpen(hold.state) && this.isWhole(hold)) {
      hold.expiresAt = Math.max(hold.expiresAt, Math.min(this.now + ttlMs, hold.createdAt + CAP_MS))
    }
    if (hold.state === 'expired') return { state: 'expired', holdId }
    if (!isOpen(hold.state)) return { state: 'not_active', holdId }
    if (!this.isWhole(hold) || hold.expiresAt <= this.now) return { state: 'expired', holdId }
    return { state: 'held', holdId, expiresAt: iso(hold.expiresAt) }
  }

  shrink(holdId: HoldId, lines: readonly StockLine[]): unknown {
    const hold = this.holds.get(holdId)
    if (hold && isOpen(hold.state)) {
      const kept = hold.kits ? keptPieces(hold.lines.map(left), hold.kits.held, lines) : lines
      for (const { sku, locationId, quantity } of kept) {
        const line = hold.lines.find(({ row }) => row.sku === sku && row.locationId === locationId)
        if (!line || line.outstanding <= quantity) continue
        this.giveBack(hold.channel, line, line.outstanding - quantity)
        line.quantity = line.outstanding
      }
      hold.lines = hold.lines.filter((line) => line.quantity > 0)
      if (hold.lines.length === 0) hold.state = 'released'
    }
    return this.stateOf(holdId)
  }

  allocate(holdId: HoldId, orderId: OrderId): unknown {
    const hold = this.holds.get(holdId)
    if (!hold) return { holdId, state: 'unknown' }
    if (isOpen(hold.state) || hold.state === 'expired') {
      const missing = hold.lines.filter((line) => line.outstanding < line.quantity)
      if (missing.every((line) => this.room(line.row, hold.channel) >= line.quantity - line.outstanding)) {
        for (const line of missing) {
          const again = this.take(line.row, hold.channel, line.quantity - line.outstanding)
          line.outstanding = line.quantity
          line.pooled += again.pooled
        }
        hold.state = 'allocated'
        hold.orderId = orderId
      }
    }
    if (isOpen(hold.state) || hold.state === 'expired') return { holdId, state: 'expired' }
    const its = isAllocated(hold.state) || hold.state === 'consumed'
    return { holdId, state: its && hold.orderId === orderId ? 'allocated' : 'unknown' }
  }

  pick(holdId: HoldId): boolean {
    const hold = this.holds.get(holdId)
    if (!hold || !isAllocated(hold.state)) return false
    hold.state = 'picked'
    return true
  }

  /** The allocated pieces that an item names, hold by hold; undefined when they are not all there. */
  found(item: HeldPieces): { hold: ModelHold; line: ModelLine; pieces: number }[] | undefined {
    const lines = [...this.holds.values()]
      .filter(
        (hold) =>
          isAllocated(hold.state) &&
          (item.holdId ? hold.holdId === item.holdId : hold.orderId === item.orderId),
      )
      .toSorted((a, b) => (a.holdId < b.holdId ? -1 : 1))
      .flatMap((hold) => hold.lines.map((line) => ({ hold, line, pieces: line.outstanding })))
      .filter(({ pieces }) => pieces > 0)
    if (!item.lines) return lines.length > 0 ? lines : undefined
    const taken: typeof lines = []
    for (const { sku, locationId, quantity } of item.lines) {
      let need = quantity
      for (const one of lines) {
        if (one.line.row.sku !== sku || one.line.row.locationId !== locationId) continue
        const pieces = Math.min(need, one.pieces)
        one.pieces -= pieces
        need -= pieces
        if (pieces > 0) taken.push({ ...one, pieces })
      }
      for (const [hold, held] of Map.groupBy(lines, (one) => one.hold)) {
        const kit = hold.kits?.held.find((one) => one.sku === sku)
        if (!kit) continue
        const here = held.filter(({ line }) => line.row.locationId === locationId)
        const of = (component: Sku) => here.find(({ line }) => line.row.sku === component)
        const whole = Math.min(
          need,
          wholeKits(kit, (component) => of(component)?.pieces ?? 0),
        )
        for (const [component, each] of kit.components) {
          const one = of(component)
          if (!one || whole === 0) continue
          one.pieces -= whole * each
          taken.push({ ...one, pieces: whole * each })
        }
        need -= whole
      }
      if (need > 0) return undefined
    }
    return taken
  }

  consume(items: readonly HeldPieces[]): unknown {
    const gone: MovedPieces[] = []
    const before = new Map<ModelRow, ModelRow>()
    const answers = items.map((item) => {
      const taken = this.found(item)
      for (const { hold, line, pieces } of taken ?? []) {
        if (!before.has(line.row)) before.set(line.row, { ...line.row })
        line.outstanding -= pieces
        line.row.reserved -= pieces
        if (hold.lines.every(({ outstanding }) => outstanding === 0)) hold.state = 'consumed'
        const { sku, locationId } = line.row
        gone.push({ kind: 'sale', document: '', sku, locationId, quantity: -pieces })
      }
      return done(taken)
    })
    this.move(gone, before)
    return answers
  }

  releaseAllocated(item: HeldPieces): unknown {
    const taken = this.found(item)
    for (const { hold, line, pieces } of taken ?? []) {
      this.giveBack(hold.channel, line, pieces)
      if (hold.lines.every(({ outstanding }) => outstanding === 0)) hold.state = 'released'
    }
    return done(taken)
  }

  relocate({ holdId, sku, from, to, quantity }: Relocation, pin: boolean): unknown {
    const hold = this.holds.get(holdId)
    if (!hold || !(isOpen(hold.state) || hold.state === 'allocated')) return { state: 'not_held' }
    const source = hold.lines.find(({ row }) => row.sku === sku && row.locationId === from)
    if (!source || source.outstanding < quantity) return { state: 'not_held' }
    if (pin && hold.state === 'soft') hold.state = 'pinned'
    if (from === to) return { state: 'moved' }
    const target = this.row(sku, to)
    if (target && this.room(target, hold.channel) < quantity) this.takeLapsed([target])
    const available = target ? Math.max(0, this.room(target, hold.channel)) : 0
    if (!target || available < quantity) return { state: 'short', available }
    this.giveBack(hold.channel, source, quantity)
    source.quantity = source.outstanding
    hold.lines = merged([...hold.lines, this.take(target, hold.channel, quantity)]).filter(
      (line) => line.quantity > 0,
    )
    return { state: 'moved' }
  }
}

const iso = (at: number) => new Date(at).toISOString()

const plain = ({ row, quantity }: ModelLine): StockLine => ({
  sku: row.sku,
  locationId: row.locationId,
  quantity,
})

const left = ({ row, outstanding }: ModelLine): StockLine => ({
  sku: row.sku,
  locationId: row.locationId,
  quantity: outstanding,
})

/** In the words of who asked: whole kits by their own SKU, hold by hold. */
function done(taken: readonly { hold: ModelHold; line: ModelLine; pieces: number }[] | undefined) {
  const byHold = Map.groupBy(taken ?? [], ({ hold }) => hold)
  const said = [...byHold].flatMap(([hold, some]) => {
    const lines = merged(some.map(({ line, pieces }) => ({ ...line, quantity: pieces }))).map(plain)
    return folded(lines, hold.kits?.held ?? [])
  })
  const lines = new Map<string, StockLine>()
  for (const line of said) {
    const key = keyOf(line.sku, line.locationId)
    lines.set(key, { ...line, quantity: line.quantity + (lines.get(key)?.quantity ?? 0) })
  }
  return { state: taken ? 'done' : 'not_held', lines: [...lines.values()] }
}

/** One line per row. */
function merged(lines: readonly ModelLine[]): ModelLine[] {
  const byRow = new Map<ModelRow, ModelLine>()
  for (const line of lines) {
    const first = byRow.get(line.row)
    if (!first) byRow.set(line.row, line)
    else {
      first.quantity += line.quantity
      first.outstanding += line.outstanding
      first.pooled += line.pooled
    }
  }
  return [...byRow.values()]
}

/** Equal commands have equal texts. */
const bodyOf = (request: TimedReservation) =>
  JSON.stringify([request.kind, request.ttlMs, request.partial ?? false, partsOf(request.lines)])
