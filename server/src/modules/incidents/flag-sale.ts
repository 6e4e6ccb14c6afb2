import {
  newId,
  Refusal,
  type Currency,
  type Id,
  type LocationId,
  type OrderId,
  type StaffId,
} from '@splot/kernel'
import { audit } from '#platform/auth'
import { authorise, type Actor, type ReadContext, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { flaggedById, insertFlagged, saveSettled } from './flagged-store.ts'
import type { SaleReason } from './sale-reasons.ts'

export type FlaggedSaleId = Id<'flagged-sale'>

/** A sale that was made without a network and is not what was published by then. */
export interface SaleToFlag {
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly locationId: LocationId
  readonly soldAt: Date
  readonly currency: Currency
  readonly soldMinor: number
  /** What it would have come to; null: nobody can say. */
  readonly dueMinor: number | null
  readonly reasons: readonly SaleReason[]
  /** Who sold it; null: nobody knows. */
  readonly staffId: StaffId | null
  /** Who told us of it, and on which device. */
  readonly actor: Actor
}

export interface FlaggedSale extends Omit<SaleToFlag, 'actor'> {
  readonly id: FlaggedSaleId
  /** What people say. */
  readonly number: string
  readonly deviceId: string | null
  readonly arrivedAt: Date
  readonly settledAt: Date | null
  readonly settledBy: StaffId | null
  readonly note: string | null
}

/**
 * Flags sales in the transaction that records them, so that neither is there without the other; one that is flagged already stays as it is.
 * Tells `incidents.sale_flagged` on the timeline of each order.
 */
export async function flagSales(ctx: WriteContext, sales: readonly SaleToFlag[]): Promise<void> {
  if (sales.length === 0) return
  await insertFlagged(
    ctx,
    sales.map((sale) => ({ ...sale, id: newId<'flagged-sale'>() })),
  )
  for (const { orderId, locationId, actor, soldMinor, dueMinor, currency, reasons, soldAt } of sales) {
    emit(ctx, {
      type: 'incidents.sale_flagged',
      subject: orderId,
      locationId,
      actor,
      data: {
        orderId,
        locationId,
        soldAt: soldAt.toISOString(),
        currency,
        soldMinor,
        dueMinor,
        reasons: reasons.map(({ kind }) => kind),
      },
    })
  }
}

/** The flagged sale, for somebody who holds the permission in its place. @throws Refusal `incidents.sale_not_found`. */
async function ownFlagged(ctx: ReadContext, id: FlaggedSaleId): Promise<FlaggedSale> {
  const found = await flaggedById(ctx, id)
  if (!found) throw new Refusal('not_found', 'incidents.sale_not_found', 'There is no such flagged sale.')
  authorise(ctx.actor, 'stock.incident', found.locationId)
  return found
}

/**
 * Says that somebody has looked at a flagged sale, and what came of it; kept in the audit log with the difference. The sale stays what it was.
 * Who was later is told what was noted. @throws Refusal `incidents.sale_not_found`, `incidents.sale_settled`.
 */
export async function settleFlagged(
  ctx: WriteContext,
  id: FlaggedSaleId,
  note: string,
): Promise<FlaggedSale> {
  await ownFlagged(ctx, id)
  const settled = await saveSettled(ctx, id, note)
  if (!settled) {
    const found = await ownFlagged(ctx, id)
    throw new Refusal('conflict', 'incidents.sale_settled', 'Somebody has settled this already.', {
      facts: { note: found.note, settledAt: found.settledAt?.toISOString() ?? null },
    })
  }
  const { orderId, locationId, soldMinor, dueMinor, reasons } = settled
  await audit(ctx, {
    action: 'incidents.sale_settled',
    subject: id,
    locationId,
    detail: { orderId, soldMinor, dueMinor, reasons: reasons.map(({ kind }) => kind), note },
  })
  return settled
}
