import { allocate } from '@splot/kernel'
import type { CompiledPromotion } from './compile.ts'
import type { Measure } from './conditions/index.ts'
import { afterTakes, blockerOf, costOf, untouched, type Run, type Take } from './pieces.ts'
import type { Answer, Turn } from './turn.ts'
import type { BasketLine, Obstacle } from './types.ts'

/** A promotion whose world conditions hold, with its lines of this basket. */
export interface Candidate {
  readonly compiled: CompiledPromotion
  /** Indices in canonical order. */
  readonly lines: readonly number[]
  readonly pools: readonly (readonly number[])[]
  readonly pieces: number
}

/** A basket laid out to be priced. */
export interface Table {
  /** Canonical order. */
  readonly lines: readonly BasketLine[]
  /** What sending costs; null when nothing is sent. It lies behind the lines as one more, of one piece. */
  readonly shippingMinor: number | null
  /** By rank. */
  readonly candidates: readonly Candidate[]
}

/** A way to price a basket: the order of turns (indices of candidates), and pieces that a promotion leaves to others. */
export interface Way {
  readonly order: readonly number[]
  /** `candidate × (lines + 1) + line`. */
  readonly leaves: ReadonlySet<number>
}

/** Somebody found pieces of a line touched by another: indices of candidates. */
export interface Contest {
  readonly winner: number
  readonly loser: number
  readonly line: number
}

export interface Taking {
  readonly candidate: number
  readonly takes: readonly Take[]
  readonly minor: number
}

export interface Outcome {
  /** Runs of each line, and of sending behind them. */
  readonly state: readonly (readonly Run[])[]
  /** Of everything, sending included. */
  readonly totalMinor: number
  readonly takings: readonly Taking[]
  /** By candidate. */
  readonly obstacles: readonly (Obstacle | undefined)[]
  readonly contests: readonly Contest[]
}

const isObstacle = (answer: Answer): answer is Obstacle => !Array.isArray(answer)

/** Prices a basket in one way: each candidate has its turn, and takes from what those before it have left. */
export function evaluate(table: Table, way: Way): Outcome {
  const { lines, shippingMinor, candidates } = table
  const root = untouched()
  const state: (readonly Run[])[] = lines.map((line) => [
    { pieces: line.quantity, unitMinor: line.unitMinor, mark: root },
  ])
  if (shippingMinor !== null) state.push([{ pieces: 1, unitMinor: shippingMinor, mark: root }])
  const byRank = new Map<number, number>()
  const takings: Taking[] = []
  const obstacles: (Obstacle | undefined)[] = []
  const contests: Contest[] = []
  for (const index of way.order) {
    const candidate = candidates[index]
    if (!candidate) continue
    byRank.set(candidate.compiled.rank, index)
    const free = (line: number): readonly Run[] => {
      if (way.leaves.size > 0 && way.leaves.has(index * (lines.length + 1) + line)) return []
      const runs = state[line] ?? []
      if (runs.length === 1 && runs[0]?.mark === root) return runs
      return runs.filter(({ mark }) => {
        const blocker = blockerOf(mark, candidate.compiled)
        if (blocker >= 0) contests.push({ winner: byRank.get(blocker) ?? -1, loser: index, line })
        return blocker < 0
      })
    }
    const answer = takeTurn(candidate, state, free, shippingMinor === null ? -1 : lines.length)
    if (isObstacle(answer)) {
      obstacles[index] = answer
      continue
    }
    const takes = capped(answer, candidate.compiled.promotion.atMostMinor)
    lay(state, takes, candidate.compiled)
    takings.push({ candidate: index, takes, minor: takes.reduce((sum, { minor }) => sum + minor, 0) })
  }
  return {
    state,
    totalMinor: state.reduce((sum, runs) => sum + costOf(runs), 0),
    takings,
    obstacles,
    contests,
  }
}

function takeTurn(
  candidate: Candidate,
  state: readonly (readonly Run[])[],
  free: (line: number) => readonly Run[],
  shipping: number,
): Answer {
  const { compiled, lines, pools } = candidate
  const measure: Measure = {
    pieces: candidate.pieces,
    minor: lines.reduce((sum, line) => sum + costOf(state[line] ?? []), 0),
  }
  for (const test of compiled.measures) {
    const obstacle = test(measure)
    if (obstacle) return obstacle
  }
  const turn: Turn = { lines, pools, measure, free, shipping }
  return compiled.action.take(turn)
}

/** Scales what a promotion takes down to the most that it may take, in canonical order. */
function capped(takes: readonly Take[], atMostMinor: number | undefined): readonly Take[] {
  if (atMostMinor === undefined) return takes
  const minors = takes.map(({ minor }) => minor)
  if (minors.reduce((sum, minor) => sum + minor, 0) <= atMostMinor) return takes
  const parts = allocate(atMostMinor, minors)
  return takes.map((take, index) => ({ ...take, minor: parts[index] ?? 0 }))
}

function lay(state: (readonly Run[])[], takes: readonly Take[], by: CompiledPromotion): void {
  const [first] = takes
  if (takes.length === 1 && first) {
    state[first.line] = afterTakes(state[first.line] ?? [], takes, by)
    return
  }
  const byLine = new Map<number, Take[]>()
  for (const take of takes) {
    const own = byLine.get(take.line)
    if (own) own.push(take)
    else byLine.set(take.line, [take])
  }
  for (const [line, own] of byLine) state[line] = afterTakes(state[line] ?? [], own, by)
}
