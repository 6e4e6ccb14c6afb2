import { browse } from './browse.ts'
import { flash } from './flash.ts'
import { pricing } from './pricing.ts'
import { propagate } from './propagate.ts'
import { purchase } from './purchase.ts'
import { start } from './start.ts'
import { stock } from './stock.ts'
import type { BenchWorld } from './world.ts'

export interface Bench {
  /** Brings up what it measures by itself. */
  readonly ownWorld?: boolean
  /** What each figure is to reach, for people. */
  readonly reach: Readonly<Record<string, string>>
  readonly run: (
    world: BenchWorld | undefined,
    note: (line: string) => void,
  ) => Promise<Record<string, number>>
}

export const benches: Readonly<Record<string, Bench>> = {
  purchase,
  browse,
  flash,
  pricing,
  propagate,
  start,
  stock,
}
