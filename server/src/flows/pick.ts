import { invariant, Refusal, type FulfilmentId, type Sku } from '@splot/kernel'
import { variantByGtin } from '#modules/catalogue'
import { pickPieces, startPicking as start, type Fulfilment, type FulfilmentLine } from '#modules/fulfilment'
import { pick as stage } from '#modules/inventory'
import { lockOrders } from '#modules/orders'
import type { WriteContext } from '#platform/context'
import { followFulfilments, type LockedOrder } from './follow-fulfilments.ts'
import { fulfilmentFor, wrongState } from './fulfilment-view.ts'

/**
 * An assistant begins to collect an order's pieces in her place. Starting again what is being picked changes nothing.
 * @throws Refusal `fulfilment.not_found`, `fulfilment.not_paid`, `fulfilment.wrong_state`, `auth.other_location`.
 */
export async function startPicking(ctx: WriteContext, id: FulfilmentId): Promise<Fulfilment> {
  const found = await fulfilmentFor(ctx, id, 'fulfilment.pick')
  const order = await lockPickable(ctx, found)
  const state = await start(ctx, id)
  if (state !== 'picking') throw wrongState('startPicking', state)
  await followFulfilments(ctx, [order])
  return fulfilmentFor(ctx, id, 'fulfilment.pick')
}

/**
 * An assistant scanned an article (GTIN or SKU) and puts `quantity` pieces aside. The last piece makes a pickup ready, and the
 * order with it when nothing else of it is still being picked; to stock the pieces are picked then, and lie in staging where the
 * place tells its bins apart.
 * @throws Refusal 422 `fulfilment.wrong_article` with what is expected, 409 `fulfilment.too_many_pieces`, and those of
 * `startPicking`.
 */
export async function pick(
  ctx: WriteContext,
  id: FulfilmentId,
  scan: { readonly code: string; readonly quantity: number },
): Promise<Fulfilment> {
  const found = await fulfilmentFor(ctx, id, 'fulfilment.pick')
  const order = await lockPickable(ctx, found)
  const sku = await skuOf(ctx, found.lines, scan.code)
  const picked = await pickPieces(ctx, id, sku, scan.quantity)
  switch (picked.state) {
    case 'wrong_state':
      throw wrongState('pick', picked.is)
    case 'wrong_article':
      throw wrongArticle(scan.code, sku, picked.expected)
    case 'too_many':
      throw new Refusal(
        'conflict',
        'fulfilment.too_many_pieces',
        picked.left === 0
          ? 'All pieces of this article are picked already. Put this one back.'
          : `Only ${picked.left} more of this article belong to the order. Put the rest back.`,
        {
          facts: { sku, left: picked.left },
          errors: [{ pointer: '/quantity', detail: `at most ${picked.left}` }],
        },
      )
    case 'picked':
      if (picked.complete) {
        await stage(ctx, { orderIds: [found.orderId], locationId: found.locationId })
        await followFulfilments(ctx, [order])
      }
      return picked.fulfilment
  }
}

/** Locks the order: nobody cancels it while its pieces are counted. What was cancelled before is told by the fulfilment's state. */
async function lockPickable(ctx: WriteContext, fulfilment: Fulfilment): Promise<LockedOrder> {
  const [order] = await lockOrders(ctx, [fulfilment.orderId])
  invariant(order, 'a fulfilment belongs to an order')
  if (order.state === 'placed') {
    throw new Refusal(
      'conflict',
      'fulfilment.not_paid',
      'The customer has not paid for this order yet. Pick another one.',
    )
  }
  return order
}

/** The article behind a scan: one of the SKUs that are expected, or whatever has that GTIN. */
async function skuOf(
  ctx: WriteContext,
  lines: readonly FulfilmentLine[],
  code: string,
): Promise<Sku | undefined> {
  const expected = lines.find((line) => line.sku === code)
  return expected?.sku ?? (await variantByGtin(ctx, code))?.sku
}

const wrongArticle = (code: string, sku: Sku | undefined, expected: readonly FulfilmentLine[]): Refusal =>
  new Refusal(
    'unprocessable',
    'fulfilment.wrong_article',
    'This is not an article of this order. Look at what is expected, and scan again.',
    {
      facts: {
        scanned: sku ?? code,
        expected: expected.map((line) => ({ sku: line.sku, left: line.quantity - line.picked })),
      },
      errors: [{ pointer: '/code', detail: 'not part of this order' }],
    },
  )
