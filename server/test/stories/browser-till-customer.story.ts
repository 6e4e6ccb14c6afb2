import { invariant, newId } from '@splot/kernel'
import { customerQr } from '@splot/ui'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { violationsOn } from '../pages/quality.ts'
import { openShop, type Shop } from '../pages/shop.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { PATIENCE } from '../patience.ts'
import { promote } from '../world-offers.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const SHIRT = 'koszula-lniana-narew'
const HER = { name: 'Halina Kasowa', email: 'halina.kasowa@example.com' }
const PASSWORD = 'len-i-welna-razem'
const OFF_MINOR = 20_00
/** What the shop owes her. */
const CREDIT_MINOR = 40_00

let world: World
let browser: TestBrowser
let shop: Shop
let till: StoreApp
let gtin: string
let customerId: string
let shirtMinor: number

const zloty = (minor: number): RegExp =>
  new RegExp(`${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`)
const footer = () => till.page.locator('footer').filter({ hasText: 'Razem' })
const panel = () => till.page.getByRole('region', { name: 'Panel boczny' })

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const variant = world.retailer.products.find(({ handle }) => handle === SHIRT)?.variants[0]
  invariant(variant, 'the small retailer sells the shirt')
  gtin = variant.gtin
  await world.setStock(variant.sku, HERE, 9)
  const { price } = must(await world.call('GET', `/v1/prices/${variant.sku}` as '/v1/prices/x'), 200).body
  shirtMinor = price.minor
  shop = openShop(await browser.person())
  await shop.register(HER, PASSWORD)
  const [row] = await world.query<{ id: string }>(
    `select id from customers.customer where kind = 'registered' order by id desc limit 1`,
  )
  invariant(row, 'she has an account')
  customerId = row.id
  till = openStoreApp(await browser.person())
  const device = must(
    await world.call('POST', '/v1/devices/enrolment-codes', {
      as: await world.asManager(),
      body: { locationId: world.place(HERE), name: 'Kasa z klientami', kind: 'till' },
    }),
    201,
  ).body
  await till.enrol(device.code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** A code that only she may use. */
async function codeForHer(): Promise<string> {
  const as = await world.asManager()
  await promote(world, {
    name: 'Dla Haliny',
    audience: 'individual',
    action: { kind: 'basket_amount', minor: OFF_MINOR },
  })
  const { items } = must(await world.call('GET', '/v1/promotions', { as }), 200).body
  const promotion = items.find(({ content }) => content.name === 'Dla Haliny')
  invariant(promotion, 'it was just made')
  const body = { promotionId: promotion.id, name: 'Dla Haliny' }
  const coupon = must(await world.call('POST', '/v1/coupons', { as, body }), 201).body
  const made = await world.call('POST', `/v1/coupons/${coupon.id}/codes` as '/v1/coupons/x/codes', {
    as,
    body: { customerId },
  })
  return must(made, 201).body.code
}

/** The code that her account shows now. */
async function shownCode(): Promise<string> {
  const { page } = shop
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/customers/me/code'))
  await page.goto('/account')
  await page.getByText('Pokaż mój kod').click()
  const { code } = await (await answered).json()
  expect(await shop.showsQrOf(customerQr(code))).toBe(true)
  await page.getByText(/^Ważny do \d\d:\d\d/).waitFor()
  expect(await violationsOn(page)).toEqual([])
  return customerQr(code)
}

/** She asks for another one on the same page. */
async function newCode(): Promise<string> {
  const { page } = shop
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/customers/me/code'))
  await page.getByRole('button', { name: 'Nowy kod' }).click()
  const { code } = await (await answered).json()
  await expect.poll(() => shop.showsQrOf(customerQr(code)).catch(() => false), PATIENCE).toBe(true)
  return customerQr(code)
}

test('one scan anywhere recognises her, one tap takes the code that waits for her', async () => {
  const code = await codeForHer()
  const qr = await shownCode()
  const effort = await till.hand.effortOf(async () => {
    await till.hand.scan(qr)
    await panel().getByRole('heading', { name: 'Halina' }).waitFor()
    await panel().getByText(code).waitFor()
    await till.hand.tap(panel().getByRole('button', { name: 'Weź: Dla Haliny' }))
    await panel().getByText('liczy się w tej sprzedaży').waitFor()
  })
  expect(effort).toEqual({ scans: 1, taps: 1 })
  expect(await violationsOn(till.page)).toEqual([])
  await till.scanForSale([gtin])
  await footer()
    .getByText(zloty(shirtMinor - OFF_MINOR))
    .first()
    .waitFor()
  const number = await till.payCash('exact')
  expect(
    await world.query(
      `select customer_id as "customerId", gross_minor::int as minor from orders.order where number = $1`,
      [number],
    ),
  ).toEqual([{ customerId, minor: shirtMinor - OFF_MINOR }])
})

test('her store credit pays a part against her code, cash the rest', async () => {
  const as = await world.asManager()
  const amount = { minor: CREDIT_MINOR, currency: 'PLN' }
  const body = { commandId: newId(), customerId, amount, reason: 'przeprosiny' }
  must(await world.call('POST', '/v1/store-credits', { as, key: newId(), body }), 201)
  await till.scanForSale([gtin])
  const qr = await shownCode()
  await till.hand.scan(qr)
  await panel().getByRole('heading', { name: 'Halina' }).waitFor()
  await till.hand.tap(till.page.getByRole('button', { name: 'Gotówka' }))
  await till.hand.tap(panel().getByRole('button', { name: /^Środki klienta: 40,00/ }))
  await panel()
    .getByRole('button', { name: /^Środki klienta płacą 40,00/ })
    .waitFor()
  const number = await till.payRest()
  expect(
    await world.query(
      `select p.method, p.amount_minor::int as minor from payments.payment p join orders.order o on o.id = p.order_id
        where o.number = $1 order by p.method`,
      [number],
    ),
  ).toEqual([
    { method: 'cash', minor: shirtMinor - CREDIT_MINOR },
    { method: 'store_credit', minor: CREDIT_MINOR },
  ])
  // She comes back for another one: the code that has paid is told so, the next one is as good as it was.
  await till.scanForSale([gtin])
  await till.hand.scan(qr)
  await panel()
    .getByText(/^Tym kodem już zapłacono/)
    .waitFor()
  await till.hand.scan(await newCode())
  await panel().getByRole('heading', { name: 'Halina' }).waitFor()
  await till.hand.tap(till.page.getByRole('button', { name: 'Wyczyść koszyk' }))
})

test('a code that is not ours, or without a network, is told in words, and nothing happens to the sale', async () => {
  await till.scanForSale([gtin])
  await till.hand.scan(customerQr('7ZK3'.repeat(19)))
  await panel()
    .getByText(/^To nie jest kod klienta/)
    .waitFor()
  await till.page.context().setOffline(true)
  await till.hand.scan(await shownCode())
  await panel()
    .getByText(/^Bez sieci nie da się rozpoznać klienta/)
    .waitFor()
  await till.page.context().setOffline(false)
  await footer().getByText(zloty(shirtMinor)).first().waitFor()
})

/** What this device keeps of the range and of prices, once both have come. */
const kept = () =>
  till.page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('splot-store')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const values = opening.result.transaction('value').objectStore('value')
          const reading = ['range with skus', 'prices'].map((key) => values.count(key))
          reading.at(-1)?.addEventListener('success', () => {
            opening.result.close()
            resolve(reading.reduce((sum, { result }) => sum + result, 0))
          })
        })
      }),
  )

test('an article that this till has never seen is sold without a network, by its label, at the published price', async () => {
  await expect.poll(kept).toBe(2)
  const other = world.retailer.products.find(({ handle }) => handle !== SHIRT)?.variants[0]
  invariant(other, 'the small retailer sells more than a shirt')
  const { price } = must(await world.call('GET', `/v1/prices/${other.sku}` as '/v1/prices/x'), 200).body
  await till.hand.tap(till.page.getByRole('button', { name: 'Wyczyść koszyk' }))
  await till.page.context().setOffline(true)
  await till.scanForSale([other.gtin])
  await footer().getByText(zloty(price.minor)).first().waitFor()
  await till.hand.tap(till.page.getByRole('button', { name: 'Gotówka' }))
  await till.hand.tap(till.page.getByRole('region', { name: 'Podpowiadane kwoty' }).getByText('Odliczone'))
  await till.page.getByRole('heading', { name: 'Zapłacone' }).waitFor()
  await till.page.context().setOffline(false)
  const sold = () =>
    world.query<{ minor: number }>(
      `select l.unit_gross_minor::int as minor from orders.order_line l where l.sku = $1`,
      [other.sku],
    )
  await expect.poll(sold).toEqual([{ minor: price.minor }])
  expect(await world.query('select 1 from incidents.flagged_sale')).toEqual([])
})
