import type { Sku } from '@splot/kernel'
import type { Rules } from './policy-model.ts'
import type { Shop } from './shop.ts'

const DAY_MS = 86_400_000

/** A lot that somebody may have delivered: some are over at the turn of this day, some were over yesterday. None of what has no lots. */
export function anyLot({ random, perishable, agenda }: Shop, sku: Sku): LotOnLabel | undefined {
  if (!perishable.includes(sku)) return undefined
  const days = random.chance(0.03) ? -1 : random.pick([0, 0, 1, 3, 8])
  // A lot of these days has one expiry date, whoever delivers it.
  const opened = Math.floor(agenda.now / DAY_MS) * DAY_MS
  const expiresOn = new Date(opened + days * DAY_MS).toISOString().slice(0, 10)
  return { code: `L-${expiresOn}`, expiresOn }
}

interface LotOnLabel {
  readonly code: string
  readonly expiresOn: string
}

/** Terms as an office might publish them: a display minimum here and there, buffers and pools of channels, mostly in the warehouse. */
export function anyRules({ random, skus, channel, warehouse, stores }: Shop): Rules {
  const everybody = null
  const minimum = (scope: Rules[number]['scope'], safety: number) => ({
    scope,
    channelId: everybody,
    terms: { safety },
  })
  const wide: Rules = [
    minimum({ region: 'north' }, random.int(0, 1)),
    minimum({ locationId: warehouse }, 0),
    ...(random.chance(0.5) ? [minimum({ category: 'odd goods', region: 'south' }, 1)] : []),
    ...(random.chance(0.5) ? [minimum({ sku: random.pick(skus), locationId: random.pick(stores) }, 2)] : []),
    ...(random.chance(0.3)
      ? [
          {
            scope: { category: 'even goods', region: 'country' },
            channelId: channel('web'),
            terms: { bufferPpm: 100_000 },
          },
        ]
      : []),
  ]
  const narrow = skus
    .filter(() => random.chance(0.7))
    .flatMap((sku): Rules => {
      const scope = { sku, locationId: warehouse }
      const shy = random.chance(0.5)
        ? { buffer: random.int(0, 2) }
        : { bufferPpm: random.int(0, 20) * 10_000 }
      return [
        { scope, channelId: channel('marketplace'), terms: { pool: random.int(1, 6) } },
        { scope, channelId: channel('web'), terms: shy },
        ...(random.chance(0.3)
          ? [{ scope, channelId: channel('app'), terms: { pool: random.int(1, 3), buffer: 1 } }]
          : []),
      ]
    })
  return [...wide, ...narrow]
}
