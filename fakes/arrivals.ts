/** Things that arrived over a socket, newest last, with a way to wait for the one a test expects. */
export type Arrivals<T> = {
  add(arrival: T): void
  all(): readonly T[]
  /** Resolves with the first arrival, past or future, that fits; rejects after `timeoutMs`, or when closed. */
  wait(fits: (arrival: T) => boolean, timeoutMs: number): Promise<T>
  clear(): void
  /** Lets every waiter go with an error, so that a closed double leaves nothing pending. */
  close(): void
}

/** Keeps the last `keepLast` arrivals, beginning with `first`. `what` names one in the error of a wait that ran out. */
export function openArrivals<T>(what: string, keepLast: number, first: readonly T[] = []): Arrivals<T> {
  const kept = first.slice(-keepLast)
  const waiting = new Set<{ offer(arrival: T): void; fail(reason: string): void }>()

  return {
    add(arrival) {
      kept.push(arrival)
      if (kept.length > keepLast) kept.shift()
      for (const waiter of waiting) waiter.offer(arrival)
    },
    all: () => kept.slice(),
    wait(fits, timeoutMs) {
      const here = kept.find(fits)
      if (here !== undefined) return Promise.resolve(here)
      return new Promise((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer)
          waiting.delete(waiter)
        }
        const waiter = {
          offer(arrival: T) {
            if (!fits(arrival)) return
            leave()
            resolve(arrival)
          },
          fail(reason: string) {
            leave()
            reject(new Error(`no ${what} that fits: ${reason}; ${kept.length} others are here`))
          },
        }
        const timer = setTimeout(() => waiter.fail(`none came in ${timeoutMs} ms`), timeoutMs)
        waiting.add(waiter)
      })
    },
    clear() {
      kept.length = 0
    },
    close() {
      for (const waiter of waiting) waiter.fail('closed while waiting')
    },
  }
}
