import { invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemActor } from '#platform/context'
import { writeDemoDelivery } from '../../src/main/demo-delivery.ts'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOffice } from '../pages/office.ts'
import { overflowOf, violationsOn } from '../pages/quality.ts'
import { openShop, type Shop } from '../pages/shop.ts'
import { spokenAs } from '../pages/spoken.ts'
import { PATIENCE } from '../patience.ts'
import { price, priceListFor, promote } from '../world-offers.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const SHIRT = 'koszula-lniana-narew'
const HER = { name: 'Kalina Kontowa', email: 'kalina.kontowa@example.com' }
const PASSWORD = 'len-i-welna-razem'
/** What the shirt costs her group, and what the shop owes her. */
const HERS_MINOR = 90_00
const CREDIT_MINOR = 40_00
/** A circle of customers, and what its promotion takes off a basket. */
const SEGMENT = 'czesto-wraca'
const FOR_SEGMENT_MINOR = 20_00
const NARROW = { width: 320, height: 640 }

let world: World
let browser: TestBrowser
let person: Person
let shop: Shop
let variant: { sku: string; size: string }
let customerId: string

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  const first = shirt?.variants[0]
  invariant(first, 'the small retailer sells the shirt')
  variant = { sku: first.sku, size: first.options['size'] ?? '' }
  await world.setStock(first.sku, HERE, 9)
  person = await browser.person()
  shop = openShop(person)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const place = (): string => {
  const found = world.retailer.locations.find(({ code }) => code === HERE)
  invariant(found, 'the retailer has that store')
  return found.name
}
/** From the top of the page: what its bar covers by half is no small target. */
const flawsOf = async (page: Shop['page']): Promise<string[]> => {
  await page.evaluate('scrollTo(0, 0)')
  return violationsOn(page)
}
const basketLink = (pieces: string) => shop.page.getByRole('link', { name: `Koszyk, ${pieces}` })

test('what she put into the basket as a guest comes along when she opens an account', async () => {
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.chooseSize(variant.size)
  await shop.collectAt(place())
  await shop.addToBasket()
  await shop.register(HER, PASSWORD)
  await basketLink('1 sztuka').waitFor()
  const [row] = await world.query<{ id: string }>(
    `select c.customer_id as id from carts.cart c where c.customer_id is not null and c.state = 'open'`,
  )
  invariant(row, 'the basket is hers')
  customerId = row.id
})

test('her pages are kept by nobody, and drawn without knowing her', async () => {
  for (const path of ['/account', '/account/sign-in', '/account/register']) {
    const answer = await shop.page.request.get(path)
    expect(answer.headers()['cache-control'], path).toBe('private, no-store')
    const text = await answer.text()
    expect(text).not.toContain('Kalina')
    expect(text).not.toContain(HER.email)
  }
})

test('the prices of her group stand on product page, list and basket once she is signed in', async () => {
  const as = await world.asManager()
  await priceListFor(world, 'pracownicy', 'pracownicy')
  await price(world, 'pracownicy', [{ sku: variant.sku, minor: HERS_MINOR }])
  const body = { groups: ['pracownicy'] }
  await world.call('PUT', `/v1/customers/${customerId}/groups`, { as, body })
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.chooseSize(variant.size)
  const box = shop.page.getByRole('article')
  await box.getByText('Cena dla Ciebie').waitFor()
  await box
    .getByText(/90,00\szł/)
    .first()
    .waitFor()
  await shop.page.goto('/c/koszule-i-bluzki')
  await shop.page.getByText('Cena dla Ciebie').first().waitFor()
  await shop.page.goto('/basket')
  await shop.page
    .getByTestId('totals')
    .getByText(/90,00\szł/)
    .first()
    .waitFor()
  // Somebody else sees the price of everybody.
  const stranger = await browser.person()
  await stranger.page.goto(`/p/${SHIRT}`)
  await stranger.page.getByRole('button', { name: 'Rezerwuj i dodaj do koszyka' }).waitFor()
  expect(await stranger.page.getByText('Cena dla Ciebie').count()).toBe(0)
})

test('the office puts her into a segment by a list; its promotion then lowers her basket, and her page shows it', async () => {
  const boss = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(boss?.email && boss.password, 'the retailer has a manager')
  const office = openOffice(await browser.person())
  const { page, hand } = office
  await office.signIn(boss.email, boss.password)
  await page.goto('/office/customers/segments')
  await hand.tap(page.getByRole('button', { name: 'Nowy segment' }))
  await page.getByLabel('Kod').fill(SEGMENT)
  await page.getByLabel('Nazwa (polski)').fill('Często wraca')
  await page.getByLabel('Nazwa (angielski)').fill('Comes back often')
  await hand.tap(page.getByRole('button', { name: 'Utwórz' }))
  const list = (rows: string) => ({
    name: 'lista.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`e-mail;do\n${rows}`),
  })
  await hand.tap(page.getByRole('button', { name: 'Wczytaj listę' }))
  // It may be published now that there is the segment.
  await promote(world, {
    name: 'Dla wracających',
    audience: 'individual',
    conditions: [{ kind: 'segment', anyOf: [SEGMENT] }],
    action: { kind: 'basket_amount', minor: FOR_SEGMENT_MINOR },
  })
  const drawer = page.getByRole('dialog', { name: 'Lista klientów: Często wraca' })
  await drawer.getByLabel('Plik CSV').setInputFiles(list(`${HER.email};\nnikt@example.com;`))
  await hand.tap(drawer.getByRole('button', { name: 'Wczytaj listę' }))
  await drawer.getByText('Nikt z kontem tak się nie przedstawił.').waitFor()
  await drawer.getByLabel('Plik CSV').setInputFiles(list(`${HER.email};2099-12-31`))
  await hand.tap(drawer.getByRole('button', { name: 'Wczytaj listę' }))
  await drawer.waitFor({ state: 'hidden' })
  await hand.tap(page.getByText(customerId))
  await page.getByRole('list', { name: 'Segmenty' }).getByText('Często wraca').waitFor()
  expect(await flawsOf(page)).toEqual([])

  const { page: hers } = shop
  const totals = () => hers.getByTestId('totals')
  await hers.goto('/basket')
  await totals()
    .getByText(/70,00\szł/)
    .first()
    .waitFor()
  await hand.tap(page.getByRole('button', { name: 'Wyjmij z segmentu Często wraca' }))
  await page.getByText('W żadnym segmencie.').waitFor()
  await hers.goto('/basket')
  await totals()
    .getByText(/90,00\szł/)
    .first()
    .waitFor()
  expect(
    await totals()
      .getByText(/70,00\szł/)
      .count(),
  ).toBe(0)
})

test('a code with a slip of the finger is refused in words, and the right one is taken from the same field', async () => {
  await promote(world, {
    name: 'Jesień',
    code: 'JESIEN5',
    action: { kind: 'basket_amount', minor: 5_00 },
  })
  const { page, hand } = shop
  await page.goto('/basket')
  const box = page.getByRole('region', { name: 'Kody rabatowe' })
  const field = box.getByRole('textbox', { name: 'Kod rabatowy' })
  await field.fill('JESIEN6')
  await hand.tap(box.getByRole('button', { name: 'Dodaj' }))
  await box.getByText(/Nie znamy/).waitFor()
  // Nothing keeps her from trying again, by the button or by the key.
  await field.fill('jesien5')
  await field.press('Enter')
  await box.getByText(/−5,00\szł/).waitFor()
  expect(await field.inputValue()).toBe('')
  await hand.tap(box.getByRole('button', { name: 'Usuń kod JESIEN5' }))
  await box.getByText('JESIEN5').waitFor({ state: 'hidden' })
})

test('the checkout knows her; store credit pays a part, and a business reads net amounts', async () => {
  const as = await world.asManager()
  const amount = { minor: CREDIT_MINOR, currency: 'PLN' }
  const body = { commandId: newId(), customerId, amount, reason: 'przeprosiny' }
  must(await world.call('POST', '/v1/store-credits', { as, key: newId(), body }), 201)
  const { page, hand } = shop
  await page.goto('/checkout')
  await page.getByText(`Kupujesz jako ${HER.name}`).waitFor()
  await hand.tap(page.getByRole('checkbox', { name: /Zapłać środkami w sklepie/ }))
  await page.getByText(/zapłaci 40,00\szł z salda 40,00\szł/).waitFor()
  await hand.tap(page.getByRole('checkbox', { name: /Kupuję na firmę/ }))
  const nip = page.getByRole('textbox', { name: 'NIP' })
  await nip.fill('526-030-02-92')
  await page.getByRole('textbox', { name: 'Nazwa firmy' }).fill('Len i Wełna sp. z o.o.')
  await page.getByText('To nie jest poprawny NIP').waitFor()
  await nip.fill('526-030-02-91')
  // 90.00 gross at 23 %: 73.17 net.
  await page
    .getByRole('table', { name: 'Netto według stawek' })
    .getByText(/73,17\szł/)
    .waitFor()
  expect(await flawsOf(page)).toEqual([])
  const order = await shop.pay()
  expect(order.totals.gross.minor).toBe(HERS_MINOR)
  const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
  expect(charge).toMatchObject({ status: 'succeeded', amount: HERS_MINOR - CREDIT_MINOR })
  // Her account leads to it, also in a browser that never saw its link.
  await page.evaluate('sessionStorage.clear()')
  await page.goto('/account')
  await hand.tap(page.getByRole('link', { name: spokenAs(order.number) }))
  await page.getByRole('heading', { name: spokenAs(order.number) }).waitFor()
  await page.getByText('Na firmę: Len i Wełna sp. z o.o., NIP 5260300291').waitFor()
  const looked = await world.call('GET', `/v1/customers/${customerId}?order=${order.id}`, { as })
  expect(must(looked, 200).body.contact?.company).toEqual({
    name: 'Len i Wełna sp. z o.o.',
    nip: '5260300291',
  })
  // The office reads it beside the order: her account itself knows no company.
  const boss = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(boss?.email && boss.password, 'the retailer has a manager')
  const office = openOffice(await browser.person())
  await office.signIn(boss.email, boss.password)
  await office.page.goto(`/office/orders/${order.id}`)
  await office.hand.tap(office.page.getByRole('button', { name: 'Pokaż dane klienta' }))
  await office.page.getByText('Len i Wełna sp. z o.o.').waitFor()
  await office.page.getByText('NIP 5260300291').waitFor()
  await office.page.goto(`/office/customers/${customerId}`)
  const bought = office.page.getByRole('list', { name: 'Zamówienia' })
  await bought.getByRole('link', { name: spokenAs(order.number) }).waitFor()
  await bought.getByText(/90,00\szł/).waitFor()
})

test('her account shows where the credit went, takes a new address, and reflows', async () => {
  const { page, hand } = shop
  await page.goto('/account')
  const history = page.getByRole('region', { name: 'Historia środków' })
  await history
    .getByText(/^[−-]40,00\szł/)
    .first()
    .waitFor()
  await page.getByText(/Do wydania: 0,00\szł/).waitFor()
  await hand.tap(page.getByRole('button', { name: 'Zmień dane' }))
  await page.getByRole('textbox', { name: 'Ulica i numer' }).fill('Lipowa 3')
  await hand.tap(page.getByRole('button', { name: 'Zapisz' }))
  await page.getByText('Podaj ulicę, kod i miejscowość').waitFor()
  await page.getByRole('textbox', { name: 'Kod pocztowy' }).fill('20-020')
  await page.getByRole('textbox', { name: 'Miejscowość' }).fill('Lublin')
  await hand.tap(page.getByRole('button', { name: 'Zapisz' }))
  await page.getByText('Lipowa 3, 20-020 Lublin').waitFor()
  expect(await flawsOf(page)).toEqual([])
  await page.setViewportSize(NARROW)
  expect(await overflowOf(page)).toBe(0)
  await page.setViewportSize({ width: 1280, height: 800 })
})

test('a parcel abroad is asked for where it goes, and bears the VAT of there', async () => {
  await world.platform.write(systemActor('story'), writeDemoDelivery)
  await world.setStock(variant.sku, 'MAG1', 5)
  const trial = await world.basket({ sku: variant.sku, quantity: 1 })
  await vi.waitFor(async () => {
    const sent = await world.call('PATCH', trial.path, { headers: trial.headers, body: { shipTo: 'DE' } })
    expect(sent).toMatchObject({ status: 200, body: { totals: { vat: [{ country: 'DE' }] } } })
  }, PATIENCE)
  const { page, hand } = openShop(await browser.person())
  const { body } = await world.basket({ sku: variant.sku, quantity: 1 })
  await page.goto('/about')
  await page.evaluate(
    `localStorage.setItem('splot-cart', ${JSON.stringify(JSON.stringify({ id: body.id, token: body.token }))})`,
  )
  await page.goto('/checkout')
  const country = page.getByRole('combobox', { name: 'Kraj' })
  await country.selectOption({ label: 'Niemcy' })
  await page.getByText(/w tym VAT 19.?% \(DE\)/).waitFor()
  await page.getByText(/39,99\szł/).waitFor()
  // A business bears the VAT of home.
  const company = page.getByRole('checkbox', { name: /Kupuję na firmę/ })
  await hand.tap(company)
  await page.getByRole('table', { name: 'Netto według stawek' }).getByText(/23.?%/).waitFor()
  await hand.tap(company)
  await page.getByRole('textbox', { name: 'Imię i nazwisko' }).fill('Greta Goniec')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('greta@example.com')
  await page.getByRole('textbox', { name: 'Ulica i numer' }).fill('Unter den Linden 5')
  await page.getByRole('textbox', { name: 'Kod pocztowy' }).fill('10117')
  await page.getByRole('textbox', { name: 'Miejscowość' }).fill('Berlin')
  expect(await flawsOf(page)).toEqual([])
  const answered = page.waitForResponse((response) => response.url().endsWith('/checkout'))
  await hand.tap(page.getByRole('button', { name: 'Zamawiam i płacę' }))
  const answer = await answered
  expect(answer.status()).toBe(201)
  const order = (await answer.json()) as { totals: { vat: readonly { country: string }[] } }
  expect(order.totals.vat.map((row) => row.country)).toEqual(['DE'])
})

test('what is cheaper with BLIK costs less from the moment she chooses it, and she pays just that', async () => {
  await promote(world, {
    name: 'BLIK taniej',
    conditions: [{ kind: 'tender', anyOf: ['blik'] }],
    action: { kind: 'basket_amount', minor: 7_00 },
  })
  const guest = openShop(await browser.person())
  const { page, hand } = guest
  await page.goto(`/p/${SHIRT}`)
  await guest.chooseSize(variant.size)
  await guest.collectAt(place())
  await guest.addToBasket()
  await guest.goToCheckout()
  await guest.introduce({ name: 'Blanka Blikowa', email: 'blanka@example.com' })
  const mine = page.getByRole('complementary', { name: 'Twoje zamówienie' })
  expect(await mine.getByText(/−7,00\szł/).count()).toBe(0)
  await hand.choose(/^BLIK/)
  await mine
    .getByText(/−7,00\szł/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: 'Kod BLIK' }).fill('777123')
  const order = await guest.pay()
  const [row] = await world.query<{ list: number }>(
    'select (unit_gross_minor * quantity)::int as list from orders.order_line where order_id = $1',
    [order.id],
  )
  expect(order.totals.gross.minor).toBe((row?.list ?? 0) - 7_00)
  const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
  expect(charge).toMatchObject({ status: 'succeeded', amount: order.totals.gross.minor })
})

test('signed out she is a stranger; a wrong password is told; her account can be deleted for good', async () => {
  const { page, hand } = shop
  await hand.tap(page.getByRole('button', { name: 'Wyloguj się' }))
  await page.getByText('Zaloguj się, aby zobaczyć swoje konto').waitFor()
  await hand.tap(page.getByRole('main').getByRole('link', { name: 'Zaloguj się' }))
  await shop.signIn(HER.email, 'to-nie-jest-to-haslo')
  await page.getByText('Ten e-mail i hasło nie pasują do siebie').waitFor()
  await shop.signIn(HER.email, PASSWORD)
  await page.getByText(`Dzień dobry, ${HER.name}.`).waitFor()
  await hand.tap(page.getByText('Chcę usunąć konto'))
  await page.getByLabel('Hasło, żeby potwierdzić').fill(PASSWORD)
  await hand.tap(page.getByRole('button', { name: 'Usuń na zawsze' }))
  await page.getByText('Konto zostało usunięte.').waitFor()
  expect(await world.query('select from customers.purchase_contact')).toEqual([])
  // Browsers report the wrong password and the wrong code; nothing else went wrong.
  const told = /status of (401 .*\/sign-in|422 .*\/coupons)$/
  expect(person.pageErrors.filter((error) => !told.test(error))).toEqual([])
})
