import type { LocationId, Sku } from '@splot/kernel'
import { wholeKits, type ModelKit } from './kit-model.ts'
import { LotsModel, type MovedPieces } from './lots-model.ts'
import { compiled, type Rules, type Terms } from './policy-model.ts'

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

/** The world took pieces that had been promised. */
export interface ModelOversold {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly missing: number
}

export const keyOf = (sku: string, place: string) => `${sku}\0${place}`

/** What is where, what of it may be promised to whom, and what the world does to it. */
export abstract class RowsModel {
  readonly rows = new Map<string, ModelRow>()
  readonly oversold: ModelOversold[] = []
  /** The virtual kits, as they are defined now. */
  readonly kits = new Map<Sku, ModelKit>()
  readonly lots = new LotsModel()
  /** Every change of what is on hand, by SKU and place. */
  readonly ledger = new Map<string, { readonly at: number; readonly quantity: number }[]>()
  /** What was published last. */
  rules: Rules = []
  now = 0

  /** Pieces that live holds took out of a channel's pool. */
  abstract outOfPool(row: ModelRow, channel: string): number

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

  /** What a channel sees of a SKU in a place: of a kit as many as the scarcest component makes. */
  shown(sku: Sku, locationId: LocationId, channel: string | null): number {
    const kit = this.kits.get(sku)
    const pieces = (component: Sku) => {
      const row = this.row(component, locationId)
      return row ? Math.max(0, this.room(row, channel)) : 0
    }
    return kit ? wholeKits(kit, pieces) : pieces(sku)
  }

  /** The row has what the rules say; a pool of another size than before has lost only what live holds took out of it. */
  compile(row: ModelRow): boolean {
    const { safety, terms } = compiled(this.rules, row)
    const same = (channel: string) =>
      (['buffer', 'ppm', 'pool'] as const).every(
        (term) => row.terms?.get(channel)?.[term] === terms?.get(channel)?.[term],
      )
    const channels = [...(row.terms?.keys() ?? []), ...(terms?.keys() ?? [])]
    if (row.safety === safety && channels.every(same)) return false
    for (const [channel, share] of terms ?? []) {
      if (share.pool === undefined) continue
      const before = row.terms?.get(channel)
      share.used = before?.pool === share.pool ? (before.used ?? 0) : this.outOfPool(row, channel)
    }
    Object.assign(row, { safety, terms })
    return true
  }

  /** Answers how many rows changed. */
  publish(rules: Rules): number {
    this.rules = rules
    return [...this.rows.values()].filter((row) => this.compile(row)).length
  }

  /** After lots went off sale, or back on it. */
  relabel<T>(change: () => T): T {
    const answer = change()
    for (const row of this.rows.values()) row.quarantined = this.lots.quarantined(row.sku, row.locationId)
    return answer
  }

  usePool(row: ModelRow, channel: string, pieces: number): void {
    const terms = row.terms?.get(channel)
    if (terms?.pool !== undefined) terms.used = Math.max(0, (terms.used ?? 0) + pieces)
  }

  poolLeft(row: ModelRow, channel: string): number {
    const { pool = 0, used = 0 } = row.terms?.get(channel) ?? {}
    return Math.max(0, pool - used)
  }

  /** Pieces come and go: a physical fact. Only a delivery must say what its SKU's tracking asks for. */
  move(asked: readonly MovedPieces[], before = new Map<ModelRow, ModelRow>()): string | null {
    const lines = asked.flatMap((line) => this.apart(line))
    const silent = (line: MovedPieces) =>
      line.kind === 'receipt' && line.quantity > 0 && this.lots.tracked.has(line.sku) && !line.lot
    if (lines.some(silent)) return 'inventory.not_told_apart'
    for (const line of lines) this.lots.name(this.now, line)
    // Where a place has no bins, and no line says more, nobody looks which pieces these are.
    const looked =
      asked.some((line) => line.lot || line.aside || this.kits.has(line.sku)) ||
      lines.some((line) => this.lots.tracked.has(line.sku))
    for (const line of lines) {
      const row = this.rowFor(line)
      if (!before.has(row)) before.set(row, { ...row })
      const rest = row.onHand - this.lots.told(row.sku, row.locationId)
      if (looked && line.quantity > 0) this.lots.arrive(line)
      if (looked && line.quantity < 0) this.lots.leave(this.now, line, rest)
      row.onHand += line.quantity
      this.ledger.get(keyOf(row.sku, row.locationId))?.push({ at: this.now, quantity: line.quantity })
    }
    for (const [row, was] of before) {
      row.quarantined = this.lots.quarantined(row.sku, row.locationId)
      this.tell(row, was)
    }
    return null
  }

  /** A kit is its pieces. */
  apart(line: MovedPieces): MovedPieces[] {
    const kit = this.kits.get(line.sku)
    if (!kit) return [line]
    return [...kit.components].map(([sku, each]) => ({ ...line, sku, quantity: line.quantity * each }))
  }

  /** A row that is made now has the terms that apply. */
  rowFor({ sku, locationId }: Pick<MovedPieces, 'sku' | 'locationId'>): ModelRow {
    const known = this.row(sku, locationId)
    if (known) return known
    const none = { onHand: 0, reserved: 0, quarantined: 0, safety: 0, uncovered: 0, terms: null }
    const row: ModelRow = { sku, locationId, ...none }
    this.rows.set(keyOf(sku, locationId), row)
    this.ledger.set(keyOf(sku, locationId), [])
    this.compile(row)
    return row
  }

  /** What the book said at a moment. */
  bookAt(sku: Sku, locationId: LocationId, at: number): number {
    const moved = this.ledger.get(keyOf(sku, locationId)) ?? []
    return moved.reduce((sum, one) => sum + (one.at <= at ? one.quantity : 0), 0)
  }

  /** Promises that cannot be kept any more are told once, by the change that broke them. */
  tell(row: ModelRow, was: ModelRow): void {
    const missing = Math.max(0, row.reserved - row.onHand)
    if (row.onHand >= was.onHand || missing <= Math.max(0, was.reserved - was.onHand)) return
    const { sku, locationId, onHand, reserved } = row
    this.oversold.push({ sku, locationId, onHand, reserved, missing })
  }
}
