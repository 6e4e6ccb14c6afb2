import type { Availability } from './availability.ts'

/**
 * What a channel may promise of these SKUs, place by place, as JSON text: `[{"sku", "total", "places": {locationId: pieces}}]`, places with
 * none left out. From memory; built as text because a marketplace asks for thousands of numbers at a time.
 */
export function showAvailability(model: Availability, skus: readonly string[], channelId: string): string {
  const shown = skus.map((sku) => {
    let total = 0
    let places = ''
    for (const [locationId, pieces] of model.bySku(sku, channelId)) {
      total += pieces
      places += `${places === '' ? '' : ','}"${locationId}":${pieces}`
    }
    return `{"sku":${JSON.stringify(sku)},"total":${total},"places":{${places}}}`
  })
  return `[${shown.join(',')}]`
}
