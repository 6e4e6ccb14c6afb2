import { isDeepStrictEqual } from 'node:util'
import { perPlatform, systemActor, type Platform, type ReadContext } from '#platform/context'
import { defineJob } from '#platform/jobs'
import { bookOf } from '../model.ts'
import { pricePerUnit } from '../per-unit.ts'
import { reductionsOf } from '../presented/reductions.ts'
import { surroundings } from '../surroundings.ts'
import type { LabelState } from './states.ts'
import { keepShown, labelsAfter } from './store.ts'
import type { Label, LabelContent, LabelGateway, LabelUpdate } from './types.ts'

/** Labels that one request draws. */
const BATCH = 200
/** What labels are in. */
const CURRENCY = 'PLN'
/** What labels speak: that of the country of the stores. */
const LANGUAGE = 'pl'

const actor = systemActor('pricing.labels')
const gateways = perPlatform<LabelGateway>('labels')

/** Ties this process to the gateway of the shelf labels. */
export const bindLabelGateway = (platform: Platform, gateway: LabelGateway): void =>
  void gateways.set(platform, gateway)

/**
 * Lets every label show the price of now, with the lowest earlier one beside a reduction. Only labels that show something else are drawn: their
 * batteries pay for it. A batch whose outcome is unknown, and a label that did not answer, are tried again by the next look.
 * Answers how many were drawn.
 */
export async function showLabels(platform: Platform): Promise<number> {
  if (!gateways.has(platform)) return 0
  const gateway = gateways.of(platform)
  let drawn = 0
  for (let after = ''; ;) {
    const labels = await labelsAfter(platform.read(actor), { after, locationId: null, limit: BATCH })
    const updates = labels.flatMap((label) => wantedOf(platform, label) ?? [])
    if (updates.length > 0) drawn += await draw(platform, gateway, updates)
    const last = labels.at(-1)
    if (!last || labels.length < BATCH) return drawn
    after = last.deviceId
  }
}

/** What a label shall show; undefined: it does already, or its article has no price, and then it keeps the last one. */
function wantedOf(platform: Platform, label: Label): LabelUpdate | undefined {
  const content = contentOf(platform, label)
  if (!content || isDeepStrictEqual(content, label.shown)) return undefined
  return { ...content, deviceId: label.deviceId, version: bookOf(platform).versionInForce() }
}

/** Whether a label shows what it should, as far as its gateway has said. */
export function stateOf(ctx: ReadContext, label: Label): LabelState {
  if (label.failures > 0) return 'unreachable'
  const content = contentOf(ctx, label)
  if (!content) return 'no_price'
  return isDeepStrictEqual(content, label.shown) ? 'shown' : 'waiting'
}

/** What there is to say of an article at a place now; undefined: it has no price there. */
function contentOf(
  source: Platform | ReadContext,
  { sku, channelId, locationId }: Pick<Label, 'sku' | 'channelId' | 'locationId'>,
): LabelContent | undefined {
  const scope = { channel: channelId, currency: CURRENCY, location: locationId }
  const article = surroundings().article(sku)
  const price = article && bookOf(source).priceOf(sku, scope)
  if (!article || !price) return undefined
  const reduction = reductionsOf(source).running(sku, scope, price.gross.minor)
  const minor = reduction?.minor ?? price.gross.minor
  const perUnit = pricePerUnit(article.netContent, { minor, currency: CURRENCY })
  return {
    gtin: article.gtin,
    name: article.name[LANGUAGE],
    currency: CURRENCY,
    price: minor,
    regular: reduction?.regularMinor ?? null,
    omnibusMin: reduction?.lowestMinor ?? null,
    ...(reduction?.beforeFirst && { beforeFirst: true }),
    perUnit: perUnit ? { price: perUnit.price.minor, per: perUnit.per } : null,
    reasons: price.source.exceptions.map(({ reason }) => reason[LANGUAGE]),
  }
}

async function draw(
  platform: Platform,
  gateway: LabelGateway,
  updates: readonly LabelUpdate[],
): Promise<number> {
  const byDevice = new Map(updates.map((update) => [update.deviceId, update]))
  const results = await gateway.setLabels(updates).catch((error: unknown) => {
    platform.log.warn(
      { err: error, labels: updates.length },
      'the label gateway did not answer; it is asked again',
    )
    return []
  })
  const shown = results.flatMap(({ deviceId, result }) => {
    const update = byDevice.get(deviceId)
    return update && (result === 'shown' || result === 'unchanged') ? update : []
  })
  const unreachable = results.flatMap(({ deviceId, result }) => (result === 'unreachable' ? deviceId : []))
  if (results.length > 0) {
    await platform.write(actor, (ctx) => keepShown(ctx, shown, unreachable))
  }
  return shown.length
}

/** At every instant at which a version takes effect, after what is presented was recorded, and every minute besides. */
export const showLabelsJob = defineJob({
  name: 'pricing.labels',
  cron: '* * * * *',
  run: async (platform) => {
    await showLabels(platform)
  },
})
