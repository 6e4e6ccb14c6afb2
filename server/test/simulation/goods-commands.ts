import type { Sku } from '@splot/kernel'
import type { Actor, Platform } from '#platform/context'
import {
  applyPolicies,
  blockLot,
  defineKit,
  draftPolicy,
  listLots,
  publishPolicy,
  putRules,
  track,
} from '#modules/inventory'
import type { Rules } from './policy-model.ts'

/** What the office says of goods and of what may be promised of them. */
export type TermsCommand =
  /** From now on deliveries of the SKU say lot and expiry date. */
  | { readonly do: 'track'; readonly sku: Sku }
  | {
      readonly do: 'defineKit'
      readonly sku: Sku
      /** Pieces of each SKU in one kit. */
      readonly components: Readonly<Record<string, number>>
    }
  /** Recalls a lot, or puts it back on sale. */
  | { readonly do: 'blockLot'; readonly sku: Sku; readonly code: string; readonly blocked: boolean }
  /** Replaces what was published before, in all rows. */
  | { readonly do: 'publish'; readonly rules: Rules }

type Of<Name extends TermsCommand['do']> = Extract<TermsCommand, { do: Name }>

export const trackLots = (node: Platform, actor: Actor, { sku }: Of<'track'>): Promise<void> =>
  node.write(actor, (ctx) => track(ctx, { sku, lots: true, expiry: true, serials: false, unsellableDays: 0 }))

export const defineKitOf = (
  node: Platform,
  actor: Actor,
  { sku, components }: Of<'defineKit'>,
): Promise<null> =>
  node.write(actor, async (ctx) => {
    // Keys of such a record are SKUs.
    const parts = Object.entries(components) as [Sku, number][]
    await defineKit(ctx, {
      sku,
      kind: 'virtual',
      components: parts.map(([component, quantity]) => ({ sku: component, quantity })),
    })
    return null
  })

/** Lots of one SKU that a day knows. */
const MANY_LOTS = 100

/** Answers whether there is such a lot. */
export const blockLotOf = (
  node: Platform,
  actor: Actor,
  { sku, code, blocked }: Of<'blockLot'>,
): Promise<boolean> =>
  node.write(actor, async (ctx) => {
    const lot = (await listLots(ctx, sku, { limit: MANY_LOTS })).find((one) => one.code === code)
    return lot !== undefined && (await blockLot(ctx, lot.lotId, blocked ? 'recall' : null)) !== undefined
  })

/** Answers how many rows changed. */
export async function publishRules(node: Platform, actor: Actor, { rules }: Of<'publish'>): Promise<number> {
  await node.write(actor, async (ctx) => {
    const { version } = await draftPolicy(ctx, { name: 'terms of the day' })
    await putRules(ctx, version, { rules })
    await publishPolicy(ctx, version)
  })
  return applyPolicies(node)
}
