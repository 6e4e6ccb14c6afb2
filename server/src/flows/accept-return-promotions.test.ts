import { addDays, DAY_MS, HOME_ZONE, newId, wallClock, type FulfilmentId } from '@splot/kernel'
import { pickupQrOf } from '#modules/fulfilment'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
  await world.stock('TEE-S', world.store, 50)
  await world.stock('TEE-M', world.warehouse, 50)
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const THREE_FOR_TWO = { action: { kind: 'cheapest_free', every: 3, free: 1 } } as const

/** Three tees at 49.99 over the counter, one of them for nothing. */
async function threeForTwo(): Promise<string> {
  const sold = await world.call(
    world.clerk,
    'POST',
    '/till-sales',
    { lines: [{ sku: 'TEE-S', quantity: 3 }], tender: { kind: 'cash' }, expectedTotal: pln(9_998) },
    newId(),
  )
  return must(sold, 201).body.id
}

const wish = (orderId: string, quantity: number, reason: string) => ({
  orderId,
  lines: [{ lineId: 1, quantity, reason, disposition: 'sellable' }],
})
const preview = (orderId: string, quantity: number, reason: string) =>
  world.call(world.clerk, 'POST', '/returns/previews', wish(orderId, quantity, reason), newId())
/** Brings pieces back; answers what was refunded, in grosze. */
const bringBack = async (orderId: string, quantity: number, reason: string): Promise<number> =>
  must(await world.call(world.clerk, 'POST', '/returns', wish(orderId, quantity, reason), newId()), 201).body
    .refund.amount.minor

test('a promotion that keeps: each piece brings the share that was paid for it, and all of them what was paid', async () => {
  const { end } = await world.promote({ ...THREE_FOR_TWO, returns: 'keep' })
  const orderId = await threeForTwo()
  const refunds: number[] = []
  for (let piece = 0; piece < 3; piece += 1) {
    const told = await preview(orderId, 1, 'changed_mind')
    const refund = await bringBack(orderId, 1, 'changed_mind')
    expect(told).toMatchObject({ status: 200, body: { refund: pln(refund), withheld: pln(0) } })
    refunds.push(refund)
  }
  expect(refunds).toEqual([3_333, 3_333, 3_332])
  await end()
})

test('a promotion that recomputes: what stays costs its full price, which is said before; with the last piece all the money is back', async () => {
  const { end } = await world.promote({ ...THREE_FOR_TWO, returns: 'recompute' })
  const orderId = await threeForTwo()
  expect(await preview(orderId, 1, 'changed_mind')).toMatchObject({
    status: 200,
    body: { refund: pln(0), withheld: pln(3_333) },
  })
  const refunds: number[] = []
  for (let piece = 0; piece < 3; piece += 1) refunds.push(await bringBack(orderId, 1, 'changed_mind'))
  // Two tees cost 99.98 without a third: nothing. One costs 49.99, so 49.99 comes back; then the rest.
  expect(refunds).toEqual([0, 4_999, 4_999])
  await end()
})

test('a complaint keeps what was given, whatever the promotion says', async () => {
  const { end } = await world.promote({ ...THREE_FOR_TWO, returns: 'recompute' })
  const orderId = await threeForTwo()
  expect(await preview(orderId, 1, 'defective')).toMatchObject({
    body: { refund: pln(3_333), withheld: pln(0) },
  })
  expect(await bringBack(orderId, 1, 'defective')).toBe(3_333)
  await end()
})

test('bought on the web she withdraws in time by the day of her statement, not of the goods, and by none while they are on their way', async () => {
  const { end } = await world.promote({ ...THREE_FOR_TWO, returns: 'recompute' })
  await world.stock('TEE-S', world.store, 6)
  const bought = await world.buy([world.pickup('TEE-S', 3)])
  const id = bought.fulfilments[0]?.id as FulfilmentId
  await world.call(world.clerk, 'POST', `/fulfilments/${id}/start-picking`)
  await world.call(world.clerk, 'POST', `/fulfilments/${id}/pick`, { code: 'TEE-S', quantity: 3 })
  await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr: pickupQrOf(id) })
  const day = (count: number) => addDays(wallClock(world.platform.clock(), HOME_ZONE).date, count)
  const got = day(0)
  const ask = (withdrawnOn?: string) =>
    world.call(
      world.clerk,
      'POST',
      '/returns/previews',
      { ...wish(bought.id, 1, 'changed_mind'), ...(withdrawnOn !== undefined && { withdrawnOn }) },
      newId(),
    )
  const inTime = { refund: pln(3_333), withheld: pln(0) }
  const tooLate = { refund: pln(0), withheld: pln(3_333) }
  world.turnClock(20 * DAY_MS)
  expect((await ask()).body).toMatchObject(tooLate)
  // Day 13 and day 14 are in time, day 15 is not.
  expect((await ask(addDays(got, 13))).body).toMatchObject(inTime)
  expect((await ask(addDays(got, 14))).body).toMatchObject(inTime)
  expect((await ask(addDays(got, 15))).body).toMatchObject(tooLate)
  for (const wrong of [addDays(got, -1), day(1)])
    expect(await ask(wrong)).toMatchObject({
      status: 422,
      body: { code: 'returns.bad_withdrawal_day', errors: [{ pointer: '/withdrawnOn' }] },
    })
  const withdrawnOn = addDays(got, 13)
  const back = await world.call(
    world.clerk,
    'POST',
    '/returns',
    { ...wish(bought.id, 1, 'changed_mind'), withdrawnOn },
    newId(),
  )
  expect(must(back, 201).body).toMatchObject({ withdrawnOn, refund: { amount: pln(3_333) } })
  // What came back by right stays given back when more comes later without it.
  expect((await ask()).body).toMatchObject({ refund: pln(0) })
  // Of a parcel on its way the days have not begun.
  await world.query(`update orders.order set state = 'shipped' where id = $1`, [bought.id])
  expect((await ask()).body).toMatchObject({ refund: pln(3_333), withheld: pln(0) })
  await end()
})

test('a preview writes nothing, and refuses what the return would', async () => {
  const { end } = await world.promote(THREE_FOR_TWO)
  const sold = await threeForTwo()
  for (let time = 0; time < 2; time += 1) expect((await preview(sold, 2, 'changed_mind')).status).toBe(200)
  expect(await preview(sold, 4, 'changed_mind')).toMatchObject({ body: { code: 'returns.too_many' } })
  expect(await preview(newId(), 1, 'changed_mind')).toMatchObject({ body: { code: 'orders.not_found' } })
  await end()
})
