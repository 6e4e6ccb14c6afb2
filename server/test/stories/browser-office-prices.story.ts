import { invariant, MINUTE_MS, wallClock } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOfficePrices, type OfficePrices } from '../pages/office-prices.ts'
import { openOffice } from '../pages/office.ts'
import { violationsOn } from '../pages/quality.ts'
import { openShop } from '../pages/shop.ts'
import type { Credential } from '../world-http.ts'
import { createWorld, type World } from '../world.ts'

const SHIRT = 'koszula-lniana-narew'
const ZONE = 'Europe/Warsaw'
/** Far enough that no form is filled so slowly, near enough that nobody's session ends when the clock is turned. */
const AHEAD_MS = 20 * MINUTE_MS

interface Piece {
  readonly sku: string
  readonly gtin: string
  readonly size: string
}

let world: World
let browser: TestBrowser
const people: Person[] = []
let prices: OfficePrices
let manager: Credential
/** One size per story, so that they do not see each other's prices. */
let pieces: Record<'typed' | 'listed' | 'bulk' | 'filed' | 'taken' | 'left', Piece>

const newPerson = async (options?: Parameters<TestBrowser['person']>[0]) => {
  const person = await browser.person(options)
  people.push(person)
  return person
}

/** What a visitor of the shop is asked for one piece. */
const asked = async (sku: string): Promise<number> =>
  must(await world.call('GET', `/v1/prices/${sku}`), 200).body.price.minor
/** The next price that staff see planned. */
const planned = async (sku: string) =>
  must(await world.call('GET', `/v1/prices/${sku}`, { as: manager }), 200).body.next

/** A moment to come, on the minute, and as a field of day and time holds it. */
const soon = (): { readonly at: string; readonly field: string } => {
  const at = new Date(Math.ceil((world.platform.clock().getTime() + AHEAD_MS) / MINUTE_MS) * MINUTE_MS)
  const { date, minutes } = wallClock(at, ZONE)
  const two = (part: number) => String(part).padStart(2, '0')
  return { at: at.toISOString(), field: `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` }
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  manager = await world.asManager()
  const [typed, listed, bulk, filed, taken, left] = world.retailer.products
    .flatMap(({ handle, variants }) => (handle === SHIRT ? variants : []))
    .map(({ sku, gtin, options }) => ({ sku, gtin, size: options['size'] ?? '' }))
  invariant(typed && listed && bulk && filed && taken && left, 'the shirt comes in six variants')
  pieces = { typed, listed, bulk, filed, taken, left }
  const person = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(person?.email && person.password, 'the retailer has a manager')
  const office = openOffice(await newPerson())
  await office.signIn(person.email, person.password)
  prices = openOfficePrices(office)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a price is changed with one press and a few keys, and shoppers are asked it from its instant on', async () => {
  const { sku } = pieces.typed
  const before = await asked(sku)
  await prices.findPrices(sku)
  const spent = await prices.hand.effortOf(() => prices.typePrice(sku, '149,90'))
  expect(spent).toEqual({ taps: 1, scans: 0 })
  expect(await violationsOn(prices.page)).toEqual([])
  const { at, field } = soon()
  await prices.publishEdits('nowy sezon', field)
  await expect.poll(() => planned(sku)).toMatchObject({ at, price: { minor: 14_990 } })
  expect(await asked(sku)).toBe(before)

  await prices.openTab('Wersje')
  await prices.rowOf('nowy sezon').getByText('Czeka').waitFor()
  expect(await violationsOn(prices.page)).toEqual([])
  await prices.openTab('Kalendarz')
  await prices.hand.tap(prices.page.getByRole('link', { name: /^nowy sezon \(1 artykuł\) · wszędzie/ }))
  await prices.page.getByRole('heading', { level: 1, name: /^nowy sezon/ }).waitFor()
  world.turnClock(AHEAD_MS + MINUTE_MS)
  expect(await asked(sku)).toBe(14_990)
})

test('a list of the web shop and an exception in it: its reason stands beside the price, in the words that were shown before', async () => {
  const { sku, size } = pieces.listed
  await prices.makeList('Internet', 'Web', 'Sklep internetowy')
  expect(await violationsOn(prices.page)).toEqual([])
  await prices.hand.tap(
    prices.page.getByRole('complementary').getByRole('button', { name: 'Ceny', exact: true }),
  )
  await prices.addPrice(sku, '120,00')
  await prices.publishEdits('start cennika')
  await expect.poll(() => asked(sku)).toBe(12_000)

  const reason = { pl: 'W internecie 5 % taniej', en: '5 % less on the web' }
  const read = await prices.draftException({ ...reason, percent: '-5', channel: 'Sklep internetowy', sku })
  expect(read).toContain(reason.pl)
  expect(read).toContain(reason.en)
  expect(await violationsOn(prices.page)).toEqual([])
  await prices.publishException()
  await prices.rowOf(reason.pl).getByText('Działa').waitFor()
  await expect.poll(() => asked(sku)).toBe(11_400)

  for (const [locale, words, amount] of [
    ['pl-PL', reason.pl, /114,00/],
    ['en-GB', reason.en, /114\.00/],
  ] as const) {
    const { page, hand } = openShop(await newPerson({ locale }))
    // The page is read from memory, which hears of new prices a moment later.
    await expect
      .poll(async () => {
        await page.goto(`/p/${SHIRT}`)
        await hand.choose(new RegExp(`^${size}(,|$)`))
        return page.getByRole('article').innerText()
      })
      .toContain(words)
    expect(await page.getByRole('article').innerText()).toMatch(amount)
  }

  await prices.withdrawException(reason.pl, 'koniec programu')
  await expect.poll(() => asked(sku)).toBe(12_000)
})

test('many prices: what would happen is counted first, then planned, and taken back before its moment', async () => {
  const { sku } = pieces.bulk
  const before = await asked(sku)
  const { at, field } = soon()
  await prices.previewBulk(sku, '-10', 'wyprzedaż na próbę', field)
  expect(await violationsOn(prices.page)).toEqual([])
  expect(await planned(sku)).toBeNull()
  await prices.publishBulk()
  await expect.poll(async () => (await planned(sku))?.at).toBe(at)
  await prices.cancelPlanned('wyprzedaż na próbę')
  await expect.poll(() => planned(sku)).toBeNull()
  world.turnClock(AHEAD_MS + MINUTE_MS)
  expect(await asked(sku)).toBe(before)
})

test('a file with a wrong row changes nothing and names the row; put right, it is looked at and published', async () => {
  const { sku } = pieces.filed
  const before = await asked(sku)
  const heading = 'sku;list;price'
  await prices.checkFile([heading, `${sku};standard;99,00`, 'NIE-MA;standard;10,00'], 'nowe ceny z pliku')
  expect(await prices.csvErrors()).toEqual(['3 sku'])
  await prices.rowOf('Nie ma takiego SKU: NIE-MA').waitFor()
  expect(await violationsOn(prices.page)).toEqual([])
  const changes = await world.query<{ state: string; rows: number }>(
    `select c.state, (select count(*)::int from pricing.version v where v.change_id = c.id and v.number is not null) as rows
       from pricing.change c where c.note = $1`,
    ['nowe ceny z pliku'],
  )
  expect(changes).toEqual([{ state: 'discarded', rows: 0 }])
  expect(await asked(sku)).toBe(before)

  await prices.checkFile([heading, `${sku};standard;99,00`], 'dobre ceny z pliku')
  await prices.publishChange('dobre ceny z pliku')
  expect(await violationsOn(prices.page)).toEqual([])
  await expect.poll(() => asked(sku)).toBe(9_900)
  await prices.checkFile([heading, `${sku};standard;99,00`], 'jeszcze raz to samo')
  await prices.page.getByText('Taka cena już obowiązuje.').waitFor()
})

test('a rule follows a competitor in the shadow, then live: one price is approved and traced to its inputs, one is turned down', async () => {
  const { taken, left } = pieces
  const before = await asked(taken.sku)
  const heading = 'sku;competitor;price'
  await prices.importCompetitors([heading, `${taken.sku};Sklep Obok;tanio`, `${left.sku};Sklep Obok;1`])
  expect(await prices.csvErrors()).toEqual(['2 price'])
  expect(await violationsOn(prices.page)).toEqual([])
  const theirs = ((before * 0.95) / 100).toFixed(2)
  await prices.importCompetitors([
    heading,
    `${taken.sku};Sklep Obok;${theirs}`,
    `${left.sku};Sklep Obok;${theirs}`,
  ])
  await prices.page.getByText('Wczytano 2 ceny').waitFor()

  await prices.makeCompetitorRule('Jak obok', [taken.sku, left.sku], '0')
  expect(await violationsOn(prices.page)).toEqual([])
  await prices.runRules()
  await prices.openProposals('W cieniu')
  await prices.rowOf(taken.sku).waitFor()
  expect(await prices.rowOf(taken.sku).getByRole('checkbox').count(), 'nobody decides in the shadow').toBe(0)
  expect(await violationsOn(prices.page)).toEqual([])

  await prices.letOut('Jak obok')
  await prices.runRules()
  await prices.openProposals()
  await prices.hand.tap(prices.rowOf(taken.sku))
  const peek = prices.page.getByRole('complementary', { name: 'Skąd ta cena' })
  await peek.getByText(/^Sklep Obok:/).waitFor()
  expect(await violationsOn(prices.page)).toEqual([])
  await prices.chooseProposal(left.sku)
  await prices.reject('nie ścigamy się o ten rozmiar')
  await prices.rowOf(left.sku).waitFor({ state: 'detached' })
  await prices.chooseProposal(taken.sku)
  await prices.approve()
  await expect.poll(() => asked(taken.sku)).toBe(Math.floor(before * 0.95))
  expect(await asked(left.sku)).toBe(before)

  await prices.findPrices(taken.sku)
  await prices.hand.tap(prices.page.getByRole('link', { name: taken.sku, exact: true }))
  const trace = prices.page.getByRole('table', { name: 'Skąd te ceny' })
  await trace.waitFor()
  expect(await violationsOn(prices.page)).toEqual([])
  await prices.hand.tap(trace.getByRole('link', { name: 'z propozycji' }))
  await peek.getByText(/^Sklep Obok:/).waitFor()
  await peek.getByText('Jak obok').waitFor()
})

test('a label is scanned, hung and drawn; one that does not answer says so, is set again, and is taken down', async () => {
  const { sku, gtin } = pieces.listed
  const label = 'ESL-OFFICE-1'
  const drawn = () => world.labels.label(label)
  const row = prices.rowOf(label)
  await prices.hangLabel(label, gtin, sku, 'Śródmieście')
  await row.getByText('Pokazuje cenę').waitFor()
  expect(drawn()).toMatchObject({ gtin, reasons: [] })
  await prices.hand.tap(row)
  const peek = prices.labelPeek(label)
  await peek.getByRole('figure', { name: 'Ostatnio pokazała' }).getByText(gtin).waitFor()
  expect(await violationsOn(prices.page)).toEqual([])

  world.labels.faults({ deadDevices: [label] })
  const before = drawn()?.refreshes ?? 0
  await prices.hand.tap(peek.getByRole('button', { name: 'Ustaw jeszcze raz' }))
  await row.getByText(/^Nie odpowiada \(/).waitFor()
  await peek.getByText(/^Bramka jej nie dosięgła/).waitFor()
  expect(await violationsOn(prices.page)).toEqual([])
  expect(drawn()?.refreshes).toBe(before)
  world.labels.faults({})
  await prices.hand.tap(peek.getByRole('button', { name: 'Ustaw jeszcze raz' }))
  await row.getByText('Pokazuje cenę').waitFor()

  await prices.takeLabelDown(label)
  await row.waitFor({ state: 'detached' })
  const left = must(await world.call('GET', `/v1/prices/labels?q=${label}`, { as: manager }), 200).body
  expect(left.items).toEqual([])
})

test('nothing was loaded from elsewhere, and no page had an error of its own', () => {
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([])
  const errors = people.flatMap(({ pageErrors }) => pageErrors)
  // Browsers report every refusal: nobody is signed in at first, and two files were wrong on purpose.
  const expected = /status of (401 .*\/v1\/staff\/me|422 .*\/v1\/prices\/(imports\/.*|competitors\/csv))$/
  expect(errors.filter((error) => !expected.test(error))).toEqual([])
})
