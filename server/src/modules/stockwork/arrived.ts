import type { Sku } from '@splot/kernel'
import type { ToldApart } from '#modules/inventory'
import { bySku } from './articles.ts'

/** Pieces as they were scanned. */
export interface Arrived extends ToldApart {
  readonly code: string
  readonly quantity: number
  /** `good` when left out. */
  readonly condition?: 'good' | 'damaged' | undefined
}

/** The lines as inventory takes them in: damaged pieces go to quarantine, where they are on hand and not for sale. */
export const takenIn = (lines: readonly (Arrived & { readonly sku: Sku })[]) =>
  lines.map(({ sku, quantity, condition, bin, lot, serials }) => ({
    sku,
    quantity,
    bin,
    lot,
    serials,
    aside: condition === 'damaged' ? true : undefined,
  }))

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
