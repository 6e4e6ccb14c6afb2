import { Refusal, type RefusalDetail } from '@splot/kernel'
import { scopeKey } from './cascade.ts'
import { MAX_HOLD_MS } from '../limits.ts'
import { MAX_LEAD_DAYS, MAX_PIECES, MAX_RULES, PPM } from './limits.ts'
import { surroundings } from './surroundings.ts'
import type { Rule } from './types.ts'

/** What is wrong with one rule: where in it, and why. */
type Flaw = readonly [pointer: string, detail: string]

/** Refuses rules that could never work with `inventory.bad_policy`, every flaw with a pointer into the list. */
export function refuseBadRules(rules: readonly Rule[]): void {
  const errors: RefusalDetail[] = rules.flatMap((rule, index) =>
    [...scopeFlaws(rule), ...termFlaws(rule), ...holdFlaws(rule)].map(([pointer, detail]) => ({
      pointer: `/rules/${index}${pointer}`,
      detail,
    })),
  )
  const seen = new Map<string, number>()
  rules.forEach((rule, index) => {
    const key = `${scopeKey(rule.scope)}\0${rule.channelId ?? ''}`
    const first = seen.get(key)
    if (first === undefined) seen.set(key, index)
    else
      errors.push({
        pointer: `/rules/${index}/scope`,
        detail: `rule ${first + 1} has the same scope and channel already`,
      })
  })
  if (rules.length > MAX_RULES) errors.push({ pointer: '/rules', detail: `at most ${MAX_RULES} rules` })
  if (errors.length === 0) return
  throw new Refusal(
    'unprocessable',
    'inventory.bad_policy',
    'Some rules cannot work. Nothing was changed; put right what is named here.',
    { errors },
  )
}

function scopeFlaws({ scope, channelId }: Rule): Flaw[] {
  const around = surroundings()
  const { sku, category, locationId, region } = scope
  const checks: readonly [boolean, string, string][] = [
    [sku !== undefined && category !== undefined, '/scope', 'a SKU or a category, not both'],
    [locationId !== undefined && region !== undefined, '/scope', 'a place or a region, not both'],
    [sku !== undefined && around.categoriesOf(sku) === undefined, '/scope/sku', `unknown SKU ${sku}`],
    [
      category !== undefined && !around.isCategory(category),
      '/scope/category',
      `unknown category ${category}`,
    ],
    [
      locationId !== undefined && around.regionsOf(locationId) === undefined,
      '/scope/locationId',
      `unknown place ${locationId}`,
    ],
    [region !== undefined && !around.isRegion(region), '/scope/region', `unknown region ${region}`],
    [channelId !== null && !around.isChannel(channelId), '/channelId', `unknown channel ${channelId}`],
  ]
  return flawsOf(checks)
}

function termFlaws({ terms, channelId }: Rule): Flaw[] {
  const { safety, buffer, bufferPpm, pool, backorder } = terms
  const needsChannel = 'is of one channel: name it (what no channel shall have is safety)'
  const outside = (value: number | undefined, most: number) =>
    value !== undefined && !(Number.isSafeInteger(value) && value >= 0 && value <= most)
  const pieces = `0 to ${MAX_PIECES} whole pieces`
  return flawsOf([
    [Object.values(terms).every((term) => term === undefined), '/terms', 'a rule says something'],
    [outside(safety, MAX_PIECES), '/terms/safety', pieces],
    [outside(buffer, MAX_PIECES), '/terms/buffer', pieces],
    [outside(pool, MAX_PIECES), '/terms/pool', pieces],
    [outside(bufferPpm, PPM), '/terms/bufferPpm', `0 to ${PPM} parts per million`],
    [
      safety !== undefined && channelId !== null,
      '/terms/safety',
      'is of all channels: leave the channel out',
    ],
    [buffer !== undefined && channelId === null, '/terms/buffer', needsChannel],
    [bufferPpm !== undefined && channelId === null, '/terms/bufferPpm', needsChannel],
    [pool !== undefined && channelId === null, '/terms/pool', needsChannel],
    [outside(backorder?.most, MAX_PIECES), '/terms/backorder/most', pieces],
    [outside(backorder?.leadDays, MAX_LEAD_DAYS), '/terms/backorder/leadDays', `0 to ${MAX_LEAD_DAYS} days`],
    [
      backorder?.against === 'open' && backorder.leadDays === undefined,
      '/terms/backorder/leadDays',
      'an open backorder says in how many days',
    ],
    [
      backorder !== undefined && backorder.against !== 'open' && backorder.leadDays !== undefined,
      '/terms/backorder/leadDays',
      'only an open backorder has them',
    ],
  ])
}

function holdFlaws({ scope, terms }: Rule): Flaw[] {
  const { holds } = terms
  if (holds === undefined) return []
  const narrow = Object.values(scope).some((part) => part !== undefined)
  const whole = (ms: number) => Number.isSafeInteger(ms) && ms >= 1_000 && ms <= MAX_HOLD_MS
  return [
    ...flawsOf([
      [narrow, '/terms/holds', 'a hold has many goods and places: its limits are of the whole network'],
    ]),
    ...Object.entries(holds).flatMap(([kind, { ttlMs, capMs }]) =>
      flawsOf([
        [!whole(ttlMs), `/terms/holds/${kind}/ttlMs`, `1000 to ${MAX_HOLD_MS} ms`],
        [!whole(capMs), `/terms/holds/${kind}/capMs`, `1000 to ${MAX_HOLD_MS} ms`],
        [ttlMs > capMs, `/terms/holds/${kind}/capMs`, 'not shorter than the time limit itself'],
      ]),
    ),
  ]
}

const flawsOf = (checks: readonly (readonly [boolean, string, string])[]): Flaw[] =>
  checks.flatMap(([wrong, pointer, detail]) => (wrong ? [[pointer, detail] as const] : []))
