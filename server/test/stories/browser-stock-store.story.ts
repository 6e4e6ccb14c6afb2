import { invariant, newId } from '@splot/kernel'
import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { overflowOf, violationsOn } from '../pages/quality.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { openStoreStock, type StoreStock } from '../pages/store-stock.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const THERE = 'KRK1'
const SHIRT = 'koszula-lniana-narew'
const SUPPLIER = 'Tkalnia Łąka'
/** A hand-held of the shop floor, and a tablet held across. */
const HANDHELD = { width: 390, height: 844 }
const TABLET = { width: 1024, height: 768 }
/** WCAG 1.4.10: 1280 px at 400 %. */
const NARROW = { width: 320, height: 640 }
const PATIENCE_MS = 60_000
/** Where pictures of the screens go, for whoever looks at them; nowhere by default. */
const PICTURES = process.env['SPLOT_STORY_PICTURES']

interface Piece {
  readonly sku: string
  readonly gtin: string
  readonly size: string
}

let world: World
let browser: TestBrowser
let handheld: Person
let tablet: Person
let there: Person
let narrow: Person
let app: StoreApp
let stock: StoreStock
let stockThere: StoreStock
let pieces: readonly [Piece, Piece, Piece, Piece, Piece]
const found: string[] = []

const onHand = async (sku: string, place: string): Promise<number> => {
  const path = `/v1/stock?sku=${sku}&locationId=${world.place(place)}` as const
  return must(await world.call('GET', path, { as: await world.asManager() }), 200).body.items[0]?.onHand ?? 0
}
const announce = async (reference: string, lines: readonly [Piece, number][], blind = false) => {
  const body = {
    commandId: newId(),
    locationId: world.place(HERE),
    supplier: SUPPLIER,
    reference,
    expectedOn: new Date().toISOString().slice(0, 10),
    blind,
    lines: lines.map(([{ sku }, quantity]) => ({ sku, quantity })),
  }
  return must(await world.call('POST', '/v1/stock/advices', { as: await world.asManager(), body }), 201).body
}
const signIn = async (person: Person, place: string, role: 'assistant' | 'store_manager') => {
  const issued = await world.call('POST', '/v1/devices/enrolment-codes', {
    as: await world.asManager(),
    body: { locationId: world.place(place), name: `Tablet ${place}`, kind: 'handheld' },
  })
  const opened = openStoreApp(person)
  await opened.enrol(must(issued, 201).body.code)
  const { number, pin } = world.staffOf(place, role)
  await opened.signIn(number, pin)
  return opened
}
/** Looks at a screen with axe, for anything wider than the window, and with a camera when one is wanted. */
const look = async ({ page }: Person, name: string) => {
  // From its top: what has scrolled half under a bar is too small to press just there.
  await page.evaluate('scrollTo(0, 0)')
  found.push(...(await violationsOn(page)))
  const wider = await overflowOf(page)
  if (wider > 0) found.push(`${name} is ${wider} px wider than its window`)
  if (!PICTURES) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: `${PICTURES}/${name}.png`, animations: 'disabled' })
}
const storeName = (code: string): string => {
  const place = world.retailer.locations.find((one) => one.code === code)
  invariant(place, `the retailer has a place ${code}`)
  return place.name
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  const [one, two, three, four, five] = (shirt?.variants ?? []).map(({ sku, gtin, options }) => ({
    sku,
    gtin,
    size: options['size'] ?? '',
  }))
  invariant(one && two && three && four && five, 'the shirt comes in five sizes')
  pieces = [one, two, three, four, five]
  for (const { sku } of pieces) {
    await world.setStock(sku, HERE, 0)
    await world.setStock(sku, THERE, 0)
  }
  handheld = await browser.person(HANDHELD)
  tablet = await browser.person(TABLET)
  there = await browser.person(TABLET)
  app = await signIn(handheld, HERE, 'assistant')
  stock = openStoreStock(app)
  stockThere = openStoreStock(await signIn(there, THERE, 'assistant'))
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a delivery with differences is received without a network, and arrives once when it is back', async () => {
  const [a, b, c, d] = pieces
  const advice = await announce('WZ 17/2026', [
    [a, 3],
    [b, 2],
    [c, 1],
  ])
  await stock.open()
  await stock.openTask(new RegExp(advice.number))
  await stock.heading(`Dostawa: ${SUPPLIER}`).waitFor()
  await stock.line(`, ${a.size}`).waitFor()
  await look(handheld, 'delivery-empty')
  // Nobody announced this one; its label was never read here, and still it counts.
  await handheld.context.setOffline(true)
  await stock.scanAll([
    [a.gtin, /: 1 z 3/],
    [a.gtin, /: 2 z 3/],
    [b.gtin, /: 1 z 2/],
    [c.gtin, /: 1 z 1/],
  ])
  await stock.tap('Następna jest uszkodzona')
  await stock.scanAll([
    [b.gtin, /uszkodzona\. Odłóż ją osobno/],
    [d.gtin, /tego nie zapowiedziano|Nazwa pojawi się z siecią/],
  ])
  await look(handheld, 'delivery-offline')
  await stock.tap('Zakończ przyjęcie')
  await stock.heading('Różnice').waitFor()
  await stock.giveReason('Brakuje 1 sztuki', 'Przyjdzie później')
  await stock.giveReason('1 sztuka uszkodzona', 'Uszkodzone w transporcie')
  await stock.giveReason('1 sztuka niezapowiedziana', 'Inny towar niż zapowiedziany')
  await look(handheld, 'delivery-reasons')
  await stock.tap('Zamknij z różnicami')
  await stock.heading('Zamknięcie czeka na sieć').waitFor()
  await look(handheld, 'delivery-waiting')
  expect(await onHand(a.sku, HERE)).toBe(0)

  await handheld.context.setOffline(false)
  await stock.heading('Przyjęte').waitFor({ timeout: PATIENCE_MS })
  await stock.waitUntilSent()
  await look(handheld, 'delivery-closed')
  expect(await Promise.all([a, b, c, d].map(({ sku }) => onHand(sku, HERE)))).toEqual([2, 2, 1, 1])
  const path = `/v1/stock/advices/${advice.id}` as const
  const { body } = must(await world.call('GET', path, { as: await world.asManager() }), 200)
  expect(body.state).toBe('closed')
  const kinds = body.differences?.map(({ sku, kind, quantity }) => `${sku} ${kind} ${quantity}`).sort()
  expect(kinds).toEqual([`${a.sku} short 1`, `${b.sku} damaged 1`, `${d.sku} unexpected 1`].sort())
})

test('a blind delivery does not say what was announced, and asks for reasons only after it was counted', async () => {
  const [, , , , e] = pieces
  const advice = await announce('WZ 18/2026', [[e, 2]], true)
  await stock.open()
  await stock.openTask(new RegExp(advice.number))
  await handheld.page.getByText('Przyjęcie w ciemno').waitFor()
  expect(await handheld.page.getByRole('main').innerText()).not.toContain(e.gtin)
  await stock.scanAll([[e.gtin, /: 1$/]])
  await stock.tap('Zakończ przyjęcie')
  await stock.heading('Różnice').waitFor({ timeout: PATIENCE_MS })
  await handheld.page.getByText('Brakuje 1 sztuki').waitFor()
  await stock.giveReason('Brakuje 1 sztuki', 'Wysłano za mało')
  await stock.tap('Zamknij z różnicami')
  await stock.heading('Przyjęte').waitFor({ timeout: PATIENCE_MS })
  expect(await onHand(e.sku, HERE)).toBe(1)
})

test('goods that nobody announced come in by scan', async () => {
  const [a] = pieces
  await stock.open()
  await handheld.page.getByRole('link', { name: 'Przyjmij bez awiza' }).click()
  await stock.heading('Przyjęcie bez awiza').waitFor()
  await stock.scanAll([[a.gtin, /Dodano/]])
  await stock.scanAll([[a.gtin, /Dodano/]])
  await look(handheld, 'receipt')
  await stock.tap('Przyjmij 2 sztuki')
  await stock.heading('Przyjęte').waitFor()
  expect(await onHand(a.sku, HERE)).toBe(4)
})

test('two stores: one asks, the other ships by scan, the pieces are seen on their way, and one is missing', async () => {
  const [a] = pieces
  await stockThere.open()
  await there.page.getByRole('link', { name: 'Przesunięcie', exact: true }).click()
  await stockThere.heading('Nowe przesunięcie').waitFor()
  await stockThere.choose(there.page.getByRole('button', { name: /Od kogo/ }), storeName(HERE))
  await stockThere.scanAll([[a.gtin, /Dodano/]])
  await there.page.getByRole('textbox', { name: /^Ilość/ }).fill('3')
  await there.page.keyboard.press('Tab')
  await look(there, 'transfer-new')
  await stockThere.tap('Poproś o 3 sztuki')
  await stockThere.heading('Przesunięcie zapisane').waitFor()

  await stock.open()
  await stock.openTask(new RegExp(`^Prosi: ${storeName(THERE)}`))
  await stock.tap('Zgoda, wyślemy')
  await stock.line(`, ${a.size}`).getByText('0/3').waitFor()
  await stock.scanAll([
    [a.gtin, /Zostało: 2/],
    [a.gtin, /Zostało: 1/],
    [a.gtin, /To już wszystko/],
    [a.gtin, /więcej nie potrzeba/],
  ])
  await look(handheld, 'transfer-ship')
  await stock.tap('Wyślij 3 sztuki')
  await stock.heading('3 sztuki w drodze').waitFor()
  await look(handheld, 'transfer-in-transit')
  expect(await onHand(a.sku, HERE)).toBe(1)

  await stockThere.open()
  await look(there, 'home')
  await stockThere.openTask(new RegExp(`^Przyjmij z: ${storeName(HERE)}`))
  await stockThere.scanAll([
    [a.gtin, /: 1 z 3/],
    [a.gtin, /: 2 z 3/],
  ])
  await stockThere.tap('Zakończ przyjęcie')
  await there.page.getByText('Brakuje 1 sztuki').waitFor()
  await stockThere.giveReason('Brakuje 1 sztuki', 'Zaginione w transporcie')
  await stockThere.tap('Zamknij z różnicami')
  await stockThere.heading('Przyjęte').waitFor({ timeout: PATIENCE_MS })
  expect(await onHand(a.sku, THERE)).toBe(2)
  await look(there, 'transfer-closed')
})

test('a count is blind, done without a network, counted again where it is far off, and approved by a manager', async () => {
  const [, b, c] = pieces
  await world.setStock(b.sku, HERE, 10)
  await world.setStock(c.sku, HERE, 5)
  const { body: started } = must(
    await world.call('POST', '/v1/stock/counts', {
      as: await world.asManager(),
      body: {
        commandId: newId(),
        locationId: world.place(HERE),
        scope: { kind: 'skus', values: [b.sku, c.sku] },
        tolerancePieces: 1,
        approveOver: 2,
        note: 'Koszule przy oknie',
      },
    }),
    201,
  )
  await stock.open()
  await stock.openTask(/Koszule przy oknie/)
  await handheld.page.getByText('Jeszcze niepoliczone: 2').waitFor()
  await handheld.context.setOffline(true)
  await stock.scanAll([
    [c.gtin, /: 1$/],
    [c.gtin, /: 2$/],
  ])
  await stock.typeHeap(new RegExp(`^Wpisz ilość: .*, ${b.size}$`), '10', 'Tyle jest razem')
  await stock.typeHeap(new RegExp(`^Wpisz ilość: .*, ${c.size}$`), '2', 'Dodaj do policzonych')
  await stock.line(`, ${c.size}`).getByText('4', { exact: true }).waitFor()
  expect(await handheld.page.getByRole('main').innerText()).not.toMatch(/w księdze/)
  await look(handheld, 'count-offline')
  await stock.tap('Oddaj liczenie')
  await stock.heading('Oddane, czeka na sieć').waitFor()
  await handheld.context.setOffline(false)
  // Within the tolerance: one missing, and that is below what wants an approval.
  await stock.heading('Policzone i zaksięgowane').waitFor({ timeout: PATIENCE_MS })
  expect(await onHand(b.sku, HERE)).toBe(10)
  expect(await onHand(c.sku, HERE)).toBe(4)
  expect(started.state).toBe('counting')
})

test('a figure that is far off is asked for again, and a large difference waits for a manager', async () => {
  const [, b, c] = pieces
  must(
    await world.call('POST', '/v1/stock/counts', {
      as: await world.asManager(),
      body: {
        commandId: newId(),
        locationId: world.place(HERE),
        scope: { kind: 'skus', values: [b.sku, c.sku] },
        tolerancePieces: 1,
        approveOver: 2,
        note: 'Koszule jeszcze raz',
      },
    }),
    201,
  )
  await stock.open()
  await stock.openTask(/Koszule jeszcze raz/)
  await stock.typeHeap(new RegExp(`^Wpisz ilość: .*, ${b.size}$`), '4', 'Tyle jest razem')
  await stock.tap('Oddaj liczenie')
  await stock.heading('1 towaru nikt nie policzył').waitFor()
  await app.hand.choose(/Zostaw ich stan/)
  await stock.tap('Oddaj liczenie')
  await stock.heading('Policz jeszcze raz 1 towar').waitFor({ timeout: PATIENCE_MS })
  await look(handheld, 'count-recount')
  await stock.scanAll([[c.gtin, /tego nie liczymy drugi raz/]])
  await stock.typeHeap(new RegExp(`^Wpisz ilość: .*, ${b.size}$`), '5', 'Tyle jest razem')
  await stock.tap('Oddaj liczenie')
  await stock.heading('Czeka na zgodę').waitFor({ timeout: PATIENCE_MS })
  expect(await onHand(b.sku, HERE)).toBe(10)
  await look(handheld, 'count-review')

  const manager = openStoreStock(await signIn(tablet, HERE, 'store_manager'))
  await manager.open()
  await manager.openTask(/Koszule jeszcze raz/)
  await manager.line(`, ${b.size}`).getByText('−5').waitFor()
  await look(tablet, 'count-approve')
  await manager.tap('Zatwierdź różnice')
  await manager.heading('Policzone i zaksięgowane').waitFor({ timeout: PATIENCE_MS })
  expect(await onHand(b.sku, HERE)).toBe(5)
})

test('an article is looked up by scan, its book is put right, and beyond the limit a request is made', async () => {
  const [, b] = pieces
  await stock.open()
  await stock.scan(b.gtin)
  await stock.heading('Co się z nim działo').waitFor()
  await handheld.page.getByText('Liczenie', { exact: true }).first().waitFor()
  await look(handheld, 'article')
  await stock.tap('Popraw stan')
  await app.hand.choose(/Uszkodzenie/)
  await look(handheld, 'adjust')
  await stock.tap('Zdejmij 1 sztukę ze stanu')
  await stock.heading('Stan poprawiony').waitFor()
  expect(await onHand(b.sku, HERE)).toBe(4)

  await stock.tap('Gotowe')
  await stock.tap('Popraw stan')
  await app.hand.choose(/Znalezione/)
  const count = handheld.page.getByRole('textbox', { name: 'Ile sztuk' })
  await count.fill('21')
  await count.press('Tab')
  await stock.tap('Dodaj 21 sztuk do stanu')
  await stock.heading('Potrzebna zgoda').waitFor()
  await look(handheld, 'adjust-requested')
  expect(await onHand(b.sku, HERE)).toBe(4)
})

test('an empty shelf is reported from where it is seen', async () => {
  const [, b] = pieces
  await stock.open()
  await stock.scan(b.gtin)
  await stock.tap('Półka jest pusta')
  await look(handheld, 'shelf')
  await stock.tap('Zgłoś')
  await stock.heading('Zgłoszone').waitFor()
  expect(await onHand(b.sku, HERE)).toBe(0)
})

test('what the server refuses later stands in the outbox with its reason and a way out', async () => {
  const [a, b] = pieces
  const advice = await announce('WZ 19/2026', [[a, 2]])
  await stock.open()
  await stock.openTask(new RegExp(advice.number))
  await stock.line(`, ${a.size}`).waitFor()
  await handheld.context.setOffline(true)
  await stock.scanAll([[a.gtin, /: 1 z 2/]])
  // A code that no catalogue knows, on a device that cannot ask.
  await stock.scanAll([['5901234123457', /Nazwa pojawi się z siecią/]])
  await stock.tap('Zakończ przyjęcie')
  await stock.tap('Skanuj dalej')
  await handheld.context.setOffline(false)
  const drawer = handheld.page.getByRole('button', { name: /na wysłanie$/ })
  await handheld.page.getByText('Serwer odmówił').waitFor({ timeout: PATIENCE_MS })
  await drawer.click()
  await handheld.page.getByText('Tego nie można zapisać: 5901234123457').waitFor()
  await look(handheld, 'outbox-refused')
  await stock.tap('Wyślij bez 1 błędnej pozycji')
  await handheld.page.keyboard.press('Escape')
  await stock.waitUntilSent()
  const path = `/v1/stock/advices/${advice.id}` as const
  const { body } = must(await world.call('GET', path, { as: await world.asManager() }), 200)
  expect(body.totals.received).toBe(1)
  expect(b.sku).not.toBe(a.sku)
})

test('put-away is suggested where a place has bins, and confirmed by scan', async () => {
  const [, , , , e] = pieces
  const as = await world.asManager()
  for (const [code, kind] of [
    ['PRZYJECIE', 'receiving'],
    ['REGAL-01', 'shelf'],
  ] as const) {
    const path = `/v1/stock/places/${world.place(THERE)}/bins/${code}` as const
    must(await world.call('PUT', path, { as, body: { kind } }), 200)
  }
  must(
    await world.call('POST', '/v1/stock/receipts', {
      as,
      body: { locationId: world.place(THERE), lines: [{ sku: e.sku, quantity: 2 }] },
    }),
    201,
  )
  await stockThere.open()
  await stockThere.openTask(/Rozłóż na miejsca/)
  await stockThere.scan(e.gtin)
  await there.page
    .getByText(/Zeskanuj miejsce|zeskanuj miejsce/)
    .first()
    .waitFor()
  await look(there, 'put-away')
  await stockThere.scan('REGAL-01')
  await there.page
    .getByText(/leży na REGAL-01/)
    .first()
    .waitFor()
  await stockThere.waitUntilSent()
  const path = `/v1/stock/places/${world.place(THERE)}/bins/REGAL-01/pieces` as const
  const { body } = must(await world.call('GET', path, { as }), 200)
  expect(body.items.map(({ sku, quantity }) => [sku, quantity])).toContainEqual([e.sku, 1])
})

test('in English on the narrowest hand-held a count is begun by scanning what is to be counted', async () => {
  const [, , , d] = pieces
  narrow = await browser.person({ ...NARROW, locale: 'en-GB', dark: true })
  const issued = await world.call('POST', '/v1/devices/enrolment-codes', {
    as: await world.asManager(),
    body: { locationId: world.place(HERE), name: 'Handheld', kind: 'handheld' },
  })
  const { page } = narrow
  await page.goto('/store')
  await page.getByRole('textbox', { name: 'Device code' }).fill(must(issued, 201).body.code)
  await page.getByRole('button', { name: 'Enrol device' }).click()
  const { number, pin } = world.staffOf(HERE, 'assistant')
  for (const [pad, digits, enter] of [
    ['Staff number', number, 'Next'],
    ['PIN', pin, 'Sign in'],
  ] as const) {
    const keys = page.getByRole('group', { name: pad })
    for (const digit of digits) await keys.getByRole('button', { name: digit, exact: true }).click()
    await keys.getByRole('button', { name: enter }).click()
  }
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Stock/ })
    .click()
  await page.getByRole('heading', { name: 'Stock' }).waitFor()
  await look(narrow, 'english-home')
  await page.getByRole('link', { name: 'New count' }).click()
  await page.getByText('Scan the first article').waitFor()
  await openStoreStock(openStoreApp(narrow)).scan(d.gtin)
  await page.getByText(/^To count: /).waitFor()
  await look(narrow, 'english-new-count')
  await page.getByRole('button', { name: 'Start counting' }).click()
  await page.getByText('Not counted yet: 1').waitFor()
  await look(narrow, 'english-count')
  await page.getByRole('button', { name: /^Type a number/ }).click()
  await page.getByRole('dialog', { name: 'How many pieces?' }).waitFor()
  await look(narrow, 'english-pad')
})

test('every screen is accessible and fits its window; nothing came from elsewhere, no page had an error', () => {
  expect(found).toEqual([])
  const people = [handheld, tablet, there, narrow]
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([])
  const errors = people.flatMap(({ pageErrors }) => pageErrors)
  // Without a network every request fails, and browsers report each; a refusal was asked for.
  expect(errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|status of 422/.test(error))).toEqual([])
})
