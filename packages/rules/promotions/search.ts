import { evaluate, type Contest, type Outcome, type Table } from './evaluate.ts'
import { retry, type Move } from './retry.ts'

/** How many turns of promotions are taken at most to look for what is best for the customer, beyond those of the greedy way. */
export const SEARCH_TURNS = 240

/**
 * Prices a basket in the way that is best for the customer, as far as the bound lets it look. It begins with the greedy way (by priority)
 * and moves only to what is strictly cheaper, so it never charges more than that; the order of trials follows from priorities and
 * canonical lines alone, so every runtime finds the same. Only where two promotions cannot touch one piece is there anything to try.
 */
export function cheapestWay(table: Table): Outcome {
  const order = table.candidates.map((_, index) => index)
  let best = evaluate(table, { order, leaves: new Set() })
  let turns = 0
  for (let improved = true; improved;) {
    improved = false
    const tried = new Set<number>()
    for (let move = nextMove(table, best, tried); move; move = nextMove(table, best, tried)) {
      if (turns >= SEARCH_TURNS) return best
      const trial = retry(table, best, move)
      turns += trial.turns
      if (trial.totalMinor >= best.totalMinor) continue
      const outcome = evaluate(table, move.way)
      turns += order.length
      // Counting again in full has the last word: never more than before, whatever the trial said.
      if (outcome.totalMinor >= best.totalMinor) continue
      best = outcome
      improved = true
    }
  }
  return best
}

/** The first way that was not tried yet to decide a contest otherwise. */
function nextMove(table: Table, best: Outcome, tried: Set<number>): Move | undefined {
  for (const contest of best.contests) {
    for (const kind of movesOf(table, best, contest)) {
      const key = keyOf(table, contest, kind)
      if (tried.has(key)) continue
      tried.add(key)
      return moveOf(table, best, contest, kind)
    }
  }
  return undefined
}

/** The loser goes first; the winner leaves everything to others; it leaves this line to others; all who stand against the loser leave it to her. */
export type Kind = 0 | 1 | 2 | 3

const keyOf = (table: Table, { winner, loser, line }: Contest, kind: Kind): number => {
  const count = table.candidates.length
  // What the winner leaves does not depend on who lost, and what all leave not on who won.
  const [a, b, where] = [
    [winner, loser, 0],
    [winner, 0, 0],
    [winner, 0, line],
    [loser, 0, line],
  ][kind] ?? [0, 0, 0]
  return ((kind * count + (a ?? 0)) * count + (b ?? 0)) * (table.lines.length + 1) + (where ?? 0)
}

const NONE: readonly Kind[] = []
const TO_LOSER: readonly Kind[] = [3]
const LINE: readonly Kind[] = [2, 3]
const ALL: readonly Kind[] = [0, 1, 2, 3]

/**
 * Promotions that treat each piece by itself need only be weighed line by line. When neither is exclusive, nobody else gains by the winner's
 * leaving, so there is nothing to weigh unless the loser could take more off that line than the winner does.
 */
function movesOf(table: Table, best: Outcome, { winner, loser, line }: Contest): readonly Kind[] {
  const [winning, losing] = [table.candidates[winner]?.compiled, table.candidates[loser]?.compiled]
  if (!winning || !losing) return NONE
  const [won, lost] = [winning.action.perPiece, losing.action.perPiece]
  if (!won || !lost) return ALL
  if (winning.exclusive || losing.exclusive) return LINE
  const { quantity, unitMinor } = table.lines[line] ?? { quantity: 0, unitMinor: 0 }
  return lost(unitMinor, quantity) > tookOff(best, winner, line) ? TO_LOSER : NONE
}

function tookOff(best: Outcome, candidate: number, line: number): number {
  let minor = 0
  for (const step of best.steps) {
    if (step.candidate !== candidate) continue
    for (const take of step.takes) if (take.line === line) minor += take.minor
  }
  return minor
}

/** What a basket would be priced like if a contest were decided otherwise. */
export function moveOf(table: Table, { way }: Outcome, { winner, loser, line }: Contest, kind: Kind): Move {
  if (kind === 0) {
    const order = way.order.filter((index) => index !== loser)
    order.splice(order.indexOf(winner), 0, loser)
    return { way: { ...way, order }, movers: new Set([loser]), first: loser, at: winner }
  }
  const width = table.lines.length + 1
  const leaves = new Set(way.leaves)
  const movers = kind === 3 ? against(table, loser, line) : [winner]
  if (kind === 3) leaves.delete(loser * width + line)
  for (const mover of movers) {
    const left = kind === 1 ? (table.candidates[winner]?.reads ?? []) : [line]
    for (const one of left) leaves.add(mover * width + one)
  }
  const acting = new Set(kind === 3 ? [...movers, loser] : movers)
  const first = way.order.find((index) => acting.has(index)) ?? winner
  return { way: { ...way, leaves }, movers: acting, first, at: first }
}

/** Candidates with that line of which none may touch a piece together with this one. */
function against(table: Table, loser: number, line: number): number[] {
  const losing = table.candidates[loser]?.compiled
  const found: number[] = []
  for (const [index, { compiled, reads }] of table.candidates.entries()) {
    const apart =
      compiled.exclusive || losing?.exclusive || (compiled.group !== null && compiled.group === losing?.group)
    if (apart && index !== loser && reads.includes(line)) found.push(index)
  }
  return found
}
