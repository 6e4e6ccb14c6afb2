import { allocate } from '@splot/kernel'
import type { CompiledPromotion } from './compile.ts'
import { afterTakes, blockerOf, costOf, type Mark, type Run, type Take } from './pieces.ts'
import type { Answer, Turn } from './turn.ts'
import type { BasketLine, Obstacle } from './types.ts'

/** A promotion whose world conditions hold, with its lines of this basket. */
export interface Candidate {
  readonly compiled: CompiledPromotion
  /** Indices in canonical order. */
  readonly lines: readonly number[]
  readonly pools: readonly (readonly number[])[]
  readonly pieces: number
  /** Every line on which its turn depends, the index of sending included. */
  readonly reads: readonly number[]
}

/** A basket laid out to be priced. */
export interface Table {
  /** Canonical order. */
  readonly lines: readonly BasketLine[]
  /** What sending costs; null when nothing is sent. It lies behind the lines as one more, of one piece. */
  readonly shippingMinor: number | null
  /** By rank. */
  readonly candidates: readonly Candidate[]
  /** The mark of pieces that nothing has touched. */
  readonly untouched: Mark
}

/** A way to price a basket: the order of turns (indices of candidates), and lines that a promotion leaves to others. */
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

/** What came of one promotion's turn. */
export interface Step {
  readonly candidate: number
  /** Empty when it did not count. */
  readonly takes: readonly Take[]
  readonly minor: number
  readonly obstacle?: Obstacle
}

/** Runs of a line from a turn on; -1 is the beginning. */
interface Since {
  readonly turn: number
  readonly runs: readonly Run[]
}

export interface Outcome {
  readonly way: Way
  /** One for each turn. */
  readonly steps: readonly Step[]
  /** Of each line and of sending behind them, what it consisted of from which turn on. */
  readonly history: readonly (readonly Since[])[]
  /** Of everything, sending included. */
  readonly totalMinor: number
  readonly contests: readonly Contest[]
}

/** Runs of the lines while turns are taken. */
export interface Board {
  readonly runs: (line: number) => readonly Run[]
  readonly contested: (winnerRank: number, loser: number, line: number) => void
}

/** Prices a basket in one way: each candidate has its turn, and takes from what those before it have left. */
export function evaluate(table: Table, way: Way): Outcome {
  const { lines, shippingMinor, untouched: mark } = table
  const state: (readonly Run[])[] = lines.map((line) => [
    { pieces: line.quantity, unitMinor: line.unitMinor, mark },
  ])
  if (shippingMinor !== null) state.push([{ pieces: 1, unitMinor: shippingMinor, mark }])
  const history: Since[][] = state.map((runs) => [{ turn: -1, runs }])
  const steps: Step[] = []
  const contests: Contest[] = []
  const byRank = new Map<number, number>()
  const board: Board = {
    runs: (line) => state[line] ?? [],
    contested: (rank, loser, line) => {
      const winner = byRank.get(rank)
      if (winner !== undefined) contests.push({ winner, loser, line })
    },
  }
  for (const [turn, index] of way.order.entries()) {
    const step = takeTurn(table, way, index, board)
    steps.push(step)
    const by = table.candidates[index]?.compiled
    if (!by || step.takes.length === 0) continue
    byRank.set(by.rank, index)
    lay(step.takes, by, state, (line, runs) => {
      state[line] = runs
      history[line]?.push({ turn, runs })
    })
  }
  const totalMinor = state.reduce((sum, runs) => sum + costOf(runs), 0)
  return { way, steps, history, totalMinor, contests }
}

/** What a line consisted of right before a turn. */
export function runsBefore(history: readonly Since[], turn: number): readonly Run[] {
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const since = history[index]
    if (since && since.turn < turn) return since.runs
  }
  return []
}

export const runsAtEnd = (history: readonly Since[]): readonly Run[] => history.at(-1)?.runs ?? []

const isObstacle = (answer: Answer): answer is Obstacle => !Array.isArray(answer)

/** Lets one candidate take from what lies on the board; lays nothing. */
export function takeTurn(table: Table, way: Way, index: number, board: Board): Step {
  const candidate = table.candidates[index]
  if (!candidate) return { candidate: index, takes: [], minor: 0 }
  const { compiled, lines, pools } = candidate
  let costMinor = 0
  for (const line of lines) costMinor += costOf(board.runs(line))
  const measure = { pieces: candidate.pieces, minor: costMinor }
  for (const test of compiled.measures) {
    const obstacle = test(measure)
    if (obstacle) return { candidate: index, takes: [], minor: 0, obstacle }
  }
  const free = (line: number): readonly Run[] => {
    const runs = board.runs(line)
    const leaves = way.leaves.size > 0 && way.leaves.has(index * (table.lines.length + 1) + line)
    if (!leaves && !runs.some(({ mark }) => blockerOf(mark, compiled) >= 0)) return runs
    // What it leaves to others is contested too: it may turn out that it should have them after all.
    return runs.filter(({ mark }) => {
      const blocker = blockerOf(mark, compiled)
      if (blocker >= 0) board.contested(blocker, index, line)
      return !leaves && blocker < 0
    })
  }
  const shipping = table.shippingMinor === null ? -1 : table.lines.length
  const turn: Turn = { lines, pools, measure, free, shipping }
  const answer = compiled.action.take(turn)
  if (isObstacle(answer)) return { candidate: index, takes: [], minor: 0, obstacle: answer }
  const takes = capped(answer, compiled.promotion.atMostMinor)
  let minor = 0
  for (const take of takes) minor += take.minor
  return { candidate: index, takes, minor }
}

/** Scales what a promotion takes down to the most that it may take, in canonical order. */
function capped(takes: readonly Take[], atMostMinor: number | undefined): readonly Take[] {
  if (atMostMinor === undefined) return takes
  const minors = takes.map(({ minor }) => minor)
  if (minors.reduce((sum, minor) => sum + minor, 0) <= atMostMinor) return takes
  const parts = allocate(atMostMinor, minors)
  return takes.map((take, index) => ({ ...take, minor: parts[index] ?? 0 }))
}

/** Lays takes line by line; `state` gives what lay there before. */
export function lay(
  takes: readonly Take[],
  by: CompiledPromotion,
  state: readonly (readonly Run[])[],
  put: (line: number, runs: readonly Run[]) => void,
): void {
  const [first] = takes
  if (!first) return
  if (takes.every(({ line }) => line === first.line)) {
    put(first.line, afterTakes(state[first.line] ?? [], takes, by))
    return
  }
  const byLine = new Map<number, Take[]>()
  for (const take of takes) {
    const own = byLine.get(take.line)
    if (own) own.push(take)
    else byLine.set(take.line, [take])
  }
  for (const [line, own] of byLine) put(line, afterTakes(state[line] ?? [], own, by))
}
