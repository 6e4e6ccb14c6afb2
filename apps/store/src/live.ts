import { useSyncExternalStore } from 'react'

let isLive = false
const listeners = new Set<() => void>()

/** Says whether facts arrive as they happen; `useFollowFacts` knows. */
export function setLive(live: boolean): void {
  isLive = live
  for (const tell of listeners) tell()
}

/** Whether facts arrive as they happen: who hears of them need not ask. */
export const useLive = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => isLive,
  )
