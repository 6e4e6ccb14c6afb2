import type { LocationId, Sku } from '@splot/kernel'
import { HOUR_MS } from '@splot/kernel'

/**
 * Which pieces of a row are known to be put aside, or to be of a lot. Of the others only their number is known: what is on hand less
 * these, below zero where more left than anybody knew of.
 */

/** Where it is quarantined (`aside`) and which lot it is; '' is none. */
interface Share {
  readonly aside: boolean
  readonly lot: string
  pieces: number
}

export interface ModelLot {
  /** The last day of the product, YYYY-MM-DD. */
  readonly expiresOn: string
  blocked: boolean
  /** The turn of the day took it off sale. */
  expired: boolean
}

/** One line of a movement, signed. */
export interface MovedPieces {
  readonly kind: string
  readonly document: string
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  readonly lot?: { readonly code: string; readonly expiresOn?: string | undefined } | undefined
  readonly aside?: boolean | undefined
}

/** Lots leave sale this long before their day is over. */
const AHEAD_MS = 90_000

/** The day in Łódź; in November it begins an hour before that of UTC. */
const dayOf = (at: number): string => new Date(at + HOUR_MS).toISOString().slice(0, 10)

const keyOf = (sku: string, other: string) => `${sku}\0${other}`

export class LotsModel {
  /** SKUs whose deliveries must say lot and expiry date. */
  readonly tracked = new Set<Sku>()
  /** By SKU and code. */
  readonly lots = new Map<string, ModelLot>()
  /** By SKU and place. */
  readonly shares = new Map<string, Share[]>()
  /** Pieces of each lot that went on the van of a paper and have not come off it. */
  readonly onTheWay = new Map<string, Map<string, number>>()

  lot = (sku: Sku, code: string): ModelLot | undefined => this.lots.get(keyOf(sku, code))

  sharesOf = (sku: Sku, place: LocationId): Share[] => this.shares.get(keyOf(sku, place)) ?? []

  /** Pieces of which more is known than their number. */
  told = (sku: Sku, place: LocationId): number =>
    this.sharesOf(sku, place).reduce((sum, share) => sum + share.pieces, 0)

  /** What lies there outside sale. */
  quarantined(sku: Sku, place: LocationId): number {
    const outside = ({ aside, lot }: Share) => {
      const known = this.lot(sku, lot)
      return aside || known?.blocked || known?.expired
    }
    return this.sharesOf(sku, place).reduce((sum, share) => sum + (outside(share) ? share.pieces : 0), 0)
  }

  /** Lots begin to exist when somebody names them; one whose day is over is off sale from the beginning. */
  name(now: number, { sku, lot }: MovedPieces): void {
    if (!lot || this.lot(sku, lot.code)) return
    const expiresOn = lot.expiresOn ?? '9999-12-31'
    this.lots.set(keyOf(sku, lot.code), { expiresOn, blocked: false, expired: expiresOn < dayOf(now) })
  }

  /** Lots whose last day is over, or nearly; answers how many. */
  expire(now: number): number {
    const due = [...this.lots.values()].filter((lot) => !lot.expired && lot.expiresOn < dayOf(now + AHEAD_MS))
    for (const lot of due) lot.expired = true
    return due.length
  }

  /** Pieces come. Plain ones are only a number, and fill what more had left than anybody knew of. */
  arrive(line: MovedPieces): void {
    const { sku, kind, aside = false, lot } = line
    let pieces = line.quantity
    if (kind === 'transfer_in' && !lot && this.tracked.has(sku)) {
      for (const [code, out] of this.cameWith(line)) {
        const some = Math.min(pieces, out)
        this.put(line, aside, code, some)
        this.note(line, code, some)
        pieces -= some
      }
    }
    if (!aside && !lot) return
    this.put(line, aside, lot?.code ?? '', pieces)
    if (lot) this.note(line, lot.code, pieces)
  }

  /** Pieces go: what may be sold before what may not, what expires first; `rest` are those of which only the number is known. */
  leave(now: number, line: MovedPieces, rest: number): void {
    const { sku, locationId } = line
    const nothing: Share = { aside: false, lot: '', pieces: Math.max(0, rest) }
    const here = [...this.sharesOf(sku, locationId), nothing]
    let pieces = -line.quantity
    for (const share of here.toSorted((a, b) =>
      this.rank(now, line, a) < this.rank(now, line, b) ? -1 : 1,
    )) {
      const some = Math.min(pieces, share.pieces)
      if (share !== nothing && some > 0) {
        this.put(line, share.aside, share.lot, -some)
        if (share.lot !== '') this.note(line, share.lot, -some)
      }
      pieces -= some
    }
  }

  /** A text that sorts. */
  rank(now: number, line: MovedPieces, { aside, lot }: Share): string {
    const known = this.lot(line.sku, lot)
    const unsellable = aside || known?.blocked || (known && known.expiresOn < dayOf(now))
    return [
      line.lot && line.lot.code !== lot ? 1 : 0,
      line.aside && !aside ? 1 : 0,
      unsellable ? 1 : 0,
      // What has no lot never expires.
      known?.expiresOn ?? 'never',
      aside ? 1 : 0,
    ].join(' ')
  }

  put(
    { sku, locationId }: Pick<MovedPieces, 'sku' | 'locationId'>,
    aside: boolean,
    lot: string,
    pieces: number,
  ): void {
    const key = keyOf(sku, locationId)
    const shares = this.shares.get(key) ?? []
    const share = shares.find((one) => one.aside === aside && one.lot === lot)
    if (share) share.pieces += pieces
    else shares.push({ aside, lot, pieces })
    this.shares.set(
      key,
      shares.filter((one) => one.pieces > 0),
    )
  }

  /** Remembers which lots are on the van of a transfer. */
  note({ kind, document, sku }: MovedPieces, lot: string, pieces: number): void {
    if (kind !== 'transfer_out' && kind !== 'transfer_in') return
    const key = keyOf(document, sku)
    const under = this.onTheWay.get(key) ?? new Map<string, number>()
    this.onTheWay.set(key, under.set(lot, (under.get(lot) ?? 0) - pieces))
  }

  /** The lots on the van, what expires first before the others. */
  cameWith({ document, sku }: MovedPieces): [code: string, pieces: number][] {
    const expiry = (code: string) => this.lot(sku, code)?.expiresOn ?? ''
    return [...(this.onTheWay.get(keyOf(document, sku)) ?? [])]
      .filter(([, pieces]) => pieces > 0)
      .toSorted(([a], [b]) => (expiry(a) < expiry(b) ? -1 : 1))
  }
}
