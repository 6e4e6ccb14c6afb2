import { PPM, roundHalfUp, type Ppm } from '@splot/kernel'
import { answerOf } from './factors/index.ts'
import type { FactorInputs, ProposalTerms } from './types.ts'

/** What a proposal is bound by, minor units. */
export interface Bounds {
  /** What it costs now. */
  readonly currentMinor: number
  /** What it cost a day ago. */
  readonly dayAgoMinor: number
  /** The lowest presented price of 30 days; null: never presented. */
  readonly lowestMinor: number | null
  /** What the list costs that it may differ from; null: it differs from none. */
  readonly otherListMinor: number | null
  /** What it costs the retailer with VAT, as if it were sold for that; null: nobody has said. */
  readonly costGrossMinor: number | null
}

export interface Reckoned {
  readonly minor: number
  /** For people and for the history: every figure behind it. */
  readonly factors: Readonly<Record<string, unknown>>
}

/** Rounded up, so that it is never less than asked for. */
const shareUp = (minor: number, ppm: Ppm): number => Math.ceil((minor * ppm) / PPM)

const share = (minor: number, ppm: Ppm): number => roundHalfUp((minor * ppm) / PPM)

/**
 * The price that the factors ask for, kept within the bounds: floor and ceiling of the regular price, the step of a day, the lowest price of 30 days
 * where the rule keeps it, and the distance from another list. Bounds are taken in this order, so the later one wins where two
 * disagree; but the floor in grosze always holds, and nothing goes below what it costs where the rule says so. Undefined: no factor speaks, or the change is too small.
 */
export function reckon(terms: ProposalTerms, inputs: FactorInputs, bounds: Bounds): Reckoned | undefined {
  const said = terms.factors.flatMap((factor) => {
    const answer = answerOf(factor, inputs)
    return answer ? [{ kind: factor.kind, ...answer }] : []
  })
  const ppm = said.reduce((sum, answer) => sum + answer.ppm, 0)
  const { regularMinor } = inputs
  // Without a factor that speaks the price goes back to the regular one.
  const asked = share(regularMinor, PPM + ppm)
  const held: { readonly bound: string; readonly minor: number }[] = []
  let minor = asked
  const within = (bound: string, from: number, to: number) => {
    const next = Math.min(Math.max(minor, from), Math.max(from, to))
    if (next !== minor) held.push({ bound, minor: next })
    minor = next
  }
  within('floor_and_ceiling', share(regularMinor, terms.floorPpm), share(regularMinor, terms.ceilingPpm))
  const { dayAgoMinor, lowestMinor, otherListMinor, currentMinor } = bounds
  within('daily', share(dayAgoMinor, PPM - terms.dailyPpm), share(dayAgoMinor, PPM + terms.dailyPpm))
  if (terms.omnibus === 'keep_lowest' && lowestMinor !== null) within('omnibus', lowestMinor, Infinity)
  if (terms.channels.kind === 'differ' && otherListMinor !== null) {
    const { ppm: apart } = terms.channels
    within('channels', share(otherListMinor, PPM - apart), share(otherListMinor, PPM + apart))
  }
  within('least', Math.max(1, terms.floorMinor), Infinity)
  const { aboveCostPpm } = terms
  if (aboveCostPpm !== undefined) {
    const { costGrossMinor } = bounds
    const least = costGrossMinor === null ? currentMinor : shareUp(costGrossMinor, PPM + aboveCostPpm)
    // What is sold below its cost by somebody's decision is not made dearer than that decision or than now.
    within('cost', Math.min(least, Math.max(currentMinor, regularMinor)), Infinity)
  }
  const change = Math.abs(minor - currentMinor)
  if (change === 0 || change * PPM < currentMinor * terms.leastPpm) return undefined
  return {
    minor,
    factors: {
      said,
      regularMinor,
      askedMinor: asked,
      held,
      currentMinor,
      dayAgoMinor,
      lowest30Minor: lowestMinor,
      ...(aboveCostPpm !== undefined && { costGrossMinor: bounds.costGrossMinor }),
      becomesLowest: lowestMinor !== null && minor < lowestMinor,
    },
  }
}
