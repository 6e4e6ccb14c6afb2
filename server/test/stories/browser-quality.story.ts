import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { overflowOf, violationsOn, weighScripts } from '../pages/quality.ts'
import { openShop } from '../pages/shop.ts'
import { openStoreApp } from '../pages/store.ts'
import { pickupIn } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const SHIRT = 'koszula-lniana-narew'
/** WCAG 1.4.10: 1280 px at 400 %. */
const NARROW_PX = 320
const TALL_PX = 640
/** What a first visit may load of JavaScript, compressed as served. */
const BUDGET_BYTES = { shop: 150_000, kiosk: 200_000, store: 250_000, office: 280_000 } as const

let world: World
let browser: TestBrowser
const people: Person[] = []
let sku: string
let gtin: string
/** The address of a guest's own order, its token included. */
let orderPage: string
let orderId: string
let fulfilmentId: string

const newPerson = async (options?: Parameters<TestBrowser['person']>[0]) => {
  const person = await browser.person(options)
  people.push(person)
  return person
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const variant = world.retailer.products.find(({ handle }) => handle === SHIRT)?.variants[0]
  invariant(variant, 'the small retailer sells the shirt')
  ;({ sku, gtin } = variant)
  await world.setStock(sku, HERE, 9)
  const order = await world.buy({
    sku,
    quantity: 2,
    fulfilment: { kind: 'pickup', locationId: world.place(HERE) },
  })
  orderId = order.id
  orderPage = `/orders/${order.id}#token=${order.orderToken}`
  fulfilmentId = pickupIn(order).id
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Every page of the shop, with a basket in hand. */
const shopPages = () => [
  '/',
  '/c/koszule-i-bluzki',
  '/search?q=koszula',
  `/p/${SHIRT}`,
  '/basket',
  '/checkout',
  '/account',
  '/gift-cards',
  '/account/sign-in',
  '/account/register',
  '/orders',
  orderPage,
  '/about',
  '/accessibility',
  '/privacy',
  '/terms',
]

const fillBasket = async (person: Person) => {
  const { body } = must(
    await world.call('POST', '/v1/carts', {
      body: { lines: [{ sku, quantity: 1, fulfilment: { kind: 'pickup', locationId: world.place(HERE) } }] },
    }),
    201,
  )
  await person.page.goto('/about')
  await person.page.evaluate(
    `localStorage.setItem('splot-cart', ${JSON.stringify(JSON.stringify({ id: body.id, token: body.token }))})`,
  )
}

/** Opens a page of the shop and waits until what it shows has come. */
const visit = async ({ page }: Person, path: string) => {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  if (path === '/basket') await page.getByText('Zarezerwowane do').waitFor()
  if (path === '/checkout') await page.getByRole('button', { name: 'Zamawiam i płacę' }).waitFor()
  if (path === '/account') await page.getByRole('button', { name: 'Sprawdź saldo' }).waitFor()
  if (path === '/gift-cards') await page.getByRole('button', { name: 'Do koszyka' }).waitFor()
  if (path === orderPage) await page.getByTestId('pickup-code').waitFor()
}

test('the shop has no violation of WCAG 2.2 AA in light or dark', async () => {
  const visitor = await newPerson()
  await fillBasket(visitor)
  const found: string[] = []
  for (const path of shopPages()) {
    await visit(visitor, path)
    found.push(...(await violationsOn(visitor.page)))
  }
  expect(found).toEqual([])
})

test('an address that leads nowhere says so, with the shop around it', async () => {
  const visitor = await browser.person()
  for (const path of ['/p/nie-ma', '/c/nie-ma', '/nie-ma']) {
    await visitor.page.goto(path)
    await visitor.page.getByRole('heading', { level: 1, name: 'Nie ma takiej strony' }).waitFor()
    // It answers a press: the page has woken up and did not fall apart.
    await visitor.page.getByRole('button', { name: 'Wybierz salon' }).first().click()
    await visitor.page.getByRole('dialog', { name: 'Wybierz salon' }).waitFor()
    expect(await violationsOn(visitor.page)).toEqual([])
  }
  expect(visitor.pageErrors.filter((error) => !error.includes('status of 404'))).toEqual([])
})

test('the shop reflows at 320 px', async () => {
  const visitor = await newPerson({ width: NARROW_PX, height: TALL_PX })
  await fillBasket(visitor)
  const wider: [string, number][] = []
  for (const path of shopPages()) {
    await visit(visitor, path)
    const pixels = await overflowOf(visitor.page)
    if (pixels > 0) wider.push([path, pixels])
  }
  expect(wider).toEqual([])
})

test('the store app has no violation of WCAG 2.2 AA in light or dark', async () => {
  const assistant = await newPerson()
  const { page } = assistant
  const app = openStoreApp(assistant)
  const found: string[] = []
  const look = async () => void found.push(...(await violationsOn(page)))
  const issued = await world.call('POST', '/v1/devices/enrolment-codes', {
    as: await world.asManager(),
    body: { locationId: world.place(HERE), name: 'Kasa', kind: 'till' },
  })
  await page.goto('/store')
  await page.getByRole('textbox', { name: 'Kod urządzenia' }).waitFor()
  await look()
  await app.enrol(must(issued, 201).body.code)
  await look()
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await app.signIn(number, pin)
  await look()
  await app.openTill()
  await look()
  await app.scanForSale([gtin])
  await look()
  await app.hand.tap(page.getByRole('button', { name: 'Gotówka' }))
  await page.getByRole('heading', { name: 'Zapłata' }).waitFor()
  await look()
  await app.hand.tap(page.getByRole('button', { name: 'Zwrot' }))
  await page.getByRole('textbox', { name: 'Numer zamówienia' }).waitFor()
  await look()
  await app.openOrders()
  await page.locator(`a[href$="${fulfilmentId}"]`).waitFor()
  await look()
  await app.hand.tap(page.locator(`a[href$="${fulfilmentId}"]`))
  await page.getByText('Zebrano 0 z 2').waitFor()
  await look()
  await page.goto('/store/hand-over')
  await page.getByRole('heading', { name: 'Wydanie zamówienia' }).waitFor()
  await look()
  expect(found).toEqual([])
})

const signInToOffice = async (person: Person): Promise<Office> => {
  const manager = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(manager?.email && manager.password, 'the retailer has a manager')
  const office = openOffice(person)
  await office.signIn(manager.email, manager.password)
  return office
}

test('the office has no violation of WCAG 2.2 AA in light or dark', async () => {
  const manager = await newPerson()
  const { page } = manager
  const found: string[] = []
  await page.goto('/office')
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor()
  found.push(...(await violationsOn(page)))
  await signInToOffice(manager)
  for (const [path, content] of [
    ['', /Do zrobienia/],
    ['/orders', /\d{3}\s\d{3}\s\d{3}/],
    [`/orders/${orderId}`, /Historia zamówienia/],
    ['/stock', /udowodnione/],
    [`/stock/movements?sku=${sku}&locationId=${world.place(HERE)}`, /dokładnie/],
    ['/products', /Koszula/],
    [`/products/${SHIRT}`, /Stan według miejsc/],
    ['/stores', /Warszawa/],
    ['/messages', /Potwierdzenie/],
    ['/staff', /Alicja/],
    ['/devices', /Kasa/],
    ['/keys', /Utwórz klucz/],
    ['/webhooks', /Dodaj webhook/],
    ['/events', /orders\.placed/],
    ['/audit', /staff\./],
  ] as const) {
    await page.goto(`/office${path}`)
    await page.getByRole('main').getByText(content).first().waitFor()
    found.push(...(await violationsOn(page)))
  }
  await page.goto('/office/staff')
  await page.getByRole('button', { name: 'Dodaj osobę' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Dodaj osobę' }).click()
  await page.getByText('Zaznacz przynajmniej jedno miejsce.').waitFor()
  found.push(...(await violationsOn(page)))
  expect(found).toEqual([])
})

test('pages say which language they speak', async () => {
  for (const [locale, lang] of [
    ['pl-PL', 'pl'],
    ['en-GB', 'en'],
  ] as const) {
    const person = await newPerson({ locale })
    for (const path of ['/', '/store', '/office']) {
      await person.page.goto(path)
      await person.page.getByRole('main').waitFor()
      expect(await person.page.locator('html').getAttribute('lang'), `${path} in ${locale}`).toBe(lang)
    }
  }
})

test('a first visit loads no more script than its budget', async () => {
  for (const path of ['/', '/c/koszule-i-bluzki', `/p/${SHIRT}`]) {
    const visitor = await newPerson()
    const weigh = weighScripts(visitor.page)
    await visit(visitor, path)
    // The bar answers only when the scripts have come and run.
    await openShop(visitor).hand.tap(visitor.page.getByRole('button', { name: 'Wybierz salon' }).first())
    await visitor.page.getByRole('dialog', { name: 'Wybierz salon' }).waitFor()
    const bytes = await weigh()
    expect(bytes, path).toBeGreaterThan(0)
    expect(bytes, path).toBeLessThanOrEqual(BUDGET_BYTES.shop)
  }
  const passer = await newPerson()
  const weighKiosk = weighScripts(passer.page)
  await passer.page.goto('/kiosk')
  await passer.page.getByRole('textbox', { name: 'Kod urządzenia' }).waitFor()
  const kioskBytes = await weighKiosk()
  expect(kioskBytes).toBeGreaterThan(0)
  expect(kioskBytes).toBeLessThanOrEqual(BUDGET_BYTES.kiosk)

  const assistant = await newPerson()
  const weighStore = weighScripts(assistant.page)
  await assistant.page.goto('/store')
  await assistant.page.getByRole('textbox', { name: 'Kod urządzenia' }).waitFor()
  expect(await weighStore()).toBeLessThanOrEqual(BUDGET_BYTES.store)

  const manager = await newPerson()
  const weighOffice = weighScripts(manager.page)
  await signInToOffice(manager)
  await manager.page.getByText('Do zrobienia').waitFor()
  expect(await weighOffice()).toBeLessThanOrEqual(BUDGET_BYTES.office)
})

test('nothing was loaded from elsewhere, and no page had an error', () => {
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([])
  const errors = people.flatMap(({ pageErrors }) => pageErrors)
  // The office asks who is there before anybody has signed in; browsers report every such answer.
  expect(errors.filter((error) => !/status of 401 .*\/v1\/staff\/me$/.test(error))).toEqual([])
})
