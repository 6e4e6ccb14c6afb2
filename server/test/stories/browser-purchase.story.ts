import { DAY_MS, invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import type { Effort } from '../pages/hand.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { openShop, type Bought, type Shop } from '../pages/shop.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { createWorld, type World } from '../world.ts'

/** The store where she collects, and the one where she brings it back. */
const HERE = 'WAW1'
const THERE = 'KRK1'
const SHIRT = 'koszula-lniana-narew'
/** What she types: two letters are missing. */
const MISTYPED = 'koszla lnian'
const BUYER = { name: 'Anna Próbna', email: 'anna.probna@example.com' }
/** Mail and the page's live figures may take this long on a busy machine; nothing is asserted about their speed. */
const PATIENCE_MS = 60_000

/** The budgets of tasks: what one may cost a person at most. */
const BUDGETS = {
  knownCustomerBuys: { taps: 4, scans: 0 },
  threePiecesForCash: { taps: 2, scans: 3 },
  twoPiecesPickedAndGiven: { taps: 1, scans: 4 },
  onlineOrderReturned: { taps: 2, scans: 2 },
} as const satisfies Record<string, Effort>

interface Piece {
  readonly sku: string
  readonly gtin: string
  readonly size: string
}

let world: World
let browser: TestBrowser
const people: Person[] = []
let office: Office
let shop: Shop
let storeHere: StoreApp
let storeThere: StoreApp
/** Sizes of one shirt: two she buys, one a till sells under her eyes, one she buys later, one is sold for cash elsewhere. */
let pieces: Record<'wanted' | 'second' | 'other' | 'later' | 'cash', Piece>
let shirtName: string
let shirtColour: string
let order: Bought
let cashNumber: string
let returnNumber: string

const newPerson = async () => {
  const person = await browser.person()
  people.push(person)
  return person
}
const storeName = (code: string): string => {
  const found = world.retailer.locations.find((place) => place.code === code)
  invariant(found, `the retailer has a place ${code}`)
  return found.name
}
/** The chain's own name is left out where only its stores are listed. */
const shortName = (code: string): string => storeName(code).replace('Osnowa ', '')
/** How every app says what a piece is like: colour, then size. */
const optionsOf = (which: keyof typeof pieces) => `${shirtColour}, ${pieces[which].size}`
const within = (budget: Effort, spent: Effort) => {
  expect(spent.taps).toBeLessThanOrEqual(budget.taps)
  expect(spent.scans).toBeLessThanOrEqual(budget.scans)
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  invariant(shirt, 'the small retailer sells the shirt')
  shirtName = shirt.text.pl.name
  shirtColour = shirt.options.find(({ code }) => code === 'colour')?.values[0]?.label.pl ?? ''
  const [wanted, second, other, later, cash] = shirt.variants.map(({ sku, gtin, options }) => ({
    sku,
    gtin,
    size: options['size'] ?? '',
  }))
  invariant(wanted && second && other && later && cash, 'the shirt comes in five sizes')
  pieces = { wanted, second, other, later, cash }
  for (const [piece, place, level] of [
    [wanted, HERE, 3],
    [second, HERE, 2],
    [other, HERE, 1],
    [later, HERE, 2],
    [cash, THERE, 5],
    [wanted, THERE, 0],
  ] as const) {
    await world.setStock(piece.sku, place, level)
  }
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('the manager issues codes in the office, and the tills of two stores take them', async () => {
  const manager = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(manager?.email && manager.password, 'the retailer has a manager')
  office = openOffice(await newPerson())
  await office.signIn(manager.email, manager.password)

  const open = async (place: string) => {
    const code = await office.issueCode(shortName(place), `Kasa ${place}`)
    const app = openStoreApp(await newPerson())
    await app.enrol(code)
    const { number, pin } = world.staffOf(place, 'assistant')
    await app.signIn(number, pin)
    return app
  }
  storeHere = await open(HERE)
  storeThere = await open(THERE)
})

test('1. a visitor finds the shirt in spite of typos and sees price, stores and when it is ready', async () => {
  shop = openShop(await newPerson())
  await shop.page.goto('/')
  await shop.search(MISTYPED)
  await shop.openProduct(shirtName)
  expect(await shop.page.getByRole('article').innerText()).toMatch(/\d+,\d\d\szł/)
  await shop.chooseSize(pieces.other.size)
  const row = shop.storeRow(HERE)
  await row.getByText('1 sztuka').waitFor()
  expect(await row.innerText()).toMatch(/odbiór .+ \d\d:\d\d/)
})

test('1. when she chooses a store, those that have her size come first and say how many', async () => {
  const said = await shop.storesForSize()
  expect(said.find((text) => text.includes(storeName(HERE)))).toContain('1 sztuka')
  const without = said.map((text) => /^brak/m.test(text))
  expect(without).toEqual(without.toSorted())
})

test('1. a till sells the last piece of that size, and her open page shows it gone', async () => {
  await storeHere.openTill()
  await storeHere.scanForSale([pieces.other.gtin])
  await storeHere.payCash('exact')
  await shop.storeRow(HERE).getByText('brak', { exact: true }).waitFor({ timeout: PATIENCE_MS })
  expect(await shop.storeRow(HERE).getByRole('button').count()).toBe(0)
})

test('2. she takes two sizes, pays by card and gets number, code, QR and mail', async () => {
  await shop.chooseSize(pieces.wanted.size)
  await shop.collectAt(storeName(HERE))
  await shop.addToBasket()
  await shop.chooseSize(pieces.second.size)
  await shop.addToBasket()
  await shop.goToCheckout()
  await shop.introduce(BUYER)
  order = await shop.pay()

  expect(order.number).toMatch(/^\d{9}$/)
  const [part] = order.fulfilments
  invariant(part, 'a pickup is one fulfilment')
  expect(await shop.pickupCode()).toBe(part.pickupCode)
  expect(await shop.page.evaluate('scrollY'), 'the order page opens at its top').toBe(0)
  expect(await shop.showsQrOf(part.pickupQr)).toBe(true)
  expect(await shop.page.getByRole('main').innerText()).toContain(optionsOf('wanted'))
  const mail = await world.mail.wait(
    ({ subject }) => subject === `Zamówienie ${order.number} przyjęte`,
    PATIENCE_MS,
  )
  expect(mail.to).toEqual([BUYER.email])
  expect(mail.text).toContain(part.pickupCode)
})

test('2. the next time the device knows her: four taps from the product page to a paid pickup', async () => {
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.page.getByRole('button', { name: /^Mój salon/ }).waitFor()
  const spent = await shop.hand.effortOf(async () => {
    await shop.chooseSize(pieces.later.size)
    await shop.addToBasket()
    await shop.goToCheckout()
    await shop.pay()
  })
  within(BUDGETS.knownCustomerBuys, spent)
})

test("2. the last piece that she puts aside is hers on her page, and gone on everybody else's", async () => {
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.chooseSize(pieces.later.size)
  await shop.storeRow(HERE).getByText('1 sztuka').waitFor()
  await shop.addToBasket()
  await shop.page.getByText('ostatnia sztuka jest już w Twoim koszyku').waitFor()
  await shop.storeRow(HERE).getByText('ostatnia jest w Twoim koszyku').waitFor()

  const other = openShop(await newPerson())
  await other.page.goto(`/p/${SHIRT}`)
  await other.chooseSize(pieces.later.size)
  await other.storeRow(HERE).getByText('brak', { exact: true }).waitFor()
})

test('3 and 4. the assistant picks both pieces by scanning, she is told, and her QR opens the hand-over', async () => {
  await storeHere.openOrders()
  const card = storeHere.cardOf(order.number)
  await card.first().waitFor()
  expect(await card.first().innerText()).toContain(optionsOf('wanted'))
  const qr = order.fulfilments[0]?.pickupQr ?? ''
  const spent = await storeHere.hand.effortOf(async () => {
    await storeHere.pick([pieces.wanted.gtin, pieces.second.gtin])
    await world.mail.wait(
      ({ subject }) => subject === `Zamówienie ${order.number} czeka na odbiór`,
      PATIENCE_MS,
    )
    await storeHere.handOver(qr)
  })
  within(BUDGETS.twoPiecesPickedAndGiven, spent)
})

test('5. the till of another store sells three pieces for cash', async () => {
  await storeThere.openTill()
  const { gtin } = pieces.cash
  const spent = await storeThere.hand.effortOf(async () => {
    await storeThere.scanForSale([gtin, gtin, gtin])
    cashNumber = await storeThere.payCash('note')
  })
  within(BUDGETS.threePiecesForCash, spent)
})

test('5. it finds the web order by number and takes one piece back to the card', async () => {
  await storeThere.findForReturn(order.number)
  await storeThere.closeReturn()
  const spent = await storeThere.hand.effortOf(async () => {
    returnNumber = await storeThere.takeBack(`SPLOT:O:${order.number}`, pieces.wanted.gtin, 'Zbyt mały')
  })
  within(BUDGETS.onlineOrderReturned, spent)
  const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
  expect(charge?.refunded_amount).toBe(order.totals.gross.minor / 2)
})

test('6. the office shows the whole life of the order, across channels and stores', async () => {
  await office.openOrder(order.number)
  const life = await office.life()
  const whole = life.join('\n')
  const facts = [
    'Zamówienie złożone',
    'Sklep internetowy',
    'Sztuka skompletowana',
    'Warszawa Śródmieście',
    'Wydane klientowi',
    'Kraków Stare Miasto',
    returnNumber,
    'Zwrot pieniędzy',
  ]
  expect(facts.filter((fact) => !whole.includes(fact))).toEqual([])
  expect(life.length).toBeGreaterThanOrEqual(10)
  expect(whole).not.toMatch(/anna|próbna/i)
  const titles = life.map((text) => text.split('\n')[0])
  for (const once of ['Kompletowanie rozpoczęte', 'Gotowe do odbioru', 'Wydane klientowi']) {
    expect(titles.filter((title) => title === once)).toEqual([once])
  }
  expect(titles).not.toContain('Kompletowane')
  expect(titles).not.toContain('Odebrane')
  expect(await office.page.getByRole('main').innerText()).toContain(optionsOf('wanted'))

  await office.openFacts()
  for (const type of ['orders.placed', 'payments.captured', 'fulfilment.handed_over', 'returns.refunded']) {
    await office.page.getByRole('row').filter({ hasText: type }).first().waitFor()
  }
  await office.openOrder(cashNumber)
  await office.page.getByRole('main').getByText('Gotówka').first().waitFor()
})

test.each([
  ['wanted', HERE, 2],
  ['wanted', THERE, 1],
  ['other', HERE, 0],
  ['cash', THERE, 2],
] as const)('6. movements explain every piece of the %s size in %s', async (which, place, onHand) => {
  expect(await office.openMovements(pieces[which].sku, shortName(place))).toBe(onHand)
  await office.page.getByText(`dokładnie ${onHand} na stanie`).waitFor()
})

test('6. the stock list names what it counts', async () => {
  expect(await office.stockRow(pieces.wanted.sku, shortName(HERE))).toContain(shirtName)
  expect(await office.stockRow(pieces.wanted.sku, shortName(HERE))).toContain(optionsOf('wanted'))
})

test('the manager adds somebody in the office, and she signs in at the till of her store at once', async () => {
  const pin = '4812'
  const number = await office.hire('Ewa Nowa', shortName(THERE), pin)
  const app = openStoreApp(await newPerson())
  await app.enrol(await office.issueCode(shortName(THERE), 'Kasa Ewy'))
  await app.signIn(number, pin)
})

/** A day as the shop says it: `12 grudnia`, and the year when it is another one. */
const spokenDay = (day: string) =>
  new Intl.DateTimeFormat('pl-PL', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(day.slice(0, 4) !== inDays(0).slice(0, 4) && { year: 'numeric' as const }),
  }).format(new Date(`${day}T00:00:00Z`))
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Another shirt, of which the warehouse has nothing and a supplier has announced two. */
async function announceShirt() {
  const product = world.retailer.products.find(({ handle, kind }) => handle !== SHIRT && kind === 'apparel')
  const variant = product?.variants[0]
  invariant(product && variant, 'the small retailer sells something else')
  const size = product.options.find(({ code }) => code === 'size')?.values
  const label = size?.find(({ code }) => code === variant.options['size'])?.label.pl ?? ''
  const { sku } = variant
  const as = await world.asManager()
  const ask = { as, key: newId() }
  await world.setStock(sku, 'MAG1', 0)
  const policies = '/v1/stock/policies'
  const { version } = must(
    await world.call('POST', policies, { ...ask, body: { name: 'Na zamówienie' } }),
    201,
  ).body
  const rules = [{ scope: { sku }, channelId: null, terms: { backorder: { against: 'inbound' } } }]
  must(await world.call('PUT', `${policies}/${version}/rules`, { as, body: { rules } }), 200)
  must(await world.call('POST', `${policies}/${version}/publication`, { as }), 200)
  const advice = must(
    await world.call('POST', '/v1/stock/advices', {
      as,
      body: {
        commandId: newId(),
        locationId: world.place('MAG1'),
        supplier: 'Szwalnia Próbna',
        reference: 'WZ 7/2026',
        expectedOn: inDays(20),
        lines: [{ sku, quantity: 2 }],
      },
    }),
    201,
  ).body
  const later = () => world.call('GET', `/v1/variants/later?sku=${sku}`)
  await expect
    .poll(async () => must(await later(), 200).body.items)
    .toMatchObject([{ sku, kind: 'backorder' }])
  const postpone = async (expectedOn: string) =>
    must(
      await world.call('PATCH', `/v1/stock/advices/${advice.id}`, {
        as,
        body: { commandId: newId(), expectedOn },
      }),
      200,
    )
  return { handle: product.handle, size: label, postpone }
}

test('7. what a supplier has announced is ordered for its day, is told to come later, and is given up', async () => {
  const coming = await announceShirt()
  const guest = openShop(await newPerson())
  await guest.page.goto(`/p/${coming.handle}`)
  await guest.chooseSize(coming.size)
  expect(await guest.haveItSent()).toContain(`Na zamówienie: dostępne od ${spokenDay(inDays(20))}`)
  await guest.addForLater()
  await guest.goToCheckout()
  await guest.page.getByText(`Na zamówienie: dostępne od ${spokenDay(inDays(20))}`).waitFor()
  await guest.introduce({ name: 'Ewa Próbna', email: 'ewa.probna@example.com' })
  await guest.liveAt('Próżna 1', '00-107', 'Warszawa')
  const bought = await guest.pay()
  await guest.page.getByText(`Czekamy na dostawę, termin: ${spokenDay(inDays(20))}`).waitFor()

  await coming.postpone(inDays(25))
  const mail = await world.mail.wait(
    ({ subject }) => subject === `Zamówienie ${bought.number}: nowy termin`,
    PATIENCE_MS,
  )
  expect(mail.to).toEqual(['ewa.probna@example.com'])
  expect(mail.text).toContain(spokenDay(inDays(25)))
  await guest.page.reload()
  await guest.page.getByText(`Czekamy na dostawę, termin: ${spokenDay(inDays(25))}`).waitFor()
  await office.openOrder(bought.number)
  await office.page.getByRole('main').getByText('Nowy termin dostawy').first().waitFor()

  await guest.giveUpWaiting()
  await guest.page.getByText('Anulowane', { exact: true }).first().waitFor()
  const charge = (await world.book()).data.find(({ reference }) => reference === bought.number)
  expect(charge?.refunded_amount).toBe(bought.totals.gross.minor)
})

test('nothing was loaded from elsewhere, and no page had an error', () => {
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([])
  const errors = people.flatMap(({ pageErrors }) => pageErrors)
  // The office asks who is there before anybody has signed in; browsers report every such answer.
  expect(errors.filter((error) => !/status of 401 .*\/v1\/staff\/me$/.test(error))).toEqual([])
})
