import { newId, type ChannelId } from '@splot/kernel'
import type { Actor, CommandContext } from '#platform/context'
import {
  applyPolicies,
  draftPolicy,
  publishPolicy,
  putRules,
  type Policy,
  type Rule,
  type Scope,
  type Terms,
} from '../index.ts'
import { openStockWorld, type StockWorld } from './stock-world.ts'

export type PolicyWorld = Awaited<ReturnType<typeof openPolicyWorld>>

export const rule = (
  scope: Scope,
  terms: Terms,
  channelId: ChannelId | null = null,
): Omit<Rule, 'ruleNo'> => ({ scope, terms, channelId })

/** A stock world with channels of its own and a short way to publish policies. */
export async function openPolicyWorld() {
  const world: StockWorld = await openStockWorld()
  const on = (channelId: ChannelId): Actor => ({
    ...world.actor,
    channel: { id: channelId, code: channelId.slice(-4) },
  })
  return {
    ...world,
    newChannel: () => newId<'channel'>(),
    /** A command of a channel. */
    as: (channelId: ChannelId): CommandContext => world.platform.command(on(channelId)),
    on,
    draft: async (rules: readonly Omit<Rule, 'ruleNo'>[]): Promise<Policy> => {
      const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'test' }))
      return world.write((ctx) => putRules(ctx, version, { rules }))
    },
    /** Publishes these rules and applies them to every row. */
    publish: async (rules: readonly Omit<Rule, 'ruleNo'>[]): Promise<Policy> => {
      const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'test' }))
      await world.write((ctx) => putRules(ctx, version, { rules }))
      const policy = await world.write((ctx) => publishPolicy(ctx, version))
      await applyPolicies(world.platform)
      return policy
    },
    factsOf: async (type: string) =>
      (
        await world.query<{ data: Record<string, unknown> }>(
          'select data from platform.event where type = $1 order by xid, seq',
          [type],
        )
      ).map((row) => row.data),
  }
}
