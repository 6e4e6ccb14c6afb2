import { PPM } from '@splot/kernel'
import { isLineCondition } from './conditions/index.ts'
import type { Action, Condition, Promotion, RuleSet } from './types.ts'

/** Something in a promotion that can never work. */
export interface Fault {
  /** JSON Pointer (RFC 6901) into what was checked. */
  readonly pointer: string
  readonly code:
    | 'percent_out_of_range'
    | 'not_a_whole_number'
    | 'empty'
    | 'reversed_dates'
    | 'free_not_below_every'
    | 'tiers_repeat'
    | 'outside_the_week'
    | 'outside_the_day'
    | 'too_many'
    | 'same_id'
}

/** Conditions of a promotion, parts of a bundle, and tiers at most: what a person can still oversee. */
export const PARTS_LIMIT = 20
/** Names in one condition at most. */
export const NAMES_LIMIT = 5_000

type Note = (pointer: string, code: Fault['code']) => void

/** All faults of a rule set: those of each promotion, and ids that occur twice. A set without faults can be compiled. */
export function faultsOf({ promotions }: RuleSet): Fault[] {
  const ids = new Set<string>()
  return promotions.flatMap((promotion, index) => {
    const twice = ids.has(promotion.id)
    ids.add(promotion.id)
    const faults = promotionFaults(promotion).map(({ pointer, code }) => ({
      pointer: `/promotions/${index}${pointer}`,
      code,
    }))
    return twice ? [...faults, { pointer: `/promotions/${index}/id`, code: 'same_id' }] : faults
  })
}

/** Faults of one promotion, with pointers into it: percent over 100, reversed dates, empty lists, numbers that are none. */
export function promotionFaults(promotion: Promotion): Fault[] {
  const faults: Fault[] = []
  const note: Note = (pointer, code) => faults.push({ pointer, code })
  const { validFrom, validUntil, atMostMinor, conditions, action } = promotion
  if (validFrom !== null && validUntil !== null && validUntil <= validFrom)
    note('/validUntil', 'reversed_dates')
  if (atMostMinor !== undefined) whole(atMostMinor, 1, '/atMostMinor', note)
  checkConditions(conditions, '/conditions', note)
  checkAction(action, note)
  return faults
}

function whole(value: number, least: number, pointer: string, note: Note): void {
  if (!Number.isSafeInteger(value) || value < least) note(pointer, 'not_a_whole_number')
}

function percent(ppm: number, pointer: string, note: Note): void {
  if (!Number.isSafeInteger(ppm) || ppm < 1 || ppm > PPM) note(pointer, 'percent_out_of_range')
}

function checkConditions(conditions: readonly Condition[], at: string, note: Note): void {
  if (conditions.length > PARTS_LIMIT) note(at, 'too_many')
  for (const [index, condition] of conditions.entries()) {
    const pointer = `${at}/${index}`
    if ('anyOf' in condition) {
      if (condition.anyOf.length === 0) note(`${pointer}/anyOf`, 'empty')
      if (condition.anyOf.length > NAMES_LIMIT) note(`${pointer}/anyOf`, 'too_many')
    }
    if (isLineCondition(condition)) continue
    if (condition.kind === 'quantity') whole(condition.atLeast, 1, `${pointer}/atLeast`, note)
    if (condition.kind === 'value') whole(condition.atLeastMinor, 1, `${pointer}/atLeastMinor`, note)
    if (condition.kind === 'hours') checkHours(condition, pointer, note)
  }
}

const MINUTES_OF_DAY = 24 * 60

function checkHours(
  { weekdays, from, until }: Extract<Condition, { kind: 'hours' }>,
  pointer: string,
  note: Note,
): void {
  if (weekdays.length === 0) note(`${pointer}/weekdays`, 'empty')
  if (weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
    note(`${pointer}/weekdays`, 'outside_the_week')
  for (const [name, minutes] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > MINUTES_OF_DAY)
      note(`${pointer}/${name}`, 'outside_the_day')
  }
}

function checkAction(action: Action, note: Note): void {
  if ('ppm' in action) percent(action.ppm, '/action/ppm', note)
  if ('atMostTimes' in action && action.atMostTimes !== undefined)
    whole(action.atMostTimes, 1, '/action/atMostTimes', note)
  switch (action.kind) {
    case 'line_amount':
    case 'basket_amount':
      return whole(action.minor, 1, '/action/minor', note)
    case 'fixed_price':
    case 'shipping_price':
      return whole(action.minor, 0, '/action/minor', note)
    case 'buy_get':
      whole(action.buy, 1, '/action/buy', note)
      whole(action.get, 1, '/action/get', note)
      return checkConditions(action.of ?? [], '/action/of', note)
    case 'cheapest_free':
      whole(action.every, 2, '/action/every', note)
      whole(action.free, 1, '/action/free', note)
      if (action.free >= action.every) note('/action/free', 'free_not_below_every')
      return
    case 'bundle':
      whole(action.minor, 0, '/action/minor', note)
      return checkParts(action, note)
    case 'quantity_tiers':
    case 'value_tiers':
      return checkTiers(action, note)
    case 'gift':
      return whole(action.quantity, 1, '/action/quantity', note)
    default:
  }
}

function checkParts({ parts }: Extract<Action, { kind: 'bundle' }>, note: Note): void {
  if (parts.length === 0) note('/action/parts', 'empty')
  if (parts.length > PARTS_LIMIT) note('/action/parts', 'too_many')
  for (const [index, { of, quantity }] of parts.entries()) {
    whole(quantity, 1, `/action/parts/${index}/quantity`, note)
    checkConditions(of, `/action/parts/${index}/of`, note)
  }
}

function checkTiers(action: Extract<Action, { kind: 'quantity_tiers' | 'value_tiers' }>, note: Note): void {
  if (action.tiers.length === 0) note('/action/tiers', 'empty')
  if (action.tiers.length > PARTS_LIMIT) note('/action/tiers', 'too_many')
  const starts = new Set<number>()
  for (const [index, tier] of action.tiers.entries()) {
    const pointer = `/action/tiers/${index}`
    const start = 'atLeast' in tier ? tier.atLeast : tier.atLeastMinor
    whole(start, 1, `${pointer}/${'atLeast' in tier ? 'atLeast' : 'atLeastMinor'}`, note)
    if ('ppm' in tier) percent(tier.ppm, `${pointer}/ppm`, note)
    else whole(tier.minor, 1, `${pointer}/minor`, note)
    if (starts.has(start)) note(pointer, 'tiers_repeat')
    starts.add(start)
  }
}
