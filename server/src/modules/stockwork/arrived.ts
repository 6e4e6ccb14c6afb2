import type { Sku } from '@splot/kernel'
import { bySku } from './articles.ts'

/** Pieces as they were scanned. */
export interface Arrived {
  readonly code: string
  readonly quantity: number
  /** `good` when left out. */
  readonly condition?: 'good' | 'damaged' | undefined
}

/** Good and damaged pieces, one line per SKU. */
export const arrivedBySku = (lines: readonly (Arrived & { readonly sku: Sku })[]) =>
  bySku(
    lines.map(({ sku, quantity, condition }) => {
      const damaged = condition === 'damaged' ? quantity : 0
      return { sku, quantity: quantity - damaged, damaged }
    }),
    'quantity',
    'damaged',
  )
