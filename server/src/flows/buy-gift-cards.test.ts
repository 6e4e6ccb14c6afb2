import { startInbox, type Inbox } from '@splot/fakes'
import { DAY_MS, newId, type CartId, type OrderId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cartById } from '#modules/carts'
import { messagesSubscriber, bindMail, sendJob } from '#modules/messages'
import { accountsById, liabilityAt, proveLedger, type AccountId } from '#modules/storedvalue'
import { registerSubscribers } from '#platform/events'
import { must } from '#test/answers'
import { drain } from '#test/drain'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder, cancelUnpaid } from './cancel-order.ts'
import { PAYMENT_WINDOW_MS } from './checkout.ts'
import { boughtCardsSubscriber } from './issue-bought-cards.ts'

let world: StoreWorld
let inbox: Inbox
let hangUp: () => void
beforeAll(async () => {
  world = await openStoreWorld()
  inbox = await startInbox()
  hangUp = bindMail({ smtpUrl: inbox.smtpUrl, from: 'Splot <a@example.com>', publicUrl: 'https://x.example' })
  await registerSubscribers(world.platform, [boughtCardsSubscriber, messagesSubscriber])
  await world.stock('TEE-M', world.warehouse, 1000)
  await world.stock('TEE-S', world.store, 1000)
})
afterEach(async () => {
  expect(await proveLedger(world.platform.read(world.visitor))).toEqual([])
})
afterAll(async () => {
  hangUp()
  await inbox.close()
  await world.close()
})

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const TEE = 4999

interface Wish {
  readonly minor?: number
  readonly number?: string
  readonly receiver?: { readonly email: string; readonly message?: string }
}

let shoppers = 0

/** A basket of these gift cards beside these goods. */
async function basketOf(wishes: readonly Wish[], tees = 0) {
  const { cart, token } = await world.basket(...(tees > 0 ? [world.ship('TEE-M', tees)] : []))
  const from = `198.51.100.${(shoppers += 1)}`
  let shown
  for (const { minor = 10_000, ...more } of wishes)
    shown = must(
      await world.call(
        world.visitor,
        'POST',
        `/carts/${cart.cartId}/gift-cards`,
        { amount: pln(minor), ...more },
        newId(),
        { cart: token, from },
      ),
      200,
    ).body
  if (!shown) throw new Error('a basket of cards has a card')
  return { cartId: cart.cartId, token, cart: shown }
}

type Basket = Awaited<ReturnType<typeof basketOf>>

const submit = ({ cartId, token, cart }: Basket, more: object = {}, key: string = newId()) =>
  world.call(
    world.visitor,
    'POST',
    `/carts/${cartId}/checkout`,
    {
      contact: { name: 'Anna Nowak', email: 'anna@example.com' },
      ...(cart.lines.length > 0 && {
        address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
      }),
      payment: { method: 'card', token: 'tok_ok' },
      expectedTotal: cart.totals.gross,
      acceptTerms: true,
      ...more,
    },
    key,
    { cart: token },
  )

const issue = () => drain(world.platform, boughtCardsSubscriber)

/** Her page of the order. */
async function page(order: { readonly id: string; readonly orderToken?: string | undefined }) {
  const { orderToken = '' } = order
  return must(
    await world.call(world.visitor, 'GET', `/orders/track/${order.id}`, undefined, undefined, {
      order: orderToken,
    }),
    200,
  ).body
}

async function bought(wishes: readonly Wish[], tees = 0) {
  const order = must(await submit(await basketOf(wishes, tees)), 201).body
  await issue()
  const shown = await page(order)
  const [card] = shown.giftCards ?? []
  if (!card) throw new Error('the order bought a card')
  return { order, shown, card }
}

const accountOf = async (id: string) => {
  const [account] = await accountsById(world.platform.read(world.visitor), [id as AccountId])
  return account
}

test('a card alone asks for no address and no delivery; it is issued when the money has come, once, and its owner alone is told number and PIN', async () => {
  const basket = await basketOf([{ minor: 10_000 }])
  expect(basket.cart).toMatchObject({
    giftCards: [{ amount: pln(10_000), topUp: null, receiver: null }],
    totals: { gross: pln(10_000), shipping: pln(0), goods: pln(0) },
  })
  const key = newId()
  const order = must(await submit(basket, {}, key), 201).body
  expect(order).toMatchObject({
    state: 'confirmed',
    lines: [{ sku: 'GIFT-CARD', total: pln(10_000), taxLetter: 'NP' }],
    totals: { gross: pln(10_000), vat: [{ letter: 'NP', ppm: 0, vat: pln(0) }] },
    fulfilments: [],
    giftCards: [{ state: 'waiting', kind: 'card', lastFour: null }],
  })
  expect(must(await submit(basket, {}, key), 201).body.id).toBe(order.id)
  await issue()
  await issue()
  const shown = await page(order)
  expect(shown.state).toBe('delivered')
  const [card] = shown.giftCards ?? []
  expect(card).toMatchObject({ state: 'done', balance: pln(10_000), returnable: pln(10_000) })
  const asked = await world.call(world.visitor, 'POST', '/gift-cards/balance', {
    number: card?.number,
    pin: card?.pin,
  })
  expect(asked.body).toMatchObject({ state: 'active', balance: pln(10_000) })
  const seenByStaff = must(
    await world.call(world.assistant(world.store, ['orders.read']), 'GET', `/orders/${order.id}`),
    200,
  ).body
  expect(JSON.stringify(seenByStaff)).not.toContain(card?.number)
  expect(JSON.stringify(seenByStaff)).not.toContain(`"pin"`)
  const kept = JSON.stringify([
    await world.query('select data from platform.event'),
    await world.query('select answer from platform.idempotency'),
  ])
  expect(kept).not.toContain(card?.number)
  expect(kept).not.toContain(`"${card?.pin}"`)
})

test('beside goods no promotion touches the card, counts it as goods, or makes delivery free by it', async () => {
  const { end } = await world.promote({ action: { kind: 'basket_percent', ppm: 100_000 } })
  const goods = await basketOf([{ minor: 50_000 }], 1)
  const { gross, shipping, discount } = goods.cart.totals
  expect(discount.minor).toBe(500)
  expect(shipping.minor).toBeGreaterThan(0)
  expect(gross.minor).toBe(TEE - 500 + shipping.minor + 50_000)
  const order = must(await submit(goods), 201).body
  expect(order.lines.map(({ sku, total }) => [sku, total.minor])).toEqual([
    ['TEE-M', TEE - 500],
    ['GIFT-CARD', 50_000],
  ])
  await issue()
  expect((await page(order)).state).toBe('confirmed')
  await end()
})

test('whoever is named gets the letter with the card, the buyer gets hers, and the address is forgotten', async () => {
  const { card } = await bought([
    { receiver: { email: 'ela@example.com', message: 'Sto lat!' } },
    { minor: 5000 },
  ])
  await drain(world.platform, messagesSubscriber)
  await sendJob.run(world.platform, {} as never)
  const letters = inbox.messages().filter(({ subject }) => subject.includes('karta podarunkowa'))
  const [letter] = letters.filter(({ to }) => to.includes('ela@example.com'))
  expect(letter?.subject).toContain('Anna Nowak')
  const spoken = card.number?.replace(/(\d{4})(?=\d)/g, '$1 ')
  for (const part of ['Sto lat!', spoken, card.pin]) expect(letter?.text).toContain(part)
  const own = inbox
    .messages()
    .filter(({ to, text }) => to.includes('anna@example.com') && text.includes('PIN'))
  expect(own.length).toBeGreaterThan(0)
  for (const { text } of own) expect(text).not.toContain(spoken)
  const [left] = await world.query<{ receiver: unknown; cards: unknown }>(
    `select p.receiver, c.cards from storedvalue.purchase p join orders.order o on o.id = p.order_id
       join carts.cart c on c.id = o.cart_id where p.id = $1`,
    [card.id],
  )
  expect(left).toEqual({ receiver: null, cards: [] })
})

test('a card is paid with money, not with another card; for goods beside it a card may pay', async () => {
  const { card } = await bought([{ minor: 20_000 }])
  const basket = await basketOf([{ minor: 10_000 }], 1)
  const goods = basket.cart.totals.gross.minor - 10_000
  const paidBy = (minor: number) => ({
    giftCards: [{ number: card.number, pin: card.pin, amount: pln(minor) }],
  })
  expect((await submit(basket, paidBy(goods + 1))).body).toMatchObject({
    code: 'checkout.gift_card_for_money',
    facts: { most: pln(goods) },
  })
  expect(must(await submit(basket, paidBy(goods)), 201).body.payments).toHaveLength(2)
  expect((await accountOf(card.id))?.balanceMinor).toBe(20_000 - goods)
})

test('an order that is not paid issues nothing, and money that never came leaves no card', async () => {
  const basket = await basketOf([{}])
  const order = must(
    await submit(basket, { payment: { method: 'card', token: 'tok_declined_stolen' } }),
    201,
  ).body
  await issue()
  expect((await page(order)).giftCards).toMatchObject([{ state: 'waiting' }])
  world.turnClock(2 * PAYMENT_WINDOW_MS)
  await cancelUnpaid(world.platform)
  await issue()
  expect((await page(order)).giftCards).toMatchObject([{ state: 'void', lastFour: null }])
})

test('a card that somebody has is topped up by its number; one that takes no money by then becomes a new card', async () => {
  const { card } = await bought([{ minor: 10_000 }])
  const { shown } = await bought([{ minor: 2500, number: card.number ?? '' }])
  expect(shown.giftCards).toMatchObject([{ kind: 'top_up', state: 'done', lastFour: card.lastFour }])
  expect(JSON.stringify(shown)).not.toContain(card.number)
  expect((await accountOf(card.id))?.balanceMinor).toBe(12_500)
  const order = must(await submit(await basketOf([{ minor: 3000, number: card.number ?? '' }])), 201).body
  await world.query(`update storedvalue.account set state = 'blocked' where id = $1`, [card.id])
  await issue()
  const [instead] = (await page(order)).giftCards ?? []
  expect(instead).toMatchObject({ state: 'done', balance: pln(3000) })
  expect(instead?.number).not.toBe(card.number)
})

test('what cannot be put into a basket is told in words', async () => {
  const { cart, token } = await world.basket()
  const put = async (body: object) => {
    const path = `/carts/${cart.cartId}/gift-cards` as const
    const answer = await world.call(world.visitor, 'POST', path, body, newId(), { cart: token })
    return [answer.status, answer.body.code]
  }
  expect(await put({ amount: pln(999) })).toEqual([422, 'storedvalue.bought_amount'])
  expect(await put({ amount: pln(200_001) })).toEqual([422, 'storedvalue.bought_amount'])
  expect(await put({ amount: { minor: 5000, currency: 'EUR' } })).toEqual([422, 'storedvalue.wrong_currency'])
  expect(await put({ amount: pln(5000), number: '9812345678901237' })).toEqual([
    404,
    'storedvalue.no_such_card',
  ])
  for (let nth = 0; nth < 10; nth += 1) expect((await put({ amount: pln(5000) }))[0]).toBe(200)
  expect(await put({ amount: pln(5000) })).toEqual([422, 'carts.too_many_gift_cards'])
  const full = await cartById(world.command(), cart.cartId as CartId, { token, customerId: null })
  expect(full.cards).toHaveLength(10)
})

const giveUp = (order: { id: string; orderToken?: string | undefined }, cardId: string, key = newId()) =>
  world.call(world.visitor, 'POST', `/orders/${order.id}/gift-cards/${cardId}/returns`, undefined, key, {
    order: order.orderToken ?? '',
  })
const refundedOf = async (orderId: string) =>
  (
    await world.query<{ minor: number }>(
      'select sum(refunded_minor)::int as minor from payments.payment where order_id = $1',
      [orderId],
    )
  )[0]?.minor

test('within fourteen days an unused card is given up: it is empty, and its price goes back, once', async () => {
  const { order, card } = await bought([{ minor: 10_000 }])
  const key = newId()
  expect(must(await giveUp(order, card.id, key), 200).body).toEqual({ refunded: pln(10_000) })
  expect(must(await giveUp(order, card.id, key), 200).body).toEqual({ refunded: pln(10_000) })
  expect((await giveUp(order, card.id)).body).toMatchObject({ code: 'orders.gift_card_not_issued' })
  expect((await accountOf(card.id))?.balanceMinor).toBe(0)
  expect(await refundedOf(order.id)).toBe(10_000)
  expect((await page(order)).giftCards).toMatchObject([{ state: 'taken_back' }])
  expect((await giveUp({ id: order.id, orderToken: 'wrong' }, card.id)).status).toBe(404)
})

const spendAtTill = (card: { number?: string; pin?: string }, minor: number) =>
  world.call(
    world.clerk,
    'POST',
    '/till-sales',
    {
      lines: [{ sku: 'TEE-S', quantity: 1 }],
      tender: { kind: 'cash' },
      giftCards: [{ number: card.number, pin: card.pin, amount: pln(minor) }],
      expectedTotal: pln(TEE),
    },
    newId(),
  )

test('of a card that was used in part the rest is given up; one that is empty, or too old, is not', async () => {
  const { order, card } = await bought([{ minor: 10_000 }])
  must(await spendAtTill(card, 4000), 201)
  expect((await page(order)).giftCards).toMatchObject([{ returnable: pln(6000) }])
  expect(must(await giveUp(order, card.id), 200).body).toEqual({ refunded: pln(6000) })
  expect(await refundedOf(order.id)).toBe(6000)
  const empty = await bought([{ minor: 4000 }])
  must(await spendAtTill(empty.card, 4000), 201)
  expect((await giveUp(empty.order, empty.card.id)).body).toMatchObject({ code: 'storedvalue.spent' })
  const old = await bought([{}])
  world.turnClock(16 * DAY_MS)
  expect((await giveUp(old.order, old.card.id)).body).toMatchObject({ code: 'orders.too_late' })
})

test('an order of goods and an unused card is cancelled whole; one whose card was used is not', async () => {
  const { order, card } = await bought([{ minor: 10_000 }], 1)
  await world.write((ctx) => cancelOrder(ctx, order.id as OrderId, 'changed her mind'))
  expect((await accountOf(card.id))?.balanceMinor).toBe(0)
  expect(await refundedOf(order.id)).toBe(order.totals.gross.minor)
  const used = await bought([{ minor: 10_000 }], 1)
  must(await spendAtTill(used.card, 1000), 201)
  await expect(
    world.write((ctx) => cancelOrder(ctx, used.order.id as OrderId, 'changed her mind')),
  ).rejects.toMatchObject({ code: 'storedvalue.spent' })
  expect(await world.stateOf(used.order.id)).toBe('confirmed')
})

test('given up and spent at the same moment: the money goes one way', async () => {
  const { order, card } = await bought([{ minor: 4000 }])
  const [back, ...spent] = await Promise.all([
    giveUp(order, card.id),
    ...Array.from({ length: 5 }, () => spendAtTill(card, 4000)),
  ])
  const done = [back.status === 200, ...spent.map(({ status }) => status === 201)]
  expect(done.filter(Boolean)).toHaveLength(1)
  expect((await accountOf(card.id))?.balanceMinor).toBe(0)
})

test('one card through every channel: what is owed for it is right at each step', async () => {
  const owed = async () => {
    const rows = await liabilityAt(world.platform.read(world.clerk), world.platform.clock())
    return rows.reduce((sum, row) => sum + row.spendableMinor + row.heldMinor, 0)
  }
  const before = await owed()
  const { card } = await bought([{ minor: 10_000 }])
  expect(await owed()).toBe(before + 10_000)
  must(await spendAtTill(card, 3000), 201)
  expect(await owed()).toBe(before + 7000)
  must(
    await world.call(
      world.clerk,
      'POST',
      '/gift-cards/top-ups',
      { number: card.number, value: pln(5000), tender: { kind: 'cash' } },
      newId(),
    ),
    201,
  )
  expect(await owed()).toBe(before + 12_000)
  const { cart, token } = await world.basket(world.ship('TEE-M'))
  const path = `/carts/${cart.cartId}` as const
  const shown = must(
    await world.call(world.visitor, 'GET', path, undefined, undefined, { cart: token }),
    200,
  ).body
  const total = shown.totals.gross.minor
  const order = must(
    await submit(
      { cartId: cart.cartId, token, cart: shown },
      {
        payment: undefined,
        giftCards: [{ number: card.number, pin: card.pin, amount: pln(total) }],
      },
    ),
    201,
  ).body
  expect(await owed()).toBe(before + 12_000 - total)
  await world.write((ctx) => cancelOrder(ctx, order.id as OrderId, 'changed her mind'))
  expect(await owed()).toBe(before + 12_000)
  expect((await accountOf(card.id))?.balanceMinor).toBe(12_000)
})
