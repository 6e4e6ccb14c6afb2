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

/** Lines whose goods come on another day than promised, as a fact tells it; null: nobody knows the day. */
export function movesIn(data: OrderFact['data']): { sku: string; from: string | null; to: string | null }[] {
  const lines: readonly unknown[] = Array.isArray(data['lines']) ? data['lines'] : []
  const day = (value: unknown) => (typeof value === 'string' ? value : null)
  return lines.flatMap((line) => {
    const { sku, from, to } = (line ?? {}) as { sku?: unknown; from?: unknown; to?: unknown }
    return typeof sku === 'string' && to !== undefined ? [{ sku, from: day(from), to: day(to) }] : []
  })
}

/** What and how many pieces a fact names: its own SKU, or its lines. */
export function piecesIn(data: OrderFact['data']): { sku: string; quantity: number }[] {
  const lines: readonly unknown[] = Array.isArray(data['lines']) ? data['lines'] : [data]
  return lines.flatMap((line) => {
    const { sku, quantity } = (line ?? {}) as { sku?: unknown; quantity?: unknown }
    return typeof sku === 'string' && typeof quantity === 'number' ? [{ sku, quantity }] : []
  })
}
