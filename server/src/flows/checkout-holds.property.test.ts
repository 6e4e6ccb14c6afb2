import * as fc from 'fast-check'
import { Refusal, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addLine, cartById, changeLine, removeLine, type Cart, type LineFulfilment } from '#modules/carts'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'

let world: CheckoutWorld
beforeAll(async () => {
  world = await openCheckoutWorld()
  for (const sku of ['TEE-S', 'TEE-M']) {
    await world.stock(sku, world.store, 5)
    await world.stock(sku, world.otherStore, 2)
  }
})
afterAll(() => world.close())

const skus = ['TEE-S', 'TEE-M'] as const
const way = fc.constantFrom('store', 'otherStore', 'ship')
const step = fc.oneof(
  fc.record({
    act: fc.constant('add' as const),
    sku: fc.constantFrom(...skus),
    quantity: fc.integer({ min: 1, max: 4 }),
    way,
  }),
  fc.record({
    act: fc.constant('set' as const),
    line: fc.nat(4),
    quantity: fc.integer({ min: 1, max: 4 }),
    way,
  }),
  fc.record({ act: fc.constant('remove' as const), line: fc.nat(4) }),
)

const reached = (name: string): LineFulfilment =>
  name === 'ship'
    ? { kind: 'ship' }
    : { kind: 'pickup', locationId: name === 'store' ? world.store : world.otherStore }

/** A refusal is an answer here; anything else is a bug. */
const attempt = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })

/** Pieces that baskets say are kept, by article and store. */
const promised = (carts: readonly Cart[], sku: string, locationId: string): number =>
  carts
    .flatMap((cart) => cart.lines)
    .filter(
      (line) =>
        line.sku === sku && line.fulfilment.kind === 'pickup' && line.fulfilment.locationId === locationId,
    )
    .reduce((sum, line) => sum + line.quantity, 0)

test('whatever happens to baskets, at once too: stock keeps exactly what their pickup lines say, and never more than there is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(1), step), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      async (steps, together) => {
        const baskets = [await world.basket(), await world.basket()]
        const now = () =>
          Promise.all(baskets.map(({ cart, access }) => cartById(world.command(), cart.cartId, access)))
        const run = async (who: number, one: (typeof steps)[number][1]) => {
          const basket = baskets[who]
          if (!basket) throw new Error('there are two baskets')
          const { cart, access } = basket
          if (one.act === 'add') {
            const wanted = { sku: one.sku as Sku, quantity: one.quantity, fulfilment: reached(one.way) }
            return attempt(addLine(world.command(), cart.cartId, access, wanted))
          }
          const line = (await now())[who]?.lines[one.line]
          if (!line) return
          return one.act === 'remove'
            ? attempt(removeLine(world.command(), cart.cartId, access, line.lineId))
            : attempt(
                changeLine(world.command(), cart.cartId, access, line.lineId, {
                  quantity: one.quantity,
                  fulfilment: reached(one.way),
                }),
              )
        }
        try {
          if (together) await Promise.all(steps.map(([who, one]) => run(who, one)))
          else for (const [who, one] of steps) await run(who, one)
          const carts = await now()
          for (const sku of skus) {
            for (const place of [world.store, world.otherStore]) {
              const { onHand, reserved } = await world.level(sku, place)
              expect(reserved).toBe(promised(carts, sku, place))
              expect(reserved).toBeLessThanOrEqual(onHand)
            }
          }
        } finally {
          // Shrinking runs the property again: every run leaves the shelves as it found them.
          for (const [who, cart] of (await now()).entries())
            for (let left = cart.lines.length; left > 0; left -= 1) await run(who, { act: 'remove', line: 0 })
        }
      },
    ),
    { numRuns: 60 },
  )
})
