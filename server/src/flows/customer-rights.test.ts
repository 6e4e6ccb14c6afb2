import { newId, type CustomerId, type Sku, type StaffId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contactOf, recordGuests, routes as customerRoutes } from '#modules/customers'
import { insertOrders, moveOrders, type OrderState } from '#modules/orders'
import { forgetReceivers, recordPurchases } from '#modules/storedvalue'
import { systemActor, type Actor } from '#platform/context'
import { buildServer } from '#platform/http'
import { openDoors, type Doors } from '#test/doors'
import { routes } from './customer-rights-routes.ts'

let doors: Doors
let app: Awaited<ReturnType<typeof buildServer>>
const system = systemActor('test')
const staffId = newId<'staff'>() satisfies StaffId
const everything = ['customers.read', 'customers.forget', 'customers.export']
let actor: Actor
const staffWith = (permissions: readonly string[]): Actor => ({
  ...system,
  kind: 'staff',
  id: staffId,
  staffId,
  grants: permissions.map((permission) => ({ permission, locationId: null })),
})

beforeAll(async () => {
  doors = await openDoors([])
  app = await buildServer({
    platform: doors.platform,
    routes: [...customerRoutes, ...routes],
    authenticate: () => actor,
    version: 'test',
  })
})
afterAll(async () => {
  await app.close()
  await doors.close()
})

const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/v1/customers${url}`, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}

const anna = { name: 'Anna Próba', email: 'anna@example.com', phone: '601 234 567' }

/** Somebody who bought once as a guest; the order is in this state. */
const bought = (state: OrderState, contact = anna) =>
  doors.platform.write(system, async (ctx) => {
    const [customerId] = await recordGuests(ctx, [contact])
    const orderId = newId<'order'>()
    const [order] = await insertOrders(ctx, [
      {
        orderId,
        channel: system.channel,
        locationId: null,
        staffId: null,
        customerId: customerId ?? null,
        cartId: null,
        state,
        currency: 'PLN',
        grossMinor: 1000,
        shippingMinor: 0,
        shippingTaxLetter: 'A',
        shippingTaxPpm: 230_000,
        shippingTaxCountry: 'PL',
        locale: 'pl',
        lines: [
          {
            lineNo: 1,
            sku: 'TEE' as Sku,
            name: { pl: 'Koszulka', en: 'Tee' },
            options: {},
            quantity: 1,
            unitGrossMinor: 1000,
            grossMinor: 1000,
            taxLetter: 'A',
            taxPpm: 230_000,
            taxCountry: 'PL',
          },
        ],
        actor: system,
      },
    ])
    return { customerId: customerId as CustomerId, orderId, number: order?.number }
  })

const auditOf = async (subject: string) =>
  (
    await doors.platform.pool.query<{ action: string; staff_id: string }>(
      'select action, staff_id from platform.audit where subject = $1 order by at, id',
      [subject],
    )
  ).rows

test('staff forget a guest who asked for it; her order stays without a name, and the audit log says who did it', async () => {
  actor = staffWith(everything)
  const { customerId, orderId } = await bought('collected')
  const forgotten = await call('POST', `/${customerId}/forget`)
  expect(forgotten).toMatchObject({ status: 200, body: { id: customerId, forgottenAt: expect.any(String) } })
  expect((await contactOf(doors.platform.read(system), [customerId])).size).toBe(0)
  const order = await doors.platform.pool.query('select customer_id from orders.order where id = $1', [
    orderId,
  ])
  expect(order.rows).toEqual([{ customer_id: customerId }])
  expect(await auditOf(customerId)).toEqual([{ action: 'customers.forgotten', staff_id: staffId }])
  expect(await call('POST', `/${customerId}/forget`)).toEqual(forgotten)
  expect(await call('POST', `/${newId()}/forget`)).toMatchObject({
    status: 404,
    body: { code: 'customers.unknown' },
  })
})

test('nobody is forgotten while something is still on its way to her', async () => {
  actor = staffWith(everything)
  const { customerId, orderId, number } = await bought('confirmed')
  expect(await call('POST', `/${customerId}/forget`)).toMatchObject({
    status: 409,
    body: { code: 'customers.open_orders', facts: { orders: [number] } },
  })
  expect((await contactOf(doors.platform.read(system), [customerId])).size).toBe(1)
  await doors.platform.write(system, (ctx) => moveOrders(ctx, [{ orderId, to: 'cancelled', actor: system }]))
  expect(await call('POST', `/${customerId}/forget`)).toMatchObject({ status: 200 })
})

test('a copy of everything about a customer, and a trace of who took it', async () => {
  actor = staffWith(everything)
  const { customerId, number } = await bought('collected')
  const copy = await call('GET', `/${customerId}/export`)
  expect(copy).toMatchObject({
    status: 200,
    body: {
      customer: { id: customerId, contact: { name: 'Anna Próba', phone: '601 234 567' } },
      orders: [{ number, state: 'collected', lines: [{ sku: 'TEE', quantity: 1 }] }],
      groups: [],
      segments: [],
      messages: [],
      sessions: [],
    },
  })
  expect(await auditOf(customerId)).toEqual([{ action: 'customers.exported', staff_id: staffId }])
  expect(await call('GET', `/${newId()}/export`)).toMatchObject({ status: 404 })
})

test('her copy tells the gift cards that she bought and to whom, while that is kept; nobody else reads it', async () => {
  actor = staffWith(everything)
  const hers = await bought('collected')
  const other = await bought('collected', {
    name: 'Ola Inna',
    email: 'ola@example.com',
    phone: '602 234 567',
  })
  const purchaseId = newId<'storedvalue.purchase'>()
  await doors.platform.write(system, (ctx) =>
    recordPurchases(ctx, [
      {
        purchaseId,
        orderId: hers.orderId,
        lineNo: 2,
        accountId: null,
        kind: 'card',
        amountMinor: 10_000,
        currency: 'PLN',
        receiver: { email: 'siostra@example.com', message: 'Sto lat!' },
      },
    ]),
  )
  const cards = async ({ customerId }: { customerId: CustomerId }) =>
    (await call('GET', `/${customerId}/export`)).body.giftCards
  expect(await cards(hers)).toEqual([
    {
      order: hers.orderId,
      kind: 'card',
      state: 'waiting',
      amount: { minor: 10_000, currency: 'PLN' },
      isGift: true,
      receiver: { email: 'siostra@example.com', message: 'Sto lat!' },
    },
  ])
  expect(await cards(other)).toEqual([])
  // Once the letter has left nobody is named any more.
  await doors.platform.write(system, (ctx) => forgetReceivers(ctx, [purchaseId]))
  expect(await cards(hers)).toMatchObject([{ isGift: true, receiver: null }])
})

test('all the rows of one person are found by what she gave, whoever typed it how', async () => {
  actor = staffWith(everything)
  const basia = { name: 'Basia', email: 'Basia@Example.com', phone: '+48 500 600 700' }
  const rows = [await bought('collected', basia), await bought('collected', basia)].map(
    (row) => row.customerId,
  )
  const found = await call('POST', '/lookup', { email: ' basia@example.com'.trim() })
  expect(found.body.items.map(({ id }: { id: string }) => id).toSorted()).toEqual(rows.toSorted())
  expect((await call('POST', '/lookup', { phone: '500600700' })).body.items).toHaveLength(2)
  expect((await call('POST', '/lookup', { email: 'nobody@example.com' })).body.items).toEqual([])
  expect(await call('POST', '/lookup', { phone: 'nonsense' })).toMatchObject({
    status: 400,
    body: { code: 'customers.bad_phone' },
  })
  expect((await auditOf(rows[0] ?? '')).map(({ action }) => action)).toEqual([
    'customers.found',
    'customers.found',
  ])
})

test('each right needs its own permission', async () => {
  const { customerId } = await bought('collected')
  actor = staffWith(['customers.read'])
  expect(await call('POST', `/${customerId}/forget`)).toMatchObject({
    status: 403,
    body: { code: 'auth.forbidden', facts: { permission: 'customers.forget' } },
  })
  expect(await call('GET', `/${customerId}/export`)).toMatchObject({
    status: 403,
    body: { facts: { permission: 'customers.export' } },
  })
  actor = { ...actor, kind: 'machine', staffId: null }
  expect(await call('POST', `/${customerId}/forget`)).toMatchObject({
    status: 403,
    body: { code: 'auth.wrong_audience' },
  })
})
