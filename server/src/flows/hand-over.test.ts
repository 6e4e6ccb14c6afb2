import { newId, type FulfilmentId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handOver } from '#flows/hand-over'
import { pickupCodeOf, pickupQrOf } from '#modules/fulfilment'
import { must, refused } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

const MINUTES = 60_000

/** A paid pickup order of `quantity` tees in the clerk's store; `ready`: picked already. */
async function order(sku: string, quantity = 1, ready = true) {
  await world.stock(sku, world.store, quantity)
  const bought = await world.buy([world.pickup(sku, quantity)])
  const id = bought.fulfilments[0]?.id as FulfilmentId
  if (ready) {
    await world.call(world.clerk, 'POST', `/fulfilments/${id}/start-picking`)
    const picked = await world.call(world.clerk, 'POST', `/fulfilments/${id}/pick`, { code: sku, quantity })
    expect(picked.body).toMatchObject({ state: 'ready' })
  }
  return { id, orderId: bought.id, number: bought.number, qr: pickupQrOf(id), code: pickupCodeOf(id) }
}

const scan = (qr: string) => world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr })

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000')

test('an order is picked by scanning, waits for its customer and leaves the ledger with her', async () => {
  const { id, orderId, qr } = await order('TEE-S', 2, false)

  const queue = must(await world.call(world.clerk, 'GET', '/fulfilments'), 200).body
  const gtin = queue.items.find((one) => one.id === id)?.lines[0]?.gtin
  expect(gtin).toEqual(expect.any(String))

  const started = await world.call(world.clerk, 'POST', `/fulfilments/${id}/start-picking`)
  expect(started).toMatchObject({ status: 200, body: { state: 'picking', pieces: 2, picked: 0 } })
  expect(await world.stateOf(orderId)).toBe('picking')

  const first = await world.call(world.clerk, 'POST', `/fulfilments/${id}/pick`, { code: gtin })
  expect(first.body).toMatchObject({ state: 'picking', picked: 1 })
  const last = await world.call(world.clerk, 'POST', `/fulfilments/${id}/pick`, { code: gtin })
  expect(last.body).toMatchObject({ state: 'ready', picked: 2 })
  expect(await world.stateOf(orderId)).toBe('ready_for_pickup')
  expect(await world.level('TEE-S', world.store)).toEqual({ onHand: 2, reserved: 2 })

  const handed = await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr })
  expect(handed).toMatchObject({ status: 200, body: { state: 'collected' } })
  expect(await world.stateOf(orderId)).toBe('collected')
  expect(await world.level('TEE-S', world.store)).toEqual({ onHand: 0, reserved: 0 })
  expect(await world.factsOf(orderId)).toEqual([
    'orders.placed',
    'fulfilment.created',
    'payments.captured',
    'orders.confirmed',
    'fulfilment.picking_started',
    'orders.state_changed',
    'fulfilment.line_picked',
    'fulfilment.line_picked',
    'fulfilment.ready',
    'orders.state_changed',
    'fulfilment.handed_over',
    'orders.state_changed',
  ])
})

test('order number and six digits open the same door as the QR code', async () => {
  const { number, code } = await order('TEE-M')
  const handed = await world.call(world.clerk, 'POST', '/fulfilments/hand-over', {
    orderNumber: number,
    code,
  })
  expect(handed).toMatchObject({ status: 200, body: { state: 'collected', orderNumber: number } })
})

test('a store neither picks, nor hands over, nor sees what waits in another', async () => {
  const { id, qr } = await order('TEE-M', 1, false)
  const doors = [
    ['POST', `/fulfilments/${id}/start-picking`, undefined],
    ['POST', `/fulfilments/${id}/pick`, { code: 'TEE-M' }],
    ['POST', '/fulfilments/hand-over', { qr }],
    ['GET', `/fulfilments/${id}`, undefined],
    ['GET', `/fulfilments?locationId=${world.store}`, undefined],
  ] as const
  for (const [method, path, body] of doors) {
    const answer = await world.call(world.elsewhere, method, path, body)
    expect([path, answer.status, refused(answer).code]).toEqual([path, 403, 'auth.other_location'])
  }
  const queue = await world.call(world.elsewhere, 'GET', '/fulfilments')
  expect(queue.body.items).toEqual([])
  expect((await world.call(world.assistant(world.store, []), 'GET', '/fulfilments')).status).toBe(403)
})

test('what is not picked yet is not handed over, even with the right code', async () => {
  const { orderId, qr } = await order('TEE-M', 1, false)
  const handed = await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr })
  expect(handed).toMatchObject({
    status: 409,
    body: { code: 'fulfilment.wrong_state', facts: { state: 'waiting' } },
  })
  expect(await world.stateOf(orderId)).toBe('confirmed')
})

test('five wrong codes close a pickup for ten minutes, and each of them is on record', async () => {
  const { id, number, code } = await order('TEE-M')
  const tryCode = (shown: string) =>
    world.call(world.clerk, 'POST', '/fulfilments/hand-over', { orderNumber: number, code: shown })
  for (let tries = 1; tries <= 5; tries += 1) {
    expect(await tryCode(wrong(code))).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_code' } })
  }
  expect(await tryCode(code)).toMatchObject({ status: 429, body: { code: 'fulfilment.too_many_codes' } })
  const records = await world.query(
    `select staff_id from platform.audit where action = 'fulfilment.wrong_code' and subject = $1`,
    [id],
  )
  expect(records.map((row) => row['staff_id'])).toEqual(Array(5).fill(world.clerk.staffId))

  world.turnClock(11 * MINUTES)
  expect(await tryCode(code)).toMatchObject({ status: 200, body: { state: 'collected' } })
})

test('a hundred guesses at once are not a hundred chances', async () => {
  const { number, code } = await order('TEE-M')
  const guesses = await Promise.all(
    Array.from({ length: 100 }, () =>
      world.call(world.clerk, 'POST', '/fulfilments/hand-over', { orderNumber: number, code: wrong(code) }),
    ),
  )
  expect(guesses.filter((guess) => guess.status === 422)).toHaveLength(5)
  expect(guesses.filter((guess) => guess.status === 429)).toHaveLength(95)
  world.turnClock(11 * MINUTES)
})

test('a repeated hand-over gets its first answer; another one is told that the goods are gone', async () => {
  await world.stock('TEE-L', world.store, 5)
  const { qr } = await order('TEE-L')
  const before = await world.level('TEE-L', world.store)
  const key = newId()
  const first = await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr }, key)
  const again = await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr }, key)
  expect(again).toEqual(first)
  const other = await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr }, newId())
  expect(other).toMatchObject({ status: 409, body: { code: 'fulfilment.already_collected' } })
  expect((await world.level('TEE-L', world.store)).onHand).toBe(before.onHand - 1)
})

test('twenty tills of two processes that scan one code at once move its pieces out once', async () => {
  const { qr, orderId } = await order('COAT-M')
  const other = world.open()
  // So many right codes at once also look like guessing to the counter: some are told to wait, none gets a second coat.
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      handOver(
        (index % 2 === 0 ? world.platform : other).command(world.assistant(world.store)),
        { qr },
        undefined,
      ),
    ),
  )
  await other.close()
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  const moved = (await world.movementsOf('COAT-M', world.store)).filter((row) => row.kind === 'sale')
  expect(moved).toEqual([{ kind: 'sale', quantity: -1 }])
  expect(await world.stateOf(orderId)).toBe('collected')
})

test('a hand-over and a cancellation that meet: the goods or the money, never both', async () => {
  const manager = world.assistant(world.store, ['orders.cancel'])
  const orders = await Promise.all(Array.from({ length: 8 }, () => order('TEE-S')))
  const before = await world.level('TEE-S', world.store)
  const ends = await Promise.all(
    orders.map(async ({ orderId, qr }) => {
      const [handed, cancelled] = await Promise.all([
        world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr }),
        world.call(manager, 'POST', `/orders/${orderId}/cancel`, { reason: 'changed her mind' }),
      ])
      expect([handed.status, cancelled.status].sort()).toEqual([200, 409])
      return handed.status === 200 ? 'collected' : 'cancelled'
    }),
  )
  const handedOver = ends.filter((end) => end === 'collected').length
  expect(await world.level('TEE-S', world.store)).toEqual({
    onHand: before.onHand - handedOver,
    reserved: before.reserved - orders.length,
  })
  for (const [index, { orderId }] of orders.entries()) {
    expect(await world.stateOf(orderId)).toBe(ends[index])
    const [payment] = await world.query('select state from payments.payment where order_id = $1', [orderId])
    expect(payment).toEqual({ state: ends[index] === 'collected' ? 'captured' : 'refunded' })
  }
})

test('texts that are no code of ours are told apart from wrong codes', async () => {
  const { id } = await order('TEE-M')
  expect((await scan('https://example.com')).body.code).toBe('fulfilment.not_a_pickup_code')
  expect((await scan(`SPLOT:P:${newId()}:123456`)).body.code).toBe('fulfilment.not_found')
  expect((await scan(`SPLOT:P:${id}:${wrong(pickupCodeOf(id))}`)).body.code).toBe('fulfilment.wrong_code')
})
