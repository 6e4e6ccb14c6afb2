import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { linesAt } from '../lines.ts'
import { move } from '../move.ts'
import type { DocumentRef } from '../types.ts'
import { listKits } from './define-kit.ts'

/** Packed kits that were put together, or taken apart, in a place. */
export interface Assembly {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly sku: Sku
  readonly quantity: number
  readonly actor?: Actor | undefined
}

/**
 * Packed kits that were put together: their components go, the kits come. A physical fact: where the book knew of fewer components than
 * were packed, on hand falls below what is promised and `inventory.oversold` says so.
 * @throws Refusal `inventory.not_a_packed_kit`, `inventory.bad_quantity`.
 */
export const assemble = (ctx: WriteContext, assembly: Assembly): Promise<void> => carryOut(ctx, assembly, 1)

/** Packed kits that were taken apart: the kits go, their components come. As `assemble`. */
export const takeApart = (ctx: WriteContext, assembly: Assembly): Promise<void> => carryOut(ctx, assembly, -1)

async function carryOut(ctx: WriteContext, assembly: Assembly, direction: 1 | -1): Promise<void> {
  const { document, locationId, sku, quantity, actor } = assembly
  const [kit] = await listKits(ctx, { sku, limit: 1 })
  if (kit?.kind !== 'packed') {
    throw new Refusal(
      'unprocessable',
      'inventory.not_a_packed_kit',
      'This SKU is not a packed kit. Say first what it consists of.',
      { errors: [{ pointer: '/sku', detail: 'not a packed kit' }] },
    )
  }
  const kits = linesAt(locationId, [{ sku, quantity }], direction)
  const pieces = kit.components.map((component) => ({
    sku: component.sku,
    locationId,
    quantity: -direction * quantity * component.quantity,
  }))
  await move(ctx, [{ kind: 'kit_assembly', document, actor, lines: [...pieces, ...kits] }])
}
