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
