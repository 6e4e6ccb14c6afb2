import { evaluate, type Contest, type Outcome, type Table, type Way } from './evaluate.ts'

/** How often a basket is priced in another way at most, to find what is best for the customer. */
export const SEARCH_TRIALS = 64

/**
 * Prices a basket in the way that is best for the customer, as far as the bound lets it look. It begins with the greedy way (by priority)
 * and moves only to what is strictly cheaper, so it never charges more than that; the order of trials follows from priorities and
 * canonical lines alone, so every runtime finds the same. Only where two promotions cannot touch one piece is there anything to try.
 */
export function cheapestWay(table: Table): Outcome {
  let best = greedy(table)
  const tried = new Set<string>()
  let trials = 0
  for (let improved = true; improved;) {
    improved = false
    for (const way of movesFrom(table, best.way, best.outcome.contests)) {
      const key = `${way.order.join()}/${[...way.leaves].sort((a, b) => a - b).join()}`
      if (tried.has(key)) continue
      if (trials === SEARCH_TRIALS) return best.outcome
      tried.add(key)
      trials += 1
      const outcome = evaluate(table, way)
      if (outcome.totalMinor >= best.outcome.totalMinor) continue
      best = { way, outcome }
      improved = true
      break
    }
  }
  return best.outcome
}

function greedy(table: Table): { readonly way: Way; readonly outcome: Outcome } {
  const way: Way = { order: table.candidates.map((_, index) => index), leaves: new Set() }
  return { way, outcome: evaluate(table, way) }
}

/** Other ways to decide each contest: the loser goes first, or the winner leaves that line to others, or all lines. */
function* movesFrom(table: Table, way: Way, contests: readonly Contest[]): Generator<Way> {
  const width = table.lines.length + 1
  for (const { winner, loser, line } of contests) {
    const [winning, losing] = [table.candidates[winner], table.candidates[loser]]
    if (!winning || !losing) continue
    const bothSimple = winning.compiled.action.simple && losing.compiled.action.simple
    if (!bothSimple) {
      yield { ...way, order: movedBefore(way.order, loser, winner) }
      const all = [...winning.lines, ...winning.pools.flat(), line].map((one) => winner * width + one)
      yield { ...way, leaves: new Set([...way.leaves, ...all]) }
    }
    yield { ...way, leaves: new Set([...way.leaves, winner * width + line]) }
  }
}

function movedBefore(order: readonly number[], mover: number, other: number): number[] {
  const rest = order.filter((index) => index !== mover)
  rest.splice(rest.indexOf(other), 0, mover)
  return rest
}
