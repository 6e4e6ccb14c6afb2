import { hash } from 'node:crypto'
import { invariant, type Sku } from '@splot/kernel'
import type { Actor, CommandContext, Platform } from '#platform/context'

/** SKUs are dealt out to so many slots, and slots to databases: to grow, slots move, never single SKUs. A power of two. */
export const SLOTS = 1_024

/** One database that has some of the slots. */
export interface Shard {
  readonly at: number
  readonly platform: Platform
  command(actor: Actor): CommandContext
}

export interface Routing {
  /** In the order in which a basket visits them. */
  readonly shards: readonly Shard[]
  of(sku: Sku): Shard
  /** Things by the shard of their SKU, in order of the shards; those without any are left out. */
  split<T extends { readonly sku: Sku }>(
    things: readonly T[],
  ): { readonly shard: Shard; readonly own: readonly T[] }[]
}

export interface RoutingOptions {
  /** The shard of each slot; evenly dealt out when left out. */
  readonly slots?: readonly number[]
  /** SKUs that must share a database: a virtual kit and its components are one family, by any name that they have in common. */
  readonly familyOf?: (sku: Sku) => string
}

/** The first 32 bits of the SHA-256 of the name, modulo the slots: the same in every language and on every machine. */
export const slotOf = (name: string): number =>
  Number.parseInt(hash('sha256', name, 'hex').slice(0, 8), 16) % SLOTS

export function routeOver(platforms: readonly Platform[], options: RoutingOptions = {}): Routing {
  const { familyOf = (sku: Sku): string => sku, slots = [] } = options
  invariant(slots.length === 0 || slots.length === SLOTS, `each of the ${SLOTS} slots has a shard`)
  const shards = platforms.map((platform, at): Shard => ({
    at,
    platform,
    command: (actor) => platform.command(actor),
  }))
  const of = (sku: Sku): Shard => {
    const slot = slotOf(familyOf(sku))
    const shard = shards[slots[slot] ?? slot % shards.length]
    invariant(shard, 'a slot names one of the shards')
    return shard
  }
  return {
    shards,
    of,
    split: (things) => {
      const byShard = Map.groupBy(things, (thing) => of(thing.sku))
      return shards.flatMap((shard) => {
        const own = byShard.get(shard)
        return own ? { shard, own } : []
      })
    },
  }
}
