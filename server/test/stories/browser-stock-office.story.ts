import { invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOfficeStock, type OfficeStock } from '../pages/office-stock.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { violationsOn } from '../pages/quality.ts'
import { openShop } from '../pages/shop.ts'
import type { Credential } from '../world-http.ts'
import type { Checkout } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

/** Where promises break, and the place that helps out. */
const HERE = 'WAW1'
const THERE = 'KRK1'
const SHIRT = 'koszula-lniana-narew'
/** Mail and live figures may take this long on a busy machine; nothing is asserted about their speed. */
const PATIENCE_MS = 60_000

interface Piece {
  readonly sku: string
  readonly size: string
}

let world: World
let browser: TestBrowser
const people: Person[] = []
let office: Office
let stock: OfficeStock
let manager: Credential
/** One size per story, so that they do not see each other's pieces. */
let pieces: Record<'promised' | 'counted' | 'kept' | 'filed', Piece>

const newPerson = async () => {
  const person = await browser.person()
  people.push(person)
  return person
}

const onHand = async (sku: string, place: string): Promise<number | undefined> => {
  const { body } = must(
    await world.call('GET', `/v1/stock?sku=${sku}&locationId=${world.place(place)}`, { as: manager }),
    200,
  )
  return (body as { items: { onHand: number }[] }).items[0]?.onHand
}

const buyHere = (sku: string): Promise<Checkout> =>
  world.buy({ sku, quantity: 1, fulfilment: { kind: 'pickup', locationId: world.place(HERE) } })

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  manager = await world.asManager()
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  const [promised, counted, kept, filed] = (shirt?.variants ?? []).map(({ sku, options }) => ({
    sku,
    size: options['size'] ?? '',
  }))
  invariant(promised && counted && kept && filed, 'the shirt comes in four sizes')
  pieces = { promised, counted, kept, filed }
  for (const [{ sku }, place, level] of [
    [promised, HERE, 2],
    [promised, THERE, 3],
    [counted, HERE, 8],
    [kept, HERE, 4],
    [filed, HERE, 10],
  ] as const) {
    await world.setStock(sku, place, level)
  }
  const person = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(person?.email && person.password, 'the retailer has a manager')
  office = openOffice(await newPerson())
  await office.signIn(person.email, person.password)
  stock = openOfficeStock(office)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a shelf is empty: the manager sees who goes without and what she will read, and one press sets it right', async () => {
  const { sku } = pieces.promised
  const first = await buyHere(sku)
  const last = await buyHere(sku)
  const assistant = await world.assistantAt(HERE)
  must(
    await world.call('POST', '/v1/incidents', {
      as: assistant,
      key: newId(),
      body: { locationId: world.place(HERE), sku, onShelf: 1 },
    }),
    201,
  )
  await stock.openIncident(sku)
  await stock.cardOf(last.number).waitFor()
  expect(await stock.cardOf(first.number).count(), 'who was promised first has her piece').toBe(0)
  expect(await violationsOn(stock.page)).toEqual([])

  const letter = await stock.letterFor(last.number)
  const spent = await stock.hand.effortOf(() =>
    stock.hand.tap(stock.cardOf(last.number).getByRole('button', { name: /^Przenieś do: / })),
  )
  expect(spent).toEqual({ taps: 1, scans: 0 })
  await stock.page.getByText('Nikt już nie zostaje bez towaru').waitFor()

  const mail = await world.mail.wait(
    ({ subject }) => subject === `Zamówienie ${last.number}: zmiana miejsca`,
    PATIENCE_MS,
  )
  // What was announced on the screen is what she reads.
  const [, subject, lead] = letter.split('\n').filter((line) => line.trim() !== '')
  expect(mail.subject).toBe(subject)
  expect(mail.text.replaceAll(/\s+/g, ' ')).toContain(lead)
})

test('a count that differs waits for the manager; her approval books it', async () => {
  const { sku } = pieces.counted
  const assistant = await world.assistantAt(HERE)
  const started = must(
    await world.call('POST', '/v1/stock/counts', {
      as: assistant,
      body: {
        commandId: newId(),
        locationId: world.place(HERE),
        scope: { kind: 'skus', values: [sku] },
        recount: 'none',
        approveOver: 0,
      },
    }),
    201,
  ).body
  const path = `/v1/stock/counts/${started.id}` as const
  must(
    await world.call('POST', `${path}/scans`, {
      as: assistant,
      body: { commandId: newId(), lines: [{ code: sku, quantity: 5 }] },
    }),
    201,
  )
  must(await world.call('POST', `${path}/submit`, { as: assistant, body: { commandId: newId() } }), 200)
  await stock.openPaper('Inwentaryzacje', started.number)
  await stock.page.getByRole('row').filter({ hasText: sku }).getByText('−3').waitFor()
  expect(await violationsOn(stock.page)).toEqual([])
  await stock.step('Zatwierdź')
  await stock.page.getByText('Zaksięgowana').first().waitFor()
  expect(await onHand(sku, HERE)).toBe(5)
})

test('a policy is drafted, compared and published, and a page that is open in the shop follows without a reload', async () => {
  const { sku, size } = pieces.kept
  const shop = openShop(await newPerson())
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.chooseSize(size)
  await shop.storeRow(HERE).getByText('4 sztuki').waitFor()

  await stock.draftPolicy('Ekspozycja')
  await stock.keepOnDisplay(sku, 3)
  await stock.hand.tap(stock.page.getByRole('tab', { name: 'Różnice' }))
  await stock.page.getByText('3 sztuki zostają na ekspozycji').waitFor()
  expect(await violationsOn(stock.page)).toEqual([])
  await stock.step('Opublikuj')
  await stock.page.getByText('Wszystkie stany już ją znają').waitFor({ timeout: PATIENCE_MS })
  await shop.storeRow(HERE).getByText('1 sztuka').waitFor({ timeout: PATIENCE_MS })

  await stock.page.goto(`/office/stock/availability?sku=${sku}&at=${world.place(HERE)}&channel=web`)
  const why = stock.page.getByRole('complementary', { name: 'Dlaczego 1?' })
  await why
    .getByRole('row', { name: /Zapas ekspozycyjny/ })
    .getByText(/reguła 1 wersji 1/)
    .waitFor()
  expect(await violationsOn(stock.page)).toEqual([])
})

test('a file with half its rows wrong changes nothing and names every error; put right, it is taken', async () => {
  const { sku } = pieces.filed
  const heading = 'location;sku;quantity;reason;note'
  const good = [`${HERE};${sku};-1;damage;zalane`, `${HERE};${sku};-2;theft;`]
  await stock.pasteAdjustments(
    [heading, good[0], `${HERE};NIE-MA;-1;damage;`, good[1], `${HERE};${sku};-1;kosmos;`].join('\n'),
  )
  expect(await stock.csvErrors()).toEqual(['3 sku', '5 reason'])
  expect(await violationsOn(stock.page)).toEqual([])
  expect(await onHand(sku, HERE)).toBe(10)

  await stock.pasteAdjustments([heading, ...good].join('\n'))
  await stock.page.getByRole('dialog', { name: /^Import CSV/ }).waitFor({ state: 'detached' })
  expect(await onHand(sku, HERE)).toBe(7)
})

test('nothing was loaded from elsewhere, and no page had an error of its own', () => {
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([])
  const errors = people.flatMap(({ pageErrors }) => pageErrors)
  // Browsers report every refusal: nobody is signed in at first, and a file was wrong on purpose.
  const expected = /status of (401 .*\/v1\/staff\/me|422 .*\/v1\/stock\/adjustments\/csv)$/
  expect(errors.filter((error) => !expected.test(error))).toEqual([])
})
