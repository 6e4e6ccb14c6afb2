/** A try to take money whose answer never came. */
export interface OpenTry {
  /** What was asked for, as one word: its kind and its terms. */
  readonly wish: string
  readonly key: string
  /** When it was first tried, ms since 1970. */
  readonly at: number
}

const STORED_AS = 'splot.till.open-tries'
/** The server knows the first answer to a key for 30 days: an older try would be another one. */
const KEPT_MS = 25 * 24 * 60 * 60_000

/**
 * Tries without an answer, kept on the device: a panel that is closed or a page that loads again must not take money for the same card
 * twice. An answer ends one, or a person who knows that nothing came of it. `now`: ms since 1970.
 */
export function openTries(storage: Pick<Storage, 'getItem' | 'setItem'>, now: () => number = Date.now) {
  // Written below and by nobody else on this origin.
  const stored = (): OpenTry[] => JSON.parse(storage.getItem(STORED_AS) ?? '[]') as OpenTry[]
  const read = (): OpenTry[] => stored().filter(({ at }) => now() - at < KEPT_MS)
  const write = (tries: readonly OpenTry[]) => storage.setItem(STORED_AS, JSON.stringify(tries))
  return {
    /** Those of a kind, the oldest first. */
    of: (kind: string): readonly OpenTry[] => read().filter(({ wish }) => wish.startsWith(`${kind} `)),
    /** The key under which this wish goes: that of its first try while it is open. */
    keyOf: (wish: string, fresh: () => string): string => {
      const tries = read()
      const open = tries.find((one) => one.wish === wish)
      if (open) return open.key
      const key = fresh()
      write([...tries, { wish, key, at: now() }])
      return key
    },
    end: (wish: string) => write(read().filter((one) => one.wish !== wish)),
  }
}
