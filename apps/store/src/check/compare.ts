import type { GoldenCase } from '@splot/rules/golden/run'

export interface Compared {
  readonly same: number
  readonly all: number
  /** Names of the baskets whose answers are other bytes than the server's, or missing. */
  readonly differing: readonly string[]
}

/** Compares two answers of `runGolden`, a line for each case, byte for byte. */
export function compareCounted(cases: readonly GoldenCase[], ours: string, theirs: string): Compared {
  const [mine, servers] = [ours.split('\n'), theirs.split('\n')]
  const differing = cases
    .filter((_, at) => mine[at] === undefined || mine[at] !== servers[at])
    .map(({ name }) => name)
  return { same: cases.length - differing.length, all: cases.length, differing }
}
