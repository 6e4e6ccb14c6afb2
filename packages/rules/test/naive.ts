import type {
  Action,
  Basket,
  BasketLine,
  Condition,
  LineCondition,
  Promotion,
  PricingContext,
} from '../index.ts'

/**
 * Prices a basket the slow and simple way, piece by piece, written without a look at the real thing: no index, no runs, no matroids, every rule as its
 * contract says it. It is told in which order promotions have their turns and which lines they leave to others.
 */
export interface NaiveWay {
  readonly order: readonly Promotion[]
  readonly leaves: (promotion: Promotion, line: BasketLine | null) => boolean
}

interface Piece {
  /** Null: what sending costs. */
  readonly line: BasketLine | null
  price: number
  /** Latest first. */
  touched: readonly Promotion[]
}

/** Pieces of one line that cost the same and have the same past, and what they lose together. */
interface Loss {
  readonly pieces: Piece[]
  minor: number
}

export function naivePrice(
  basket: Basket,
  context: PricingContext,
  way: NaiveWay,
): { readonly lines: Readonly<Record<string, number>>; readonly shipping: number; readonly total: number } {
  const lines = basket.lines.toSorted(
    (a, b) =>
      order(a.sku, b.sku) ||
      a.unitMinor - b.unitMinor ||
      order(a.fulfilment, b.fulfilment) ||
      order(a.lineId, b.lineId),
  )
  const pieces: Piece[] = lines.flatMap((line) =>
    Array.from({ length: line.quantity }, () => ({ line, price: line.unitMinor, touched: [] })),
  )
  if (basket.shipping) pieces.push({ line: null, price: basket.shipping.minor, touched: [] })
  for (const promotion of way.order) turn(promotion, pieces, lines, basket, context, way)
  const costs: Record<string, number> = {}
  for (const line of lines)
    costs[line.lineId] = sum(pieces.filter((one) => one.line === line).map((one) => one.price))
  const shipping = sum(pieces.filter((one) => one.line === null).map((one) => one.price))
  return { lines: costs, shipping, total: sum(Object.values(costs)) + shipping }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const percent = (minor: number, ppm: number) =>
  Number((BigInt(minor) * BigInt(ppm) * 2n + 1_000_000n) / 2_000_000n)

/** Largest remainder, ties to the earlier. */
function share(total: number, weights: readonly number[]): number[] {
  const all = sum(weights)
  if (all === 0) return weights.map((_, index) => (index === 0 ? total : 0))
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight))
  const parts = exact.map((one) => Number(one / BigInt(all)))
  const rests = exact.map((one, index) => ({ index, rest: Number(one % BigInt(all)) }))
  rests.sort((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of rests.slice(0, total - sum(parts))) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

function fits(line: BasketLine, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    let fit: boolean
    if (condition.kind === 'products')
      fit = condition.anyOf.some((one) => one === line.sku || one === line.product)
    else if (condition.kind === 'categories')
      fit = condition.anyOf.some((one) => line.categories.includes(one))
    else if (condition.kind === 'attributes')
      fit = condition.anyOf.includes(line.attributes[condition.attribute] ?? '')
    else if (condition.kind === 'fulfilment') fit = condition.anyOf.includes(line.fulfilment)
    else return true
    return fit !== (condition.not ?? false)
  })
}

function turn(
  promotion: Promotion,
  pieces: Piece[],
  lines: readonly BasketLine[],
  basket: Basket,
  context: PricingContext,
  way: NaiveWay,
): void {
  const { action, conditions } = promotion
  if (promotion.currency !== basket.currency) return
  let own = lines.filter((line) => fits(line, conditions))
  if (action.kind === 'gift') own = own.filter(({ sku }) => sku !== action.sku)
  if (own.length === 0) return
  const all = pieces.filter(({ line }) => line !== null && own.includes(line))
  const value = sum(all.map(({ price }) => price))
  for (const condition of conditions) {
    if (condition.kind === 'channel' && !condition.anyOf.includes(context.channel)) return
    if (condition.kind === 'quantity' && all.length < condition.atLeast) return
    if (condition.kind === 'value' && value < condition.atLeastMinor) return
  }
  const free = pieces.filter(
    ({ line, touched }) =>
      !way.leaves(promotion, line) &&
      touched.every(
        (other) =>
          !promotion.exclusive &&
          !other.exclusive &&
          (promotion.group === null || promotion.group !== other.group),
      ),
  )
  const mine = free.filter(({ line }) => line !== null && own.includes(line))
  let losses = lossesOf(action, { mine, free, count: all.length, value })
  if (sum(losses.map(({ minor }) => minor)) === 0) return
  const cap = promotion.atMostMinor ?? Number.MAX_SAFE_INTEGER
  if (sum(losses.map(({ minor }) => minor)) > cap) {
    const parts = share(
      cap,
      losses.map(({ minor }) => minor),
    )
    losses = losses.map(({ pieces: lost }, index) => ({ pieces: lost, minor: parts[index] ?? 0 }))
  }
  for (const { pieces: lost, minor } of losses) {
    const each = Math.floor(minor / lost.length)
    const more = minor - each * lost.length
    for (const [index, piece] of lost.entries()) {
      piece.price -= each + (index < more ? 1 : 0)
      piece.touched = [promotion, ...piece.touched]
      if (piece.price < 0) throw new Error('a piece costs less than nothing')
    }
  }
}

interface Given {
  readonly mine: readonly Piece[]
  readonly free: readonly Piece[]
  readonly count: number
  readonly value: number
}

const past = (a: Piece, b: Piece): number => {
  for (let index = 0; index < Math.max(a.touched.length, b.touched.length); index += 1) {
    const [left, right] = [a.touched[index], b.touched[index]]
    if (left !== right) return rank(left) - rank(right)
  }
  return 0
}
/** Tests name promotions r0, r1 … by rank within one priority. */
const rank = (promotion: Promotion | undefined) =>
  promotion ? promotion.priority * 1000 + Number(promotion.id.slice(1)) : -1

/** Groups of equal pieces in the order in which they stand; within a line dearest first. */
function groups(pieces: readonly Piece[], sorted = true): Piece[][] {
  const found: Piece[][] = []
  for (const piece of pieces) {
    const group = found.find(
      ([one]) => one && one.line === piece.line && one.price === piece.price && past(one, piece) === 0,
    )
    if (group) group.push(piece)
    else found.push([piece])
  }
  return sorted ? found.sort((a, b) => inLine(a[0], b[0])) : found
}

const inLine = (a: Piece | undefined, b: Piece | undefined): number =>
  !a || !b || a.line !== b.line ? 0 : b.price - a.price || past(a, b)

function byLine(pieces: readonly Piece[]): Piece[][] {
  const found = new Map<BasketLine | null, Piece[]>()
  for (const piece of pieces) found.set(piece.line, [...(found.get(piece.line) ?? []), piece])
  return [...found.values()]
}

/** An amount off pieces of one line, in proportion to what equal ones cost together. */
function offLine(pieces: readonly Piece[], minor: number, sorted = true): Loss[] {
  const found = groups(pieces, sorted)
  const parts = share(
    minor,
    found.map((group) => sum(group.map(({ price }) => price))),
  )
  return found.map((group, index) => ({ pieces: group, minor: parts[index] ?? 0 }))
}

const cost = (pieces: readonly Piece[]) => sum(pieces.map(({ price }) => price))

function offSum(pieces: readonly Piece[], minor: number): Loss[] {
  const found = byLine(pieces)
  const parts = share(Math.min(minor, cost(pieces)), found.map(cost))
  return found.flatMap((line, index) => ((parts[index] ?? 0) > 0 ? offLine(line, parts[index] ?? 0) : []))
}

const offEach = (pieces: readonly Piece[], off: (price: number) => number): Loss[] =>
  byLine(pieces).flatMap((line) =>
    groups(line)
      .map((group) => ({ pieces: group, minor: sum(group.map(({ price }) => off(price))) }))
      .filter(({ minor }) => minor > 0),
  )

const offLines = (pieces: readonly Piece[], ppm: number): Loss[] =>
  byLine(pieces).flatMap((line) => {
    const minor = percent(cost(line), ppm)
    return minor > 0 ? offLine(line, minor) : []
  })

/** Dearest first; equal ones as they stand: by line, then by their past. */
const dearest = (pieces: readonly Piece[]): Piece[] =>
  byLine(pieces)
    .flatMap((line) => groups(line).flat())
    .sort((a, b) => b.price - a.price)

function lossesOf(action: Action, given: Given): Loss[] {
  const { mine, free, count, value } = given
  switch (action.kind) {
    case 'line_percent':
      return offLines(mine, action.ppm)
    case 'line_amount':
      return offEach(mine, (price) => Math.min(price, action.minor))
    case 'fixed_price':
      return offEach(mine, (price) => Math.max(0, price - action.minor))
    case 'basket_percent':
      return offSum(mine, percent(cost(mine), action.ppm))
    case 'basket_amount':
      return offSum(mine, action.minor)
    case 'quantity_tiers': {
      const tier = action.tiers
        .toSorted((a, b) => b.atLeast - a.atLeast)
        .find(({ atLeast }) => count >= atLeast)
      return tier ? offLines(mine, tier.ppm) : []
    }
    case 'value_tiers': {
      const tier = action.tiers
        .toSorted((a, b) => b.atLeastMinor - a.atLeastMinor)
        .find((one) => value >= one.atLeastMinor)
      return tier ? offSum(mine, tier.minor) : []
    }
    case 'cheapest_free':
      return cheapest(action, mine)
    case 'buy_get':
      return buyGet(action, mine, free)
    case 'bundle':
      return bundle(action, mine)
    case 'gift': {
      const gifts = dearest(free.filter(({ line }) => line?.sku === action.sku)).filter(
        ({ price }) => price > 0,
      )
      return groups(gifts.slice(0, action.quantity), false).map((group) => ({
        pieces: group,
        minor: cost(group),
      }))
    }
    case 'shipping_percent':
      return free
        .filter(({ line }) => line === null)
        .map((one) => ({ pieces: [one], minor: percent(one.price, action.ppm) }))
    case 'shipping_price':
      return free
        .filter(({ line }) => line === null)
        .map((one) => ({ pieces: [one], minor: Math.max(0, one.price - action.minor) }))
  }
}

function cheapest(action: Extract<Action, { kind: 'cheapest_free' }>, mine: readonly Piece[]): Loss[] {
  const sorted = dearest(mine)
  const sets = Math.min(Math.floor(sorted.length / action.every), action.atMostTimes ?? Infinity)
  const used = sorted.slice(0, sets * action.every)
  return overSets(
    used,
    cost(used.filter((_, index) => index % action.every >= action.every - action.free)),
    mine,
  )
}

/** What sets cost less, over all their pieces in proportion to what they cost; as the pieces lie in the basket. */
function overSets(used: readonly Piece[], saved: number, among: readonly Piece[]): Loss[] {
  if (saved === 0) return []
  const found = byLine(among.filter((one) => used.includes(one))).flatMap((line) => groups(line))
  const parts = share(saved, found.map(cost))
  return found.map((group, index) => ({ pieces: group, minor: parts[index] ?? 0 }))
}

function buyGet(
  action: Extract<Action, { kind: 'buy_get' }>,
  mine: readonly Piece[],
  free: readonly Piece[],
): Loss[] {
  const { of } = action
  const gettable = of ? free.filter(({ line }) => line !== null && fits(line, of)) : mine
  const onlyBuy = mine.filter((one) => !gettable.includes(one))
  const both = mine.filter((one) => gettable.includes(one))
  let best = { times: 0, got: 0 }
  for (
    let times = 1;
    times * action.buy <= mine.length && times <= (action.atMostTimes ?? Infinity);
    times += 1
  ) {
    const usedUp = Math.max(0, times * action.buy - onlyBuy.length)
    const got = Math.min(times * action.get, gettable.length - usedUp)
    if (got > best.got) best = { times, got }
  }
  const bought = [...dearest(onlyBuy), ...dearest(both)].slice(0, best.times * action.buy)
  const got = dearest(gettable)
    .toReversed()
    .filter((one) => !bought.includes(one))
    .slice(0, best.got)
  const saved = sum(byLine(got).map((line) => percent(cost(line), action.ppm)))
  return overSets([...bought, ...got], saved, [...onlyBuy, ...gettable])
}

/** Tries every number of sets; each is filled by hand-made augmenting paths over single places. */
function bundle(action: Extract<Action, { kind: 'bundle' }>, mine: readonly Piece[]): Loss[] {
  const perSet = sum(action.parts.map(({ quantity }) => quantity))
  let best: { readonly saved: number; readonly picked: readonly Piece[] } = { saved: 0, picked: [] }
  const most = Math.min(Math.floor(mine.length / perSet), action.atMostTimes ?? Infinity)
  for (let sets = 1; sets <= most; sets += 1) {
    const places: LineCondition[][] = action.parts.flatMap(({ of, quantity }) =>
      Array.from({ length: quantity * sets }, () => [...of]),
    )
    const holder: (Piece | undefined)[] = places.map(() => undefined)
    const seat = (piece: Piece, seen: Set<number>): boolean =>
      places.some((of, index) => {
        if (seen.has(index) || piece.line === null || !fits(piece.line, of)) return false
        seen.add(index)
        const sitting = holder[index]
        if (sitting && !seat(sitting, seen)) return false
        holder[index] = piece
        return true
      })
    for (const piece of dearest(mine)) seat(piece, new Set())
    if (holder.includes(undefined)) break
    const picked = mine.filter((one) => holder.includes(one))
    const saved = cost(picked) - sets * action.minor
    if (saved > best.saved) best = { saved, picked }
  }
  return overSets(best.picked, best.saved, mine)
}
