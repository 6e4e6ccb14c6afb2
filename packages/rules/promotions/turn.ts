import type { Measure } from './conditions/index.ts'
import type { LineTest } from './conditions/index.ts'
import type { Run, Take } from './pieces.ts'
import type { Obstacle } from './types.ts'

/** What an action sees when its promotion's turn comes. */
export interface Turn {
  /** Indices of the promotion's lines, canonical order. */
  readonly lines: readonly number[]
  /** Lines of the action's own sets (`of` of buy-get, parts of a bundle, the gift). */
  readonly pools: readonly (readonly number[])[]
  /** Of all pieces of the promotion's lines, also those that it may not touch. */
  readonly measure: Measure
  /** Runs of a line that this promotion may touch. */
  readonly free: (line: number) => readonly Run[]
  /** The index under which sending lies among the lines; -1 when nothing is sent. */
  readonly shipping: number
}

/** Pieces that an action lowers or uses up, or the reason why it does neither. */
export type Answer = readonly Take[] | Obstacle

export interface CompiledAction {
  readonly pools: readonly LineTest[]
  /**
   * Of actions that treat each piece by itself: what they take off `pieces` pieces of one line that cost `unitMinor` each, minor units. Cheaper
   * pieces never lose more.
   */
  readonly perPiece?: (unitMinor: number, pieces: number) => number
  /** Whether it lowers what sending costs. */
  readonly onShipping?: boolean
  /** A SKU that never counts towards the promotion's own conditions. */
  readonly aside?: string
  readonly take: (turn: Turn) => Answer
}

/** Says that the goods are there and something else has them, or that they are not there at all. */
export const nothingFree = (turn: Turn, lines: readonly number[] = turn.lines): Obstacle => ({
  reason: lines.length === 0 ? 'no_matching_goods' : 'another_is_better',
})

export const alreadyLower: Obstacle = { reason: 'already_lower' }

/** The takes when they lower anything. */
export const orLower = (takes: readonly Take[]): Answer =>
  takes.some((take) => take.minor > 0) ? takes : alreadyLower
