const open = new Set<() => Promise<void>>()
let end: Promise<never> | undefined

/** What a benchmark has opened, closed once: by the benchmark, or by a signal that ends it. */
export function closing(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined
  const once = () => {
    open.delete(once)
    return (closed ??= close())
  }
  open.add(once)
  return once
}

/** A benchmark that is stopped leaves no database and no directory behind. */
export function closeAtSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      end ??= Promise.allSettled([...open].map((close) => close())).then(() => process.exit(1))
    })
  }
}

/** Set from a signal on; never resolves, because the process exits. What is under way then breaks off, and waits for this. */
export const interrupted = (): Promise<never> | undefined => end
