/**
 * Keeps the app itself on the device, so that a till starts without a network. The API is never cached here: what must outlive
 * the network lies in IndexedDB, where the app knows what it is. It carries the rules of prices too, and counts for whoever
 * asks: a device is checked in every place where its code runs.
 */
import { runGolden } from '@splot/rules/golden/run'
import type { AskedOfWorker, WorkerCounted } from './check/ask-worker.ts'

interface Precached {
  readonly url: string
  readonly revision: string | null
}
type Waits = Event & { waitUntil(work: Promise<unknown>): void }
type Fetches = Waits & { readonly request: Request; respondWith(answer: Promise<Response>): void }

// The page's own types describe a window; only these members of the worker's scope are used.
const worker = globalThis as unknown as EventTarget & {
  readonly __FILES: readonly Precached[]
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
}

const NAME = 'splot-store-'
// The build puts the list of files in place of this expression.
const files = (self as unknown as typeof worker).__FILES
const shell = worker.registration.scope
const cacheName = NAME + files.map(({ url, revision }) => `${url}${revision ?? ''}`).reduce(hash, 5381)

function hash(sum: number, text: string): number {
  let next = sum
  for (let at = 0; at < text.length; at++) next = ((next * 33) ^ text.charCodeAt(at)) >>> 0
  return next
}

// The page is fetched under its own address and not as a file: only so it brings its security headers along.
const addressOf = ({ url }: Precached): string => (url === 'index.html' ? shell : new URL(url, shell).href)

worker.addEventListener('install', (event) => {
  const fill = async () => {
    const cache = await caches.open(cacheName)
    // An icon is listed both as a file and by the manifest; a cache takes no address twice.
    const addresses = [...new Set(files.map(addressOf))]
    await cache.addAll(addresses.map((address) => new Request(address, { cache: 'reload' })))
  }
  ;(event as Waits).waitUntil(fill())
})

worker.addEventListener('activate', (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== cacheName)
    await Promise.all(old.map((name) => caches.delete(name)))
    await worker.clients.claim()
  }
  ;(event as Waits).waitUntil(tidy())
})

worker.addEventListener('message', (event) => {
  // Only pages of this origin reach a worker, and they are built with it.
  const { data, ports } = event as MessageEvent<AskedOfWorker>
  if (data === 'take-over') void worker.skipWaiting()
  else if (data.ask === 'count') ports[0]?.postMessage(count(data.cases))
})

/** An exception would leave the page waiting. */
function count(cases: Parameters<typeof runGolden>[0]): WorkerCounted {
  try {
    return { text: runGolden(cases).text }
  } catch (error) {
    return { failed: String(error) }
  }
}

worker.addEventListener('fetch', (event) => {
  const { request } = event as Fetches
  if (request.method !== 'GET' || !request.url.startsWith(shell)) return
  const fromDevice = async () => {
    const cache = await caches.open(cacheName)
    const kept = await cache.match(request.mode === 'navigate' ? shell : request.url)
    return kept ?? fetch(request)
  }
  ;(event as Fetches).respondWith(fromDevice())
})
