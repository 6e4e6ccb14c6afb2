import { newId, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { incidentsSubscriber, reviewIncidents } from '#modules/incidents'
import { adjust, release } from '#modules/inventory'
import { messagesSubscriber } from '#modules/messages'
import { cancellableIn } from '#modules/orders'
import type { Actor } from '#platform/context'
import { registerSubscribers } from '#platform/events'
import { cardBuyer } from '#test/card-buyer'
import { drain } from '#test/drain'
import { buildServer } from '#platform/http'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder } from './cancel-order.ts'
import type { IncidentDetail, IncidentView } from './incident-view.ts'
import { routes } from './resolve-oversell-routes.ts'

let world: StoreWorld
let buyer: ReturnType<typeof cardBuyer>
let app: Awaited<ReturnType<typeof buildServer>>
const actors = new Map<string, Actor>()
let manager: Actor
let other: Actor

beforeAll(async () => {
  world = await openStoreWorld()
  buyer = cardBuyer(world)
  const rights = ['stock.incident', 'stock.count', 'orders.cancel']
  manager = world.assistant(world.store, rights)
  other = world.assistant(world.store, rights)
  for (const one of [manager, other, world.clerk, world.elsewhere]) actors.set(one.id, one)
  app = await buildServer({
    platform: world.platform,
    routes,
    authenticate: (request) => actors.get(String(request.headers['x-test-actor'])) ?? world.visitor,
    version: 'test',
  })
  await registerSubscribers(world.platform, [incidentsSubscriber, messagesSubscriber])
})
afterAll(async () => {
  await app.close()
  await world.close()
})

async function ask<T>(actor: Actor, method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await app.inject({
    method,
    url: `/v1/incidents${path}`,
    headers: { 'x-test-actor': actor.id },
    ...(body && { payload: body }),
  })
  return {
    status: answer.statusCode,
    body: answer.json() as T & { code?: string; facts?: Record<string, unknown> },
  }
}

const react = async () => {
  await drain(world.platform, incidentsSubscriber, messagesSubscriber)
}

const lose = (sku: string, pieces: number, locationId: LocationId = world.store) =>
  world.write((ctx) =>
    adjust(ctx, [
      {
        document: { kind: 'adjustment', id: newId() },
        locationId,
        reason: 'theft',
        lines: [{ sku: sku as Sku, quantity: -pieces }],
      },
    ]),
  )

/** Nobody waits for anything any more, and the shelves are empty: tests do not see each other's leftovers. */
async function cleared() {
  for (const { id, state } of await world.orders())
    if ((cancellableIn as readonly string[]).includes(state))
      await world.write((ctx) => cancelOrder(ctx, id, 'cleared'))
  const held = await world.query<{ id: HoldId }>(
    `select hold_id as id from inventory.hold where state = 'pinned'`,
  )
  await release(
    world.command(),
    held.map(({ id }) => id),
  )
  for (const sku of ['TEE-S', 'TEE-M', 'TEE-L', 'COAT-M']) {
    for (const place of [world.store, world.otherStore, world.warehouse]) {
      const { onHand } = await world.level(sku, place)
      if (onHand > 0) await lose(sku, onHand, place)
      if (onHand < 0) await world.stock(sku, place, -onHand)
    }
  }
  await react()
}
beforeEach(cleared)

const current = async (sku: string) => {
  const { body } = await ask<{ items: IncidentView[] }>(manager, 'GET', `?state=current&sku=${sku}`)
  return body.items
}

const detail = async (id: string) => (await ask<IncidentDetail>(manager, 'GET', `/${id}`)).body

/** So many customers bought a piece each in this order, and then pieces were stolen. */
async function oversold(sku: string, customers: number, stolen: number) {
  await world.stock(sku, world.store, customers)
  const orders = []
  for (let n = 0; n < customers; n += 1) orders.push(await world.buy([world.pickup(sku)]))
  await lose(sku, stolen)
  await react()
  const [incident] = await current(sku)
  return { orders, incident: await detail(incident?.id ?? 'none') }
}

const resolve = (id: string, orderId: string, choice: object, by = manager, commandId: string = newId()) =>
  ask<IncidentDetail>(by, 'POST', `/${id}/resolve`, { commandId, orderId, lineId: 1, choice })

const toldAbout = async (orderId: string) =>
  (
    await world.query<{ kind: string }>(
      'select kind from messages.message where subject_id = $1 order by created_at, id',
      [orderId],
    )
  ).map(({ kind }) => kind)

test('of three who bought the last three, the last one goes without when one is stolen', async () => {
  const { orders, incident } = await oversold('TEE-S', 3, 1)
  expect(incident).toMatchObject({ state: 'open', missing: 1, undecided: 1, exists: 2 })
  expect(incident.affected.map(({ order }) => order?.id)).toEqual([orders[2]?.id])
  const done = await resolve(incident.id, orders[2]?.id ?? '', { kind: 'cancel_order' })
  expect(done.body).toMatchObject({ state: 'resolved' })
  await react()
  expect(await toldAbout(orders[2]?.id ?? '')).toEqual(['order_confirmed', 'cancelled_with_apology'])
})

test('another store takes over: the piece is hers there, and she is told where and when', async () => {
  const { orders, incident } = await oversold('TEE-M', 1, 1)
  await world.stock('TEE-M', world.otherStore, 1)
  const [order] = orders
  const offered = (await detail(incident.id)).affected[0]?.options?.otherPlaces[0]
  expect(offered).toMatchObject({ location: { code: 'KRK1' }, available: 1, obstacle: null })
  expect(offered?.readyBy).toEqual(expect.any(String))
  const done = await resolve(incident.id, order?.id ?? '', {
    kind: 'other_place',
    locationId: world.otherStore,
  })
  expect(done.body).toMatchObject({ state: 'resolved', missing: 0, affected: [] })
  expect(await world.level('TEE-M', world.store)).toEqual({ onHand: 0, reserved: 0 })
  expect(await world.level('TEE-M', world.otherStore)).toEqual({ onHand: 1, reserved: 1 })
  await react()
  expect(await toldAbout(order?.id ?? '')).toEqual(['order_confirmed', 'moved'])
  expect(await world.factsOf(order?.id ?? '')).toContain('incidents.decided')
  // The other store can serve it to the end.
  const [part] = await world.query<{ id: string; qr: string }>(
    `select id from fulfilment.fulfilment where order_id = $1 and state = 'waiting'`,
    [order?.id],
  )
  await world.call(world.elsewhere, 'POST', `/fulfilments/${part?.id ?? ''}/start-picking`)
  const picked = await world.call(world.elsewhere, 'POST', `/fulfilments/${part?.id ?? ''}/pick`, {
    code: 'TEE-M',
  })
  expect(picked.body).toMatchObject({ state: 'ready' })
  expect(await world.stateOf(order?.id ?? '')).toBe('ready_for_pickup')
})

test('a substitute of the same product goes into the line at the price that was agreed', async () => {
  await world.stock('TEE-L', world.store, 1)
  const { orders, incident } = await oversold('TEE-S', 1, 1)
  const orderId = orders[0]?.id ?? ''
  const offered = incident.affected[0]?.options?.substitutes.find(({ obstacle }) => obstacle === null)
  expect(offered).toMatchObject({ article: { sku: 'TEE-L' }, dearerMinor: 0 })
  const done = await resolve(incident.id, orderId, { kind: 'substitute', sku: 'TEE-L' })
  expect(done).toMatchObject({ status: 200, body: { state: 'resolved' } })
  const order = await world.call(world.clerk, 'GET', `/orders/${orderId}`)
  expect(order.body).toMatchObject({
    totals: { gross: { minor: 4999 } },
    lines: [{ sku: 'TEE-L', quantity: 1, total: { minor: 4999 }, insteadOf: { sku: 'TEE-S' } }],
  })
  expect(await world.level('TEE-L', world.store)).toEqual({ onHand: 1, reserved: 1 })
  expect(await world.level('TEE-S', world.store)).toEqual({ onHand: 0, reserved: 0 })
  await react()
  expect(await toldAbout(orderId)).toEqual(['order_confirmed', 'substituted'])
})

test('one line is cancelled with an apology: its price goes back, the rest stays', async () => {
  await world.stock('TEE-S', world.store, 1)
  await world.stock('COAT-M', world.store, 1)
  const bought = await world.buy([world.pickup('TEE-S'), world.pickup('COAT-M')])
  await lose('TEE-S', 1)
  await react()
  const [incident] = await current('TEE-S')
  const line = bought.lines.find(({ sku }) => sku === 'TEE-S')?.lineId
  const done = await ask<IncidentDetail>(manager, 'POST', `/${incident?.id}/resolve`, {
    commandId: newId(),
    orderId: bought.id,
    lineId: line,
    choice: { kind: 'cancel_line' },
  })
  expect(done.body).toMatchObject({ state: 'resolved' })
  const order = await world.call(world.clerk, 'GET', `/orders/${bought.id}`)
  expect(order.body).toMatchObject({
    state: 'confirmed',
    totals: { gross: { minor: 39900 } },
    payments: [{ amount: { minor: 44899 }, refunded: { minor: 4999 } }],
  })
  await react()
  expect(await toldAbout(bought.id)).toEqual(['order_confirmed', 'line_cancelled'])
  expect((await world.charges()).find(({ amount }) => amount === 44899)).toMatchObject({
    refunded_amount: 4999,
  })
})

test('a customer who waits is told until when; goods that come close the incident, and a missed date opens it again', async () => {
  const { orders, incident } = await oversold('TEE-M', 1, 1)
  const orderId = orders[0]?.id ?? ''
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString()
  const done = await resolve(incident.id, orderId, { kind: 'wait', until })
  expect(done.body).toMatchObject({ state: 'waiting', missing: 1, undecided: 0 })
  await react()
  expect(await toldAbout(orderId)).toEqual(['order_confirmed', 'delayed'])
  world.turnClock(4 * 86_400_000)
  await reviewIncidents(world.platform)
  expect(await detail(incident.id)).toMatchObject({ state: 'open', undecided: 1 })
  const later = new Date(Date.now() + 8 * 86_400_000).toISOString()
  await resolve(incident.id, orderId, { kind: 'wait', until: later })
  await world.stock('TEE-M', world.store, 1)
  await react()
  expect(await detail(incident.id)).toMatchObject({ state: 'resolved', missing: 0 })
})

test('goods that come before anybody decided dissolve the incident, with a fact', async () => {
  const { incident } = await oversold('TEE-S', 2, 2)
  expect(incident.missing).toBe(2)
  await world.stock('TEE-S', world.store, 1)
  await react()
  expect(await detail(incident.id)).toMatchObject({ state: 'open', missing: 1, mostMissing: 2 })
  await world.stock('TEE-S', world.store, 1)
  await react()
  expect(await detail(incident.id)).toMatchObject({ state: 'dissolved' })
  expect(await world.factsOf(incident.id)).toEqual(['incidents.opened', 'incidents.dissolved'])
})

test('without its only goods an order is over with the gift card that it bought, and the card stays', async () => {
  await world.stock('TEE-S', world.store, 1)
  const { order, card } = await buyer.bought([{ minor: 10_000 }], [world.pickup('TEE-S')])
  await world.call(world.clerk, 'POST', `/fulfilments/${order.fulfilments[0]?.id ?? ''}/start-picking`)
  await lose('TEE-S', 1)
  await react()
  const [incident] = await current('TEE-S')
  expect((await resolve(incident?.id ?? '', order.id, { kind: 'cancel_line' })).status).toBe(200)
  expect(await world.stateOf(order.id)).toBe('delivered')
  expect(await buyer.refundedOf(order.id)).toBe(4999)
  expect((await buyer.accountOf(card.id))?.balanceMinor).toBe(10_000)
})

test('two of staff decide about the same line at once: one wins, the other is told what was decided', async () => {
  const { orders, incident } = await oversold('TEE-L', 1, 1)
  await world.stock('TEE-L', world.otherStore, 1)
  const orderId = orders[0]?.id ?? ''
  const answers = await Promise.all([
    resolve(incident.id, orderId, { kind: 'other_place', locationId: world.otherStore }),
    resolve(incident.id, orderId, { kind: 'cancel_order' }, other),
  ])
  const lost = answers.find(({ status }) => status !== 200)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(lost).toMatchObject({ status: 409, body: { code: 'incidents.not_affected' } })
  expect(lost?.body.facts?.['choice']).toMatch(/other_place|cancel_order/)
})

test('the same click sent five times decides once', async () => {
  const { orders, incident } = await oversold('TEE-S', 1, 1)
  const commandId = newId()
  const orderId = orders[0]?.id ?? ''
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() => resolve(incident.id, orderId, { kind: 'cancel_order' }, manager, commandId)),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect((await detail(incident.id)).decisions).toHaveLength(1)
  const reused = await resolve(incident.id, orderId, { kind: 'cancel_line' }, manager, commandId)
  expect(reused).toMatchObject({ status: 422, body: { code: 'incidents.command_reused' } })
})

test('an assistant finds the shelf empty: the book follows, and what lies aside counts as there', async () => {
  await world.stock('TEE-M', world.store, 2)
  const first = await world.buy([world.pickup('TEE-M')])
  const second = await world.buy([world.pickup('TEE-M')])
  // The second customer's piece is picked, so the first promised goes without.
  const part = second.fulfilments[0]?.id ?? ''
  await world.call(world.clerk, 'POST', `/fulfilments/${part}/start-picking`)
  await world.call(world.clerk, 'POST', `/fulfilments/${part}/pick`, { code: 'TEE-M' })
  const report = await ask<{ adjusted: number; incident: IncidentView | null }>(manager, 'POST', '', {
    locationId: world.store,
    sku: 'TEE-M',
    onShelf: 0,
  })
  expect(report).toMatchObject({ status: 201, body: { adjusted: -1, incident: { missing: 1 } } })
  expect(report.body.incident?.cause.code).toBe('shelf_empty')
  const { affected } = await detail(report.body.incident?.id ?? '')
  expect(affected.map(({ order }) => order?.id)).toEqual([first.id])
  // The subscriber hears of it too, and opens no second one.
  await react()
  expect(await current('TEE-M')).toHaveLength(1)
})

test('a basket is served last, and can only be let go', async () => {
  await world.stock('COAT-M', world.store, 2)
  await world.basket(world.pickup('COAT-M'))
  await world.buy([world.pickup('COAT-M')])
  await lose('COAT-M', 1)
  await react()
  const [incident] = await current('COAT-M')
  const [affected] = (await detail(incident?.id ?? '')).affected
  expect(affected).toMatchObject({ order: null, stage: 'basket', quantity: 1, options: null })
  const done = await ask<IncidentDetail>(manager, 'POST', `/${incident?.id}/let-go`, {
    commandId: newId(),
    holdId: affected?.holdId,
  })
  expect(done.body).toMatchObject({ state: 'resolved' })
  expect(await world.level('COAT-M', world.store)).toEqual({ onHand: 1, reserved: 1 })
})

test('nobody decides elsewhere, and nobody cancels without that right', async () => {
  const { orders, incident } = await oversold('TEE-S', 1, 1)
  expect((await ask(world.elsewhere, 'GET', `/${incident.id}`)).status).toBe(403)
  const counter = world.assistant(world.store, ['stock.incident'])
  actors.set(counter.id, counter)
  const refused = await resolve(incident.id, orders[0]?.id ?? '', { kind: 'cancel_line' }, counter)
  expect(refused).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
  expect((await detail(incident.id)).decisions).toEqual([])
})
