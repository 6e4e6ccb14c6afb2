import { interrupted } from './closing.ts'

/** What one closed-loop run saw; times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly done: number
  readonly failed: number
  readonly seconds: number
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * `clients` loops call `work` one after another for `seconds`, after a warm-up that is not counted; throughput counts
 * only what ended inside the window and succeeded.
 */
export async function closedLoop(options: {
  clients: number
  seconds: number
  warmupSeconds: number
  work: (client: number) => Promise<void>
  /** Called when the counted window begins and ends, to read clocks of processes. */
  onWindow?: (edge: 'begin' | 'end', done: number) => void | Promise<void>
}): Promise<LoadResult> {
  const times: number[] = []
  let failed = 0
  let counting = false
  let stopped = false
  let firstError: unknown
  const loop = async (client: number): Promise<void> => {
    while (!stopped && !interrupted()) {
      const began = performance.now()
      try {
        await options.work(client)
        if (counting) times.push(performance.now() - began)
      } catch (error) {
        firstError ??= error
        if (counting) failed += 1
      }
    }
  }
  const loops = Array.from({ length: options.clients }, (_, client) => loop(client))
  await sleep(options.warmupSeconds * 1000)
  await options.onWindow?.('begin', 0)
  counting = true
  const began = performance.now()
  await sleep(options.seconds * 1000)
  counting = false
  const seconds = (performance.now() - began) / 1000
  await options.onWindow?.('end', times.length)
  stopped = true
  await Promise.all(loops)
  if (firstError) console.error(`  ${failed} failed, the first with: ${(firstError as Error).message}`)
  const sorted = times.toSorted((a, b) => a - b)
  return {
    perSecond: times.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    done: times.length,
    failed,
    seconds,
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
