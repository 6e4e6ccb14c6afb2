import { useEffect, useSyncExternalStore } from 'react'
import { readOwnPrices } from '../api/account.ts'
import type { OwnPrice } from '../api/types.ts'
import { useAccount } from './account.ts'

/** The API answers about so many at once. */
const MAX_ASKED = 200

/** Null: asked for, and the price of everybody is hers. */
type Prices = ReadonlyMap<string, OwnPrice | null>

const NONE: Prices = new Map()
let known = NONE
let whose: string | null = null
const listeners = new Set<() => void>()
const show = (next: Prices): void => {
  known = next
  for (const tell of listeners) tell()
}
const listen = (tell: () => void): (() => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** What these articles cost a signed-in customer where that is not the price of everybody; pages are drawn with the latter. */
export function useOwnPrices(skus: readonly string[]): Prices {
  const { me } = useAccount()
  const id = me?.id ?? null
  const asked = skus.join(' ')
  useEffect(() => {
    if (whose !== id) {
      whose = id
      show(NONE)
    }
    if (id) void ask(asked.split(' ').filter((sku) => sku && !known.has(sku)))
  }, [id, asked])
  return useSyncExternalStore(
    listen,
    () => known,
    () => NONE,
  )
}

async function ask(skus: readonly string[]): Promise<void> {
  const asking = whose
  for (let from = 0; from < skus.length; from += MAX_ASKED) {
    const some = skus.slice(from, from + MAX_ASKED)
    // Without an answer she sees the prices of everybody, and hers in the basket.
    const answer = await readOwnPrices(some).catch(() => null)
    if (!answer || whose !== asking) return
    const hers = new Map(answer.items.map((item) => [item.sku, item]))
    show(new Map([...known, ...some.map((sku) => [sku, hers.get(sku) ?? null] as const)]))
  }
}
