import { DAY_MS, HOME_ZONE, type LocationId } from '@splot/kernel'
import { worldAt } from '#modules/carts'
import { catalogueOf } from '#modules/catalogue'
import { locationsOf } from '#modules/locations'
import type { AskedNow, PresentingChannel } from '#modules/pricing'
import { rulesOf } from '#modules/promotions'
import type { Platform } from '#platform/context'
import { instantsOfHours, instantsOfValidity } from './instants.ts'
import { askForOne, placesOf } from './public-price.ts'

/** Prices that are remembered while the same rules and goods stand, of all counters together. */
const MOST_REMEMBERED = 100_000

/** What holds until a promotion comes or goes, or the range changes. */
interface Stretch {
  readonly number: number
  readonly rules: number
  readonly goods: number
  /** Epoch ms, `[from, until)`. */
  readonly from: number
  readonly until: number
  readonly places: ReadonlySet<string>
  /** By SKU, counter and price before promotions. */
  readonly prices: Map<string, number>
}

/**
 * What a stranger's basket asks for one piece at this moment, by the rules and the range in the memory of this process: the very ones that its baskets
 * are priced with, so that nothing else is shown.
 */
export function askedNow(platform: Platform, channels: readonly PresentingChannel[]): AskedNow {
  const rules = rulesOf(platform)
  const catalogue = catalogueOf(platform)
  const locations = locationsOf(platform)
  const codes = new Map<string, string>(channels.map(({ id, code }) => [id, code]))
  let stretch: Stretch | undefined
  const current = (): Stretch => {
    const now = platform.clock().getTime()
    const { version, promotions } = rules.current()
    if (
      stretch?.rules === version &&
      stretch.goods === catalogue.version() &&
      stretch.from <= now &&
      now < stretch.until
    ) {
      return stretch
    }
    const [from, end] = [new Date(now), new Date(now + DAY_MS)]
    // A store may lie in another zone: hours are those of its clock.
    const zones = new Set([HOME_ZONE, ...locations.all().map(({ timeZone }) => timeZone)])
    const [next] = [
      ...instantsOfValidity(promotions, from, end),
      ...[...zones].flatMap((zone) => instantsOfHours(promotions, from, end, zone)),
    ]
      .filter((at) => at > from)
      .toSorted((one, other) => one.getTime() - other.getTime())
    return (stretch = {
      number: (stretch?.number ?? 0) + 1,
      rules: version,
      goods: catalogue.version(),
      from: now,
      until: (next ?? end).getTime(),
      places: new Set(placesOf(promotions)),
      prices: new Map(),
    })
  }
  return {
    stretch: () => current().number,
    namesPlace: (location) => current().places.has(location),
    priceOf(sku, { channel, currency, location = null }, minor) {
      const { prices } = current()
      const key = `${sku} ${channel} ${currency} ${location ?? ''} ${minor}`
      const known = prices.get(key)
      if (known !== undefined) return known
      const world = worldAt(platform, platform.clock(), {
        channel: codes.get(channel) ?? channel,
        // Whoever asks names a place by its id.
        location: location as LocationId | null,
      })
      const asked = askForOne(catalogue, rules.compiled(), world, { sku, currency, minor, taxLetter: 'A' })
      if (prices.size >= MOST_REMEMBERED) prices.clear()
      prices.set(key, asked)
      return asked
    },
  }
}
