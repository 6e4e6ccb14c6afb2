import type { ChannelId, HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { HeldPieces, HoldKind, HoldState, Relocation, StockLine } from '#modules/inventory'
import { comparable, type Command, type TimedReservation } from './commands.ts'

/**
 * What stock must do, said once more in the plainest way: maps in memory, one command after the other, no locks and no SQL. The
 * engine has to give the same answers and end in the same state, command by command.
 */

/** An hour: a hold that is nobody's order ends then, however often it is extended. */
const CAP_MS = 3_600_000

export interface Terms {
  buffer?: number
  ppm?: number
  pool?: number
  used?: number
}

export interface ModelRow {
  readonly sku: Sku
  readonly locationId: LocationId
  onHand: number
  reserved: number
  quarantined: number
  safety: number
  uncovered: number
  terms: Map<string, Terms> | null
}

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
}

interface Short {
  readonly sku: Sku
  readonly locationId: LocationId | null
  readonly asked: number
  readonly available: number
}

/** The world took pieces that had been promised. */
export interface ModelOversold {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly missing: number
}

interface Part {
  readonly sku: Sku
  readonly places: readonly LocationId[]
  quantity: number
}

const isOpen = (state: HoldState) => state === 'soft' || state === 'pinned'
const isAllocated = (state: HoldState) => state === 'allocated' || state === 'picked'
const keyOf = (sku: string, place: string) => `${sku}\0${place}`

export class StockModel {
  readonly rows = new Map<string, ModelRow>()
  readonly holds = new Map<HoldId, ModelHold>()
  readonly oversold: ModelOversold[] = []
  now = 0

  /** What the engine must answer, made comparable; the state changes with it. */
  answer(now: number, channel: ChannelId, command: Command): unknown {
    this.now = now
    return comparable(this.carryOut(channel, command))
  }

  carryOut(channel: ChannelId, command: Command): unknown {
    switch (command.do) {
      case 'reserve':
        return this.reserve(channel, command.requests)
      case 'release':
        return command.holdIds.map((holdId) => this.release(holdId))
      case 'extend':
        return this.extend(command.holdId, command.ttlMs)
      case 'shrink':
        return this.shrink(command.holdId, command.lines)
      case 'allocate':
        return command.allocations.map(({ holdId, orderId }) => this.allocate(holdId, orderId))
      case 'pick':
        return command.holdIds.filter((holdId) => this.pick(holdId)).toSorted()
      case 'consume':
        return this.consume(command.items)
      case 'releaseAllocated':
        return command.items.map((item) => this.releaseAllocated(item))
      case 'relocate':
        return this.relocate(command.relocation, false)
      case 'pin':
        return this.relocate(command.relocation, true)
      case 'sweep':
        return this.sweep()
      default: {
        const out = command.do === 'sell' || command.do === 'transferOut' ? -1 : 1
        this.move(
          command.lines.map(({ sku, quantity }) => ({
            sku,
            locationId: command.place,
            quantity: quantity * out,
          })),
        )
        return null
      }
    }
  }

  row(sku: Sku, locationId: LocationId): ModelRow | undefined {
    return this.rows.get(keyOf(sku, locationId))
  }

  /** What may be promised by everybody together; below zero when the world took what was promised. */
  free = (row: ModelRow) => row.onHand - row.reserved - row.quarantined - row.safety - row.uncovered

  /** What one channel may have: less its own buffer, less what is left in the pools of others. */
  room(row: ModelRow, channel: string | null): number {
    let room = this.free(row)
    const sellable = Math.max(0, row.onHand - row.quarantined)
    for (const [owner, { buffer = 0, ppm = 0, pool = 0, used = 0 }] of row.terms ?? []) {
      room -= owner === channel ? buffer + Math.ceil((sellable * ppm) / 1_000_000) : Math.max(0, pool - used)
    }
    return room
  }

  usePool(row: ModelRow, channel: string, pieces: number): void {
    const terms = row.terms?.get(channel)
    if (terms?.pool !== undefined) terms.used = Math.max(0, (terms.used ?? 0) + pieces)
  }

  poolLeft(row: ModelRow, channel: string): number {
    const { pool = 0, used = 0 } = row.terms?.get(channel) ?? {}
    return Math.max(0, pool - used)
  }

  reserve(channel: ChannelId, requests: readonly TimedReservation[]): unknown[] {
    const prepared = requests.map((request) => ({ request, parts: partsOf(request), body: bodyOf(request) }))
    // A row on which not everything that this batch asks for fits; only there others' lapsed holds are looked for.
    const total = new Map<string, number>()
    for (const { request, parts } of prepared) {
      if (this.holds.has(request.holdId)) continue
      const choosing = parts.some(({ places }) => places.length > 1)
      for (const { sku, places, quantity } of parts)
        for (const place of places)
          total.set(keyOf(sku, place), (total.get(keyOf(sku, place)) ?? 0) + (choosing ? Infinity : quantity))
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
    return prepared.map((one) => this.decide(channel, one, search))
  }

  decide(
    channel: ChannelId,
    { request, parts, body }: { request: TimedReservation; parts: readonly Part[]; body: string },
    search: () => void,
  ): unknown {
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
    const choosing = parts.some(({ places }) => places.length > 1)
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
      unplain: choosing || partial,
      state: refused ? 'refused' : choosing ? 'soft' : 'pinned',
      orderId: null,
      lines: refused ? [] : merged(lines),
    }
    this.holds.set(holdId, hold)
    if (refused) return { state: 'short', lines: short }
    return { state: 'held', holdId, expiresAt: iso(hold.expiresAt), lines: granted, short }
  }

  again(hold: ModelHold, body: string): unknown {
    if (hold.body !== body) return 'reused'
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
      for (const { sku, locationId, quantity } of lines) {
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
      if (need > 0) return undefined
    }
    return taken
  }

  consume(items: readonly HeldPieces[]): unknown {
    const answers: unknown[] = []
    const before = new Map<ModelRow, ModelRow>()
    for (const item of items) {
      const taken = this.found(item)
      for (const { hold, line, pieces } of taken ?? []) {
        if (!before.has(line.row)) before.set(line.row, { ...line.row })
        line.outstanding -= pieces
        line.row.reserved -= pieces
        line.row.onHand -= pieces
        if (hold.lines.every(({ outstanding }) => outstanding === 0)) hold.state = 'consumed'
      }
      answers.push(done(taken))
    }
    for (const [row, was] of before) this.tell(row, was)
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

  move(deltas: readonly StockLine[]): void {
    const before = new Map<ModelRow, ModelRow>()
    for (const { sku, locationId, quantity } of deltas) {
      let row = this.row(sku, locationId)
      if (!row) {
        row = {
          sku,
          locationId,
          onHand: 0,
          reserved: 0,
          quarantined: 0,
          safety: 0,
          uncovered: 0,
          terms: null,
        }
        this.rows.set(keyOf(sku, locationId), row)
      }
      if (!before.has(row)) before.set(row, { ...row })
      row.onHand += quantity
    }
    for (const [row, was] of before) this.tell(row, was)
  }

  /** Promises that cannot be kept any more are told once, by the change that broke them. */
  tell(row: ModelRow, was: ModelRow): void {
    const missing = Math.max(0, row.reserved - row.onHand)
    if (row.onHand >= was.onHand || missing <= Math.max(0, was.reserved - was.onHand)) return
    const { sku, locationId, onHand, reserved } = row
    this.oversold.push({ sku, locationId, onHand, reserved, missing })
  }
}

const iso = (at: number) => new Date(at).toISOString()

const plain = ({ row, quantity }: ModelLine): StockLine => ({
  sku: row.sku,
  locationId: row.locationId,
  quantity,
})

const done = (taken: readonly { line: ModelLine; pieces: number }[] | undefined) => ({
  state: taken ? 'done' : 'not_held',
  lines: merged((taken ?? []).map(({ line, pieces }) => ({ ...line, quantity: pieces }))).map(plain),
})

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

/** Demand summed per SKU and place, or per SKU and choice of places; pieces of one place are served first. */
function partsOf({ lines }: TimedReservation): Part[] {
  const summed = new Map<string, Part>()
  for (const line of lines) {
    const places = 'places' in line ? [...new Set(line.places)] : [line.locationId]
    const key = `${line.sku}\0${places.join('|')}`
    const part = summed.get(key)
    if (part) part.quantity += line.quantity
    else summed.set(key, { sku: line.sku, places, quantity: line.quantity })
  }
  const sorted = [...summed.keys()].toSorted().flatMap((key) => summed.get(key) ?? [])
  return sorted.toSorted((a, b) => Math.min(2, a.places.length) - Math.min(2, b.places.length))
}

/** Equal commands have equal texts. */
const bodyOf = (request: TimedReservation) =>
  JSON.stringify([request.kind, request.ttlMs, request.partial ?? false, partsOf(request)])
