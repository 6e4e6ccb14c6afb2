import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openKiosk } from '../pages/kiosk.ts'
import { violationsOn } from '../pages/quality.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { promote } from '../world-offers.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const SHIRT = 'koszula-lniana-narew'

let world: World
let browser: TestBrowser
let person: Person
let till: StoreApp
let shirt: { readonly name: string; readonly gtin: string; readonly minor: number }
let gift: { readonly sku: string; readonly name: string }

const zloty = (minor: number): RegExp =>
  new RegExp(`${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`)
const owed = (page: Person['page']) => page.getByText(new RegExp(`gratis: ${gift.name}`)).first()
const take = (page: Person['page']) =>
  page.getByRole('button', { name: new RegExp(`^Dodaj gratis: ${gift.name}`) })
const footer = () => till.page.locator('footer').filter({ hasText: 'Razem' })
const newCode = async (kind: 'till' | 'kiosk') => {
  const body = { locationId: world.place(HERE), name: `Prezenty: ${kind}`, kind }
  const as = await world.asManager()
  return must(await world.call('POST', '/v1/devices/enrolment-codes', { as, body }), 201).body.code
}
/** Whether the till keeps every article that is sold, as it does some time after it was put up. */
const knowsRange = (): Promise<boolean> =>
  till.page.evaluate(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const opening = indexedDB.open('splot-store')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('value').objectStore('value').get('range with skus')
          reading.addEventListener('success', () => {
            opening.result.close()
            resolve(reading.result !== undefined)
          })
        })
      }),
  )
/** Adds the gift by its one button: it costs nothing, and nothing more is owed. */
const takeIt = async () => {
  await owed(till.page).waitFor()
  await till.hand.tap(take(till.page))
  await owed(till.page).waitFor({ state: 'detached' })
  await footer()
    .getByText(/^2 sztuki/)
    .waitFor()
  await footer().getByText(zloty(shirt.minor)).first().waitFor()
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const bought = world.retailer.products.find(({ handle }) => handle === SHIRT)
  const given = world.retailer.products.find(({ kind }) => kind === 'home')
  const [variant, piece] = [bought?.variants[0], given?.variants[0]]
  invariant(bought && given && variant && piece, 'the small retailer sells both')
  shirt = { name: bought.text.pl.name, gtin: variant.gtin, minor: variant.priceMinor }
  gift = { sku: piece.sku, name: given.text.pl.name }
  await world.setStock(variant.sku, HERE, 20)
  await world.setStock(piece.sku, HERE, 20)
  await promote(world, {
    name: 'Do koszuli prezent',
    conditions: [{ kind: 'products', anyOf: [SHIRT] }],
    action: { kind: 'gift', sku: gift.sku, quantity: 1 },
  })
  person = await browser.person()
  till = openStoreApp(person)
  await till.enrol(await newCode('till'))
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
  await till.openTill()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('the till says which gift is due, and adds it at one press', async () => {
  await till.scanForSale([shirt.gtin])
  await owed(till.page).waitFor()
  expect(await violationsOn(till.page)).toEqual([])
  await takeIt()
  const sold = await till.payCash('exact')
  const [order] = await world.query<{ minor: number; lines: number }>(
    `select gross_minor::int as minor, (select count(*)::int from orders.order_line l where l.order_id = o.id) as lines
       from orders.order o where number = $1`,
    [sold],
  )
  expect(order).toEqual({ minor: shirt.minor, lines: 2 })
})

test('without a network the till knows the gift too', async () => {
  await expect.poll(knowsRange).toBe(true)
  await person.context.setOffline(true)
  await till.scanForSale([shirt.gtin])
  await takeIt()
  await person.context.setOffline(false)
})

test('a kiosk offers the gift, and it lies in the basket at one press', async () => {
  const kiosk = openKiosk(await browser.person())
  await kiosk.enrol(await newCode('kiosk'))
  await kiosk.scan(shirt.gtin)
  await kiosk.page.getByRole('heading', { level: 1, name: shirt.name }).waitFor()
  await kiosk.keepHere()
  await kiosk.openBasket()
  await owed(kiosk.page).waitFor()
  expect(await violationsOn(kiosk.page)).toEqual([])
  await take(kiosk.page).click()
  await owed(kiosk.page).waitFor({ state: 'detached' })
  await kiosk.page.getByRole('listitem').filter({ hasText: gift.name }).waitFor()
  expect(await kiosk.page.getByTestId('total').innerText()).toMatch(zloty(shirt.minor))
})
