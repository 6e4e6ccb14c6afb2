import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { openShop, type Shop } from '../pages/shop.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const SHIRT = 'koszula-lniana-narew'
const BUYER = { name: 'Ewa Darowana', email: 'ewa.darowana@example.com' }
/** What the office gives her, and the cashier sells: in złoty, as people type them. */
const GIVEN = '100'
const GIVEN_MINOR = 10_000

let world: World
let browser: TestBrowser
let office: Office
let shop: Shop
let till: StoreApp
let card: { number: string; pin: string }
let piece: { gtin: string; size: string }
let total: number

const newPerson = (): Promise<Person> => browser.person()
const nameOf = (code: string): string => {
  const found = world.retailer.locations.find((place) => place.code === code)
  invariant(found, `the retailer has a place ${code}`)
  return found.name
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  const variant = shirt?.variants[0]
  invariant(variant, 'the small retailer sells the shirt')
  piece = { gtin: variant.gtin, size: variant.options['size'] ?? '' }
  await world.setStock(variant.sku, HERE, 5)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('the office issues a card and is shown its number and PIN once', async () => {
  const manager = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(manager?.email && manager.password, 'the retailer has a manager')
  office = openOffice(await newPerson())
  await office.signIn(manager.email, manager.password)
  card = await office.issueGiftCard(GIVEN)
  expect(card.number).toMatch(/^98\d{14}$/)
  expect(card.pin).toMatch(/^\d{6}$/)
})

test('a wrong PIN is told in words; with the right one the card pays a part and a bank card the rest', async () => {
  shop = openShop(await newPerson())
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.chooseSize(piece.size)
  await shop.collectAt(nameOf(HERE))
  await shop.addToBasket()
  await shop.goToCheckout()
  await shop.introduce(BUYER)
  const wrong = card.pin === '000000' ? '000001' : '000000'
  await shop.showGiftCard(card.number, wrong)
  await shop.page.getByText('nie pasują do siebie').waitFor()
  await shop.showGiftCard(card.number, card.pin)
  await shop.page.getByText(/zapłaci 100,00\szł z salda 100,00\szł/).waitFor()
  const order = await shop.pay()
  total = order.totals.gross.minor
  expect(total).toBeGreaterThan(GIVEN_MINOR)
  await shop.page.getByText(/Karta podarunkowa: .*100,00/).waitFor()
  const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
  expect(charge).toMatchObject({ status: 'succeeded', amount: total - GIVEN_MINOR })
})

test('the till sells a card for cash, whose slip carries number and PIN', async () => {
  const code = await office.issueCode(nameOf(HERE).replace('Osnowa ', ''), 'Kasa z kartami')
  till = openStoreApp(await newPerson())
  await till.enrol(code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
  await till.openTill()
  card = await till.sellGiftCard(/^100,00/)
  expect(card.number).toMatch(/^98\d{14}$/)
})

test('scanned over an empty basket the card is topped up for cash, and the slip says what it holds by now', async () => {
  await till.hand.scan(card.number)
  const slip = await till.topUpGiftCard(/^50,00/)
  expect(slip).toMatch(/Saldo\s+150,00/)
  expect(slip).toContain(card.number.slice(-4))
  expect(slip).not.toContain(card.number)
  expect(total).toBeGreaterThan(GIVEN_MINOR + 5000)
})

test('scanned at the till it pays what it holds, and cash the rest', async () => {
  await till.scanForSale([piece.gtin])
  await till.hand.scan(card.number)
  await till.showGiftCard(card.pin)
  const sold = await till.payRest()
  expect(sold).toMatch(/^\d{9}$/)
  const [payments] = await world.query<{ methods: string[]; minor: number }>(
    `select array_agg(p.method order by p.method) as methods, sum(p.amount_minor)::int as minor
       from payments.payment p join orders.order o on o.id = p.order_id where o.number = $1`,
    [sold],
  )
  expect(payments).toEqual({ methods: ['cash', 'gift_card'], minor: total })
})

test('without a network the till refuses gift cards in words, and takes cash', async () => {
  await till.scanForSale([piece.gtin])
  await till.page.context().setOffline(true)
  await till.hand.tap(till.page.getByRole('button', { name: 'Gotówka' }))
  await till.page.getByText('Karta podarunkowa wymaga sieci').waitFor()
  const button = till.page.getByRole('button', { name: 'Karta podarunkowa', exact: true })
  expect(await button.isDisabled()).toBe(true)
  await till.page.context().setOffline(false)
  await button.waitFor()
  await expect.poll(() => button.isDisabled(), { timeout: 60_000 }).toBe(false)
})

test('the office sees everything that happened to the card, and that nothing is owed any more', async () => {
  await office.openGiftCard(card.number)
  const history = await office.page.getByRole('table', { name: 'Historia' }).innerText()
  for (const fact of ['Wydanie', 'Zapłata']) expect(history).toContain(fact)
  await office.openLiability()
  await office.page.getByText('Niczego nie jesteśmy winni').waitFor()
})

test('a card whose answer was lost is finished after the page has loaded again: one card, and cash taken once', async () => {
  const { page } = till
  const cards = () => world.query<{ n: number }>('select count(*)::int as n from storedvalue.account')
  const before = await cards()
  await page.route('**/v1/gift-cards/sales', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await till.hand.tap(page.getByRole('button', { name: 'Sprzedaj kartę' }))
  const values = page.getByRole('region', { name: 'Wartość karty' })
  await till.hand.tap(values.getByRole('button', { name: /^200,00/ }))
  await page.getByRole('alert').first().waitFor()
  await page.unroute('**/v1/gift-cards/sales')
  await page.reload()
  await till.hand.tap(page.getByRole('button', { name: 'Sprzedaj kartę' }))
  await page.getByText(/200,00.* została bez odpowiedzi/).waitFor()
  await till.hand.tap(page.getByRole('button', { name: 'Dokończ' }))
  await page.getByTestId('gift-card-number').waitFor()
  expect((await cards())[0]?.n).toBe((before[0]?.n ?? 0) + 1)
  await till.hand.tap(page.getByRole('button', { name: 'Zamknij' }).first())
})
