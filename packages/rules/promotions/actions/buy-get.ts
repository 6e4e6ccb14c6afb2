import type { Ppm } from '@splot/kernel'
import { lineTest } from '../conditions/index.ts'
import { countOf, dearestFirst, shareOf, spread, type Picked, type Placed } from '../pieces.ts'
import { alreadyLower, nothingFree, type CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { freePieces } from './cheapest-free.ts'

type BuyGet = Extract<Action, { kind: 'buy_get' }>

/**
 * For every `buy` pieces, `get` pieces cost `ppm` less. Bought are the dearest, got the cheapest; a last set may get fewer than `get`, never
 * more than there are. What the got ones cost less is taken off all pieces, bought and got.
 */
export function buyGet(action: BuyGet): CompiledAction {
  return {
    pools: action.of ? [lineTest(action.of)] : [],
    take: (turn) => {
      const buyLines = turn.lines
      const getLines = turn.pools[0] ?? turn.lines
      const onlyBuy = freePieces(
        turn,
        buyLines.filter((line) => !getLines.includes(line)),
      )
      const gettable = freePieces(turn, getLines)
      const both = gettable.filter(({ line }) => buyLines.includes(line))
      if (onlyBuy.length + both.length === 0) return nothingFree(turn)
      const counts = { onlyBuy: countOf(onlyBuy), both: countOf(both), gettable: countOf(gettable) }
      const times = timesOf(action, counts)
      if (times === 0) return tooFew(action, counts)
      const bought = pick([...dearestFirst(onlyBuy), ...dearestFirst(both)], times * action.buy, new Map())
      const used = new Map(bought.map(({ run, pieces }) => [run, pieces]))
      const got = pick(dearestFirst(gettable).reverse(), gotIn(action, counts, times), used)
      const saved = savedOn(got, action.ppm)
      return saved > 0 ? spread([...onlyBuy, ...gettable], [...bought, ...got], saved) : alreadyLower
    },
  }
}

interface Counts {
  readonly onlyBuy: number
  /** Pieces that may be bought or got. */
  readonly both: number
  readonly gettable: number
}

/** How many pieces are got when `times` sets are bought. */
const gotIn = (action: BuyGet, counts: Counts, times: number): number =>
  Math.min(times * action.get, counts.gettable - Math.max(0, times * action.buy - counts.onlyBuy))

/**
 * The fewest sets that get the most pieces. While there is enough to get, one set more gets `get` pieces more; behind that buying uses up
 * pieces that could have been got. So the best is the first set that takes the last piece there is to get, or the one before.
 */
function timesOf(action: BuyGet, counts: Counts): number {
  let low = 0
  let high = Math.min(
    Math.floor((counts.onlyBuy + counts.both) / action.buy),
    action.atMostTimes ?? Number.MAX_SAFE_INTEGER,
  )
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (gotIn(action, counts, middle + 1) < (middle + 1) * action.get) high = middle
    else low = middle + 1
  }
  // `low` sets are full; one more may still get some.
  const more = low + 1
  const mayBuy = more * action.buy <= counts.onlyBuy + counts.both && more <= (action.atMostTimes ?? more)
  return mayBuy && gotIn(action, counts, more) > gotIn(action, counts, low) ? more : low
}

/** What is missing for the first piece to be got. */
function tooFew(action: BuyGet, counts: Counts) {
  const bought = counts.onlyBuy + counts.both
  return bought < action.buy || counts.gettable > counts.both
    ? ({ reason: 'quantity', wanted: action.buy, had: bought } as const)
    : ({ reason: 'quantity', wanted: action.buy + 1, had: bought } as const)
}

/** The first `wanted` pieces in the order given, without those that are used already. */
function pick(placed: readonly Placed[], wanted: number, used: ReadonlyMap<object, number>): Picked[] {
  const picked: Picked[] = []
  let left = wanted
  for (const { line, run } of placed) {
    const pieces = Math.min(left, run.pieces - (used.get(run) ?? 0))
    if (pieces <= 0) continue
    picked.push({ line, run, pieces })
    left -= pieces
  }
  return picked
}

/** `ppm` of what the pieces that are got cost, rounded half up line by line. */
function savedOn(got: readonly Picked[], ppm: Ppm): number {
  const costs = new Map<number, number>()
  for (const { line, run, pieces } of got) costs.set(line, (costs.get(line) ?? 0) + pieces * run.unitMinor)
  return [...costs.values()].reduce((sum, minor) => sum + shareOf(minor, ppm), 0)
}
