import type { CartKey } from '../api/buy.ts'

const BASKET = /^#take=([0-9a-f-]{36})\.([\w-]{10,100})$/

/** Where a phone opens a basket that was filled elsewhere. Behind the `#` nothing reaches a server's log. */
export const handedOverAddress = (origin: string, { id, token }: CartKey): string =>
  `${origin}/basket#take=${id}.${token}`

/** The basket that an address hands over; null: none. */
export function handedOver(hash: string): CartKey | null {
  const [, id, token] = BASKET.exec(hash) ?? []
  return id && token ? { id, token } : null
}
