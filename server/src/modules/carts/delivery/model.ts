import { perPlatform, systemActor, type Platform } from '#platform/context'
import { keepFresh, type Tail } from '#platform/events'
import { allDeliveries } from './store.ts'
import type { Delivery, DeliveryModel } from './types.ts'

const models = perPlatform<DeliveryModel>('delivery')

/** Loads where goods are sent and follows `carts.delivery_changed`. */
export async function openDelivery(platform: Platform, tail?: Tail): Promise<DeliveryModel> {
  if (models.has(platform)) return models.of(platform)
  let all: readonly Delivery[] = []
  const freshness = keepFresh(platform, 'delivery', async () => {
    all = await allDeliveries(platform.read(systemActor('delivery')))
  })
  const waysTo: DeliveryModel['ways'] = (country, currency) =>
    all.filter((one) => one.country === country && one.currency === currency)
  tail?.on(['carts.delivery_changed'], () => freshness.reload(null))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  return models.set(platform, {
    to: (country, currency, code) => {
      const ways = waysTo(country, currency)
      return ways.find((one) => one.code === code) ?? ways[0]
    },
    ways: waysTo,
    served: (currency) => all.filter((one) => one.currency === currency),
  })
}
