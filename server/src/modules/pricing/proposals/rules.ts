import { newId, PPM, Refusal, type RefusalDetail } from '@splot/kernel'
import { audit } from '#platform/auth'
import { holdsEverywhere, type WriteContext } from '#platform/context'
import { knownList } from '../lists.ts'
import { allLists } from '../store.ts'
import { surroundings } from '../surroundings.ts'
import type { PriceList } from '../types.ts'
import { insertRule, listRules, outdateAll, updateRule } from './store.ts'
import type { ProposalRule, ProposalRuleId, ProposalTerms } from './types.ts'

export interface WantedRule {
  readonly name: string
  /** Code of the list. */
  readonly list: string
  readonly terms: ProposalTerms
  readonly enabled: boolean
}

/** Makes a rule of proposals. @throws Refusal `pricing.no_such_list`, `pricing.bad_proposal_rule`, `pricing.costs_hidden`. */
export async function makeRule(ctx: WriteContext, wanted: WantedRule): Promise<ProposalRule> {
  keepCostsHidden(ctx, wanted)
  return write(ctx, wanted, await checked(ctx, wanted))
}

/** Makes a rule of proposals as it is: for loaders, whose goods and places no read model knows yet. @throws Refusal `pricing.no_such_list`. */
export const importProposalRule = async (ctx: WriteContext, wanted: WantedRule): Promise<ProposalRule> =>
  write(ctx, wanted, await knownList(ctx, wanted.list))

async function write(
  ctx: WriteContext,
  { name, terms, enabled }: WantedRule,
  list: PriceList,
): Promise<ProposalRule> {
  const rule = { id: newId<'price-proposal-rule'>(), name, listId: list.id, terms, enabled, version: 1 }
  await insertRule(ctx, rule)
  await tell(ctx, rule)
  return rule
}

/** Gives a rule other terms; what one that is switched off has proposed is outdated. What whoever changes it may not see of it stays. @throws Refusal as `makeRule`, and 412 `pricing.rule_changed`. */
export async function changeRule(
  ctx: WriteContext,
  id: ProposalRuleId,
  wanted: WantedRule,
  seen: number,
): Promise<ProposalRule> {
  keepCostsHidden(ctx, wanted)
  const list = await checked(ctx, wanted)
  const { name, enabled } = wanted
  const terms = { ...wanted.terms, ...(await hiddenBound(ctx, id)) }
  const rule = await updateRule(ctx, { id, name, listId: list.id, terms, enabled, version: seen }, seen)
  if (!rule) {
    throw new Refusal(
      'stale',
      'pricing.rule_changed',
      'Somebody changed this rule first, or there is none. Load it again.',
    )
  }
  if (!enabled) await outdateAll(ctx, id)
  await tell(ctx, rule)
  return rule
}

/**
 * Whoever may not see costs may not say how far above them prices stay either: a price that stands at a bound one has set oneself tells the cost.
 * @throws Refusal `pricing.costs_hidden`.
 */
function keepCostsHidden(ctx: WriteContext, { terms }: WantedRule): void {
  if (terms.aboveCostPpm === undefined || holdsEverywhere(ctx.actor, 'costs.read')) return
  throw new Refusal(
    'forbidden',
    'pricing.costs_hidden',
    'Only somebody who may see costs says how far above them prices stay. Leave it out: what stands, stays.',
    { errors: [{ pointer: '/terms/aboveCostPpm', detail: 'needs costs.read' }] },
  )
}

/** The bound that somebody who may not see it leaves as it is. The rule is written only while it is what was read here: its version tells. */
async function hiddenBound(
  ctx: WriteContext,
  id: ProposalRuleId,
): Promise<Pick<ProposalTerms, 'aboveCostPpm'>> {
  if (holdsEverywhere(ctx.actor, 'costs.read')) return {}
  const known = (await listRules(ctx)).find((rule) => rule.id === id)?.terms.aboveCostPpm
  return known === undefined ? {} : { aboveCostPpm: known }
}

const tell = (ctx: WriteContext, { id, name, version, enabled, terms }: ProposalRule): Promise<void> =>
  audit(ctx, {
    action: 'pricing.proposal_rule_saved',
    subject: id,
    locationId: null,
    detail: { name, version, enabled, terms },
  })

async function checked(ctx: WriteContext, { list: code, terms }: WantedRule): Promise<PriceList> {
  const list = await knownList(ctx, code)
  const errors: RefusalDetail[] = []
  const add = (wrong: boolean, pointer: string, detail: string) => {
    if (wrong) errors.push({ pointer, detail })
  }
  const known = surroundings()
  add(terms.currency !== list.currency, '/terms/currency', `the list is in ${list.currency}`)
  add(terms.floorPpm > PPM, '/terms/floorPpm', 'above the regular price')
  add(terms.ceilingPpm < PPM, '/terms/ceilingPpm', 'below the regular price')
  for (const [at, sku] of terms.skus.entries())
    add(!known.article(sku), `/terms/skus/${at}`, `unknown SKU "${sku}"`)
  for (const [at, category] of terms.categories.entries())
    add(!known.skusWithin(category), `/terms/categories/${at}`, `unknown category "${category}"`)
  const { channels } = terms
  add(
    channels.kind === 'equal' && list.channelId !== null,
    '/terms/channels',
    'this list is for one channel: say how far it may differ, and why',
  )
  const lists = channels.kind === 'differ' ? await allLists(ctx) : []
  add(
    channels.kind === 'differ' &&
      !lists.some(
        (other) => other.code === channels.from && other.currency === list.currency && other.id !== list.id,
      ),
    '/terms/channels/from',
    'no other list with this code and currency',
  )
  if (errors.length === 0) return list
  throw new Refusal(
    'unprocessable',
    'pricing.bad_proposal_rule',
    'This rule cannot be saved. Correct what is named.',
    { errors },
  )
}
