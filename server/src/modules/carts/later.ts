import type { LocalDate, Sku } from '@splot/kernel'
import { promisableLater } from '#modules/inventory'
import type { CommandContext } from '#platform/context'
import { cartPortsOf } from './ports.ts'
import type { CartLine } from './types.ts'

/** When something that the warehouse does not have can be promised for, and whether anybody ever had it. */
export interface Later {
  readonly promisedOn: LocalDate
  readonly kind: 'preorder' | 'backorder'
}

/** Of pieces to be sent: which are not there and may be promised for later. Nothing is kept by asking. */
export async function sentLater(
  ctx: CommandContext,
  wanted: readonly { readonly sku: Sku; readonly quantity: number }[],
): Promise<Map<Sku, Later>> {
  if (wanted.length === 0) return new Map()
  const { locationId } = cartPortsOf(ctx).warehouse()
  const found = await promisableLater(
    ctx,
    wanted.map(({ sku, quantity }) => ({ sku, quantity, locationId })),
  )
  return new Map(found.map(({ sku, promisedOn, kind }) => [sku, { promisedOn, kind }]))
}

/** The same of the lines of a basket that are sent: each article is sent by one line at the most. */
export const laterInCart = (ctx: CommandContext, lines: readonly CartLine[]): Promise<Map<Sku, Later>> =>
  sentLater(
    ctx,
    lines.filter((line) => line.fulfilment.kind === 'ship'),
  )
