import type { Locale } from '#modules/catalogue'
import type { Availability } from '#modules/inventory'
import { cardText, offerText, type OfferText, type Places } from './card.ts'
import { aboutText, pageText } from './page.ts'
import type { Range } from './range.ts'

/** Joined lists kept, those asked for lately: up to 130 kB each, so 7 MB for the front pages of a shop. */
const MAX_LISTS = 50
/** Product pages kept, those asked for lately: up to 60 kB each, most a tenth of that. */
const MAX_PAGES = 4_000

/**
 * Cards and pages of one range in one language, written when they are first asked for and again when their stock
 * changed: a list of 24 is then a matter of joining strings.
 */
export class Shelf {
  readonly range: Range
  readonly locale: Locale
  readonly stock: Availability
  readonly places: Places
  readonly texts: (OfferText | undefined)[]
  readonly cards: (string | undefined)[]
  readonly abouts: (string | undefined)[]
  readonly pages = new Map<number, string>()
  /** Counts how often the stock of each offer changed: a joined list remembers the counts it was made of. */
  readonly changes: Int32Array
  readonly lists = new Map<string, { text: string; changes: Int32Array }>()

  constructor(range: Range, locale: Locale, stock: Availability, places: Places) {
    const { length } = range.offers
    this.range = range
    this.locale = locale
    this.stock = stock
    this.places = places
    // Filled, not with holes: these arrays are read on every request.
    this.texts = Array.from({ length })
    this.cards = Array.from({ length })
    this.abouts = Array.from({ length })
    this.changes = new Int32Array(length)
  }

  /** The cards at these positions, joined; `key` names the list, and must change when the positions do. */
  list(key: string, positions: Int32Array): string {
    const known = this.lists.get(key)
    if (known && positions.every((at, place) => this.changes[at] === known.changes[place])) {
      keep(this.lists, key, known, MAX_LISTS)
      return known.text
    }
    const text = Array.from(positions, (at) => this.card(at)).join(',')
    keep(this.lists, key, { text, changes: positions.map((at) => this.changes[at] ?? 0) }, MAX_LISTS)
    return text
  }

  card(at: number): string {
    const known = this.cards[at]
    if (known !== undefined) return known
    const offer = this.range.offers[at]
    if (!offer) return ''
    return (this.cards[at] = cardText(offer, this.text(at), this.stock, this.places))
  }

  /** A page up to its stores, or undefined when the channel does not offer it. */
  page(handle: string): string | undefined {
    const at = this.range.position.get(handle)
    const offer = at === undefined ? undefined : this.range.offers[at]
    if (at === undefined || !offer) return undefined
    const about = (this.abouts[at] ??= aboutText(offer, this.locale))
    const page =
      this.pages.get(at) ?? pageText(offer, this.text(at), about, this.stock, this.places, this.locale)
    keep(this.pages, at, page, MAX_PAGES)
    return page
  }

  /** The stock of that product changed. */
  forget(at: number): void {
    this.cards[at] = undefined
    this.pages.delete(at)
    this.changes[at] = (this.changes[at] ?? 0) + 1
  }

  text(at: number): OfferText {
    const known = this.texts[at]
    if (known) return known
    const offer = this.range.offers[at]
    if (!offer) return { head: '', variants: [], sizes: [] }
    return (this.texts[at] = offerText(offer, this.locale))
  }
}

/** Keeps `value` as the one used last, and lets go of the one longest unused: a map remembers the order of insertion. */
export function keep<Key, Value>(into: Map<Key, Value>, key: Key, value: Value, most: number): void {
  into.delete(key)
  into.set(key, value)
  if (into.size <= most) return
  for (const oldest of into.keys()) {
    into.delete(oldest)
    return
  }
}
