import { newId, type FulfilmentId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

async function begun(...skus: string[]) {
  for (const sku of skus) await world.stock(sku, world.store, 2)
  const bought = await world.buy(skus.map((sku) => world.pickup(sku, 2)))
  const id = bought.fulfilments[0]?.id as FulfilmentId
  await world.call(world.clerk, 'POST', `/fulfilments/${id}/start-picking`)
  return { id, orderId: bought.id }
}

const scan = (id: string, code: string, quantity?: number, key?: string) =>
  world.call(world.clerk, 'POST', `/fulfilments/${id}/pick`, { code, ...(quantity && { quantity }) }, key)

test('a wrong article is refused and the right one is named', async () => {
  const { id } = await begun('TEE-S')
  const wrong = await scan(id, 'TEE-M')
  expect(wrong).toMatchObject({
    status: 422,
    body: {
      code: 'fulfilment.wrong_article',
      facts: { scanned: 'TEE-M', expected: [{ sku: 'TEE-S', left: 2 }] },
    },
  })
  expect((await scan(id, '5901234123457')).body.code).toBe('fulfilment.wrong_article')
})

test('no more is picked than was ordered, however many scan at once', async () => {
  const { id } = await begun('TEE-S', 'TEE-M')
  expect(await scan(id, 'TEE-S', 3)).toMatchObject({
    status: 409,
    body: { code: 'fulfilment.too_many_pieces', facts: { left: 2 } },
  })
  const scans = await Promise.all(Array.from({ length: 6 }, () => scan(id, 'TEE-S')))
  expect(scans.map((answer) => answer.status).sort()).toEqual([200, 200, 409, 409, 409, 409])
  const after = await world.call(world.clerk, 'GET', `/fulfilments/${id}`)
  expect(after.body).toMatchObject({ state: 'picking', picked: 2, pieces: 4 })
})

test('a scan that is sent twice counts once', async () => {
  const { id } = await begun('TEE-S')
  const key = newId()
  await scan(id, 'TEE-S', 1, key)
  const again = await scan(id, 'TEE-S', 1, key)
  expect(again.body).toMatchObject({ picked: 1 })
  const after = await world.call(world.clerk, 'GET', `/fulfilments/${id}`)
  expect(after.body.picked).toBe(1)
})

test('an order of two stores is ready when both are, and collected when both parts are', async () => {
  await world.stock('TEE-S', world.store, 1)
  await world.stock('TEE-M', world.otherStore, 1)
  const bought = await world.buy([world.pickup('TEE-S'), world.pickup('TEE-M', 1, world.otherStore)])
  const parts = bought.fulfilments.map((part) => ({
    id: part.id,
    qr: part.pickupQr,
    here: part.location.id === world.store,
  }))
  for (const { id, here } of parts) {
    const who = here ? world.clerk : world.elsewhere
    expect(await world.stateOf(bought.id)).not.toBe('ready_for_pickup')
    await world.call(who, 'POST', `/fulfilments/${id}/start-picking`)
    await world.call(who, 'POST', `/fulfilments/${id}/pick`, { code: here ? 'TEE-S' : 'TEE-M' })
    // To stock, what one place has picked is picked; what the other has is not.
    const holds = await world.query<{ locationId: string; state: string }>(
      `select s.location_id as "locationId", h.state from inventory.hold h
         join inventory.hold_line l on l.hold_id = h.hold_id join inventory.stock s on s.stock_id = l.stock_id
        where h.order_id = $1`,
      [bought.id],
    )
    const mine = holds.filter((hold) => (hold.locationId === world.store) === here)
    expect(mine.map((hold) => hold.state)).toEqual(['picked'])
  }
  const still = await world.query<{ state: string }>(`select state from inventory.hold where order_id = $1`, [
    bought.id,
  ])
  expect(still.map((hold) => hold.state)).toEqual(['picked', 'picked'])
  expect(await world.stateOf(bought.id)).toBe('ready_for_pickup')
  const manager = world.assistant(world.store, ['orders.cancel'])
  const cancel = () =>
    world.call(manager, 'POST', `/orders/${bought.id}/cancel`, { reason: 'changed her mind' })
  for (const { qr, here } of parts) {
    expect(await world.stateOf(bought.id)).toBe('ready_for_pickup')
    await world.call(here ? world.clerk : world.elsewhere, 'POST', '/fulfilments/hand-over', { qr })
    // One part is with the customer: giving all the money back would be a gift.
    const refused = await cancel()
    expect(refused.status).toBe(409)
    expect(['fulfilment.partly_gone', 'orders.not_cancellable']).toContain(refused.body.code)
  }
  expect(await world.stateOf(bought.id)).toBe('collected')
  const [payment] = await world.query('select state from payments.payment where order_id = $1', [bought.id])
  expect(payment).toEqual({ state: 'captured' })
})

test('nobody picks for an order that is not paid, and it is not in the queue', async () => {
  await world.stock('TEE-L', world.store, 1)
  const bought = await world.buy([world.pickup('TEE-L')], { method: 'card', token: 'tok_declined_funds' })
  expect(bought.state).toBe('placed')
  const id = bought.fulfilments[0]?.id
  const started = await world.call(world.clerk, 'POST', `/fulfilments/${id}/start-picking`)
  expect(started).toMatchObject({ status: 409, body: { code: 'fulfilment.not_paid' } })
  const queue = must(await world.call(world.clerk, 'GET', '/fulfilments'), 200).body
  expect(queue.items.map((one): string => one.id)).not.toContain(id)
})

test('a cancelled order is picked no further and its pieces are free again', async () => {
  const { id, orderId } = await begun('COAT-M')
  await scan(id, 'COAT-M')
  const manager = world.assistant(world.store, ['orders.cancel'])
  const cancelled = await world.call(manager, 'POST', `/orders/${orderId}/cancel`, {
    reason: 'changed her mind',
  })
  expect(cancelled.body).toMatchObject({ state: 'cancelled', fulfilments: [{ state: 'cancelled' }] })
  expect((await scan(id, 'COAT-M')).body.code).toBe('fulfilment.wrong_state')
  expect(await world.level('COAT-M', world.store)).toEqual({ onHand: 2, reserved: 0 })
})

test('the queue pages by promise without losing or repeating anything', async () => {
  const machine = world.machine(world.store)
  const whole = must(await world.call(machine, 'GET', '/fulfilments?limit=200'), 200).body
  const seen: string[] = []
  let cursor = ''
  do {
    const page = must(await world.call(machine, 'GET', `/fulfilments?limit=2${cursor}`), 200).body
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ? `&cursor=${page.next}` : ''
  } while (cursor)
  expect(seen).toEqual(whole.items.map(({ id }) => id))
  expect(seen.length).toBeGreaterThan(2)
})
