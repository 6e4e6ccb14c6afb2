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
  /** Bounds that it could not keep beside stronger ones. */
  readonly unmet: readonly string[]
  /** For people and for the history: every figure behind it. */
  readonly factors: Readonly<Record<string, unknown>>
}

/** Rounded up, so that it is never less than asked for. */
const shareUp = (minor: number, ppm: Ppm): number => Math.ceil((minor * ppm) / PPM)

const share = (minor: number, ppm: Ppm): number => roundHalfUp((minor * ppm) / PPM)

type BoundName = 'daily' | 'least' | 'cost' | 'floor_and_ceiling' | 'omnibus' | 'channels'

/** From and to, minor units; both may be reached. */
interface Bound {
  readonly bound: BoundName
  readonly from: number
  readonly to: number
}

/**
 * Everything that binds the price, the stronger before the weaker. What people have set outside a bound today may stay there: the step of a day
 * keeps a rule from going further, and is no reason to take their price back.
 */
function boundsOf(terms: ProposalTerms, regularMinor: number, bounds: Bounds): readonly Bound[] {
  const { currentMinor, dayAgoMinor, lowestMinor, otherListMinor, costGrossMinor } = bounds
  const { dailyPpm, aboveCostPpm, channels } = terms
  const found: Bound[] = [
    {
      bound: 'daily',
      from: Math.min(currentMinor, share(dayAgoMinor, PPM - dailyPpm)),
      to: Math.max(currentMinor, share(dayAgoMinor, PPM + dailyPpm)),
    },
    { bound: 'least', from: Math.max(1, terms.floorMinor), to: Infinity },
  ]
  if (aboveCostPpm !== undefined) {
    const least = costGrossMinor === null ? currentMinor : shareUp(costGrossMinor, PPM + aboveCostPpm)
    // What is sold below its cost by somebody's decision is not made dearer than that decision or than now.
    found.push({
      bound: 'cost',
      from: Math.min(least, Math.max(currentMinor, regularMinor)),
      to: Infinity,
    })
  }
  found.push({
    bound: 'floor_and_ceiling',
    from: share(regularMinor, terms.floorPpm),
    to: share(regularMinor, terms.ceilingPpm),
  })
  if (terms.omnibus === 'keep_lowest' && lowestMinor !== null)
    found.push({ bound: 'omnibus', from: lowestMinor, to: Infinity })
  if (channels.kind === 'differ' && otherListMinor !== null)
    found.push({
      bound: 'channels',
      from: share(otherListMinor, PPM - channels.ppm),
      to: share(otherListMinor, PPM + channels.ppm),
    })
  return found
}

/** What is left for a price by all bounds together; one that leaves nothing of the stronger ones is not kept, and only gone towards. */
function keepWithin(asked: number, bounds: readonly Bound[]) {
  const held: { readonly bound: BoundName; readonly minor: number }[] = []
  const unmet: BoundName[] = []
  let minor = asked
  let [from, to] = [1, Infinity]
  for (const one of bounds) {
    if (one.from > to || one.to < from) unmet.push(one.bound)
    const [low, high] = [from, to]
    from = Math.min(Math.max(low, one.from), high)
    to = Math.max(Math.min(high, one.to), low)
    const next = Math.min(Math.max(minor, from), to)
    if (next !== minor) held.push({ bound: one.bound, minor: next })
    minor = next
  }
  return { minor, held, unmet }
}

/**
 * The price that the factors ask for, within all bounds at once: the step of a day, what nothing may be cheaper than, floor and ceiling of the
 * regular price, the lowest price of 30 days where the rule keeps it, and the distance from another list. Where two have nothing in common the
 * stronger one is kept (in this order), the price goes towards the other as far as that allows, and `unmet` names it: a person has to look.
 * Undefined: no factor speaks, or the change is too small.
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
  const { minor, held, unmet } = keepWithin(asked, boundsOf(terms, regularMinor, bounds))
  const { currentMinor, dayAgoMinor, lowestMinor, costGrossMinor } = bounds
  const change = Math.abs(minor - currentMinor)
  if (change === 0 || change * PPM < currentMinor * terms.leastPpm) return undefined
  return {
    minor,
    unmet,
    factors: {
      said,
      regularMinor,
      askedMinor: asked,
      held,
      unmet,
      currentMinor,
      dayAgoMinor,
      lowest30Minor: lowestMinor,
      ...(terms.aboveCostPpm !== undefined && { costGrossMinor }),
      becomesLowest: lowestMinor !== null && minor < lowestMinor,
    },
  }
}
