import { newId, Refusal, type LocationId, type Sku } from '@splot/kernel'
import { surroundings } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { MAX_RULES } from './limits.ts'
import { deleteRule, insertRule, readRules, ruleById, updateRule } from './store.ts'
import type { AnyTerms, Rule, RuleId, Scope } from './types.ts'

/** A rule as somebody wants it. */
export type WantedRule = AnyTerms & { readonly scope: Partial<Scope>; readonly enabled: boolean }

/**
 * Makes a rule; it holds from the next fact or survey on.
 * @throws Refusal `replenishment.bad_terms`, `replenishment.unknown_scope`, `replenishment.rule_exists`, `replenishment.too_many_rules`.
 */
export async function makeRule(ctx: WriteContext, wanted: WantedRule): Promise<Rule> {
  const { kind, terms, enabled } = wanted
  const { sku = null, category = null, locationId = null, region = null } = wanted.scope
  checkTerms({ kind, terms } as AnyTerms)
  checkScope({ sku, category, locationId, region })
  if ((await readRules(ctx)).length >= MAX_RULES) {
    throw new Refusal(
      'conflict',
      'replenishment.too_many_rules',
      `There may be ${MAX_RULES} rules. Delete one first, or use categories.`,
    )
  }
  const ruleId = newId<'replenishment-rule'>()
  const made = await insertRule(ctx, {
    ruleId,
    sku,
    category,
    locationId,
    region,
    enabled,
    kind,
    terms,
  } as Rule)
  if (!made) {
    throw new Refusal(
      'conflict',
      'replenishment.rule_exists',
      'There is a rule of this kind for exactly these goods and places. Change that one.',
    )
  }
  await audit(ctx, { action: 'replenishment.rule_made', subject: ruleId, locationId, detail: { ...wanted } })
  return made
}

/**
 * Changes the terms of a rule, or switches it off or on. `version`: what the caller saw.
 * @throws Refusal `replenishment.no_such_rule`, `replenishment.bad_terms`, 412 `replenishment.stale`.
 */
export async function changeRule(
  ctx: WriteContext,
  ruleId: RuleId,
  change: { readonly terms: unknown; readonly enabled: boolean },
  version: number,
): Promise<Rule> {
  const before = await ruleFor(ctx, ruleId)
  // Checked at once against the kind that the rule has.
  const terms = change.terms as AnyTerms['terms']
  checkTerms({ kind: before.kind, terms } as AnyTerms)
  const changed = await updateRule(ctx, { ruleId, enabled: change.enabled, terms }, version)
  if (!changed) throw stale(before.version)
  const { locationId } = before
  await audit(ctx, {
    action: 'replenishment.rule_changed',
    subject: ruleId,
    locationId,
    detail: { ...change },
  })
  return changed
}

/** @throws Refusal `replenishment.no_such_rule`, 412 `replenishment.stale`. */
export async function removeRule(ctx: WriteContext, ruleId: RuleId, version: number): Promise<void> {
  const before = await ruleFor(ctx, ruleId)
  if (!(await deleteRule(ctx, ruleId, version))) throw stale(before.version)
  const { locationId, kind, terms } = before
  await audit(ctx, {
    action: 'replenishment.rule_removed',
    subject: ruleId,
    locationId,
    detail: { kind, terms },
  })
}

async function ruleFor(ctx: WriteContext, ruleId: RuleId): Promise<Rule> {
  const found = await ruleById(ctx, ruleId)
  if (found) return found
  throw new Refusal(
    'not_found',
    'replenishment.no_such_rule',
    'There is no such rule. It may have been deleted.',
  )
}

const stale = (version: number): Refusal =>
  new Refusal(
    'stale',
    'replenishment.stale',
    'Somebody has changed this rule in the meantime. Look at it again, and repeat.',
    { facts: { version } },
  )

/** What each kind asks of its numbers, beyond what the door has checked; fields by what is wrong with them. */
const misfits: {
  [K in AnyTerms['kind']]: (terms: Record<string, number>) => [field: string, detail: string][]
} = {
  min_max: ({ min = 0, max = 0 }) => (max > min ? [] : [['max', 'more than `min`']]),
  cover: ({ days = 0, targetDays = 0 }) => (targetDays > days ? [] : [['targetDays', 'more than `days`']]),
  stock_out: () => [],
  dead: () => [],
  slow: () => [],
}

const fields = {
  min_max: ['min', 'max'],
  cover: ['days', 'targetDays', 'windowDays'],
  stock_out: ['backAt'],
  dead: ['days'],
  slow: ['perWeek', 'windowDays'],
} as const satisfies { [K in AnyTerms['kind']]: readonly string[] }

function checkTerms({ kind, terms }: AnyTerms): void {
  const given = { ...terms } as Record<string, number>
  const wanted: readonly string[] = fields[kind]
  const errors = [
    ...wanted
      .filter((field) => typeof given[field] !== 'number')
      .map((field) => [field, 'is needed'] as const),
    ...Object.keys(given)
      .filter((field) => !wanted.includes(field))
      .map((field) => [field, `a rule of kind ${kind} has no such term`] as const),
  ]
  const all = errors.length > 0 ? errors : misfits[kind](given)
  if (all.length === 0) return
  throw new Refusal(
    'unprocessable',
    'replenishment.bad_terms',
    'These terms do not make a rule of this kind. Look at the fields named here.',
    { errors: all.map(([field, detail]) => ({ pointer: `/terms/${field}`, detail })) },
  )
}

function checkScope({ sku, category, locationId, region }: Scope): void {
  const around = surroundings()
  const errors = [
    ...(sku !== null && category !== null
      ? [{ pointer: '/scope/category', detail: 'not beside a SKU' }]
      : []),
    ...(locationId !== null && region !== null
      ? [{ pointer: '/scope/region', detail: 'not beside a place' }]
      : []),
    ...(sku !== null && !around.categoriesOf(sku as Sku)
      ? [{ pointer: '/scope/sku', detail: 'unknown SKU' }]
      : []),
    ...(category !== null && !around.isCategory(category)
      ? [{ pointer: '/scope/category', detail: 'unknown category' }]
      : []),
    ...(locationId !== null && !around.regionsOf(locationId as LocationId)
      ? [{ pointer: '/scope/locationId', detail: 'unknown place' }]
      : []),
    ...(region !== null && !around.isRegion(region)
      ? [{ pointer: '/scope/region', detail: 'unknown region' }]
      : []),
  ]
  if (errors.length === 0) return
  throw new Refusal(
    'unprocessable',
    'replenishment.unknown_scope',
    'This rule would reach nothing. Look at the fields named here.',
    { errors },
  )
}
