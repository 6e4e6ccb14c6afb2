import { evaluate, type Contest, type Outcome, type Step, type Table } from './evaluate.ts'
import { retry, type Move } from './retry.ts'

/** How many turns of promotions are taken at most to look for what is best for the customer, beyond those of the greedy way. */
export const SEARCH_TURNS = 120
/**
 * How many lines those turns look at at most: a basket of 20 lines that all promotions are about gets all of its turns, one of 200 the tenth part,
 * so that nobody can keep a server busy with a large basket.
 */
export const SEARCH_LINES = SEARCH_TURNS * 20

/**
 * Prices a basket in the way that is best for the customer, as far as the bound lets it look. It begins with the greedy way (by priority)
 * and moves only to what is strictly cheaper, so it never charges more than that; the order of trials follows from priorities and
 * canonical lines alone, so every runtime finds the same. Only where two promotions cannot touch one piece is there anything to try.
 */
export function cheapestWay(table: Table): Outcome {
  const order = table.candidates.map((_, index) => index)
  let best = evaluate(table, { order, leaves: new Set() })
  let choices = choicesOf(table, best)
  const inFull = table.candidates.reduce((sum, { reads }) => sum + reads.length, 0)
  let turns = 0
  let lines = 0
  for (let improved = choices.length > 0; improved;) {
    improved = false
    const tried = new Set<number>()
    for (let at = 0; at < choices.length; at += 1) {
      const choice = choices[at]
      if (!choice || tried.has(choice.key)) continue
      if (turns >= SEARCH_TURNS || lines >= SEARCH_LINES) return best
      tried.add(choice.key)
      const move = moveOf(table, best, choice.contest, choice.kind)
      const trial = retry(table, best, move)
      turns += trial.turns
      lines += trial.lines
      if (trial.totalMinor >= best.totalMinor) continue
      // Counting again in full has the last word: never more than before, whatever the trial said.
      const outcome = evaluate(table, move.way)
      turns += order.length
      lines += inFull
      if (outcome.totalMinor >= best.totalMinor) continue
      best = outcome
      choices = choicesOf(table, best)
      at = -1
      improved = true
    }
  }
  return best
}

interface Choice {
  readonly contest: Contest
  readonly kind: Kind
  /** The same for choices that come to the same. */
  readonly key: number
}

/** What there is to decide otherwise: great changes first, of these the ones that most contests hang on. */
function choicesOf(table: Table, best: Outcome): Choice[] {
  const { contests } = best
  if (contests.length === 0) return []
  const [won, lost] = [tally(best, 'winner'), tally(best, 'loser')]
  const stepOf: Step[] = []
  for (const step of best.steps) stepOf[step.candidate] = step
  const found: Record<Kind, Choice[]> = { yield: [], lead: [], grant: [], spare: [] }
  const seen = new Set<number>()
  for (const contest of contests) {
    for (const kind of kindsOf(table, stepOf, contest)) {
      const key = keyOf(table, contest, kind)
      if (seen.has(key)) continue
      seen.add(key)
      found[kind].push({ contest, kind, key })
    }
  }
  found.yield.sort((a, b) => (won[b.contest.winner] ?? 0) - (won[a.contest.winner] ?? 0))
  found.lead.sort((a, b) => (lost[b.contest.loser] ?? 0) - (lost[a.contest.loser] ?? 0))
  return KINDS.flatMap((kind) => found[kind])
}

/** In how many contests each candidate stands on a side. */
function tally(best: Outcome, side: 'winner' | 'loser'): number[] {
  const counts: number[] = []
  for (const contest of best.contests) counts[contest[side]] = (counts[contest[side]] ?? 0) + 1
  return counts
}

/**
 * The winner leaves everything to others (`yield`); the loser has its turn before all who beat it (`lead`); all who stand against the loser leave it
 * this line (`grant`); the winner leaves this line to others (`spare`).
 */
export type Kind = 'yield' | 'lead' | 'grant' | 'spare'
export const KINDS: readonly Kind[] = ['lead', 'yield', 'grant', 'spare']

/** What the winner leaves does not depend on who lost, nor what is left to the loser on who won. */
const keyOf = (table: Table, { winner, loser, line }: Contest, kind: Kind): number => {
  const width = table.lines.length + 2
  const who = kind === 'yield' || kind === 'spare' ? winner : loser
  const where = kind === 'grant' || kind === 'spare' ? line : width - 1
  return (who * width + where) * 2 + (who === winner ? 1 : 0)
}

const NONE: readonly Kind[] = []
const GRANT: readonly Kind[] = ['grant']

/**
 * Promotions that treat each piece by itself and are not exclusive need only be weighed line by line. Nobody else gains by the winner's leaving, so there
 * is nothing to weigh unless the loser could take more off that line than the winner does.
 */
function kindsOf(table: Table, stepOf: readonly Step[], { winner, loser, line }: Contest): readonly Kind[] {
  const [winning, losing] = [table.candidates[winner]?.compiled, table.candidates[loser]?.compiled]
  if (!winning || !losing) return NONE
  const lost = losing.action.perPiece
  if (!winning.action.perPiece || !lost || winning.exclusive || losing.exclusive) return KINDS
  const { quantity, unitMinor } = table.lines[line] ?? { quantity: 0, unitMinor: 0 }
  return lost(unitMinor, quantity) > tookOff(stepOf[winner], line) ? GRANT : NONE
}

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
  const movers = kind === 'grant' ? against(table, loser, line) : [winner]
  if (kind === 'grant') leaves.delete(loser * width + line)
  for (const mover of movers) {
    const left = kind === 'yield' ? (table.candidates[winner]?.reads ?? []) : [line]
    for (const one of left) leaves.add(mover * width + one)
  }
  const acting = new Set(kind === 'grant' ? [...movers, loser] : movers)
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
