import { startInbox, type Inbox } from '@splot/fakes'
import { MINUTE_MS, newId, type CartId, type CustomerId, type OrderId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cartById, closeCartOf } from '#modules/carts'
import { bindForgetting } from '#modules/customers'
import { messagesSubscriber, bindMail, sendJob } from '#modules/messages'
import { liabilityAt, pinOf, proveLedger } from '#modules/storedvalue'
import { registerSubscribers } from '#platform/events'
import { must } from '#test/answers'
import { cardBuyer, pln, type CardBasket } from '#test/card-buyer'
import { drain } from '#test/drain'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder, cancelUnpaid } from './cancel-order.ts'
import { PAYMENT_WINDOW_MS } from './checkout.ts'
import { forgetCustomer } from './forget-customer.ts'
import { withdrawalEnds } from './withdrawal.ts'

let world: StoreWorld
let buyer: ReturnType<typeof cardBuyer>
let inbox: Inbox
let hangUp: () => void
beforeAll(async () => {
  world = await openStoreWorld()
  buyer = cardBuyer(world)
  inbox = await startInbox()
  hangUp = bindMail({ smtpUrl: inbox.smtpUrl, from: 'Splot <a@example.com>', publicUrl: 'https://x.example' })
  await registerSubscribers(world.platform, [messagesSubscriber])
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

const TEE = 4999
const basketOf: Buyer['basketOf'] = (...asked) => buyer.basketOf(...asked)
const submit: Buyer['submit'] = (...asked) => buyer.submit(...asked)
const page: Buyer['page'] = (...asked) => buyer.page(...asked)
const bought: Buyer['bought'] = (...asked) => buyer.bought(...asked)
const accountOf: Buyer['accountOf'] = (id) => buyer.accountOf(id)
const giveUp: Buyer['giveUp'] = (...asked) => buyer.giveUp(...asked)
const refundedOf: Buyer['refundedOf'] = (id) => buyer.refundedOf(id)
const issue = () => buyer.issue()
type Buyer = ReturnType<typeof cardBuyer>

test('a card alone asks for no address and no delivery; it is issued when the money has come, once, and no door but the letter tells number and PIN', async () => {
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
  expect(card).toMatchObject({ state: 'done', mailedTo: 'buyer', returnable: pln(10_000) })
  const account = await accountOf(card?.id ?? '')
  const [number, pin] = [account?.number ?? '', pinOf(account?.number ?? '', 1)]
  const asked = await world.call(world.visitor, 'POST', '/gift-cards/balance', { number, pin })
  expect(asked.body).toMatchObject({ state: 'active', balance: pln(10_000) })
  const seenByStaff = must(
    await world.call(world.assistant(world.store, ['orders.read']), 'GET', `/orders/${order.id}`),
    200,
  ).body
  const asLookedUp = { number: order.number, email: 'anna@example.com' }
  const found = must(await world.call(world.visitor, 'POST', '/orders/lookup', asLookedUp), 200).body
  expect(found.giftCards).toMatchObject([{ mailedTo: 'buyer' }])
  for (const answer of [seenByStaff, shown, found, await page(found)]) {
    expect(JSON.stringify(answer)).not.toContain(number)
    expect(JSON.stringify(answer)).not.toContain(`"pin"`)
  }
  const kept = JSON.stringify([
    await world.query('select data from platform.event'),
    await world.query('select answer from platform.idempotency'),
  ])
  expect(kept).not.toContain(number)
  expect(kept).not.toContain(`"${pin}"`)
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
  expect(card).toMatchObject({ isGift: true, mailedTo: 'receiver' })
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

test('the buyer who has signed in reads number and PIN on the page of her order; whoever else has its link does not, and nobody reads a gift', async () => {
  const signUp = { name: 'Ola', email: 'ola@example.com', phone: '+48600100200', password: 'correct horse 9' }
  const { customerId } = must(await world.call(world.visitor, 'POST', '/customers', signUp), 201).body
  const actor = world.signedIn(customerId as CustomerId)
  const basket = await basketOf(
    [{ minor: 5000 }, { minor: 6000, receiver: { email: 'ela@example.com' } }],
    0,
    actor,
  )
  const order = must(await submit(basket), 201).body
  await issue()
  const [own, gift] = (await page({ id: order.id }, actor)).giftCards ?? []
  expect(own).toMatchObject({ balance: pln(5000), pin: expect.stringMatching(/^[0-9]{6}$/) })
  expect((await accountOf(own?.id ?? ''))?.number).toBe(own?.number)
  expect(gift).toMatchObject({ state: 'done', mailedTo: 'receiver' })
  expect(gift).not.toHaveProperty('number')
  for (const shown of (await page(order)).giftCards ?? []) expect(shown).not.toHaveProperty('number')
})

const sendAgain = (order: { id: string; orderToken?: string | undefined }, cardId: string) =>
  world.call(
    world.visitor,
    'POST',
    `/orders/${order.id}/gift-cards/${cardId}/letters`,
    undefined,
    undefined,
    {
      order: order.orderToken ?? '',
    },
  )
const post = async () => {
  await drain(world.platform, messagesSubscriber)
  await sendJob.run(world.platform, {} as never)
}

test('the letter with a card is sent once more to the buyer, a few times a day; that of a gift is not', async () => {
  const { order, card } = await bought([{ minor: 7000 }, { receiver: { email: 'jan@example.com' } }])
  const letters = () => inbox.messages().filter(({ text }) => text.includes(`PIN: ${card.pin}`))
  // Before it has left nothing is written a second time.
  await drain(world.platform, messagesSubscriber)
  must(await sendAgain(order, card.id), 204)
  await post()
  expect(letters()).toHaveLength(1)
  must(await sendAgain(order, card.id), 204)
  await post()
  must(await sendAgain(order, card.id), 204)
  await post()
  expect(letters()).toHaveLength(3)
  for (const { to } of letters()) expect(to).toEqual(['anna@example.com'])
  expect((await sendAgain(order, card.id)).body).toMatchObject({ code: 'messages.too_many_letters' })
  const gift = (await page(order)).giftCards?.[1]?.id ?? ''
  expect((await sendAgain(order, gift)).body).toMatchObject({ code: 'orders.gift_card_of_somebody' })
  expect((await sendAgain({ id: order.id }, card.id)).status).toBe(404)
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

test('a code in a basket of cards alone is not used up: whoever buys goods next gets what it gives', async () => {
  const { end } = await world.promote({}, { code: 'JEDEN', total: 1 })
  const take = async ({ cartId, token }: Pick<CardBasket, 'cartId' | 'token'>) =>
    must(
      await world.call(world.visitor, 'POST', `/carts/${cartId}/coupons`, { code: 'JEDEN' }, newId(), {
        cart: token,
      }),
      200,
    ).body
  const cards = await basketOf([{}])
  must(await submit({ ...cards, cart: await take(cards) }), 201)
  const goods = await basketOf([], 1)
  const shown = await take(goods)
  expect(shown.totals.discount.minor).toBe(500)
  must(await submit({ ...goods, cart: shown }), 201)
  const used = await world.query('select state from promotions.redemption order by state')
  expect(used).toEqual([{ state: 'committed' }, { state: 'released' }])
  await end()
})

test('to whom a card goes is kept by the basket alone; a repetition is told it again, and that the card is there', async () => {
  const at = await basketOf([])
  const wish = { receiver: { email: 'sekret@example.com', message: 'Tylko dla Ciebie' } }
  const key = newId()
  const first = must(await buyer.addCard(at, wish, { key }), 200).body
  expect(first.giftCards).toMatchObject([wish])
  expect(must(await buyer.addCard(at, wish, { key }), 200).body).toEqual(first)
  const kept = JSON.stringify(await world.query('select answer from platform.idempotency'))
  expect(kept).not.toContain('sekret@example.com')
  expect(kept).not.toContain('Tylko dla Ciebie')
  const { card } = await bought([{}])
  const topUp = { minor: 2000, number: card.number }
  const again = newId()
  const added = must(await buyer.addCard(at, topUp, { key: again }), 200).body
  await world.query(`update storedvalue.account set state = 'blocked' where id = $1`, [card.id])
  expect(must(await buyer.addCard(at, topUp, { key: again }), 200).body).toEqual(added)
  expect((await buyer.addCard(at, topUp)).body).toMatchObject({ code: 'storedvalue.blocked' })
})

test('who is forgotten leaves nobody named in her basket, also not by what she was adding at that moment', async () => {
  bindForgetting(closeCartOf)
  const body = { name: 'Zapomniana', email: 'zapomniana@example.com', password: 'dwanascie-znakow' }
  // The API answers ids of customers there.
  const customerId = must(await world.call(world.visitor, 'POST', '/customers', body), 201).body
    .customerId as CustomerId
  const receiver = { email: 'siostra@example.com', message: 'Sto lat' }
  const basket = await basketOf([{ receiver }], 1, world.signedIn(customerId))
  const named = () =>
    world.query('select state, cards::text as cards from carts.cart where id = $1', [basket.cartId])
  expect(await named()).toMatchObject([{ state: 'open', cards: expect.stringContaining(receiver.email) }])
  const late = await world.write(async (ctx) => {
    await forgetCustomer(ctx, customerId)
    const [own] = await ctx.query<{ pid: number }>('select pg_backend_pid() as pid')
    // An object, because a promise that is answered would be waited for.
    const adding = { answer: buyer.addCard(basket, { receiver }, { actor: basket.actor }) }
    const waiting = () =>
      world.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [own?.pid])
    await expect.poll(waiting, PATIENCE).toHaveLength(1)
    return adding
  })
  expect(await late.answer).toMatchObject({ status: 409, body: { code: 'carts.not_open' } })
  expect(await named()).toEqual([{ state: 'expired', cards: '[]' }])
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
  expect(shown.giftCards?.[0]).not.toHaveProperty('mailedTo')
  expect(JSON.stringify(shown)).not.toContain(card.number)
  expect((await accountOf(card.id))?.balanceMinor).toBe(12_500)
  const order = must(await submit(await basketOf([{ minor: 3000, number: card.number ?? '' }])), 201).body
  await world.query(`update storedvalue.account set state = 'blocked' where id = $1`, [card.id])
  await issue()
  const [instead] = (await page(order)).giftCards ?? []
  expect(instead).toMatchObject({ state: 'done', mailedTo: 'buyer', returnable: pln(3000) })
  expect(instead?.lastFour).not.toBe(card.lastFour)
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

const spendAtTill = (card: { number: string; pin: string }, minor: number) =>
  buyer.spendAtTill(card, minor, TEE)

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
  const ends = withdrawalEnds(new Date(old.order.placedAt)).getTime()
  world.turnClock(ends - world.platform.clock().getTime() - MINUTE_MS)
  expect((await page(old.order)).giftCards).toMatchObject([{ returnable: pln(10_000) }])
  world.turnClock(MINUTE_MS)
  expect((await giveUp(old.order, old.card.id)).body).toMatchObject({ code: 'orders.too_late' })
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
      { cartId: cart.cartId, token, cart: shown, from: '198.51.100.1', actor: world.visitor },
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
