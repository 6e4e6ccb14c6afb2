import { HOUR_MS, newId, type CartId, type CustomerId, type OrderId } from '@splot/kernel'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCart } from '#modules/carts'
import { readShownCode } from '#modules/customers'
import { grantLease, RESERVED_MS, settleLease, takeCoupon, type LeaseId } from '#modules/promotions'
import { must } from '#test/answers'
import { cardBuyer, pln } from '#test/card-buyer'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder } from './cancel-order.ts'
import { checkout } from './checkout.ts'

/**
 * Whoever sells, orders and cancels locks the same rows. While everybody locks them in one order nobody ever waits in a circle: stock, then counters of
 * codes, then leases, then uses of codes, then first orders, then codes of accounts, then gift cards and
 * store credit, by id.
 */
const ORDER = ['stock', 'counter', 'lease', 'use', 'first order', 'account code', 'gift card'] as const
type Name = (typeof ORDER)[number]
/** A row of each kind that a flow needs: how it is found, or written by whoever is the first. */
type Rows = Partial<
  Record<Name, { readonly sql: string; readonly values: readonly unknown[]; readonly isNew?: true }>
>
type Row = NonNullable<Rows[Name]>

let world: StoreWorld
let buyer: ReturnType<typeof cardBuyer>
let card: { readonly number: string; readonly pin: string; readonly id: string }
const leaseId: LeaseId = newId()
beforeAll(async () => {
  world = await openStoreWorld()
  buyer = cardBuyer(world)
  await world.stock('TEE-S', world.store, 50)
  await world.stock('TEE-S', world.warehouse, 50)
  await world.promote({ conditions: [{ kind: 'first_order' }] })
  await world.promote({}, { code: 'SHOWN', total: 1_000 })
  await world.promote({}, { code: 'LEASED', total: 1_000 })
  ;({ card } = await buyer.bought([{ minor: 50_000 }]))
  const { deviceId } = world.clerk
  if (!deviceId) throw new Error('the clerk stands at a till')
  const until = new Date(world.platform.clock().getTime() + HOUR_MS)
  const lease = { leaseId, code: 'LEASED', uses: 100, until, deviceId, locationId: world.store }
  await world.write((ctx) => grantLease(ctx, { ...lease, channel: 'store' }))
})
afterAll(() => world.close())

const counterOf = (code: string) => ({
  sql: `select coupon_id from promotions.coupon_use
         where coupon_id = (select id from promotions.coupon where code = $1)`,
  values: [code],
})
const teesAt = (locationId: string) => ({
  sql: `select stock_id from inventory.stock where sku = 'TEE-S' and location_id = $1`,
  values: [locationId],
})
const giftCard = () => ({
  sql: 'select id from storedvalue.account where number = $1',
  values: [card.number],
})

/** What PostgreSQL says of a lock that it waited for in vain: `lock_not_available`. */
const TAKEN = '55P03'

const lock = (client: pg.PoolClient, { sql, values, isNew }: Row) =>
  client.query(isNew ? sql : `${sql} for update`, [...values])

/** Whether somebody else has that row. */
async function isHeld(client: pg.PoolClient, row: Row): Promise<boolean> {
  await client.query('begin')
  try {
    // Who has it waits for us, so however long we wait it stays taken.
    await client.query(`set local lock_timeout = '20ms'`)
    await lock(client, row)
    return false
  } catch (error) {
    if ((error as { code?: string }).code !== TAKEN) throw error
    return true
  } finally {
    await client.query('rollback')
  }
}

/** Which rows the flow has locked while it waits for that one. */
async function heldWhileWaitingFor(name: Name, rows: Rows, flow: () => Promise<unknown>): Promise<Name[]> {
  const wanted = rows[name]
  if (!wanted) throw new Error(`the flow needs no ${name}`)
  const [first, other] = [await world.platform.pool.connect(), await world.platform.pool.connect()]
  try {
    await first.query('begin')
    const { rows: locked } = await lock(first, wanted)
    expect(locked).toHaveLength(1)
    const { rows: own } = await first.query<{ pid: number }>('select pg_backend_pid() as pid')
    const running = flow()
    await expect
      .poll(
        () =>
          world.query('select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [
            own[0]?.pid,
          ]),
        PATIENCE,
      )
      .not.toEqual([])
    const held: Name[] = []
    for (const one of ORDER) {
      const row = rows[one]
      if (row && one !== name && (await isHeld(other, row))) held.push(one)
    }
    await first.query('rollback')
    await running
    return held
  } finally {
    first.release(true)
    other.release()
  }
}

/** Makes the flow anew for each kind of row that it needs: whatever it waits for, it holds nothing that comes later. */
async function provesOrder(
  names: readonly Name[],
  make: () => Promise<{ readonly rows: Rows; readonly flow: () => Promise<unknown> }>,
): Promise<void> {
  for (const name of names) {
    const { rows, flow } = await make()
    const held = await heldWhileWaitingFor(name, rows, flow)
    const later = ORDER.slice(ORDER.indexOf(name) + 1)
    expect({ waitsFor: name, holds: held.filter((one) => later.includes(one)) }).toEqual({
      waitsFor: name,
      holds: [],
    })
  }
}

let people = 0
/** Somebody new whose first order was cancelled, so that the place of a first order is hers again. */
async function newcomer(): Promise<CustomerId> {
  people += 1
  const body = { name: 'Nowa', email: `nowa.${people}@example.com`, password: 'dwanascie-znakow' }
  const from = `198.51.100.${people}`
  const made = must(await world.call(world.visitor, 'POST', '/customers', body, undefined, { from }), 201)
  // The API answers ids of customers and orders there.
  const customerId = made.body.customerId as CustomerId
  const { cart, access, command } = await basketOf(customerId)
  const order = await checkout(
    command,
    cart.cartId,
    access,
    world.wish(await priceOf(customerId, cart.cartId)),
    world.key(),
  )
  await world.write((ctx) => cancelOrder(ctx, order.id as OrderId, 'test'))
  return customerId
}

async function basketOf(customerId: CustomerId) {
  const actor = world.signedIn(customerId)
  const command = world.command(actor)
  const { cart } = await createCart(command, [world.ship('TEE-S', 1)], undefined)
  return { cart, command, actor, access: { token: null, customerId } }
}
const priceOf = async (customerId: CustomerId, cartId: CartId): Promise<number> =>
  must(await world.call(world.signedIn(customerId), 'GET', `/carts/${cartId}`), 200).body.totals.gross.minor

const firstOrderOf = (customerId: CustomerId) => ({
  sql: 'select customer_id from orders.first_order where customer_id = $1',
  values: [customerId],
})
const useOf = (code: string, customerId: CustomerId) => ({
  sql: `select id from promotions.redemption
         where code = $1 and customer_id = $2 and state in ('reserved', 'expired', 'committed')`,
  values: [code, customerId],
})

/** What the shop owes her, and the code by which her account pays with it. */
async function creditOf(customerId: CustomerId): Promise<string> {
  const office = Object.assign(world.machine(null), {
    grants: [{ permission: 'giftcards.issue', locationId: null }],
  })
  const body = { commandId: newId(), customerId, amount: pln(100), reason: 'test' }
  must(await world.call(office, 'POST', '/store-credits', body, newId()), 201)
  return must(await world.call(world.signedIn(customerId), 'GET', '/customers/me/code'), 200).body.code
}
const useOfAccountCode = (code: string) => {
  const { nonce, until } = readShownCode(code, world.platform.clock())
  return {
    sql: 'insert into customers.used_code (nonce, until) values ($1, $2) on conflict do nothing returning nonce',
    values: [nonce, until],
    isNew: true as const,
  }
}

test('a till sale with a code, one that was set aside, a gift card, store credit and what is for the first order', async () => {
  await provesOrder(['stock', 'counter', 'lease', 'first order', 'account code', 'gift card'], async () => {
    const customerId = await newcomer()
    await world.recognised(customerId)
    const code = await creditOf(customerId)
    const sell = (total: number) =>
      world.call(
        world.clerk,
        'POST',
        '/till-sales',
        {
          customerId,
          lines: [{ sku: 'TEE-S', quantity: 1 }],
          tender: { kind: 'cash' },
          giftCards: [{ number: card.number, pin: card.pin, amount: pln(100) }],
          storeCredit: { amount: pln(100), code },
          coupons: [
            { code: 'SHOWN' },
            { code: 'LEASED', lease: { leaseId, at: world.platform.clock().toISOString() } },
          ],
          expectedTotal: pln(total),
        },
        newId(),
      )
    const told = await sell(200)
    expect(told).toMatchObject({ status: 409, body: { code: 'tills.total_changed' } })
    const { minor } = (told.body as unknown as { facts: { total: { minor: number } } }).facts.total
    return {
      rows: {
        stock: teesAt(world.store),
        counter: counterOf('LEASED'),
        lease: { sql: 'select id from promotions.lease where id = $1', values: [leaseId] },
        use: useOf('SHOWN', customerId),
        'first order': firstOrderOf(customerId),
        'account code': useOfAccountCode(code),
        'gift card': giftCard(),
      },
      flow: async () => expect((await sell(minor)).status).toBe(201),
    }
  })
})

/** A basket with that code in it. */
async function basketWithCode(customerId: CustomerId, code: string) {
  const basket = await basketOf(customerId)
  const path = `/carts/${basket.cart.cartId}/coupons` as const
  must(await world.call(basket.actor, 'POST', path, { code }, newId()), 200)
  const total = await priceOf(customerId, basket.cart.cartId)
  const pay = () =>
    checkout(
      basket.command,
      basket.cart.cartId,
      basket.access,
      {
        ...world.wish(total),
        stored: { cards: [{ number: card.number, pin: card.pin, amount: pln(100) }], ip: '192.0.2.1' },
      },
      world.key(),
    )
  return { total, pay }
}

test('an order with a code and a gift card that is cancelled', async () => {
  await provesOrder(['stock', 'counter', 'use', 'gift card'], async () => {
    const customerId = await newcomer()
    const order = await (await basketWithCode(customerId, 'SHOWN')).pay()
    return {
      rows: {
        stock: teesAt(world.warehouse),
        counter: counterOf('SHOWN'),
        use: useOf('SHOWN', customerId),
        'gift card': giftCard(),
      },
      flow: () => world.write((ctx) => cancelOrder(ctx, order.id as OrderId, 'test')),
    }
  })
})

test('a lease that is settled', async () => {
  const rows = {
    counter: counterOf('LEASED'),
    lease: { sql: 'select id from promotions.lease where id = $1', values: [leaseId] },
  }
  const flow = () => world.write((ctx) => settleLease(ctx, leaseId, null))
  await provesOrder(['counter', 'lease'], () => Promise.resolve({ rows, flow }))
})

test('an order whose reservation of a code ran out, with a gift card and what is for the first order', async () => {
  await provesOrder(['counter', 'use', 'first order', 'gift card'], async () => {
    const customerId = await newcomer()
    const { pay } = await basketWithCode(customerId, 'SHOWN')
    world.turnClock(RESERVED_MS + 1)
    // Whoever takes the code next takes back what has run out.
    await takeCoupon(world.command(), {
      redemptionId: newId<'redemption'>(),
      code: 'SHOWN',
      cartId: null,
      customerId: null,
      channel: 'web',
    })
    return {
      rows: {
        counter: counterOf('SHOWN'),
        use: useOf('SHOWN', customerId),
        'first order': firstOrderOf(customerId),
        'gift card': giftCard(),
      },
      flow: pay,
    }
  })
})
