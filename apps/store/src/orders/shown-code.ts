import { useSyncExternalStore } from 'react'

/** The code that a customer has just shown. It stays in memory: codes belong in no address and no history. */
export interface ShownCode {
  readonly fulfilmentId: string
  readonly code: string
}

let shown: ShownCode | null = null
const listeners = new Set<() => void>()

export function showCode(next: ShownCode | null): void {
  shown = next
  for (const tell of listeners) tell()
}

export const useShownCode = (): ShownCode | null =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => shown,
  )

let carried: { readonly id: string; readonly gtin: string } | null = null

/** The scan that opened an order from the queue counts as its first piece. */
export function carryScan(id: string, gtin: string): void {
  carried = { id, gtin }
}

/** Hands the carried scan over, once. */
export function takeCarriedScan(id: string): string | null {
  const gtin = carried?.id === id ? carried.gtin : null
  carried = null
  return gtin
}
