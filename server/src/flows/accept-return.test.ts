import { newId, type FulfilmentId, type OrderId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pickupQrOf } from '#modules/fulfilment'
import { acceptReturn, settleReturnRefunds } from '#flows/accept-return'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const back = (lineId: number, quantity: number, disposition = 'sellable') => ({
  lineId,
  quantity,
  reason: 'too_small',
  disposition,
})
const bring = (orderId: string, lines: unknown[], actor = world.elsewhere, key: string = newId()) =>
  world.call(actor, 'POST', '/returns', { orderId, lines }, key)

/** A till sale in the clerk's store. */
async function sold(sku: string, quantity: number, unitMinor: number) {
  await world.stock(sku, world.store, quantity)
  const body = {
    lines: [{ sku, quantity }],
    tender: { kind: 'cash' },
    expectedTotal: pln(unitMinor * quantity),
  }
  return must(await world.call(world.clerk, 'POST', '/till-sales', body, newId()), 201).body.id
}

/** A web order that was paid by card and collected in the clerk's store. */
async function collected(sku: string, quantity: number) {
  await world.stock(sku, world.store, quantity)
  const bought = await world.buy([world.pickup(sku, quantity)])
  const id = bought.fulfilments[0]?.id as FulfilmentId
  await world.call(world.clerk, 'POST', `/fulfilments/${id}/start-picking`)
  await world.call(world.clerk, 'POST', `/fulfilments/${id}/pick`, { code: sku, quantity })
  await world.call(world.clerk, 'POST', '/fulfilments/hand-over', { qr: pickupQrOf(id) })
  return bought.id
}

const chargeOf = async (orderId: string) => {
  const rows = await world.query<{ id: string }>('select id from payments.attempt where order_id = $1', [
    orderId,
  ])
  return (await world.charges()).find((charge) => charge.idempotency_key === rows[0]?.id)
}

test('bought on the web, collected in one store, returned in another: the card gets the money', async () => {
  const orderId = await collected('TEE-S', 2)
  const before = await world.level('TEE-S', world.otherStore)
  const returned = await bring(orderId, [back(1, 1)])
  expect(returned).toMatchObject({
    status: 201,
    body: {
      number: expect.stringMatching(/^R\d{8}$/),
      state: 'refunded',
      locationId: world.otherStore,
      lines: [{ lineId: 1, sku: 'TEE-S', quantity: 1, refund: pln(4999) }],
      refund: { amount: pln(4999), shipping: pln(0), method: 'card', state: 'done' },
    },
  })
  expect((await world.level('TEE-S', world.otherStore)).onHand).toBe(before.onHand + 1)
  expect(await chargeOf(orderId)).toMatchObject({ amount: 9998, refunded_amount: 4999 })
  const order = await world.call(world.clerk, 'GET', `/orders/${orderId}`)
  expect(order.body).toMatchObject({
    state: 'collected',
    lines: [{ returned: 1 }],
    payments: [{ state: 'refunded_partly', refunded: pln(4999) }],
    returns: [{ number: returned.body.number, state: 'refunded', refunded: pln(4999) }],
  })
  expect((await world.factsOf(orderId)).slice(-4)).toEqual([
    'returns.registered',
    'returns.received',
    'payments.refunded',
    'returns.refunded',
  ])
})

test('bought for cash at a till, the cash is paid out at once', async () => {
  const orderId = await sold('TEE-M', 3, 4999)
  const charges = await world.charges()
  const returned = await bring(orderId, [back(1, 3)])
  expect(returned.body).toMatchObject({
    state: 'refunded',
    refund: { amount: pln(3 * 4999), method: 'cash', state: 'done' },
  })
  expect(await world.charges()).toEqual(charges)
})

test('twenty counters of two processes take back three pieces at once: three come back, and their money', async () => {
  const orderId = (await sold('TEE-L', 3, 4999)) as OrderId
  const before = await world.level('TEE-L', world.otherStore)
  const other = world.open()
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      acceptReturn(
        (index % 2 === 0 ? world.platform : other).command(world.assistant(world.otherStore)),
        { orderId, lines: [{ lineNo: 1, quantity: 1, reason: 'too_small', disposition: 'sellable' }] },
        undefined,
      ),
    ),
  )
  await other.close()
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(3)
  for (const answer of answers) {
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'returns.too_many' })
  }
  expect((await world.level('TEE-L', world.otherStore)).onHand).toBe(before.onHand + 3)
  const listed = must(await world.call(world.clerk, 'GET', `/returns?orderId=${orderId}`), 200).body
  expect(new Set(listed.items.map(({ number }) => number)).size).toBe(3)
  const paid = await world.query(
    'select state, amount_minor, refunded_minor from payments.payment where order_id = $1',
    [orderId],
  )
  expect(paid).toEqual([{ state: 'refunded', amount_minor: 14997, refunded_minor: 14997 }])
})

test('a return that is sent again is one return', async () => {
  const orderId = await sold('TEE-M', 2, 4999)
  const key = newId()
  const first = await bring(orderId, [back(1, 1)], world.elsewhere, key)
  const again = await bring(orderId, [back(1, 1)], world.elsewhere, key)
  expect(again).toEqual(first)
  const listed = await world.call(world.clerk, 'GET', `/returns?orderId=${orderId}`)
  const { parts, ...listedAs } = must(first, 201).body
  expect(parts).toEqual([{ method: 'cash', amount: pln(4999) }])
  expect(listed.body.items).toEqual([listedAs])
})

test('a damaged piece is refunded and put aside, not sold again', async () => {
  const orderId = await sold('COAT-M', 2, 39900)
  const before = await world.level('COAT-M', world.otherStore)
  const returned = await bring(orderId, [back(1, 1), { ...back(1, 1, 'quarantine'), reason: 'defective' }])
  expect(returned.body).toMatchObject({
    state: 'refunded',
    refund: { amount: pln(2 * 39900) },
    lines: [{ disposition: 'sellable' }, { disposition: 'quarantine', reason: 'defective' }],
  })
  const after = await world.level('COAT-M', world.otherStore)
  expect(after.onHand).toBe(before.onHand + 2)
  // Only one of them is for sale.
  const [row] = await world.query<{ quarantined: number }>(
    `select quarantined from inventory.stock where sku = 'COAT-M' and location_id = $1`,
    [world.otherStore],
  )
  expect(row?.quarantined).toBe(1)
})

test('the cost of sending goes back with the last piece, and only with it', async () => {
  await world.stock('TEE-S', world.warehouse, 2)
  const bought = await world.buy([world.ship('TEE-S', 2)])
  const shipping = bought.totals.shipping.minor
  expect(shipping).toBeGreaterThan(0)
  const path = `/fulfilments/${bought.fulfilments[0]?.id}`
  await world.call(world.packer, 'POST', `${path}/start-picking`)
  await world.call(world.packer, 'POST', `${path}/pick`, { code: 'TEE-S', quantity: 2 })
  await world.call(world.packer, 'POST', `${path}/ship`, { carrier: 'Poczta', trackingNumber: '1' })
  const first = await bring(bought.id, [back(1, 1)])
  expect(first.body.refund).toMatchObject({ amount: pln(4999), shipping: pln(0) })
  const last = await bring(bought.id, [back(1, 1)])
  expect(last.body.refund).toMatchObject({ amount: pln(4999 + shipping), shipping: pln(shipping) })
  expect(await chargeOf(bought.id)).toMatchObject({ refunded_amount: bought.totals.gross.minor })
})

test('what may not come back is refused with a pointer, and nothing is written', async () => {
  const orderId = await sold('TEE-S', 1, 4999)
  const written = () =>
    world.query(
      `select (select count(*) from returns.rma), (select count(*) from payments.refund),
              (select sum(returned_quantity) from orders.order_line), (select count(*) from inventory.movement)`,
    )
  const before = await written()
  expect((await bring(orderId, [back(1, 2)])).body).toMatchObject({
    code: 'returns.too_many',
    facts: { lines: [{ lineId: 1, returnable: 1 }] },
    errors: [{ pointer: '/lines/0/quantity' }],
  })
  expect((await bring(orderId, [back(1, 1), back(1, 1, 'quarantine')])).body.code).toBe('returns.too_many')
  expect((await bring(orderId, [back(2, 1)])).body).toMatchObject({
    status: 422,
    code: 'returns.unknown_line',
    errors: [{ pointer: '/lines/0/lineId' }],
  })
  expect((await bring(orderId, [{ ...back(1, 1), reason: 'boredom' }])).status).toBe(400)
  expect((await bring(newId(), [back(1, 1)])).body.code).toBe('orders.not_found')
  expect((await bring(orderId, [back(1, 1)], world.assistant(world.store, []))).status).toBe(403)
  expect((await bring(orderId, [back(1, 1)], world.machine(null))).body.code).toBe('returns.no_place')
  expect((await bring(orderId, [back(1, 1)], world.visitor)).status).toBe(401)
  expect(await written()).toEqual(before)
})

test('an order that the customer does not have yet is not taken back', async () => {
  await world.stock('TEE-S', world.store, 1)
  const bought = await world.buy([world.pickup('TEE-S')])
  expect((await bring(bought.id, [back(1, 1)])).body).toMatchObject({
    status: 409,
    code: 'returns.order_not_returnable',
    facts: { state: 'confirmed' },
  })
})

test('a refund whose answer got lost is finished later, once', async () => {
  const orderId = await collected('TEE-S', 1)
  world.payThrough({ ...world.gateway, refund: async () => ({ state: 'unknown', reason: 'timeout' }) })
  const returned = await bring(orderId, [back(1, 1)])
  expect(returned.body).toMatchObject({ state: 'received', refund: { method: 'card', state: 'unknown' } })
  world.payThrough(world.gateway)
  await settleReturnRefunds(world.platform, { olderThanMs: 0 })
  await settleReturnRefunds(world.platform, { olderThanMs: 0 })
  const now = await world.call(world.elsewhere, 'GET', `/returns/${returned.body.id}`)
  expect(now.body).toMatchObject({ state: 'refunded', refund: { state: 'done' } })
  expect(await chargeOf(orderId)).toMatchObject({ amount: 4999, refunded_amount: 4999 })
  const facts = await world.factsOf(orderId)
  expect(facts.filter((type) => type === 'returns.refunded')).toHaveLength(1)
})

test('reasons are read by everybody, in both languages', async () => {
  const reasons = await world.call(world.visitor, 'GET', '/returns/reasons')
  expect(reasons.body.items).toContainEqual({
    code: 'too_small',
    words: { pl: 'Zbyt mały', en: 'Too small' },
  })
})
