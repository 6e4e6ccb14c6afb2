import type { LocationId } from '@splot/kernel'
import type { Availability } from './availability.ts'

/**
 * What a channel may promise of these SKUs (in these places; null: everywhere), as JSON text: `{"places": [locationId], "items": [{"sku",
 * "total", "pieces": [by place]}]}`. From memory; places stand once and the text is built by hand, because a marketplace asks for
 * thousands of numbers at a time.
 */
export function showAvailability(
  model: Availability,
  skus: readonly string[],
  channelId: string,
  within: readonly LocationId[] | null,
): string {
  const allowed = within && new Set<string>(within)
  const columns: number[] = []
  const places = model.allPlaces().filter((locationId, column) => {
    const isShown = !allowed || allowed.has(locationId)
    if (isShown) columns.push(column)
    return isShown
  })
  const items = skus.map((sku) => {
    const row = model.piecesOf(sku, channelId)
    let total = 0
    let pieces = ''
    for (const column of columns) {
      const here = row[column] ?? 0
      total += here
      pieces += pieces === '' ? here : `,${here}`
    }
    return `{"sku":${JSON.stringify(sku)},"total":${total},"pieces":[${pieces}]}`
  })
  return `{"places":${JSON.stringify(places)},"items":[${items.join(',')}]}`
}
