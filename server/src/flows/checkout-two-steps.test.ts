import { newId, type CustomerId, type OrderId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCart } from '#modules/carts'
import type { Tender } from '#modules/payments'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { payAgain } from './checkout-pay-again.ts'
import { checkout } from './checkout.ts'
import { resolveUnknownPayments } from './settle-payment.ts'

let world: StoreWorld
let anna: CustomerId
beforeAll(async () => {
  world = await openStoreWorld()
  await world.stock('TEE-M', world.warehouse, 50)
  const body = { name: 'Anna Nowak', email: 'anna@example.com', password: 'dwanascie-znakow' }
  // The API answers ids of customers there.
  anna = must(await world.call(world.visitor, 'POST', '/customers', body), 201).body.customerId as CustomerId
})
afterAll(() => world.close())

const card = (token: string): Tender => ({ method: 'card', token })

/** A basket of hers with a tee and that code. */
async function basketWith(code: string) {
  const actor = world.signedIn(anna)
  const command = world.command(actor)
  const { cart } = await createCart(command, [world.ship('TEE-M')], undefined)
  const path = `/carts/${cart.cartId}/coupons` as '/carts/{cartId}/coupons'
  const take = () => world.call(actor, 'POST', path, { code }, newId())
  const total = must(await take(), 200).body.totals
  const submit = (token: string, key = world.key()) =>
    checkout(
      command,
      cart.cartId,
      { token: null, customerId: anna },
      world.wish(total.gross.minor, card(token)),
      key,
    )
  return { command, submit, total }
}

/** How often a code was used: as its counter has it, and as its uses do, each with its order. */
async function usesOf(code: string) {
  const [counter] = await world.query<{ used: number }>(
    `select u.used from promotions.coupon_use u join promotions.coupon c on c.id = u.coupon_id where c.code = $1`,
    [code],
  )
  const uses = await world.query<{ state: string; orderId: string }>(
    `select state, order_id as "orderId" from promotions.redemption where code = $1 and state <> 'released'`,
    [code],
  )
  return { used: counter?.used, uses }
}
const ordersBehind = async (code: string) =>
  world.query(
    `select distinct order_id from promotions.redemption where code = $1 and order_id is not null`,
    [code],
  )

/** Her bank has answered, and whatever turned is written down. */
const settled = (orderId: string) =>
  expect
    .poll(async () => {
      await resolveUnknownPayments(world.platform, { olderThanMs: 0, giveUpAfterMs: Number.MAX_SAFE_INTEGER })
      return world.stateOf(orderId)
    }, PATIENCE)
    .toBe('confirmed')

for (const [what, limit] of [
  ['in all', { total: 1 }],
  ['for each customer', { perCustomer: 1 }],
] as const) {
  test(`Saleor #8219: a code with one use ${what} is used once by a checkout whose bank asks for another step, however often it is sent`, async () => {
    const code = `STEP-${what.length}`
    const { end } = await world.promote({}, { code, ...limit })
    const { submit, total } = await basketWith(code)
    const key = world.key()
    const first = await submit('tok_pending_then_ok', key)
    expect(first).toMatchObject({ state: 'placed', payments: [{ state: 'pending' }] })
    const once = { used: 1, uses: [{ state: 'committed', orderId: first.id }] }
    expect(await usesOf(code)).toEqual(once)
    // The second step under the same key is the same order; under another one it is told which.
    expect((await submit('tok_pending_then_ok', key)).id).toBe(first.id)
    await expect(submit('tok_pending_then_ok')).rejects.toMatchObject({
      code: 'carts.already_ordered',
      facts: { orderId: first.id },
    })
    await settled(first.id)
    expect((await submit('tok_pending_then_ok', key)).totals).toMatchObject({
      gross: total.gross,
      discount: total.discount,
    })
    expect(await usesOf(code)).toEqual(once)
    expect(await ordersBehind(code)).toHaveLength(1)
    await end()
  })

  test(`Saleor #8219: a code with one use ${what} is used once by a checkout whose card is declined and that is paid with another`, async () => {
    const code = `AGAIN-${what.length}`
    const { end } = await world.promote({}, { code, ...limit })
    const { command, submit } = await basketWith(code)
    const key = world.key()
    const first = await submit('tok_declined_insufficient', key)
    expect(first).toMatchObject({ state: 'placed', payments: [{ state: 'declined' }] })
    const once = { used: 1, uses: [{ state: 'committed', orderId: first.id }] }
    expect(await usesOf(code)).toEqual(once)
    expect((await submit('tok_declined_insufficient', key)).id).toBe(first.id)
    // The API answers ids of orders there.
    const orderId = first.id as OrderId
    const again = world.key()
    for (let time = 0; time < 2; time += 1)
      expect(await payAgain(command, orderId, card('tok_ok'), again)).toMatchObject({
        id: first.id,
        state: 'confirmed',
      })
    expect(await usesOf(code)).toEqual(once)
    // One charge of what the code left, and nobody gets the code a second time.
    const paid = await world.query<{ minor: number }>(
      `select amount_minor::int as minor from payments.payment where order_id = $1 and state = 'captured'`,
      [orderId],
    )
    expect(paid).toEqual([{ minor: first.totals.gross.minor }])
    await expect(basketWith(code)).rejects.toThrow()
    await end()
  })
}
