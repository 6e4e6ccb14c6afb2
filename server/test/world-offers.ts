import { invariant } from '@splot/kernel'
import type { Promotion } from '@splot/rules'
import { expect, vi } from 'vitest'
import { must } from './answers.ts'
import { PATIENCE } from './patience.ts'
import type { World } from './world.ts'

/** What a story says of a promotion; the rest is that of a plain public one. */
export type Offered = Partial<Omit<Promotion, 'id' | 'version'>> & Pick<Promotion, 'name' | 'action'>

const plain = {
  priority: 10,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
} as const

/**
 * The office publishes these promotions together, and the shop counts with them when this resolves; `code` opens one, `uses` times in all. Answers
 * the version of the rules.
 */
export async function promote(
  world: World,
  ...offers: readonly (Offered & { readonly code?: string; readonly uses?: number })[]
): Promise<number> {
  const as = await world.asManager()
  const ids: string[] = []
  for (const { code, uses, ...offer } of offers) {
    const label = { pl: offer.name, en: offer.name }
    const body = { ...plain, label, ...(code && { audience: 'code' }), ...offer }
    const { id } = must(await world.call('POST', '/v1/promotions', { as, body }), 201).body
    ids.push(id)
    if (code) {
      const coupon = { promotionId: id, name: code, code, ...(uses && { limits: { total: uses } }) }
      must(await world.call('POST', '/v1/coupons', { as, body: coupon }), 201)
    }
  }
  const body = { publish: ids, reason: 'opowieść' }
  const published = await world.call('POST', '/v1/promotions/publications', { as, body })
  const { version } = must(published, 201).body
  await vi.waitFor(
    async () => expect(must(await world.call('GET', '/v1/rules'), 200).body.version).toBe(version),
    PATIENCE,
  )
  return version
}

export interface OfferedPrice {
  readonly sku: string
  readonly minor: number
  /** Pieces from which it counts; 1 when left out. */
  readonly quantity?: number
}

/** The office publishes prices in a list of web prices, and the world counts with them when this resolves. */
export async function price(world: World, list: string, rows: readonly OfferedPrice[]): Promise<void> {
  const as = await world.asManager()
  const drafted = await world.call('POST', '/v1/prices/changes', {
    as,
    body: { note: 'opowieść', rows: rows.map((row) => ({ list, ...row })) },
  })
  const { id } = must(drafted, 201).body
  const published = await world.call('POST', `/v1/prices/changes/${id}/publish`, {
    as,
    body: { anyway: true },
  })
  const [begin] = must(published, 200).body.versions
  invariant(begin?.number, 'a published change has a version')
  const isKnown = async () => {
    const shelves = await Promise.all(
      rows.map(async ({ sku, minor, quantity = 1 }) => {
        const path = `/v1/prices/lists/${list}/prices?q=${sku}` as const
        const { items } = must(await world.call('GET', path, { as }), 200).body as {
          items: readonly { sku: string; fromQuantity: number; minor: number | null }[]
        }
        return items.some((row) => row.sku === sku && row.fromQuantity === quantity && row.minor === minor)
      }),
    )
    return shelves.every(Boolean)
  }
  await vi.waitFor(async () => expect(await isKnown()).toBe(true), PATIENCE)
}

/** A list of prices for one group of customers. */
export async function priceListFor(world: World, code: string, group: string): Promise<void> {
  const as = await world.asManager()
  must(
    await world.call('POST', '/v1/prices/lists', {
      as,
      body: { code, name: { pl: code, en: code }, currency: 'PLN', group, note: 'opowieść' },
    }),
    201,
  )
}

/** A segment of that code that nobody is in yet: promotions that ask for it may be published. */
export async function makeSegment(world: World, code: string): Promise<void> {
  const as = await world.asManager()
  const path = `/v1/customer-segments/${code}` as '/v1/customer-segments/x'
  must(await world.call('PUT', path, { as, body: { name: { pl: code, en: code } } }), 201)
}
