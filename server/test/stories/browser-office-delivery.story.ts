import { addDays, invariant, wallClock } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { violationsOn } from '../pages/quality.ts'
import type { Credential } from '../world-http.ts'
import { createWorld, type World } from '../world.ts'

const ZONE = 'Europe/Warsaw'

let world: World
let browser: TestBrowser
let person: Person
let office: Office
let manager: Credential

const rowOf = (text: string) => office.page.getByRole('row').filter({ hasText: text })
const dialog = (name: string) => office.page.getByRole('dialog', { name })
/** Presses a button of an open dialog and waits until that is done and gone. */
const finish = async (name: string, press: string) => {
  await office.hand.tap(dialog(name).getByRole('button', { name: press, exact: true }))
  await dialog(name).waitFor({ state: 'detached' })
}
const chooseCountry = async (within: string, country: string) => {
  await dialog(within).getByRole('combobox', { name: 'Kraj' }).fill(country)
  await office.hand.tap(office.page.getByRole('option', { name: country }))
}
const ADD = 'Dodaj kraj lub sposób'
/** The row of a way to Austria. */
const wayRow = (name: string) =>
  office.page
    .getByRole('table', { name: 'Kraje i sposoby wysyłki' })
    .getByRole('row')
    .filter({ hasText: 'Austria' })
    .filter({ hasText: name })
const addWay = async (country: string, pl: string, en: string, price: string, days = '') => {
  await office.hand.tap(office.page.getByRole('button', { name: ADD, exact: true }))
  await chooseCountry(ADD, country)
  const field = (name: string) => dialog(ADD).getByRole('textbox', { name })
  await field('Nazwa po polsku').fill(pl)
  await field('Nazwa po angielsku').fill(en)
  await field('Cena dostawy').fill(price)
  await field('Dni robocze w drodze').fill(days)
  expect(await violationsOn(office.page)).toEqual([])
  await finish(ADD, 'Zapisz')
}
const endWay = async (country: string, name: string) => {
  await office.hand.tap(office.page.getByRole('button', { name: `Zakończ: ${country}, ${name}` }))
  const sure = office.page.getByRole('alertdialog', { name: `Zakończyć wysyłkę: ${country}, ${name}?` })
  await office.hand.tap(sure.getByRole('button', { name: 'Zakończ', exact: true }))
  await wayRow(name).waitFor({ state: 'detached' })
}
/** A day as it is written in Polish: 22.11.2026. */
const written = (day: string) => day.split('-').toReversed().join('.')

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  manager = await world.asManager()
  const known = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(known?.email && known.password, 'the retailer has a manager')
  person = await browser.person()
  office = openOffice(person)
  await office.signIn(known.email, known.password)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a country is added, made dearer and ended, and its VAT is settled for a coming day', async () => {
  const served = async () =>
    must(await world.call('GET', '/v1/delivery/countries?currency=PLN'), 200).body.items.find(
      ({ country }: { country: string }) => country === 'AT',
    )
  await office.goTo('VAT i dostawa')
  await addWay('Austria', 'Kurier', 'Courier', '45,50')
  await wayRow('Kurier')
    .getByText(/45,50\szł/)
    .waitFor()
  expect(await served()).toMatchObject({ code: 'standard', price: { minor: 4_550 }, freeFrom: null })

  await office.hand.tap(office.page.getByRole('button', { name: 'Zmień: Austria, Kurier' }))
  await dialog('Austria').getByRole('textbox', { name: 'Za darmo od' }).fill('600')
  await finish('Austria', 'Zapisz')
  await wayRow('Kurier')
    .getByText(/600,00\szł/)
    .waitFor()
  expect(await served()).toMatchObject({ price: { minor: 4_550 }, freeFrom: { minor: 60_000 } })

  const tomorrow = addDays(wallClock(world.platform.clock(), ZONE).date, 1)
  await office.hand.tap(office.page.getByRole('button', { name: 'Dodaj rejestrację' }))
  await chooseCountry('Dodaj rejestrację', 'Austria')
  await dialog('Dodaj rejestrację').getByLabel('Od dnia').fill(tomorrow)
  await finish('Dodaj rejestrację', 'Zapisz')
  const registration = office.page.getByRole('table', { name: 'Rejestracje OSS' }).getByRole('row', {
    name: /^Austria/,
  })
  await registration.getByText('VAT kraju odbioru').waitFor()
  // A day is said as a day, without an hour.
  await registration.getByText(written(tomorrow), { exact: true }).waitFor()
  const { items } = must(await world.call('GET', '/v1/tax/registrations', { as: manager }), 200).body
  expect(items).toContainEqual({ country: 'AT', validFrom: tomorrow, registered: true })

  await office.page.goto('/office/delivery?country=AT')
  const rates = office.page.getByRole('table', { name: 'Stawki VAT: Austria' })
  await rates.getByText('20%').waitFor()
  await rates
    .getByText(/^\d\d\.\d\d\.\d{4}$/)
    .first()
    .waitFor()
  expect(await violationsOn(office.page)).toEqual([])

  await endWay('Austria', 'Kurier')
  expect(await served()).toBeUndefined()
})

test('a country has several ways: each is added, changed and ended by itself', async () => {
  const ways = async () =>
    must(await world.call('GET', '/v1/delivery/countries?currency=PLN'), 200).body.items.find(
      ({ country }: { country: string }) => country === 'AT',
    )?.ways
  await office.page.goto('/office/delivery')
  await addWay('Austria', 'Kurier', 'Courier', '45,50', '4')
  await wayRow('Kurier').getByText('4 dni robocze').waitFor()
  await addWay('Austria', 'Ekspres', 'Express', '79', '1')
  await wayRow('Ekspres').getByText('1 dzień roboczy').waitFor()
  await wayRow('Ekspres').getByText('Express', { exact: true }).waitFor()
  await wayRow('Kurier').waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  const courier = {
    code: 'standard',
    name: { pl: 'Kurier', en: 'Courier' },
    price: { minor: 4_550 },
    days: 4,
  }
  const express = {
    code: 'express',
    name: { pl: 'Ekspres', en: 'Express' },
    price: { minor: 7_900 },
    days: 1,
  }
  expect(await ways()).toMatchObject([courier, express])

  // The dearer one is changed, and becomes the cheaper: the standard one stays as it was, and the first.
  await office.hand.tap(office.page.getByRole('button', { name: 'Zmień: Austria, Ekspres' }))
  await dialog('Austria, Ekspres').getByRole('textbox', { name: 'Cena dostawy' }).fill('39,90')
  await dialog('Austria, Ekspres').getByRole('textbox', { name: 'Dni robocze w drodze' }).fill('61')
  await office.hand.tap(dialog('Austria, Ekspres').getByRole('button', { name: 'Zapisz', exact: true }))
  await dialog('Austria, Ekspres').getByText('Wpisz liczbę od 1 do 60 albo nic.').waitFor()
  await dialog('Austria, Ekspres').getByRole('textbox', { name: 'Dni robocze w drodze' }).fill('2')
  await finish('Austria, Ekspres', 'Zapisz')
  await wayRow('Ekspres').getByText('2 dni robocze').waitFor()
  expect(await ways()).toMatchObject([courier, { ...express, price: { minor: 3_990 }, days: 2 }])

  await endWay('Austria', 'Ekspres')
  expect(await ways()).toMatchObject([courier])
  await wayRow('Kurier').waitFor()
  await endWay('Austria', 'Kurier')
  expect(await ways()).toBeUndefined()
})

test('a VAT rate is added for a coming day; what is wrong is said at its field, and a mistyped one is taken back', async () => {
  const { page, hand } = office
  const today = wallClock(world.platform.clock(), ZONE).date
  const day = (ahead: number) => addDays(today, ahead)
  const planned = async () =>
    must(await world.call('GET', '/v1/tax/rates?country=SK', { as: manager }), 200).body.planned
  await page.goto('/office/delivery?country=SK')
  const fill = async (rate: string, from: string) => {
    await dialog('Dodaj stawkę').getByRole('textbox', { name: 'Stawka' }).fill(rate)
    await dialog('Dodaj stawkę').getByLabel('Od dnia').fill(from)
  }
  const save = () => hand.tap(dialog('Dodaj stawkę').getByRole('button', { name: 'Zapisz', exact: true }))
  await hand.tap(page.getByRole('button', { name: 'Dodaj stawkę', exact: true }))
  await fill('230', day(0))
  await save()
  await dialog('Dodaj stawkę').getByText('Wpisz stawkę od 0 do 100, np. 8 albo 5,5.').waitFor()
  await dialog('Dodaj stawkę').getByText('Ten dzień już jest. Wybierz jutro albo później.').waitFor()
  expect(await planned()).toEqual([])
  expect(await violationsOn(page)).toEqual([])
  await fill('91', day(3))
  await finish('Dodaj stawkę', 'Zapisz')
  const table = page.getByRole('table', { name: 'Zaczną obowiązywać: Słowacja' })
  await table.getByText('91%').waitFor()
  expect(await violationsOn(page)).toEqual([])

  // The day has a rate: only the API knows that, and it is said at the day.
  await hand.tap(page.getByRole('button', { name: 'Dodaj stawkę', exact: true }))
  await fill('19', day(3))
  await save()
  await dialog('Dodaj stawkę')
    .getByText(/^Ta klasa ma już stawkę od tego dnia/)
    .waitFor()
  await hand.tap(dialog('Dodaj stawkę').getByRole('button', { name: 'Anuluj', exact: true }))
  await hand.tap(table.getByRole('button', { name: /^Odwołaj: A/ }))
  await hand.tap(page.getByRole('alertdialog').getByRole('button', { name: 'Odwołaj', exact: true }))
  await table.waitFor({ state: 'detached' })
  await hand.tap(page.getByRole('button', { name: 'Dodaj stawkę', exact: true }))
  await fill('19', day(3))
  await finish('Dodaj stawkę', 'Zapisz')
  await table.getByText('19%').waitFor()
  expect(await planned()).toEqual([{ country: 'SK', letter: 'A', validFrom: day(3), ppm: 190_000 }])
})

test('what an article costs is written down by hand and by a file, and stays in its history', async () => {
  const [sku, other] = world.retailer.products.flatMap(({ variants }) => variants.map((one) => one.sku))
  invariant(sku && other, 'the retailer sells two articles')
  const cost = async (of: string) =>
    must(await world.call('GET', `/v1/prices/${of}/costs`, { as: manager }), 200).body.items[0]?.netMinor
  await office.page.goto(`/office/prices/articles/${sku}`)
  await office.page.getByRole('textbox', { name: 'Nowy koszt' }).fill('41,37')
  await office.hand.tap(office.page.getByRole('button', { name: 'Zapisz koszt' }))
  await office.page.getByRole('table', { name: 'Koszt' }).getByText(/41,37/).waitFor()
  expect(await cost(sku)).toBe(4_137)
  expect(await violationsOn(office.page)).toEqual([])

  await office.page.goto('/office/prices/import')
  const file = (...rows: string[]) => ({
    name: 'koszty.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\n')),
  })
  const take = async (...rows: string[]) => {
    const panel = office.page.locator('section').filter({ hasText: 'Koszty z pliku' })
    await panel.locator('input[type=file]').setInputFiles(file('sku;cost', ...rows))
    await office.hand.tap(panel.getByRole('button', { name: 'Wczytaj koszty' }))
  }
  await take(`${other};12,34`, 'NIE-MA;1,00')
  await rowOf('NIE-MA').waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  await take(`${other};12,34`)
  await office.page.getByText('Wczytano 1 koszt').first().waitFor()
  expect(await cost(other)).toBe(1_234)
})

test('a product is said to spoil soon, and what its pack holds', async () => {
  const [product] = world.retailer.products
  const sku = product?.variants[0]?.sku
  invariant(product && sku, 'the retailer sells a product')
  await office.page.goto(`/office/products/${product.handle}?sku=${sku}`)
  await office.page.getByText('Szybko się psuje', { exact: true }).click()
  await office.page.getByText('Zapisano', { exact: true }).first().waitFor()
  await office.page.getByRole('textbox', { name: 'Zawartość opakowania' }).fill('0,75')
  await office.hand.tap(office.page.getByRole('button', { name: 'Zapisz zawartość' }))
  await office.page.getByText('Zapisano zawartość').first().waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  await expect
    .poll(async () => must(await world.call('GET', `/v1/variants/${sku}`), 200).body)
    .toMatchObject({ perishable: true, netContent: { amount: 0.75, unit: 'g' } })
})
