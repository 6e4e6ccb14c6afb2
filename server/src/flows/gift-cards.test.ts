import { MINUTE_MS, newId, type CustomerId, type OrderId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { accountsById, issueCard, pinOf, proveLedger, type AccountId } from '#modules/storedvalue'
import { systemActor, type Actor } from '#platform/context'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder, cancelUnpaid } from './cancel-order.ts'
import { payAgain } from './checkout-pay-again.ts'
import { checkout, PAYMENT_WINDOW_MS } from './checkout.ts'
import { settlePayment } from './settle-payment.ts'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
  for (const sku of ['TEE-S', 'TEE-M', 'TEE-L', 'COAT-M']) {
    await world.stock(sku, world.store, 1000)
    await world.stock(sku, world.warehouse, 1000)
  }
})
afterEach(async () => {
  expect(await proveLedger(world.platform.read(world.visitor))).toEqual([])
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const TEE = 4999

interface Card {
  accountId: AccountId
  number: string
  pin: string
}

async function newCard(minor: number): Promise<Card> {
  const accountId = newId<'storedvalue.account'>()
  await world.write((ctx) =>
    issueCard(ctx, {
      accountId,
      amountMinor: minor,
      currency: 'PLN',
      note: '',
      orderId: null,
      actor: systemActor('test'),
    }),
  )
  const account = await accountOf(accountId)
  return { accountId, number: account.number, pin: pinOf(account.number, account.pinVersion) }
}

async function accountOf(accountId: AccountId) {
  const [account] = await accountsById(world.platform.read(world.visitor), [accountId])
  if (!account) throw new Error('no such account')
  return account
}
const left = async ({ accountId }: Card) => {
  const { balanceMinor, heldMinor } = await accountOf(accountId)
  return { balance: balanceMinor, held: heldMinor }
}

const shown = ({ number, pin }: Card, minor: number) => ({ number, pin, amount: pln(minor) })

let shoppers = 0

/** A tee that waits in the store, paid with these parts of cards and the rest by `token`. */
async function buyTee(
  cards: readonly (readonly [Card, number])[],
  token: string | null = 'tok_ok',
  sku = 'TEE-M',
) {
  const { cart, access } = await world.basket(world.pickup(sku))
  const command = world.command()
  const total = await world.totalOf(cart.cartId, access)
  const wish = {
    ...world.wish(total.minor),
    tender: token === null ? null : { method: 'card' as const, token },
    stored: {
      cards: cards.map(([card, minor]) => shown(card, minor)),
      ip: `198.51.100.${(shoppers += 1)}`,
    },
  }
  const key = world.key()
  return {
    order: await checkout(command, cart.cartId, access, wish, key),
    again: () => checkout(command, cart.cartId, access, wish, key),
  }
}

const chargedFor = async (orderId: string) => {
  const rows = await world.query<{ id: string }>('select id from payments.attempt where order_id = $1', [
    orderId,
  ])
  const ours = new Set(rows.map(({ id }) => id))
  return (await world.charges()).filter((charge) => ours.has(charge.idempotency_key))
}

test('a gift card pays a part and a bank card the rest; both are captured with the order, and sent again it is one', async () => {
  const card = await newCard(3000)
  const { order, again } = await buyTee([[card, 3000]])
  expect(order).toMatchObject({ state: 'confirmed', totals: { gross: pln(TEE) } })
  expect(order.payments.map(({ method, state, amount }) => [method, state, amount.minor]).sort()).toEqual([
    ['card', 'captured', TEE - 3000],
    ['gift_card', 'captured', 3000],
  ])
  expect(await again()).toEqual(order)
  expect(await left(card)).toEqual({ balance: 0, held: 0 })
  expect(await chargedFor(order.id)).toMatchObject([{ amount: TEE - 3000 }])
})

test('a gift card that pays everything needs no provider, and the order is confirmed at once', async () => {
  const card = await newCard(10_000)
  const { order, again } = await buyTee([[card, TEE]], null)
  expect(order).toMatchObject({
    state: 'confirmed',
    payments: [{ method: 'gift_card', state: 'captured', amount: pln(TEE) }],
  })
  expect(await again()).toEqual(order)
  expect(await chargedFor(order.id)).toEqual([])
  expect(await left(card)).toEqual({ balance: 10_000 - TEE, held: 0 })
})

test('two cards and a bank card pay one order', async () => {
  const [one, two] = [await newCard(1000), await newCard(2000)]
  const { order } = await buyTee([
    [one, 1000],
    [two, 1500],
  ])
  expect(order.state).toBe('confirmed')
  expect(order.payments).toHaveLength(3)
  expect(await left(two)).toEqual({ balance: 500, held: 0 })
})

test('what cannot be paid so is refused in words, and nothing is taken or held', async () => {
  const card = await newCard(3000)
  const before = (await world.orders()).length
  await expect(buyTee([[card, 3001]])).rejects.toMatchObject({
    code: 'storedvalue.short',
    facts: { balance: pln(3000) },
  })
  await expect(buyTee([[card, 3000]], null)).rejects.toMatchObject({
    code: 'checkout.rest_unpaid',
    facts: { rest: pln(TEE - 3000) },
  })
  await expect(
    buyTee([
      [card, 1000],
      [card, 1000],
    ]),
  ).rejects.toMatchObject({ code: 'payments.card_twice' })
  const rich = await newCard(100_000)
  await expect(buyTee([[rich, TEE + 1]])).rejects.toMatchObject({ code: 'payments.over_total' })
  await expect(
    buyTee([[{ ...card, pin: card.pin === '000000' ? '000001' : '000000' }, 1]]),
  ).rejects.toMatchObject({
    code: 'storedvalue.not_recognised',
  })
  expect(await world.orders()).toHaveLength(before)
  expect(await left(card)).toEqual({ balance: 3000, held: 0 })
})

test('a decline keeps the part on the card for the order, so the rest alone is paid again', async () => {
  const card = await newCard(3000)
  const { order } = await buyTee([[card, 3000]], 'tok_declined_stolen')
  expect(order.state).toBe('placed')
  expect(await left(card)).toEqual({ balance: 0, held: 3000 })
  const paid = await payAgain(
    world.command(),
    order.id as OrderId,
    { method: 'blik', code: '777123' },
    world.key(),
  )
  expect(paid.state).toBe('confirmed')
  expect(await left(card)).toEqual({ balance: 0, held: 0 })
  const charges = await chargedFor(order.id)
  expect(charges.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount)).toEqual([
    TEE - 3000,
  ])
})

test('an order that is never paid gives the card its value back when its time is over', async () => {
  const card = await newCard(3000)
  const { order } = await buyTee([[card, 3000]], 'tok_declined_stolen')
  world.turnClock(PAYMENT_WINDOW_MS + MINUTE_MS)
  await cancelUnpaid(world.platform)
  expect(await world.stateOf(order.id)).toBe('cancelled')
  expect(await left(card)).toEqual({ balance: 3000, held: 0 })
  const [payment] = await world.query<{ state: string }>(
    `select state from payments.payment where order_id = $1 and method = 'gift_card'`,
    [order.id],
  )
  expect(payment?.state).toBe('released')
})

test('a process that dies between hold and capture leaves nothing: money that arrived captures, and else the hold ends', async () => {
  const card = await newCard(6000)
  world.payThrough({
    ...world.gateway,
    charge: () => Promise.reject(new Error('killed')),
  })
  await expect(buyTee([[card, 3000]], 'tok_ok', 'TEE-L')).rejects.toThrow('killed')
  await expect(buyTee([[card, 3000]], 'tok_ok', 'TEE-S')).rejects.toThrow('killed')
  world.payThrough(world.gateway)
  expect(await left(card)).toEqual({ balance: 0, held: 6000 })
  const open = await world.query<{ id: string; orderId: OrderId }>(
    `select a.id, a.order_id as "orderId" from payments.attempt a join payments.payment p on p.order_id = a.order_id
      where p.account_id = $1 order by a.id`,
    [card.accountId],
  )
  const [first, second] = open
  if (!first || !second) throw new Error('two attempts were saved')
  const outcome = { state: 'captured' as const, providerReference: 'ch_1' }
  await settlePayment(world.command(), { attemptId: first.id as never, orderId: first.orderId, outcome })
  expect(await left(card)).toEqual({ balance: 0, held: 3000 })
  world.turnClock(3 * PAYMENT_WINDOW_MS)
  await cancelUnpaid(world.platform)
  expect(await left(card)).toEqual({ balance: 3000, held: 0 })
  // Told again it changes nothing.
  await settlePayment(world.command(), { attemptId: first.id as never, orderId: first.orderId, outcome })
  expect(await left(card)).toEqual({ balance: 3000, held: 0 })
})

test('a cancelled order gives each tender what it paid', async () => {
  const card = await newCard(3000)
  const { order } = await buyTee([[card, 2000]])
  await world.write((ctx) => cancelOrder(ctx, order.id as OrderId, 'changed her mind'))
  expect(await left(card)).toEqual({ balance: 3000, held: 0 })
  const payments = await world.query(
    `select method, refunded_minor as refunded from payments.payment where order_id = $1 order by method`,
    [order.id],
  )
  expect(payments).toEqual([
    { method: 'card', refunded: TEE - 2000 },
    { method: 'gift_card', refunded: 2000 },
  ])
})

const sell = (body: unknown, key: string = newId(), actor: Actor = world.clerk) =>
  world.call(actor, 'POST', '/till-sales', body, key)
const tillSale = (quantity: number, cards: readonly (readonly [Card, number])[], cash: number | null) => ({
  lines: [{ sku: 'TEE-S', quantity }],
  ...(cash !== null && { tender: { kind: 'cash', given: pln(cash) } }),
  giftCards: cards.map(([card, minor]) => shown(card, minor)),
  expectedTotal: pln(quantity * TEE),
})

test('at the till a card pays a part and cash the rest, with change; sent again it is one sale', async () => {
  const card = await newCard(3000)
  const key = newId()
  const sold = await sell(tillSale(1, [[card, 3000]], 2000), key)
  expect(sold).toMatchObject({ status: 201, body: { change: pln(1), state: 'collected' } })
  expect(await sell(tillSale(1, [[card, 3000]], 2000), key)).toMatchObject({
    body: { id: must(sold, 201).body.id },
  })
  expect(await left(card)).toEqual({ balance: 0, held: 0 })
  expect((await sell(tillSale(1, [[card, 1]], 5000))).body).toMatchObject({ code: 'storedvalue.short' })
})

test('at the till a card may pay everything, and without cash it must', async () => {
  const card = await newCard(TEE + 100)
  expect((await sell(tillSale(2, [[card, TEE]], null))).body).toMatchObject({
    code: 'tills.not_enough_cash',
    facts: { missing: pln(TEE) },
  })
  const sold = must(await sell(tillSale(1, [[card, TEE]], null)), 201)
  expect(sold.body.payments).toMatchObject([{ method: 'gift_card', state: 'captured' }])
  expect(await left(card)).toEqual({ balance: 100, held: 0 })
})

const giveBack = (orderId: string, quantity: number) =>
  world.call(
    world.clerk,
    'POST',
    '/returns',
    { orderId, lines: [{ lineId: 1, quantity, reason: 'changed_mind', disposition: 'sellable' }] },
    newId(),
  )

test('what comes back goes to cash first, as far as cash was paid, and then to the card', async () => {
  const card = await newCard(2 * TEE - 1000)
  const sold = must(await sell(tillSale(2, [[card, 2 * TEE - 1000]], 1000)), 201)
  const back = must(await giveBack(sold.body.id, 1), 201).body
  expect(back.refund).toMatchObject({ amount: pln(TEE), state: 'done' })
  expect(back.parts).toEqual([
    { method: 'cash', amount: pln(1000) },
    { method: 'gift_card', amount: pln(TEE - 1000) },
  ])
  expect(await left(card)).toEqual({ balance: TEE - 1000, held: 0 })
  must(await giveBack(sold.body.id, 1), 201)
  expect(await left(card)).toEqual({ balance: 2 * TEE - 1000, held: 0 })
  const payments = await world.query(
    `select method, state, amount_minor - refunded_minor as kept from payments.payment where order_id = $1`,
    [sold.body.id],
  )
  expect(payments).toMatchObject([
    { state: 'refunded', kept: 0 },
    { state: 'refunded', kept: 0 },
  ])
})

/** A fifth off for whoever pays in one of these ways. */
const forPayingWith = (...anyOf: string[]) =>
  world.promote({
    conditions: [{ kind: 'tender', anyOf }],
    action: { kind: 'basket_percent', ppm: 200_000 },
  })
const LESS = 3999
const BLIK_POOR = { method: 'blik', code: '777000' } as const
const BLIK = { method: 'blik', code: '777123' } as const
const CARD = { method: 'card', token: 'tok_ok' } as const

test('a price for BLIK is paid with BLIK: after a decline no other way of paying gets it, and the same one does', async () => {
  const { end } = await forPayingWith('blik')
  const { cart, access } = await world.basket(world.pickup('TEE-M'))
  const order = await checkout(world.command(), cart.cartId, access, world.wish(LESS, BLIK_POOR), world.key())
  expect(order).toMatchObject({ state: 'placed', totals: { gross: pln(LESS) } })
  // What counted when it was ordered counts, whatever is promoted by now.
  await end()
  const server = await world.serve()
  const answer = await server.inject({
    method: 'POST',
    url: `/v1/orders/${order.id}/payments`,
    headers: { 'x-order-token': order.orderToken ?? '', 'idempotency-key': newId() },
    payload: { payment: CARD },
  })
  await server.close()
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'payments.other_tender_other_price'])
  const paid = await payAgain(world.command(), order.id as OrderId, BLIK, world.key())
  expect(paid).toMatchObject({ state: 'confirmed', totals: { gross: pln(LESS) } })
  expect((await chargedFor(order.id)).map(({ amount }) => amount)).toEqual([LESS, LESS])
})

test('a price for BLIK is not for whoever pays all but a grosz with a gift card, on the web or at the till', async () => {
  const { end } = await forPayingWith('blik', 'cash')
  const card = await newCard(3 * TEE)
  const buyWith = async (expected: number, part: number, tender: typeof BLIK | null) => {
    const { cart, access } = await world.basket(world.pickup('TEE-M'))
    const stored = { cards: [shown(card, part)], ip: `198.51.100.${(shoppers += 1)}` }
    const wish = { ...world.wish(expected), tender, stored }
    return checkout(world.command(), cart.cartId, access, wish, world.key())
  }
  const dearer = { code: 'checkout.total_changed', facts: { total: pln(TEE) } }
  await expect(buyWith(LESS, LESS - 1, BLIK)).rejects.toMatchObject(dearer)
  // Nor for whoever says BLIK, and leaves nothing for it.
  await expect(buyWith(LESS, LESS, BLIK)).rejects.toMatchObject(dearer)
  expect(await buyWith(TEE, TEE - 1, BLIK)).toMatchObject({ state: 'confirmed', totals: { gross: pln(TEE) } })
  const alone = world.wish(LESS, BLIK)
  const { cart, access } = await world.basket(world.pickup('TEE-M'))
  expect(await checkout(world.command(), cart.cartId, access, alone, world.key())).toMatchObject({
    totals: { gross: pln(LESS) },
  })
  const atTill = { ...tillSale(1, [[card, LESS - 1]], 1), expectedTotal: pln(LESS) }
  expect((await sell(atTill)).body).toMatchObject({ code: 'tills.total_changed', facts: { total: pln(TEE) } })
  expect((await sell({ ...tillSale(1, [], LESS), expectedTotal: pln(LESS) })).status).toBe(201)
  await end()
})

test('a promotion that names all that pays counts for a split, and for the rest of it after a decline', async () => {
  const { end } = await forPayingWith('blik', 'gift_card')
  const card = await newCard(2000)
  const { cart, access } = await world.basket(world.pickup('TEE-M'))
  const stored = { cards: [shown(card, 2000)], ip: `198.51.100.${(shoppers += 1)}` }
  const wish = { ...world.wish(LESS, BLIK_POOR), stored }
  const order = await checkout(world.command(), cart.cartId, access, wish, world.key())
  const again = (tender: typeof BLIK | typeof CARD) =>
    payAgain(world.command(), order.id as OrderId, tender, world.key())
  await expect(again(CARD)).rejects.toMatchObject({ code: 'payments.other_tender_other_price' })
  expect(await again(BLIK)).toMatchObject({ state: 'confirmed', totals: { gross: pln(LESS) } })
  await end()
})

test('value owed to a card that is blocked meanwhile becomes store credit of the customer', async () => {
  const card = await newCard(3000)
  const { order } = await buyTee([[card, 3000]])
  await world.query(`update storedvalue.account set state = 'blocked' where id = $1`, [card.accountId])
  await world.write((ctx) => cancelOrder(ctx, order.id as OrderId, 'lost card'))
  expect(await left(card)).toEqual({ balance: 0, held: 0 })
  const [bought] = await world.query<{ customerId: CustomerId }>(
    'select customer_id as "customerId" from orders.order where id = $1',
    [order.id],
  )
  const credits = await world.query(
    `select kind, balance_minor as minor, expires_at as until from storedvalue.account where customer_id = $1`,
    [bought?.customerId],
  )
  expect(credits).toEqual([{ kind: 'store_credit', minor: 3000, until: null }])
})

test('value owed to a card of nobody we know becomes a credit with a number of its own', async () => {
  const card = await newCard(TEE)
  const sold = must(await sell(tillSale(1, [[card, TEE]], null)), 201)
  world.turnClock(3 * 366 * 24 * 60 * MINUTE_MS)
  must(await giveBack(sold.body.id, 1), 201)
  const [entry] = await world.query(
    `select a.kind, a.customer_id as "customerId", e.amount_minor as minor from storedvalue.entry e
       join storedvalue.account a on a.id = e.account_id where e.order_id = $1 and e.kind = 'refund'`,
    [sold.body.id],
  )
  expect(entry).toEqual({ kind: 'store_credit', customerId: null, minor: TEE })
})

test('a gift card is sold over the counter without VAT, opens with its PIN at once, and does not come back as goods', async () => {
  const key = newId()
  const body = { value: pln(10_000), tender: { kind: 'cash', given: pln(20_000) } }
  const sold = must(await world.call(world.clerk, 'POST', '/gift-cards/sales', body, key), 201)
  expect(sold.body).toMatchObject({
    state: 'collected',
    change: pln(10_000),
    lines: [{ sku: 'GIFT-CARD', total: pln(10_000), taxLetter: 'NP' }],
    totals: { vat: [{ letter: 'NP', ppm: 0, vat: pln(0) }] },
    payments: [{ method: 'cash', state: 'captured' }],
  })
  expect(must(await world.call(world.clerk, 'POST', '/gift-cards/sales', body, key), 201).body).toEqual(
    sold.body,
  )
  const { number, pin } = sold.body.giftCard
  const asked = await world.call(world.clerk, 'POST', '/gift-cards/balance', { number, pin })
  expect(asked.body).toMatchObject({ state: 'active', balance: pln(10_000) })
  expect((await giveBack(sold.body.id, 1)).body).toMatchObject({ code: 'returns.gift_card' })
  const poor = { ...body, tender: { kind: 'cash', given: pln(1) } }
  expect((await world.call(world.clerk, 'POST', '/gift-cards/sales', poor, newId())).body.code).toBe(
    'tills.not_enough_cash',
  )
  const kept = await world.query('select answer from platform.idempotency where key = $1', [key])
  expect(JSON.stringify(kept)).not.toContain(pin)
})

test('one card of one tee, fifty buyers at tills and on the web: one gets it, the others are told', async () => {
  const card = await newCard(TEE)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0
        ? buyTee([[card, TEE]], null).then(
            () => 'got it',
            (error: { code?: string }) => error.code,
          )
        : sell(tillSale(1, [[card, TEE]], null), newId(), world.assistant(world.store)).then(
            ({ status, body }) => (status === 201 ? 'got it' : body.code),
          ),
    ),
  )
  expect(answers.filter((answer) => answer === 'got it')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'storedvalue.short')).toHaveLength(49)
  expect(await left(card)).toEqual({ balance: 0, held: 0 })
})
