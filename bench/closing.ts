const open = new Set<() => Promise<void>>()

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
      // What is under way breaks off with errors of its own; the exit also takes along what was still being opened.
      void Promise.allSettled([...open].map((close) => close())).then(() => process.exit(1))
    })
  }
}
