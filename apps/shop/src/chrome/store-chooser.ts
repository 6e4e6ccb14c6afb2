import { createContext, useContext } from 'react'

export interface StoreQuestion {
  /** Hears which store was taken. */
  readonly chosen?: (storeId: string) => void
  /** Pieces of what she wants there: stores that have it come first, and every row says so. */
  readonly piecesAt?: (storeId: string) => number
}

/** Opens the list of stores. */
export type OpenStoreChooser = (question?: StoreQuestion) => void

export const StoreChooserContext = createContext<OpenStoreChooser>(() => {})

export const useStoreChooser = (): OpenStoreChooser => useContext(StoreChooserContext)
