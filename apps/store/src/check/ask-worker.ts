import type { GoldenCase } from '@splot/rules/golden/run'

/** What a page may ask its service worker; the answer of `count` comes through the port that is sent along. */
export type AskedOfWorker = 'take-over' | { readonly ask: 'count'; readonly cases: readonly GoldenCase[] }
export type WorkerCounted = { readonly text: string } | { readonly failed: string }

/** The slowest tablet counts all of them in a fraction of this; a worker of an older version never answers. */
const WORKER_TIMEOUT_MS = 20_000

/**
 * Lets this app's service worker count golden baskets.
 * @returns the worker's answer as text, a line for each case; null when this device has no worker, or one that does not count
 */
export async function countInWorker(cases: readonly GoldenCase[]): Promise<string | null> {
  // Also where it does not serve this very page, after a forced reload.
  const registration = await navigator.serviceWorker?.getRegistration(import.meta.env.BASE_URL)
  const worker = registration?.active
  if (!worker) return null
  const { port1, port2 } = new MessageChannel()
  try {
    return await new Promise((resolve) => {
      const late = setTimeout(() => resolve(null), WORKER_TIMEOUT_MS)
      port1.addEventListener('message', ({ data }: MessageEvent<WorkerCounted>) => {
        clearTimeout(late)
        // One that could not count has counted nothing right.
        resolve('text' in data ? data.text : '')
      })
      port1.start()
      worker.postMessage({ ask: 'count', cases } satisfies AskedOfWorker, [port2])
    })
  } finally {
    port1.close()
  }
}
