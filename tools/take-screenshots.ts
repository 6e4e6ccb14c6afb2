/**
 * Takes the pictures of the README and writes them to docs/pictures: the three apps over the whole demo retailer, in Polish
 * and in light, as people see them in the middle of a day's work. Run it when the apps have changed their looks:
 *
 *     node tools/take-screenshots.ts
 *
 * It builds the apps that are stale, brings up a Splot of its own with an embedded database, fills it through the real doors
 * (orders, picking, a hand-over, a return), and takes everything down again. Nothing is asked of any other host.
 */
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { invariant, newId } from '@splot/kernel'
import type { Page } from 'playwright-core'
import { must } from '../server/test/answers.ts'
import { openBrowser, type TestBrowser } from '../server/test/browser.ts'
import { openOffice } from '../server/test/pages/office.ts'
import { openShop } from '../server/test/pages/shop.ts'
import { openStoreApp } from '../server/test/pages/store.ts'
import { pickupIn } from '../server/test/world-shopper.ts'
import { createWorld, type World } from '../server/test/world.ts'
import { buildStaleApps } from './run/build-apps.mjs'

const PICTURES = fileURLToPath(new URL('../docs/pictures', import.meta.url))
/** The README must open fast: what one picture and all of them may weigh. */
const MAX_PICTURE_BYTES = 300_000
const MAX_ALL_BYTES = 2_000_000
const WINDOW = { width: 1280, height: 860 }

/** Pictures below the window may stay away. */
const PICTURES_SHOWN = `Promise.all([...document.images]
  .filter((image) => image.getBoundingClientRect().top < innerHeight).map((image) => image.decode()))`

const HERE = 'WAW1'
const THERE = 'KRK1'
const BUYER = { name: 'Anna Próbna', email: 'anna.probna@example.com' }
/** What stands in the windows of the pictures. */
const PRODUCTS = [
  'koszula-lniana-narew',
  'sweter-w-warkocze-reglowka',
  'bluzka-w-groszki-malwa',
  'kardigan-polonina',
]

let bytes = 0

/** Waits until pictures and fonts are there, then writes the window to docs/pictures. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready')
  await page.evaluate(PICTURES_SHOWN)
  await page.mouse.move(0, 0)
  const path = join(PICTURES, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  const { size } = statSync(path)
  bytes += size
  console.log(`  ${name.padEnd(14)} ${Math.round(size / 1_000)} kB`)
  if (size > MAX_PICTURE_BYTES)
    throw new Error(`${name}.png weighs ${size} bytes, more than ${MAX_PICTURE_BYTES}`)
}

const piecesOf = (world: World) =>
  PRODUCTS.map((handle) => {
    const product = world.retailer.products.find((one) => one.handle === handle)
    const piece = product?.variants.find(({ options }) => options['size'] === 'M')
    invariant(product && piece, `the retailer sells ${handle} in M`)
    return { ...piece, handle, name: product.text.pl.name }
  })

type Piece = ReturnType<typeof piecesOf>[number]

/** A day in the shops: orders that wait, and one that was picked, given out and brought back elsewhere. Answers the last one's number. */
async function liveADay(world: World, pieces: readonly Piece[]): Promise<string> {
  for (const { sku } of pieces) {
    await world.setStock(sku, HERE, 9)
    await world.setStock(sku, THERE, 5)
  }
  const pickup = (piece: Piece, quantity = 1) => ({
    sku: piece.sku,
    quantity,
    fulfilment: { kind: 'pickup', locationId: world.place(HERE) } as const,
  })
  const [first, second, third, fourth] = pieces
  invariant(first && second && third && fourth, 'there are four products')
  const whole = await world.buy(pickup(first), pickup(third))
  const assistant = await world.assistantAt(HERE)
  const { id, pickupQr: qr } = pickupIn(whole)
  const path = `/v1/fulfilments/${id}`
  must(await world.call('POST', `${path}/start-picking`, { as: assistant, key: newId() }), 200)
  for (const { gtin } of [first, third]) {
    must(await world.call('POST', `${path}/pick`, { as: assistant, key: newId(), body: { code: gtin } }), 200)
  }
  const handOver = { as: assistant, key: newId(), body: { qr } }
  must(await world.call('POST', '/v1/fulfilments/hand-over', handOver), 200)
  const lines = [{ lineId: 1, quantity: 1, reason: 'too_small', disposition: 'sellable' }]
  const back = { as: await world.assistantAt(THERE), key: newId(), body: { orderId: whole.id, lines } }
  must(await world.call('POST', '/v1/returns', back), 201)
  for (const wishes of [[pickup(second)], [pickup(fourth), pickup(third, 2)], [pickup(first, 2)]]) {
    await world.buy(...wishes)
  }
  return whole.number
}

async function takeShop(browser: TestBrowser, world: World, [piece, other]: readonly Piece[]): Promise<void> {
  invariant(piece && other, 'there are two products')
  const name = world.retailer.locations.find(({ code }) => code === HERE)?.name ?? ''
  const shop = openShop(await browser.person(WINDOW))
  const { page } = shop
  await page.goto('/')
  await page.getByRole('article').first().waitFor()
  await take(page, 'shop-home')
  await shop.chooseStore(name)
  for (const { handle } of [other, piece]) {
    await page.goto(`/p/${handle}`)
    await shop.chooseSize('M')
    await page.getByText(/· gotowe/).waitFor()
    await page.evaluate('scrollTo(0, 0)')
    if (handle === piece.handle) await take(page, 'shop-product')
    await shop.addToBasket()
  }
  await page.goto('/basket')
  await page.getByText('Zarezerwowane do').first().waitFor()
  await take(page, 'shop-basket')
  await page.getByRole('link', { name: 'Przejdź do zamówienia' }).click()
  await shop.introduce(BUYER)
  await shop.pay()
  await take(page, 'shop-order')
}

async function takeStore(browser: TestBrowser, world: World, pieces: readonly Piece[]): Promise<void> {
  const app = openStoreApp(await browser.person(WINDOW))
  const issued = await world.call('POST', '/v1/devices/enrolment-codes', {
    as: await world.asManager(),
    body: { locationId: world.place(HERE), name: 'Kasa 1', kind: 'till' },
  })
  await app.enrol(must(issued, 201).body.code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await app.signIn(number, pin)
  await app.openOrders()
  await app.page.getByRole('list', { name: 'Do zebrania' }).getByRole('listitem').nth(2).waitFor()
  await take(app.page, 'store-orders')
  await app.openTill()
  await app.scanForSale(pieces.slice(0, 3).map(({ gtin }) => gtin))
  await app.page.getByRole('button', { name: 'Gotówka' }).click()
  await app.page.getByRole('region', { name: 'Podpowiadane kwoty' }).waitFor()
  await take(app.page, 'store-till')
}

async function takeOffice(browser: TestBrowser, world: World, orderNumber: string): Promise<void> {
  const manager = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(manager?.email && manager.password, 'the retailer has a manager')
  const office = openOffice(await browser.person(WINDOW))
  await office.signIn(manager.email, manager.password)
  await office.openOrder(orderNumber)
  await office.page.getByRole('list', { name: 'Historia zamówienia' }).waitFor()
  await take(office.page, 'office-order')
  await office.goTo('Stany')
  await office.page.getByText('wszystkie udowodnione').first().waitFor()
  await take(office.page, 'office-stock')
}

await buildStaleApps()
const world = await createWorld({ demo: 'full', processes: true })
try {
  const browser = await openBrowser(world.url)
  try {
    mkdirSync(PICTURES, { recursive: true })
    const pieces = piecesOf(world)
    const orderNumber = await liveADay(world, pieces)
    await takeShop(browser, world, pieces)
    await takeStore(browser, world, pieces)
    await takeOffice(browser, world, orderNumber)
  } finally {
    await browser.close()
  }
} finally {
  await world.close()
}
if (bytes > MAX_ALL_BYTES)
  throw new Error(`The pictures weigh ${bytes} bytes together, more than ${MAX_ALL_BYTES}`)
