import { createContext, useContext } from 'react'

/** Opens the list of stores; `chosen` hears which one was taken. */
export type OpenStoreChooser = (chosen?: (storeId: string) => void) => void

export const StoreChooserContext = createContext<OpenStoreChooser>(() => {})

export const useStoreChooser = (): OpenStoreChooser => useContext(StoreChooserContext)
