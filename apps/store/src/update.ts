import { useSyncExternalStore } from 'react'
import type { AskedOfWorker } from './check/ask-worker.ts'

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

function found(worker: ServiceWorker | null): void {
  waiting = worker
  for (const tell of listeners) tell()
}

/** Registers the service worker of the built app. A newer version waits until `takeUpdate`. */
export async function keepAppOnDevice(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register('/store/sw.js', { scope: '/store/' })
    if (registration.waiting && navigator.serviceWorker.controller) found(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        // Without a controller this is the first version: nothing is being replaced.
        if (worker.state === 'installed' && navigator.serviceWorker.controller) found(worker)
      })
    })
  } catch {
    // Without a service worker (plain http on the LAN) the app works, it only needs the network to start.
  }
}

/** Whether a newer version lies ready. */
export const useUpdate = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => waiting !== null,
  )

/** Starts the newer version; the page loads again. Call it only when no sale is open. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true })
  waiting?.postMessage('take-over' satisfies AskedOfWorker)
}
