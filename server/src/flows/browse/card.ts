import type { Locale, OptionValue } from '#modules/catalogue'
import type { Availability } from '#modules/inventory'
import { isAnnounced, pricePerUnit } from '#modules/pricing'
import type { Offer, OfferedVariant } from './range.ts'
import { MAX_SHOWN } from './schemas.ts'

/** Where stock counts: the stores with pickup, and the places that parcels leave from. */
export interface Places {
  readonly pickup: readonly string[]
  readonly ship: readonly string[]
}

/** Texts of one offer that change only with catalogue or prices, ready to be written around the stock. */
export interface OfferText {
  /** `"handle":…,"colours":[…]` without braces. */
  readonly head: string
  /** Per variant: `"sku":…,"colour":…,"size":…`. */
  readonly variants: readonly string[]
  /** Sizes in the order of the screens: `"code":…,"label":…`, and the variants that have it. */
  readonly sizes: readonly { readonly text: string; readonly variants: readonly number[] }[]
}

export function offerText(offer: Offer, locale: Locale): OfferText {
  const { product, variants } = offer
  const { currency } = variants[0]?.price.gross ?? { currency: '' } // an offer has a variant (range.ts)
  const cheapest = variants.find(({ price }) => price.gross.minor === offer.from)
  const used = (code: string): OptionValue[] => {
    const codes = new Set(variants.map(({ variant }) => variant.options[code]?.code))
    return (product.options.find((option) => option.code === code)?.values ?? []).filter((v) =>
      codes.has(v.code),
    )
  }
  const head = JSON.stringify({
    handle: product.handle,
    name: product.text[locale].name,
    brand: product.brand,
    category: product.category,
    price: { from: { minor: offer.from, currency }, to: { minor: offer.to, currency } },
    ...shownReduction(cheapest),
    ...shownPerUnit(cheapest),
    pictures: product.pictures.map(({ url, alt, colour }) => ({ url, alt: alt[locale], colour })),
    colours: used('colour').map((value) => shownValue(value, locale)),
  })
  return {
    head: head.slice(1, -1),
    variants: variants.map(({ variant, colour, size }) =>
      JSON.stringify({ sku: variant.sku, colour, size }).slice(1, -1),
    ),
    sizes: used('size').map((value) => ({
      text: JSON.stringify({ code: value.code, label: value.label[locale] }).slice(1, -1),
      variants: variants.flatMap(({ size }, at) => (size === value.code ? [at] : [])),
    })),
  }
}

/** What the law wants beside a reduced price, and what may be said of it; nothing where none is presented. */
export const shownReduction = (offered: Pick<OfferedVariant, 'reduction' | 'price'> | undefined) => {
  const { reduction, price } = offered ?? {}
  if (!reduction || !price) return {}
  const money = (minor: number) => ({ minor, currency: price.gross.currency })
  return {
    reducedPrice: money(reduction.minor),
    ...(isAnnounced(reduction) && { before: money(reduction.regularMinor) }),
    lowestPrice: money(reduction.lowestMinor),
    ...(reduction.beforeFirst && { beforeFirst: true }),
    ...(reduction.percent !== null && { percentOff: reduction.percent }),
  }
}

/** The price per unit that must stand beside a price, and beside the reduced one; nothing where none must. */
export const shownPerUnit = (
  offered: Pick<OfferedVariant, 'variant' | 'reduction' | 'price'> | undefined,
) => {
  const found =
    offered && pricePerUnit(offered.variant.netContent, offered.price.gross, offered.reduction?.minor)
  return found && { pricePerUnit: found }
}

export const shownValue = ({ code, label, hex }: OptionValue, locale: Locale) => ({
  code,
  label: label[locale],
  ...(hex !== undefined && { hex }),
})

/** The part of a card that stock decides: `"sizes":…,"available":…,"online":…`. */
export function stockText(offer: Offer, text: OfferText, stock: Availability, places: Places): string {
  const totals = offer.variants.map(({ variant }) => stock.total(variant.sku))
  const sizes = text.sizes.map(
    (size) => `{${size.text},"available":${size.variants.some((at) => (totals[at] ?? 0) > 0)}}`,
  )
  const online = offer.variants.some(({ variant }) => shippable(variant.sku, stock, places) > 0)
  return `"sizes":[${sizes.join(',')}],"available":${totals.some((total) => total > 0)},"online":${online}`
}

/** The card of a list as JSON, stock as it is now. */
export function cardText(offer: Offer, text: OfferText, stock: Availability, places: Places): string {
  const variants = offer.variants.map(
    ({ variant }, at) =>
      `{${text.variants[at]},"available":${Math.min(stock.total(variant.sku), MAX_SHOWN)}}`,
  )
  let stores = 0
  for (const place of places.pickup) {
    if (offer.variants.some(({ variant }) => stock.available(variant.sku, place) > 0)) stores += 1
  }
  return `{${text.head},${stockText(offer, text, stock, places)},"stores":${stores},"variants":[${variants.join(',')}]}`
}

/** Pieces that one parcel can carry: a parcel leaves one place, so places are not added up. */
export function shippable(sku: string, stock: Availability, places: Places): number {
  let most = 0
  for (const place of places.ship) most = Math.max(most, stock.available(sku, place))
  return most
}
