import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOfficeFloor, type OfficeFloor } from '../pages/office-floor.ts'
import { openOffice } from '../pages/office.ts'
import { violationsOn } from '../pages/quality.ts'
import type { Credential } from '../world-http.ts'
import { createWorld, type World } from '../world.ts'

/** Where pieces run out, the only place that can give some, and one that tells its bins apart. */
const HERE = 'WAW1'
const THERE = 'KRK1'
const SHELVED = 'GDA1'
const SHIRT = 'koszula-lniana-narew'
/** Facts may take this long on a busy machine; nothing is asserted about their speed. */
const PATIENCE_MS = 60_000

let world: World
let browser: TestBrowser
let person: Person
let floor: OfficeFloor
let manager: Credential
/** The article that runs out, and the one that is carried about: the first of the lists of its place. */
let wanted: string
let carried: string

const nameOf = (code: string): string => {
  const place = world.retailer.locations.find((one) => one.code === code)
  invariant(place, 'the retailer has this place')
  return place.name.replace(/^Osnowa\s+/, '')
}

const receive = async (sku: string, pieces: number) =>
  must(
    await world.call('POST', '/v1/stock/receipts', {
      as: manager,
      body: { locationId: world.place(SHELVED), lines: [{ sku, quantity: pieces }] },
    }),
    201,
  )

const levelOf = async (sku: string, place: string) => {
  const answer = await world.call('GET', `/v1/stock?sku=${sku}&locationId=${world.place(place)}`, {
    as: manager,
  })
  return must(answer, 200).body.items[0]
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  manager = await world.asManager()
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)?.variants[0]
  invariant(shirt, 'the small retailer sells the shirt')
  wanted = shirt.sku
  const listed = await world.call('GET', `/v1/stock?locationId=${world.place(SHELVED)}&limit=1`, {
    as: manager,
  })
  carried = must(listed, 200).body.items[0]?.sku ?? ''
  expect(carried).not.toBe(wanted)
  for (const [place, pieces] of [
    [HERE, 6],
    [THERE, 10],
    ['MAG1', 0],
    [SHELVED, 0],
  ] as const) {
    await world.setStock(wanted, place, pieces)
  }
  await world.setStock(carried, SHELVED, 0)
  const boss = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(boss?.email && boss.password, 'the retailer has a manager')
  person = await browser.person()
  const office = openOffice(person)
  await office.signIn(boss.email, boss.password)
  floor = openOfficeFloor(office)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a shelf runs low: the manager sees the alert, approves what is proposed, and the pieces are kept for it', async () => {
  must(
    await world.call('POST', '/v1/replenishment/rules', {
      as: manager,
      body: {
        kind: 'min_max',
        terms: { min: 2, max: 6 },
        scope: { sku: wanted, locationId: world.place(HERE) },
      },
    }),
    201,
  )
  await world.setStock(wanted, HERE, 1)
  await floor.openAlerts()
  await floor.rowOf(wanted).getByText('Niski stan').waitFor({ timeout: PATIENCE_MS })
  expect(await violationsOn(floor.page)).toEqual([])
  await floor.acknowledge(wanted)

  await floor.openProposals()
  await floor.rowOf(wanted).getByText(nameOf(THERE), { exact: true }).waitFor({ timeout: PATIENCE_MS })
  expect(await violationsOn(floor.page)).toEqual([])
  await floor.approveProposal(wanted)
  await floor.openWork('Przesunięcia')
  await floor.rowOf(nameOf(THERE)).getByText('Do wysłania').waitFor()
  expect(await levelOf(wanted, THERE)).toMatchObject({ onHand: 10, reserved: 5, available: 5 })
})

test('why is it not available? the panel names the transfer that holds the pieces, and leads to it', async () => {
  const panel = await floor.askWhy(wanted, nameOf(THERE))
  const held = panel.getByRole('listitem').filter({ hasText: /Przesunięcie T\d+/ })
  await held.getByText('5', { exact: true }).waitFor()
  await panel.getByText('bez lokacji').waitFor()
  expect(await violationsOn(floor.page)).toEqual([])
  await floor.hand.tap(held.getByRole('link'))
  await floor.page.getByRole('heading', { level: 1, name: /T\d+/ }).waitFor()
})

test('a delivery is put away, the next one is suggested the same bin, and the panel says where the pieces lie', async () => {
  for (const [code, kind] of [
    ['A1', 'shelf'],
    ['R1', 'receiving'],
  ] as const) {
    const door = `/v1/stock/places/${world.place(SHELVED)}/bins/${code}` as const
    must(await world.call('PUT', door, { as: manager, body: { kind } }), 200)
  }
  await receive(carried, 5)
  await floor.openWork('Do rozłożenia', nameOf(SHELVED))
  await floor.rowOf(carried).getByText('R1').waitFor()
  expect(await violationsOn(floor.page)).toEqual([])
  await floor.putAway(carried, 'A1')
  await floor.rowOf(carried).waitFor({ state: 'detached' })

  await receive(carried, 2)
  await floor.openWork('Do rozłożenia', nameOf(SHELVED))
  await floor.rowOf(carried).getByText('A1').waitFor()
  await floor.putAllAway()
  await floor.rowOf(carried).waitFor({ state: 'detached' })

  const panel = await floor.askWhy(carried, nameOf(SHELVED))
  await panel.getByRole('listitem').filter({ hasText: 'A1' }).getByText('7', { exact: true }).waitFor()
})

test('pieces are set aside with a reason, leave sale, and come back with another', async () => {
  await floor.openWork('Kwarantanna', nameOf(SHELVED))
  await floor.setAside(carried, 3, 'pęknięte szkło')
  await floor.rowOf(carried).getByText('pęknięte szkło').waitFor()
  expect(await violationsOn(floor.page)).toEqual([])
  expect(await levelOf(carried, SHELVED)).toMatchObject({ onHand: 7, available: 4 })
  await floor.releaseAside(carried, 'to tylko karton')
  await floor.rowOf(carried).waitFor({ state: 'detached' })
  expect(await levelOf(carried, SHELVED)).toMatchObject({ onHand: 7, available: 7 })
})

test('the manager says how much assistants may adjust, and beyond it they ask', async () => {
  await floor.openWork('Limity korekt')
  await floor.limit('Sprzedawca', 2, 3)
  await floor.rowOf('Sprzedawca').waitFor()
  expect(await violationsOn(floor.page)).toEqual([])
  const assistant = await world.assistantAt(HERE)
  const adjusted = async (quantity: number) =>
    must(
      await world.call('POST', '/v1/stock/adjustments', {
        as: assistant,
        body: { locationId: world.place(HERE), reason: 'found', lines: [{ sku: wanted, quantity }] },
      }),
      201,
    ).body.state
  expect([await adjusted(2), await adjusted(3)]).toEqual(['posted', 'requested'])
})

test('nothing was loaded from elsewhere, and no page had an error of its own', () => {
  expect(person.foreignRequests).toEqual([])
  // Browsers report that nobody is signed in at first.
  expect(person.pageErrors.filter((error) => !/status of 401 .*\/v1\/staff\/me$/.test(error))).toEqual([])
})
