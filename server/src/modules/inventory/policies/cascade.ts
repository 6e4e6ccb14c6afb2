import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import type { Surroundings } from './surroundings.ts'
import type { Backorder, Rule, Scope, Terms } from './types.ts'

/** A value and the rule that gave it; no rule: nobody said anything. */
export interface Sourced<T> {
  readonly value: T
  readonly rule: Rule | null
}

export interface ChannelShare {
  readonly buffer: Sourced<number>
  readonly ppm: Sourced<number>
  readonly pool: Sourced<number>
}

export interface RowTerms {
  readonly safety: Sourced<number>
  /** Channels that some rule names here. */
  readonly channels: ReadonlyMap<ChannelId, ChannelShare>
}

export interface RowAddress {
  readonly sku: Sku
  readonly locationId: LocationId
}

/** The rules of one version by their scope. */
export type Cascade = ReadonlyMap<string, readonly Rule[]>

const NOTHING: Sourced<number> = { value: 0, rule: null }

const goodsKey = ({ sku, category }: Scope) =>
  sku !== undefined ? `s${sku}` : category !== undefined ? `c${category}` : ''
const placeKey = ({ locationId, region }: Scope) =>
  locationId !== undefined ? `l${locationId}` : region !== undefined ? `r${region}` : ''

export const scopeKey = (scope: Scope): string => `${goodsKey(scope)}\0${placeKey(scope)}`

export function cascadeOf(rules: readonly Rule[]): Cascade {
  const byScope = new Map<string, Rule[]>()
  for (const rule of rules) {
    const key = scopeKey(rule.scope)
    const known = byScope.get(key)
    if (known) known.push(rule)
    else byScope.set(key, [rule])
  }
  return byScope
}

/**
 * The rules that reach a row, the most specific first: goods count before places (its SKU, its category and those above it, all goods),
 * then the place, its regions from the nearest, the network.
 */
export function rulesFor(cascade: Cascade, { sku, locationId }: RowAddress, around: Surroundings): Rule[] {
  if (cascade.size === 0) return []
  const goods = [`s${sku}`, ...(around.categoriesOf(sku) ?? []).map((category) => `c${category}`), '']
  const places = [`l${locationId}`, ...(around.regionsOf(locationId) ?? []).map((region) => `r${region}`), '']
  return goods.flatMap((some) => places.flatMap((place) => cascade.get(`${some}\0${place}`) ?? []))
}

/** What the rules make of one row: for each term the most specific rule that names it. */
export function termsFor(cascade: Cascade, row: RowAddress, around: Surroundings): RowTerms {
  let safety = NOTHING
  const channels = new Map<
    ChannelId,
    { buffer: Sourced<number>; ppm: Sourced<number>; pool: Sourced<number> }
  >()
  for (const rule of rulesFor(cascade, row, around)) {
    const { terms, channelId } = rule
    if (safety.rule === null && terms.safety !== undefined) safety = { value: terms.safety, rule }
    if (channelId === null) continue
    const share = channels.get(channelId) ?? { buffer: NOTHING, ppm: NOTHING, pool: NOTHING }
    channels.set(channelId, share)
    if (share.buffer.rule === null && terms.buffer !== undefined) share.buffer = { value: terms.buffer, rule }
    if (share.ppm.rule === null && terms.bufferPpm !== undefined) share.ppm = { value: terms.bufferPpm, rule }
    if (share.pool.rule === null && terms.pool !== undefined) share.pool = { value: terms.pool, rule }
  }
  return { safety, channels }
}

const NO_BACKORDER: Sourced<Backorder> = { value: { against: 'none' }, rule: null }

/** Whether a channel may promise what is not here. In one scope a rule of the channel goes before one for every channel. */
export const backorderFor = (
  cascade: Cascade,
  row: RowAddress,
  channelId: ChannelId,
  around: Surroundings,
): Sourced<Backorder> =>
  firstOf(rulesFor(cascade, row, around), channelId, (terms) => terms.backorder) ?? NO_BACKORDER

/** The first of these rules, sorted by how specific they are, that names a term for a channel. */
export function firstOf<T>(
  rules: readonly Rule[],
  channelId: ChannelId,
  pick: (terms: Terms) => T | undefined,
): Sourced<T> | undefined {
  let forAll: { value: T; rule: Rule } | undefined
  for (const rule of rules) {
    // Once the scope has changed, a rule for every channel of the scope before wins.
    if (forAll && scopeKey(rule.scope) !== scopeKey(forAll.rule.scope)) return forAll
    const value = pick(rule.terms)
    if (value === undefined) continue
    if (rule.channelId === channelId) return { value, rule }
    if (rule.channelId === null) forAll ??= { value, rule }
  }
  return forAll
}
