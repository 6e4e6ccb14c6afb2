import type { Locale } from '#modules/catalogue'
import type { Availability } from '#modules/inventory'
import { cardText, offerText, type OfferText, type Places } from './card.ts'
import { aboutText, pageText } from './page.ts'
import type { Range } from './range.ts'

/** Joined lists kept, those asked for lately: some 130 kB each at most, so 20 MB for the front pages of a shop. */
const MAX_LISTS = 150

/**
 * Cards and pages of one range in one language, written when they are first asked for and again when their stock
 * changed: a list of 24 is then a matter of joining strings.
 */
export class Shelf {
  readonly range: Range
  readonly locale: Locale
  readonly stock: Availability
  places: Places
  readonly texts: (OfferText | undefined)[]
  readonly cards: (string | undefined)[]
  readonly abouts: (string | undefined)[]
  readonly pages: (string | undefined)[]
  /** Counts how often the stock of each offer changed: a joined list remembers the counts it was made of. */
  readonly changes: Int32Array
  readonly lists = new Map<string, { text: string; changes: Int32Array }>()

  constructor(range: Range, locale: Locale, stock: Availability, places: Places) {
    const { length } = range.offers
    this.range = range
    this.locale = locale
    this.stock = stock
    this.places = places
    // Full of holes on purpose would be slow: these arrays are read on every request.
    this.texts = Array.from({ length })
    this.cards = Array.from({ length })
    this.abouts = Array.from({ length })
    this.pages = Array.from({ length })
    this.changes = new Int32Array(length)
  }

  /** The cards at these positions, joined; `key` names the list, and must change when the positions do. */
  list(key: string, positions: Int32Array): string {
    const known = this.lists.get(key)
    if (known && positions.every((at, place) => this.changes[at] === known.changes[place])) {
      this.lists.delete(key)
      this.lists.set(key, known)
      return known.text
    }
    const text = Array.from(positions, (at) => this.card(at)).join(',')
    this.lists.delete(key)
    this.lists.set(key, { text, changes: positions.map((at) => this.changes[at] ?? 0) })
    if (this.lists.size > MAX_LISTS) {
      const [oldest] = this.lists.keys()
      if (oldest !== undefined) this.lists.delete(oldest)
    }
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
    const known = this.pages[at]
    if (known !== undefined) return known
    const about = (this.abouts[at] ??= aboutText(offer, this.locale))
    return (this.pages[at] = pageText(offer, this.text(at), about, this.stock, this.places))
  }

  /** The stock of that product changed. */
  forget(at: number): void {
    this.cards[at] = undefined
    this.pages[at] = undefined
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
