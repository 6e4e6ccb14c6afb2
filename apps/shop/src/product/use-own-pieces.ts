import type { Variant } from '../api/types.ts'
import { useCart } from '../memory/cart.ts'
import { ownPieces } from './stock.ts'

/**
 * Pieces of these variants that a store keeps for this very basket. They are gone for everybody else, so the page's figures
 * lack them; to the one who put them aside they are not sold out.
 */
export function useOwnPieces(variants: readonly Variant[]): (storeId: string) => number {
  const { cart } = useCart()
  return (storeId) => variants.reduce((sum, { sku }) => sum + ownPieces(cart, sku, storeId), 0)
}
