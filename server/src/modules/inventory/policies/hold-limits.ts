import type { ChannelId } from '@splot/kernel'
import { perPlatform, systemActor, type CommandContext, type Platform } from '#platform/context'
import { keepFresh, type Tail } from '#platform/events'
import type { HoldKind, StockLine } from '../types.ts'
import { backorderFor, firstOf, type Cascade } from './cascade.ts'
import { HOLD_DEFAULTS } from './limits.ts'
import { publishedRules } from './rules-of.ts'
import { readPublished } from './store.ts'
import { surroundings } from './surroundings.ts'
import type { HoldLimits } from './types.ts'
import { POLICY_PUBLISHED } from './versions.ts'

/** How long a hold of this kind lasts on this channel. */
export type HoldLimitsOf = (kind: HoldKind, channelId: ChannelId) => HoldLimits

const models = perPlatform<{ limits: HoldLimitsOf; cascade: Cascade }>('inventory.policies')

const byDefault: HoldLimitsOf = (kind) => HOLD_DEFAULTS[kind]

/**
 * Keeps the time limits of holds, and the rules, in this process's memory and follows what is published; without it the defaults apply.
 * Open it before `tail.start()`. A limit is asked for with every reservation and may be a moment old: no piece depends on it.
 */
export async function openPolicies(platform: Platform, tail?: Pick<Tail, 'on' | 'onReset'>): Promise<void> {
  if (models.has(platform)) return
  const model: { limits: HoldLimitsOf; cascade: Cascade } = { limits: byDefault, cascade: new Map() }
  const freshness = keepFresh(platform, 'inventory.policies', async () => {
    const ctx = platform.read(systemActor('inventory.policies'))
    const published = await readPublished(ctx)
    const cascade = await publishedRules(ctx.query, published?.policyId ?? null)
    model.cascade = cascade
    const rules = cascade.get('\0') ?? []
    model.limits = (kind, channelId) =>
      firstOf(rules, channelId, (terms) => terms.holds?.[kind])?.value ?? HOLD_DEFAULTS[kind]
  })
  tail?.on([POLICY_PUBLISHED], () => freshness.reload(null))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  models.set(platform, model)
}

export const limitsIn = (platform: Platform): HoldLimitsOf =>
  models.has(platform) ? models.of(platform).limits : byDefault

/** How long a hold of this kind lasts on the actor's channel, and how long it may be extended to. */
export const holdLimits = (ctx: CommandContext, kind: HoldKind): HoldLimits =>
  limitsIn(ctx.platform)(kind, ctx.actor.channel.id)

/**
 * Whether some policy lets the actor's channel promise this before it is here, as this process knows it: a moment old, so it only saves
 * a question. Where no policies are open, none does.
 */
export const mayBeBackordered = (ctx: CommandContext, line: StockLine): boolean => {
  if (!models.has(ctx.platform)) return false
  const { cascade } = models.of(ctx.platform)
  return backorderFor(cascade, line, ctx.actor.channel.id, surroundings()).value.against !== 'none'
}
