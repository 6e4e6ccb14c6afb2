import { lay, runsBefore, takeTurn, type Board, type Outcome, type Table, type Way } from './evaluate.ts'
import type { Run, Take } from './pieces.ts'

/** A change of a way. */
export interface Move {
  readonly way: Way
  /** Candidates that act otherwise. */
  readonly movers: ReadonlySet<number>
  /** The first of them, which has its turn where `at` had it in the old order. */
  readonly first: number
  readonly at: number
}

export interface Retried {
  readonly totalMinor: number
  /** How many turns had to be taken. */
  readonly turns: number
  /** How many lines these turns looked at. */
  readonly lines: number
}

/**
 * What a basket would cost after a move, from what it costs now. Only turns that see anything else than before are taken again: those of the
 * movers, and then those whose lines hold other runs than they did. A line counts as changed from where its takes differ.
 */
export function retry(table: Table, base: Outcome, { way, movers, first, at }: Move): Retried {
  const turnOf: number[] = []
  for (const [turn, index] of base.way.order.entries()) turnOf[index] = turn
  const start = turnOf[at] ?? 0
  /** Lines that hold other runs than in `base`, with those runs. */
  const changed: (readonly Run[] | undefined)[] = []
  let now = start
  const board: Board = {
    runs: (line) => changed[line] ?? runsBefore(base.history[line] ?? [], now),
    contested: () => undefined,
  }
  let { totalMinor } = base
  let turns = 0
  let lines = 0
  for (let place = start; place < way.order.length; place += 1) {
    const index = way.order[place] ?? -1
    const candidate = table.candidates[index]
    if (!candidate) continue
    now = index === first ? start : (turnOf[index] ?? 0)
    if (!movers.has(index) && !sees(candidate.reads, changed)) continue
    const step = takeTurn(table, way, index, board)
    const before = base.steps[turnOf[index] ?? 0]
    turns += 1
    lines += candidate.reads.length
    totalMinor += (before?.minor ?? 0) - step.minor
    note(step.takes, before?.takes ?? [], candidate, index === first && first !== at)
  }
  return { totalMinor, turns, lines }

  /** Writes down what lines hold after a turn, where that differs from `base`. */
  function note(
    takes: readonly Take[],
    before: readonly Take[],
    { compiled }: Table['candidates'][number],
    moved: boolean,
  ): void {
    const touched = new Set<number>()
    for (const { line } of takes) touched.add(line)
    for (const { line } of before) touched.add(line)
    for (const line of touched) {
      if (!moved && changed[line] === undefined && sameOn(line, takes, before)) touched.delete(line)
      else changed[line] ??= runsBefore(base.history[line] ?? [], now)
    }
    const own = takes.filter(({ line }) => touched.has(line))
    const state: (readonly Run[])[] = []
    for (const line of touched) state[line] = changed[line] ?? []
    lay(own, compiled, state, (line, runs) => {
      changed[line] = runs
    })
  }
}

const sees = (reads: readonly number[], changed: readonly unknown[]): boolean => {
  for (const line of reads) if (changed[line] !== undefined) return true
  return false
}

/** Whether both take the same from a line that was the same before: runs are told apart by identity. */
function sameOn(line: number, a: readonly Take[], b: readonly Take[]): boolean {
  const [left, right] = [a.filter((take) => take.line === line), b.filter((take) => take.line === line)]
  return (
    left.length === right.length &&
    left.every((take, index) => {
      const other = right[index]
      return other?.run === take.run && other.pieces === take.pieces && other.minor === take.minor
    })
  )
}
