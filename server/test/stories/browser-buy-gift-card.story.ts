import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { violationsOn } from '../pages/quality.ts'
import { openShop, type Shop } from '../pages/shop.ts'
import { PATIENCE } from '../patience.ts'
import { createWorld, type World } from '../world.ts'

const BUYER = { name: 'Ewa Darowana', email: 'ewa.darowana@example.com' }
const FRIEND = { email: 'ela.obdarowana@example.com', message: 'Sto lat, Elu!' }

const MEMBER = { name: 'Olga Stała', email: 'olga.stala@example.com' }

/** What a letter with a card says of it. */
const cardIn = (letter = '') => ({
  number: (/^Numer karty: ([\d ]+)$/m.exec(letter)?.[1] ?? '').replaceAll(' ', ''),
  pin: /^PIN: (\d{6})$/m.exec(letter)?.[1] ?? '',
})

let world: World
let browser: TestBrowser
let shop: Shop
let card: { number: string; pin: string }

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  shop = openShop(await browser.person())
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a card for a friend is bought like anything else, without an address; the order says that it was sent, and tells no PIN', async () => {
  await shop.page.goto('/')
  await shop.hand.tap(shop.page.getByRole('link', { name: 'Karty podarunkowe' }))
  await shop.page.getByRole('heading', { level: 1, name: 'Karta podarunkowa' }).waitFor()
  expect(await violationsOn(shop.page)).toEqual([])
  await shop.buyGiftCard(/^200,00/, FRIEND)
  expect(await violationsOn(shop.page)).toEqual([])
  await shop.page.getByText(`Wyślemy do: ${FRIEND.email}`).waitFor()
  await shop.goToCheckoutFromBasket()
  expect(await shop.page.getByRole('textbox', { name: 'Ulica i numer' }).count()).toBe(0)
  await shop.introduce(BUYER)
  const order = await shop.pay()
  expect(order.totals.gross.minor).toBe(20_000)
  await shop.page.getByText('Wysłaliśmy ją obdarowanej osobie.').waitFor()
  expect(await shop.page.getByRole('button', { name: 'Pokaż numer i PIN' }).count()).toBe(0)
  expect(await violationsOn(shop.page)).toEqual([])
})

test('the friend gets the letter with the card and the wishes', async () => {
  const letter = () => world.mail.messages().find(({ to }) => to.includes(FRIEND.email))
  await expect.poll(() => letter()?.text, PATIENCE).toContain(FRIEND.message)
  card = cardIn(letter()?.text)
  expect(card.number).toMatch(/^98\d{14}$/)
})

test('the card is topped up in the shop by its number alone, and holds both', async () => {
  await shop.topUpGiftCard(card.number, /^50,00/)
  await shop.goToCheckoutFromBasket()
  await shop.pay()
  await shop.page.getByText(`Karta ···· ${card.number.slice(-4)} została doładowana.`).waitFor()
  await shop.page.goto('/account')
  await shop.page.getByRole('textbox', { name: 'Numer karty' }).fill(card.number)
  await shop.page.getByRole('textbox', { name: 'PIN' }).fill(card.pin)
  await shop.hand.tap(shop.page.getByRole('button', { name: 'Sprawdź saldo' }))
  await shop.page.getByText(/250,00\szł/).waitFor()
})

test('a number that nobody has is told in words, and nothing is put into the basket', async () => {
  const strange = card.number.endsWith('0') ? `${card.number.slice(0, -1)}1` : `${card.number.slice(0, -1)}0`
  await shop.page.goto('/gift-cards')
  await shop.hand.choose(/^Doładuj kartę/)
  await shop.page.getByRole('textbox', { name: 'Numer karty' }).fill(strange)
  await shop.hand.tap(shop.page.getByRole('button', { name: 'Do koszyka' }))
  await shop.page.getByText('Nie ma karty podarunkowej o tym numerze').waitFor()
})

test('a guest reads that her own card is in her mail, and has it sent again', async () => {
  const letters = () =>
    world.mail.messages().filter(({ to, text }) => to.includes(BUYER.email) && text.includes('PIN: '))
  await shop.buyGiftCard(/^50,00/)
  await shop.goToCheckoutFromBasket()
  await shop.pay()
  await shop.page.getByText('Numer i PIN wysłaliśmy e-mailem').waitFor()
  await expect.poll(() => letters().length, PATIENCE).toBe(1)
  await shop.hand.tap(shop.page.getByRole('button', { name: 'Wyślij jeszcze raz' }))
  await shop.page.getByText('Wysyłamy ją jeszcze raz.').waitFor()
  await expect.poll(() => letters().length, PATIENCE).toBe(2)
  expect(cardIn(letters()[1]?.text)).toEqual(cardIn(letters()[0]?.text))
})

test('whoever has signed in reads number and PIN on the page of her order; a card that nobody used is given up there', async () => {
  await shop.register(MEMBER, 'krosno i czółenko 7')
  await shop.buyGiftCard(/^50,00/)
  await shop.goToCheckoutFromBasket()
  const order = await shop.pay()
  expect((await shop.boughtGiftCard()).number).toMatch(/^98\d{14}$/)
  expect(await violationsOn(shop.page)).toEqual([])
  await shop.hand.tap(shop.page.getByRole('button', { name: /^Oddaj i odzyskaj 50,00/ }))
  await shop.hand.tap(shop.page.getByRole('button', { name: 'Tak, oddaję' }))
  await shop.page.getByText('Karta oddana, pieniądze wracają.').waitFor()
  const charge = async () => (await world.book()).data.find(({ reference }) => reference === order.number)
  await expect.poll(async () => (await charge())?.refunded_amount, PATIENCE).toBe(5000)
})
