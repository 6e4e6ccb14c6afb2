import type { DemoProduct, Retailer } from '@splot/demo'
import type { Sku } from '@splot/kernel'
import { channelByCode } from '#modules/channels'
import { locationsByCode } from '#modules/locations'
import { putLabel } from '#modules/pricing'
import type { WriteContext } from '#platform/context'
import { pricedProducts } from './demo-prices.ts'

/** Labels of each kind in each store. */
const LABELS = 8

/**
 * Hangs electronic labels in two stores of the demo, one of which is dearer: at articles that are reduced now, that will be on Monday, that are
 * sold by measure, and that cost what they always did.
 */
export async function hangDemoLabels(ctx: WriteContext, retailer: Retailer): Promise<void> {
  const channel = await channelByCode(ctx, 'store')
  const stores = retailer.locations.filter(({ kind }) => kind === 'store')
  const places = await locationsByCode(
    ctx,
    [stores[0], stores.at(-1)].flatMap((store) => store?.code ?? []),
  )
  if (!channel) return
  const { reduced, planned } = pricedProducts(retailer)
  const byMeasure = retailer.products.filter(({ variants }) => variants.some(({ netContent }) => netContent))
  const plain = retailer.products.filter(({ kind }) => kind === 'apparel')
  const hung = new Set([reduced, planned, byMeasure, plain].flatMap((kind) => kind.slice(0, LABELS)))
  for (const [code, locationId] of places) {
    let number = 0
    for (const sku of [...hung].flatMap(firstSku)) {
      number += 1
      const deviceId = `ESL-${code}-${String(number).padStart(3, '0')}`
      await putLabel(ctx, { deviceId, sku, channelId: channel.id, locationId })
    }
  }
}

// The demo's SKUs were checked when the range was imported.
const firstSku = ({ variants: [first] }: DemoProduct): Sku[] => (first ? [first.sku as Sku] : [])
