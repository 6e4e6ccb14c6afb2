import type { LocationId, OrderId, Sku } from '@splot/kernel'
import { openAt, type Fulfilment } from '#modules/fulfilment'
import { promisesOn, type Promised } from '#modules/inventory'
import type { ReadContext } from '#platform/context'
import { standingWaits, type Wait } from './store.ts'
import type { Affected, Situation } from './types.ts'

/** Who is served first: what lies aside, then who was promised first, then who agreed to wait, then baskets. */
const stages = ['picked', 'undecided', 'waiting', 'basket'] as const

/** Who goes without pieces of this SKU in this place, as things stand. */
export async function situationOf(ctx: ReadContext, sku: Sku, locationId: LocationId): Promise<Situation> {
  const [parts, waits] = await Promise.all([openAt(ctx, locationId), standingWaits(ctx, sku, locationId)])
  const orderIds = [...new Set(parts.map((part) => part.orderId))]
  const { onHand, quarantined, promises } = await promisesOn(ctx, sku, locationId, orderIds)
  const exists = Math.max(0, onHand - quarantined)
  return { exists, affected: whoGoesWithout(exists, claimsOf(sku, promises, parts, waits)) }
}

/** Serves `exists` pieces to the claims in the order of their stages and promises; answers what is left over. */
export function whoGoesWithout(exists: number, claims: readonly Affected[]): Affected[] {
  const queue = [...claims].sort(
    (one, other) =>
      stages.indexOf(one.stage) - stages.indexOf(other.stage) ||
      one.since.getTime() - other.since.getTime() ||
      keyOf(one).localeCompare(keyOf(other)),
  )
  let left = exists
  return queue.flatMap((claim) => {
    const served = Math.min(left, claim.quantity)
    left -= served
    return served < claim.quantity ? [{ ...claim, quantity: claim.quantity - served }] : []
  })
}

const keyOf = ({ orderId, lineNo, holds }: Affected): string =>
  `${orderId ?? holds[0]?.holdId} ${String(lineNo ?? 0).padStart(4, '0')}`

/** Everybody's claim: each order's by line, split into what is picked, what waits and the rest. */
export function claimsOf(
  sku: Sku,
  promises: readonly Promised[],
  parts: readonly Fulfilment[],
  waits: readonly Wait[],
): Affected[] {
  const baskets = promises.flatMap(({ orderId, holdId, quantity, since }): Affected[] =>
    orderId === null
      ? [
          {
            orderId: null,
            lineNo: null,
            fulfilmentId: null,
            holds: [{ holdId, quantity }],
            quantity,
            since,
            stage: 'basket',
          },
        ]
      : [],
  )
  const byOrder = Map.groupBy(
    promises.filter((one) => one.orderId !== null),
    (one) => one.orderId,
  )
  const orders = [...byOrder].flatMap(([orderId, own]) =>
    orderId === null ? [] : claimsOfOrder(orderId, own, sku, parts, waits),
  )
  return [...orders, ...baskets]
}

function claimsOfOrder(
  orderId: OrderId,
  own: readonly Promised[],
  sku: Sku,
  parts: readonly Fulfilment[],
  waits: readonly Wait[],
): Affected[] {
  let left = own.reduce((sum, { quantity }) => sum + quantity, 0)
  const same = {
    orderId,
    since: own[0]?.since ?? new Date(0),
    holds: own.map(({ holdId, quantity }) => ({ holdId, quantity })),
  }
  const claims: Affected[] = []
  const claim = (of: Pick<Affected, 'lineNo' | 'fulfilmentId' | 'stage'>, wanted: number) => {
    const quantity = Math.min(left, wanted)
    left -= quantity
    if (quantity > 0) claims.push({ ...same, ...of, quantity })
    return quantity
  }
  const waiting = new Map<number | null, number>()
  for (const { lineNo, quantity } of waits.filter((wait) => wait.orderId === orderId))
    waiting.set(lineNo, quantity + (waiting.get(lineNo) ?? 0))
  const ownParts = parts.filter((part) => part.orderId === orderId)
  for (const { fulfilmentId, lines } of ownParts) {
    for (const { lineNo, quantity, picked } of lines.filter((line) => line.sku === sku)) {
      claim({ lineNo, fulfilmentId, stage: 'picked' }, picked)
      const patient = Math.min(quantity - picked, waiting.get(lineNo) ?? 0)
      claim({ lineNo, fulfilmentId, stage: 'waiting' }, patient)
      claim({ lineNo, fulfilmentId, stage: 'undecided' }, quantity - picked - patient)
    }
  }
  // What no line of that SKU explains is a part of a kit.
  const fulfilmentId = ownParts[0]?.fulfilmentId ?? null
  const patient = claim({ lineNo: null, fulfilmentId, stage: 'waiting' }, waiting.get(null) ?? 0)
  claim({ lineNo: null, fulfilmentId, stage: 'undecided' }, left + patient)
  return claims
}
