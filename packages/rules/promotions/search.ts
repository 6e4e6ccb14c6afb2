import type { CompiledPromotion } from './compile.ts'
import { evaluate, type Contest, type Outcome, type Step, type Table, type Way } from './evaluate.ts'
import { retry, type Move } from './retry.ts'
import type { CompiledAction } from './turn.ts'

/** How many turns of promotions are taken at most to look for what is best for the customer, beyond those of the greedy way. */
export const SEARCH_TURNS = 120
/**
 * How many lines those turns look at at most: a basket of 20 lines that all promotions are about gets all of its turns, one of 200 the tenth part,
 * so that nobody can keep a server busy with a large basket.
 */
export const SEARCH_LINES = SEARCH_TURNS * 20

/**
 * Where at most so many promotions meet, two changes are tried together as well: each alone may cost more. With more of them the turns are used up before.
 */
const SEARCH_PAIRS = 6

/** What may still be spent on looking. */
interface Budget {
  turns: number
  lines: number
}

/**
 * Prices a basket in the way that is best for the customer, as far as the bound lets it look. It begins with the greedy way (by priority)
 * and moves only to what is strictly cheaper, so it never charges more than that; the order of trials follows from priorities and
 * canonical lines alone, so every runtime finds the same. Only where two promotions cannot touch one piece is there anything to try.
 */
export function cheapestWay(table: Table): Outcome {
  const order = table.candidates.map((_, index) => index)
  const budget: Budget = { turns: SEARCH_TURNS, lines: SEARCH_LINES }
  let best = descend(table, evaluate(table, { order, leaves: new Set() }), budget)
  if (order.length > SEARCH_PAIRS) return best
  for (let found = secondChange(table, best, budget); found; found = secondChange(table, best, budget))
    best = descend(table, found, budget)
  return best
}

/** Takes single changes for as long as one makes the basket cheaper. */
function descend(table: Table, from: Outcome, budget: Budget): Outcome {
  let best = from
  for (let found = cheaper(table, best, best, budget); found; found = cheaper(table, best, best, budget))
    best = found
  return best
}

/** The first change of `from` that is cheaper than `best`; undefined: there is none, or no more may be looked at. */
function cheaper(table: Table, from: Outcome, best: Outcome, budget: Budget): Outcome | undefined {
  for (const { contest, kind } of choicesOf(table, from)) {
    if (budget.turns <= 0 || budget.lines <= 0) return undefined
    const move = moveOf(table, from, contest, kind)
    const trial = retry(table, from, move)
    budget.turns -= trial.turns
    budget.lines -= trial.lines
    if (trial.totalMinor >= best.totalMinor) continue
    // Counting again in full has the last word: never more than before, whatever the trial said.
    const outcome = inFull(table, move.way, budget)
    if (outcome.totalMinor < best.totalMinor) return outcome
  }
  return undefined
}

/** The first change after which another one makes the basket cheaper than it is, both taken. */
function secondChange(table: Table, best: Outcome, budget: Budget): Outcome | undefined {
  for (const { contest, kind } of choicesOf(table, best)) {
    if (budget.turns <= 0 || budget.lines <= 0) return undefined
    const outcome = inFull(table, moveOf(table, best, contest, kind).way, budget)
    const found = cheaper(table, outcome, best, budget)
    if (found) return found
  }
  return undefined
}

function inFull(table: Table, way: Way, budget: Budget): Outcome {
  budget.turns -= way.order.length
  budget.lines -= table.candidates.reduce((sum, { reads }) => sum + reads.length, 0)
  return evaluate(table, way)
}

interface Choice {
  readonly contest: Contest
  readonly kind: Kind
}

/** What there is to decide otherwise: great changes first, of these the ones that most contests hang on. */
function choicesOf(table: Table, best: Outcome): Choice[] {
  const { contests } = best
  if (contests.length === 0 && best.way.leaves.size === 0) return []
  const [won, lost] = [tally(best, 'winner'), tally(best, 'loser')]
  const stepOf: Step[] = []
  for (const step of best.steps) stepOf[step.candidate] = step
  const found: Record<Kind, Choice[]> = { yield: [], lead: [], grant: [], spare: [], back: [] }
  const seen = new Set<number>()
  for (const contest of contests) {
    for (const kind of kindsOf(table, stepOf, contest)) {
      const key = keyOf(table, contest, kind)
      if (seen.has(key)) continue
      seen.add(key)
      found[kind].push({ contest, kind })
    }
  }
  found.yield.sort((a, b) => (won[b.contest.winner] ?? 0) - (won[a.contest.winner] ?? 0))
  found.lead.sort((a, b) => (lost[b.contest.loser] ?? 0) - (lost[a.contest.loser] ?? 0))
  found.back = leftFor(table, best)
  return KINDS.flatMap((kind) => found[kind])
}

/** Lines that a candidate leaves, each to be taken back: what it was left for may have come to nothing. */
function leftFor(table: Table, { way }: Outcome): Choice[] {
  const width = table.lines.length + 1
  return [...way.leaves]
    .sort((a, b) => a - b)
    .map((left) => {
      const who = Math.floor(left / width)
      return { contest: { winner: who, loser: who, line: left % width }, kind: 'back' }
    })
}

/** In how many contests each candidate stands on a side. */
function tally(best: Outcome, side: 'winner' | 'loser'): number[] {
  const counts: number[] = []
  for (const contest of best.contests) counts[contest[side]] = (counts[contest[side]] ?? 0) + 1
  return counts
}

/**
 * The winner leaves everything to others (`yield`); the loser has its turn before all who beat it (`lead`); all who stand against the loser leave it
 * this line (`grant`); the winner leaves this line to others (`spare`). Who left a line takes it back (`back`).
 */
export type Kind = 'yield' | 'lead' | 'grant' | 'spare' | 'back'
export const KINDS: readonly Kind[] = ['lead', 'yield', 'grant', 'spare', 'back']

/** The same for changes that come to the same: what the winner leaves does not depend on who lost, nor what is left to the loser on who won. */
const keyOf = (table: Table, { winner, loser, line }: Contest, kind: Kind): number => {
  const width = table.lines.length + 2
  const who = kind === 'yield' || kind === 'spare' ? winner : loser
  const where = kind === 'grant' || kind === 'spare' ? line : width - 1
  return (who * width + where) * 2 + (who === winner ? 1 : 0)
}

/** What may be done about a contest. */
const CONTESTED = KINDS.filter((kind) => kind !== 'back')
const NONE: readonly Kind[] = []
const GRANT: readonly Kind[] = ['grant']

/**
 * Promotions that treat each piece by itself and are not exclusive need only be weighed line by line. Nobody else gains by the winner's leaving, so there
 * is nothing to weigh unless the loser could take more off that line than the winner does.
 */
function kindsOf(table: Table, stepOf: readonly Step[], { winner, loser, line }: Contest): readonly Kind[] {
  const [winning, losing] = [table.candidates[winner]?.compiled, table.candidates[loser]?.compiled]
  if (!winning || !losing) return NONE
  const lost = perPieceOf(losing)
  if (!perPieceOf(winning) || !lost || winning.exclusive || losing.exclusive) return CONTESTED
  const { quantity, unitMinor } = table.lines[line] ?? { quantity: 0, unitMinor: 0 }
  return lost(unitMinor, quantity) > tookOff(stepOf[winner], line) ? GRANT : NONE
}

/** What has a limit for the whole basket does not treat each piece by itself: a line that it leaves makes room for others. */
const perPieceOf = ({ action, promotion }: CompiledPromotion): CompiledAction['perPiece'] =>
  promotion.atMostMinor === undefined ? action.perPiece : undefined

function tookOff(step: Step | undefined, line: number): number {
  let minor = 0
  for (const take of step?.takes ?? []) if (take.line === line) minor += take.minor
  return minor
}

/** What a basket would be priced like if a contest were decided otherwise. */
export function moveOf(
  table: Table,
  { way, contests }: Outcome,
  { winner, loser, line }: Contest,
  kind: Kind,
): Move {
  if (kind === 'lead') {
    const beat = new Set(contests.filter((one) => one.loser === loser).map((one) => one.winner))
    const at = way.order.find((index) => beat.has(index)) ?? winner
    const order = way.order.filter((index) => index !== loser)
    order.splice(order.indexOf(at), 0, loser)
    return { way: { ...way, order }, movers: new Set([loser]), first: loser, at }
  }
  const width = table.lines.length + 1
  const leaves = new Set(way.leaves)
  const movers = kind === 'grant' ? against(table, loser, line) : kind === 'back' ? [] : [winner]
  if (kind === 'grant' || kind === 'back') leaves.delete(loser * width + line)
  for (const mover of movers) {
    const left = kind === 'yield' ? (table.candidates[winner]?.reads ?? []) : [line]
    for (const one of left) leaves.add(mover * width + one)
  }
  const acting = new Set(kind === 'grant' || kind === 'back' ? [...movers, loser] : movers)
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
