/// <reference lib="webworker" />
import { runGolden, type GoldenCase } from '@splot/rules/golden/run'

// Bundled into one file and run as it is in a page and in a service worker: neither knows a file system.
const files = import.meta.glob<GoldenCase[]>('../../../packages/rules/golden/*.json', {
  eager: true,
  import: 'default',
})
const cases = Object.keys(files)
  .sort()
  .flatMap((name) => files[name] ?? [])

/** Answers whoever asks, in a page by call and in a worker by message. */
const count = () => runGolden(cases)
Object.assign(globalThis, { countGolden: count })

if (typeof ServiceWorkerGlobalScope !== 'undefined' && globalThis instanceof ServiceWorkerGlobalScope) {
  const worker = globalThis as unknown as ServiceWorkerGlobalScope
  worker.addEventListener('install', () => void worker.skipWaiting())
  worker.addEventListener('message', (event) => event.ports[0]?.postMessage(count()))
}
