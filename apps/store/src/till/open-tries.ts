/** A try to take money whose answer never came. */
export interface OpenTry {
  /** What was asked for, as one word: its kind and its terms. */
  readonly wish: string
  readonly key: string
  /** When it was first tried, ms since 1970. */
  readonly at: number
}

const STORED_AS = 'splot.till.open-tries'

/**
 * Tries without an answer, kept on the device: a panel that is closed or a page that loads again must not take money for the same card
 * twice. Only an answer ends one.
 */
export function openTries(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  // Written below and by nobody else on this origin.
  const read = (): OpenTry[] => JSON.parse(storage.getItem(STORED_AS) ?? '[]') as OpenTry[]
  const write = (tries: readonly OpenTry[]) => storage.setItem(STORED_AS, JSON.stringify(tries))
  return {
    /** Those of a kind, the oldest first. */
    of: (kind: string): readonly OpenTry[] => read().filter(({ wish }) => wish.startsWith(`${kind} `)),
    /** The key under which this wish goes: that of its first try while it is open. */
    keyOf: (wish: string, fresh: () => string, now: number): string => {
      const tries = read()
      const open = tries.find((one) => one.wish === wish)
      if (open) return open.key
      const key = fresh()
      write([...tries, { wish, key, at: now }])
      return key
    },
    answered: (wish: string) => write(read().filter((one) => one.wish !== wish)),
  }
}
