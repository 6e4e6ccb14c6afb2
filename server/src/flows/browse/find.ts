import type { CatalogueModel, Category, Locale, OptionValue } from '#modules/catalogue'
import type { Availability } from '#modules/inventory'
import type { OfferedVariant, Range, SortOrder } from './range.ts'

/** What a list asks for; every list of values is sorted, so that the same question reads the same. */
export interface Filter {
  readonly category: string | undefined
  readonly kind: string | undefined
  readonly colours: readonly string[]
  readonly sizes: readonly string[]
  readonly minPrice: number
  readonly maxPrice: number
  readonly store: string | undefined
  readonly inStock: boolean
  readonly sort: SortOrder
}

export interface Finding {
  /** Names this answer within the process. */
  readonly id: number
  /** What `found` counts in. */
  readonly range: Range
  /** Positions in the range, in the order asked for. */
  readonly found: Int32Array
  /** JSON of the facets. */
  readonly facets: string
}

let findings = 0

const COLOUR = 1
const SIZE = 2
const PRICE = 4
const STOCK = 8

/**
 * Filters the range in one pass over its variants. One variant must satisfy colour, size, price and stock together: a red M
 * that is in the store, not a red L and a blue M. A facet counts the products that satisfy everything but itself, so that
 * a person sees what another choice would bring. `only` restricts to those positions, in their order (a search).
 */
export function findIn(
  range: Range,
  filter: Filter,
  models: { catalogue: CatalogueModel; availability: Availability },
  locale: Locale,
  only?: Int32Array,
): Finding {
  const within = filter.category === undefined ? undefined : models.catalogue.categoryWithin(filter.category)
  const candidates = only && filter.sort === 'relevance' ? only : range.orders[filter.sort]
  const allowed = only && filter.sort !== 'relevance' ? new Set(only) : undefined
  const colours = new Set(filter.colours)
  const sizes = new Set(filter.sizes)
  const tally = new Tally(locale)
  const found: number[] = []
  for (const at of candidates) {
    const offer = range.offers[at]
    if (!offer || (allowed && !allowed.has(at))) continue
    if (filter.category !== undefined && !within?.has(offer.product.category)) continue
    if (filter.kind !== undefined && offer.product.kind !== filter.kind) continue
    tally.begin(offer.product.category)
    let matches = false
    for (const offered of offer.variants) {
      const failed = failures(offered, filter, colours, sizes, models.availability)
      if (failed === 0) matches = true
      tally.count(offered, failed)
    }
    if (matches) {
      found.push(at)
      tally.matched()
    }
  }
  findings += 1
  return {
    id: findings,
    range,
    found: Int32Array.from(found),
    facets: tally.json(models.catalogue.categories(), filter.category),
  }
}

/** Which conditions the variant fails, as bits. */
function failures(
  { variant, price, colour, size }: OfferedVariant,
  filter: Filter,
  colours: ReadonlySet<string>,
  sizes: ReadonlySet<string>,
  availability: Availability,
): number {
  let failed = 0
  if (colours.size > 0 && (colour === null || !colours.has(colour))) failed |= COLOUR
  if (sizes.size > 0 && (size === null || !sizes.has(size))) failed |= SIZE
  if (price.gross.minor < filter.minPrice || price.gross.minor > filter.maxPrice) failed |= PRICE
  if (filter.store !== undefined && availability.available(variant.sku, filter.store) <= 0) failed |= STOCK
  if (filter.inStock && availability.total(variant.sku) <= 0) failed |= STOCK
  return failed
}

type Counted = { value: OptionValue; count: number; lastProduct: number }

/** Counts facets, each product once per value. */
class Tally {
  readonly locale: Locale
  readonly categories = new Map<string, number>()
  readonly colours = new Map<string, Counted>()
  readonly sizes = new Map<string, Counted>()
  product = 0
  category = ''
  min = Infinity
  max = -Infinity

  constructor(locale: Locale) {
    this.locale = locale
  }

  begin(category: string): void {
    this.product += 1
    this.category = category
  }

  count({ variant, price }: OfferedVariant, failed: number): void {
    const { colour, size } = variant.options
    if (colour && (failed & ~COLOUR) === 0) this.add(this.colours, colour)
    if (size && (failed & ~SIZE) === 0) this.add(this.sizes, size)
    if ((failed & ~PRICE) === 0) {
      const { minor } = price.gross
      if (minor < this.min) this.min = minor
      if (minor > this.max) this.max = minor
    }
  }

  add(into: Map<string, Counted>, value: OptionValue): void {
    const counted = into.get(value.code)
    if (!counted) into.set(value.code, { value, count: 1, lastProduct: this.product })
    else if (counted.lastProduct !== this.product) {
      counted.count += 1
      counted.lastProduct = this.product
    }
  }

  matched(): void {
    this.categories.set(this.category, (this.categories.get(this.category) ?? 0) + 1)
  }

  json(categories: readonly Category[], chosen: string | undefined): string {
    const label = ({ value, count }: Counted) => ({
      code: value.code,
      label: value.label[this.locale],
      ...(value.hex !== undefined && { hex: value.hex }),
      count,
    })
    return JSON.stringify({
      category: this.below(categories, chosen ?? null),
      colour: [...this.colours.values()].sort((a, b) => b.count - a.count).map(label),
      size: [...this.sizes.values()].map(label).sort(bySize),
      price: this.min <= this.max ? { min: this.min, max: this.max } : null,
    })
  }

  /** The categories right below the chosen one (or the roots) that hold something found, in the order of the menu. */
  below(categories: readonly Category[], chosen: string | null) {
    const parents = new Map(categories.map(({ handle, parent }) => [handle, parent]))
    const counts = new Map<string, number>()
    for (const [category, count] of this.categories) {
      let at: string | null | undefined = category
      while (at && parents.get(at) !== chosen) at = parents.get(at)
      if (at) counts.set(at, (counts.get(at) ?? 0) + count)
    }
    return categories
      .filter(({ handle }) => counts.has(handle))
      .map(({ handle, name }) => ({ handle, name: name[this.locale], count: counts.get(handle) ?? 0 }))
  }
}

const LETTER_SIZES = ['xxs', 'xs', 's', 'm', 'l', 'xl', 'xxl', '2xl', '3xl', '4xl']

/** XS before S before XL, then numbers by value, then the rest by name. */
function bySize(a: { label: string }, b: { label: string }): number {
  const [first, second] = [sizeRank(a.label), sizeRank(b.label)]
  if (first !== second) return first < second ? -1 : 1
  return a.label.localeCompare(b.label, 'pl')
}

function sizeRank(label: string): number {
  const letter = LETTER_SIZES.indexOf(label.toLowerCase())
  if (letter >= 0) return letter
  const number = Number.parseFloat(label)
  return Number.isNaN(number) ? Infinity : LETTER_SIZES.length + number
}
