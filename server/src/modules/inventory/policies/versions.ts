import { newId, Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { addJob } from '#platform/jobs'
import { applyPoliciesJob } from './apply.ts'
import { refuseBadRules } from './check-rules.ts'
import { policyStates, type PolicyState } from './states.ts'
import {
  insertDraft,
  lockPolicy,
  lockProgress,
  readPolicy,
  readPublished,
  readRules,
  replaceRules,
  setState,
  startProgress,
  updateDraft,
} from './store.ts'
import type { Policy, PolicyId, Rule } from './types.ts'

export const POLICY_PUBLISHED = 'inventory.policy_published'

type UnnumberedRule = Omit<Rule, 'ruleNo'>

/** Begins a version: empty, or with the rules of another one. Refuses `inventory.no_such_policy`. */
export async function draftPolicy(
  ctx: WriteContext,
  { name, basedOn }: { readonly name: string; readonly basedOn?: number | undefined },
): Promise<Policy> {
  const base = basedOn === undefined ? undefined : await readPolicy(ctx, basedOn)
  if (basedOn !== undefined && !base) throw noSuchPolicy()
  // Two drafts at once would take the same number; whoever comes second waits here.
  await lockProgress(ctx)
  const policy = await insertDraft(ctx, {
    policyId: newId<'policy'>(),
    name,
    createdBy: `${ctx.actor.kind}:${ctx.actor.id}`,
  })
  if (base) await replaceRules(ctx, policy.policyId, await readRules(ctx.query, base.policyId))
  await tell(ctx, 'inventory.policy_drafted', policy, { basedOn: basedOn ?? null })
  return policy
}

/**
 * Replaces name and rules of a draft. Refuses `inventory.policy_not_draft`, `inventory.policy_changed_meanwhile` (`seen` is the edition
 * that the caller saw) and `inventory.bad_policy`.
 */
export async function putRules(
  ctx: WriteContext,
  version: number,
  change: { readonly name?: string | undefined; readonly rules: readonly UnnumberedRule[] },
  seen?: number,
): Promise<Policy> {
  const policy = await locked(ctx, version, seen)
  if (policy.state !== 'draft') throw cannot(policy, 'changed')
  const rules = change.rules.map((rule, index) => ({ ...rule, ruleNo: index + 1 }))
  refuseBadRules(rules)
  await replaceRules(ctx, policy.policyId, rules)
  await updateDraft(ctx, policy.policyId, change.name ?? policy.name)
  await tell(ctx, 'inventory.policy_changed', policy, { rules: rules.length })
  return current(ctx, version)
}

/**
 * Lets a draft apply instead of what was published before: time limits of holds at once, terms of rows as `applyPolicies` walks through
 * them. Refuses as `putRules`, because places and goods may have gone since.
 */
export async function publishPolicy(ctx: WriteContext, version: number, seen?: number): Promise<Policy> {
  await lockProgress(ctx)
  const policy = await locked(ctx, version, seen)
  if (!goesTo(policy, 'published')) throw cannot(policy, 'published')
  const rules = await readRules(ctx.query, policy.policyId)
  refuseBadRules(rules)
  const before = await readPublished(ctx)
  if (before) await setState(ctx, before.policyId, 'retired')
  await setState(ctx, policy.policyId, 'published')
  await changeOver(ctx, policy.policyId)
  await tell(ctx, POLICY_PUBLISHED, policy, { replaces: before?.version ?? null, rules: rules.length })
  return current(ctx, version)
}

/** Gives a draft up, or ends the published version: then no policy applies. Refuses `inventory.policy_not_draft`. */
export async function withdrawPolicy(ctx: WriteContext, version: number, seen?: number): Promise<Policy> {
  await lockProgress(ctx)
  const policy = await locked(ctx, version, seen)
  const to = policy.state === 'published' ? 'retired' : 'withdrawn'
  if (!goesTo(policy, to)) throw cannot(policy, 'withdrawn')
  await setState(ctx, policy.policyId, to)
  if (to === 'retired') {
    await changeOver(ctx, null)
    await tell(ctx, POLICY_PUBLISHED, policy, { replaces: version, rules: 0 }, null)
  } else await tell(ctx, 'inventory.policy_withdrawn', policy, {})
  return current(ctx, version)
}

async function changeOver(ctx: WriteContext, policyId: PolicyId | null): Promise<void> {
  await startProgress(ctx, policyId)
  await addJob(ctx, applyPoliciesJob, {}, { key: applyPoliciesJob.name })
}

const goesTo = (policy: Policy, state: PolicyState): boolean =>
  (policyStates[policy.state].next as readonly PolicyState[]).includes(state)

async function locked(ctx: WriteContext, version: number, seen: number | undefined): Promise<Policy> {
  const policy = await lockPolicy(ctx, version)
  if (!policy) throw noSuchPolicy()
  if (seen !== undefined && seen !== policy.edition) {
    throw new Refusal(
      'stale',
      'inventory.policy_changed_meanwhile',
      'Somebody changed this version first. Load it again.',
      { facts: { edition: policy.edition } },
    )
  }
  return policy
}

const current = async (ctx: WriteContext, version: number): Promise<Policy> => {
  const policy = await readPolicy(ctx, version)
  if (!policy) throw noSuchPolicy()
  return policy
}

/** Fact and audit entry of the same change. */
async function tell(
  ctx: WriteContext,
  type: string,
  { policyId, version, name }: Policy,
  detail: Readonly<Record<string, unknown>>,
  applies: PolicyId | null = policyId,
): Promise<void> {
  emit(ctx, { type, subject: policyId, data: { policyId, version, applies, ...detail } })
  await audit(ctx, {
    action: type,
    subject: policyId,
    locationId: null,
    detail: { version, name, ...detail },
  })
}

export const noSuchPolicy = (): Refusal =>
  new Refusal(
    'not_found',
    'inventory.no_such_policy',
    'There is no version of the policies with this number.',
  )

const cannot = (policy: Policy, what: string): Refusal =>
  new Refusal(
    'conflict',
    'inventory.policy_not_draft',
    `Version ${policy.version} is ${policy.state}: it cannot be ${what} any more. Make a draft based on it.`,
    { facts: { state: policy.state } },
  )
