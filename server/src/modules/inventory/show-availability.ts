import type { LocationId } from '@splot/kernel'
import type { Availability } from './availability.ts'

/**
 * What a channel may promise of these SKUs (in these places; null: everywhere), as JSON text: `[{"sku", "total", "places": {locationId:
 * pieces}}]`, places with none left out. From memory; built as text because a marketplace asks for thousands of numbers at a time.
 */
export function showAvailability(
  model: Availability,
  skus: readonly string[],
  channelId: string,
  within: readonly LocationId[] | null,
): string {
  const allowed = within && new Set<string>(within)
  const shown = skus.map((sku) => {
    let total = 0
    let places = ''
    for (const [locationId, pieces] of model.bySku(sku, channelId)) {
      if (allowed && !allowed.has(locationId)) continue
      total += pieces
      places += `${places === '' ? '' : ','}"${locationId}":${pieces}`
    }
    return `{"sku":${JSON.stringify(sku)},"total":${total},"places":{${places}}}`
  })
  return `[${shown.join(',')}]`
}
