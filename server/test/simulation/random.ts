import type { Id } from '@splot/kernel'

/** Everything that a simulation leaves to chance, from one seed: the same seed tells the same story. */
export interface Random {
  /** A number of at least 0 and below 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  shuffle<T>(values: readonly T[]): T[]
  /** A UUID that nobody else has. */
  id<Name extends string>(): Id<Name>
}

/**
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, a period of 2^32, and enough quality for telling stories. Five
 * lines that everybody can check are simpler here than a library whose next version may tell other ones.
 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = () => bits() / 2 ** 32
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  let made = 0
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const found = from[int(0, from.length - 1)]
      if (found === undefined) throw new Error('there is nothing to pick from')
      return found
    },
    shuffle: (values) => {
      const left = [...values]
      for (let at = left.length - 1; at > 0; at -= 1) {
        const other = int(0, at)
        // Both are inside the array.
        ;[left[at], left[other]] = [left[other] as never, left[at] as never]
      }
      return left
    },
    id: () => {
      made += 1
      const hex = (value: number) => value.toString(16).padStart(8, '0')
      const [a, b, c] = [hex(made), hex(bits()), hex(bits())]
      const tail = `${b.slice(0, 3)}-8${b.slice(3, 6)}-${b.slice(6)}${c}${a.slice(6)}`
      // The shape of a UUIDv7; the number makes it unique within the story.
      return `${a}-${hex(seed).slice(4)}-7${tail}` as never
    },
  }
}
