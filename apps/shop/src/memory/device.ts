/**
 * What this device remembers between visits: small JSON documents in localStorage. Storage may be refused (private windows)
 * or hold what an older version wrote: then nothing is remembered, and nothing breaks.
 */
export interface Remembered<T> {
  readonly get: () => T | null
  readonly set: (value: T | null) => void
  /** Calls back on every change, another tab's included; returns how to stop. */
  readonly listen: (tell: () => void) => () => void
}

export function remembered<T>(key: string, read: (value: unknown) => T | null): Remembered<T> {
  const listeners = new Set<() => void>()
  let known: { text: string | null; value: T | null } | undefined

  const load = (): T | null => {
    const text = stored(key)
    // The same text gives the same object, as React's external stores require.
    if (known?.text !== text) known = { text, value: text === null ? null : parsed(text, read) }
    return known.value
  }
  return {
    get: load,
    set: (value) => {
      const text = value === null ? null : JSON.stringify(value)
      try {
        if (text === null) localStorage.removeItem(key)
        else localStorage.setItem(key, text)
      } catch {
        // It then lasts until the page is left.
      }
      known = { text: stored(key), value }
      for (const tell of listeners) tell()
    },
    listen: (tell) => {
      const elsewhere = (event: StorageEvent) => {
        if (event.key === key || event.key === null) tell()
      }
      listeners.add(tell)
      window.addEventListener('storage', elsewhere)
      return () => {
        listeners.delete(tell)
        window.removeEventListener('storage', elsewhere)
      }
    },
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function parsed<T>(text: string, read: (value: unknown) => T | null): T | null {
  try {
    return read(JSON.parse(text))
  } catch {
    return null
  }
}

/** The field of something that came out of storage, when it is text. */
export function textOf(value: unknown, field: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, field)
  return typeof found === 'string' ? found : undefined
}
