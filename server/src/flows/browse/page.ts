import type { Locale } from '#modules/catalogue'
import type { Availability } from '#modules/inventory'
import { isOpen, nextReady, type Location } from '#modules/locations'
import {
  shippable,
  shownPerUnit,
  shownReduction,
  shownValue,
  stockText,
  type OfferText,
  type Places,
} from './card.ts'
import type { Offer } from './range.ts'
import { MAX_SHOWN } from './schemas.ts'

/** What a page says beside its card and its stock: `"description":…,"attributes":…,"options":…`. */
export function aboutText({ product, variants }: Offer, locale: Locale): string {
  const about = JSON.stringify({
    description: product.text[locale].description,
    attributes: product.attributes.map(({ name, values }) => ({
      name: name[locale],
      value: values.map((value) => value.label[locale]).join(', '),
    })),
    options: product.options.map((option) => ({
      code: option.code,
      name: option.name[locale],
      values: option.values
        .filter((value) => variants.some(({ variant }) => variant.options[option.code]?.code === value.code))
        .map((value) => shownValue(value, locale)),
    })),
  })
  return about.slice(1, -1)
}

/** Everything of a product page but its stores and the time, as JSON without the closing brace. */
export function pageText(
  offer: Offer,
  text: OfferText,
  about: string,
  stock: Availability,
  places: Places,
  locale: Locale,
): string {
  const variants = offer.variants.map((offered, at) => {
    const { variant, price } = offered
    const stores: string[] = []
    for (const place of places.pickup) {
      const pieces = stock.available(variant.sku, place)
      if (pieces > 0) stores.push(`"${place}":${Math.min(pieces, MAX_SHOWN)}`)
    }
    const available = Math.min(stock.total(variant.sku), MAX_SHOWN)
    const online = Math.min(shippable(variant.sku, stock, places), MAX_SHOWN)
    const fixed = `${text.variants[at]},"gtin":"${variant.gtin}","price":{"minor":${price.gross.minor},"currency":"${price.gross.currency}"}${saidOf(offered, locale)}`
    return `{${fixed},"available":${available},"online":${online},"stores":{${stores.join(',')}}}`
  })
  return `{${text.head},${stockText(offer, text, stock, places)},${about},"variants":[${variants.join(',')}]`
}

/** What is said of a price: its reduction, what it makes per unit, and the reasons why it differs from the list. */
function saidOf(offered: Offer['variants'][number], locale: Locale): string {
  const reasons = offered.price.source.exceptions.map(({ reason }) => reason[locale])
  const said = JSON.stringify({
    ...shownReduction(offered),
    ...shownPerUnit(offered),
    ...(offered.variant.netContent && { netContent: offered.variant.netContent }),
    ...(reasons.length > 0 && { priceReasons: reasons }),
  })
  return said === '{}' ? '' : `,${said.slice(1, -1)}`
}

/** The stores of every page, with what they promise to orders placed until `until`, as a JSON array. */
export const storesText = (stores: readonly Location[], now: Date, until: Date): string =>
  JSON.stringify(
    stores.map((store) => ({
      id: store.id,
      code: store.code,
      name: store.name,
      city: store.city,
      address: store.address,
      openNow: isOpen(store, now),
      readyBy: nextReady(store, until)?.toISOString() ?? null,
    })),
  )
