import type { OrderFact } from '../api/types.ts'

/** Text of a fact's data, or undefined: data is open-ended, and older facts may lack a field. */
export const textIn = (data: OrderFact['data'], name: string): string | undefined =>
  typeof data[name] === 'string' ? data[name] : undefined

/** An amount that a fact carries in its data. */
export function moneyIn(data: OrderFact['data']): { minor: number; currency: string } | null {
  const minor = data['refundMinor'] ?? data['amountMinor'] ?? data['grossMinor']
  const currency = textIn(data, 'currency')
  return typeof minor === 'number' && currency !== undefined ? { minor, currency } : null
}

/** What and how many pieces a fact names: its own SKU, or its lines. */
export function piecesIn(data: OrderFact['data']): { sku: string; quantity: number }[] {
  const lines: readonly unknown[] = Array.isArray(data['lines']) ? data['lines'] : [data]
  return lines.flatMap((line) => {
    const { sku, quantity } = (line ?? {}) as { sku?: unknown; quantity?: unknown }
    return typeof sku === 'string' && typeof quantity === 'number' ? [{ sku, quantity }] : []
  })
}

/** What only happens in a store, at a device that is enrolled there. */
const AT_A_STORE = /^(fulfilment\.(picking_started|line_picked|handed_over)|returns\.|tills\.)/

/**
 * The sales channel behind a fact: the API's own word where it sends one. Else the order names its channel, and people who
 * work on it are in a store when that same channel has done what only stores do, in the office otherwise.
 */
export function channelOf(
  fact: OrderFact & { readonly channel?: string },
  facts: readonly OrderFact[],
): string {
  if (fact.channel !== undefined) return fact.channel
  const placed = facts.find(({ type }) => type === 'orders.placed')
  const own = placed && textIn(placed.data, 'channel')
  if (placed && own !== undefined && fact.channelId === placed.channelId) return own
  if (fact.actor.kind === 'system') return 'system'
  if (fact.actor.kind === 'device') return 'store'
  if (fact.actor.kind !== 'staff') return own ?? 'web'
  const inStore = facts.some(({ type, channelId }) => channelId === fact.channelId && AT_A_STORE.test(type))
  return inStore ? 'store' : 'office'
}

/** The customer whom the order belongs to: only its first fact carries the id. */
export function customerIn(facts: readonly OrderFact[]): string | undefined {
  const placed = facts.find(({ type }) => type === 'orders.placed')
  return placed && textIn(placed.data, 'customerId')
}
