import { readFile } from 'node:fs/promises'
import { DAY_MS, invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOfficePromotions, type OfficePromotions } from '../pages/office-promotions.ts'
import { openOffice } from '../pages/office.ts'
import { violationsOn } from '../pages/quality.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { promote } from '../world-offers.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const TILL = 'Kasa z ulotkami'
const SHIRT = 'koszula-lniana-narew'
const LEAFLET = 'Ulotka z gazetki'
const OFF_MINOR = 15_00
const USED_HERE = 'Na tej kasie ten kod został już wykorzystany.'
const NOT_FOR_HERE = 'Bez sieci działają tylko kody odłożone wcześniej dla tej kasy.'

let world: World
let browser: TestBrowser
let person: Person
let till: StoreApp
let office: OfficePromotions
let shirt: { readonly sku: string; readonly gtin: string; readonly minor: number }

const zloty = (minor: number): RegExp =>
  new RegExp(`${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`)
const shows = (minor: number) =>
  till.page.locator('footer').filter({ hasText: 'Razem' }).getByText(zloty(minor)).first().waitFor()

/** The leases of unique codes that the till keeps for when there is no network, as they lie on the device. */
const keptLeases = (): Promise<{ id: string; digests: string[] }[] | undefined> =>
  till.page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('splot-store')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('value').objectStore('value').get('rules')
          reading.addEventListener('success', () => {
            opening.result.close()
            resolve(reading.result?.value.codeLeases)
          })
        })
      }),
  )

/** A till asks what is new as soon as its network comes back. */
async function comeBack(): Promise<void> {
  await person.context.setOffline(true)
  await person.context.setOffline(false)
}
/** Longer than a till waits before it asks by itself. */
const ASKED_AGAIN_MS = 150_000
/** Waits until the till knows so many codes by their digests. */
const knowsCodes = (count: number) =>
  expect
    .poll(async () => (await keptLeases())?.flatMap(({ digests }) => digests).length, {
      timeout: ASKED_AGAIN_MS,
    })
    .toBe(count)

/** Types a code in the panel of codes, which is opened unless it is. */
async function typeCode(code: string): Promise<void> {
  const field = till.page.getByRole('textbox', { name: 'Kod', exact: true })
  if ((await field.count()) === 0)
    await till.hand.tap(till.page.getByRole('button', { name: 'Kod', exact: true }))
  await field.fill(code)
  await till.hand.tap(till.page.getByRole('button', { name: 'Dodaj', exact: true }))
}
/** Takes the exact amount while nobody answers: the customer has her change and goes. */
async function takeCash(): Promise<void> {
  await till.hand.tap(till.page.getByRole('button', { name: 'Wróć do koszyka' }))
  await till.hand.tap(till.page.getByRole('button', { name: 'Gotówka' }))
  await till.hand.tap(till.page.getByRole('region', { name: 'Podpowiadane kwoty' }).getByText('Odliczone'))
  await till.page.getByRole('heading', { name: 'Zapłacone' }).waitFor()
}

/** What this store has sold over the counter, the cheapest first: a till tells several sales at once. Minor units. */
const sold = async (): Promise<number[]> =>
  (
    await world.query<{ minor: number }>(
      `select gross_minor::int as minor from orders.order where channel_code = 'store' order by gross_minor`,
    )
  ).map(({ minor }) => minor)
const flagged = () => world.query(`select order_id from incidents.flagged_sale`)
/** How often each code of a coupon was spent, and by a sale of which amount. */
const uses = (couponId: string) =>
  world.query<{ minor: number }>(
    `select o.gross_minor::int as minor from promotions.redemption r join orders.order o on o.id = r.order_id
      where r.coupon_id = $1 and r.state = 'committed'`,
    [couponId],
  )

let asked = 0
/** Why a code is not good on the web; null when it is. Asked from another address each time, because wrong codes are counted. */
const whyNotOnTheWeb = async (code: string): Promise<string | null> => {
  asked += 1
  const body = { code, lines: [{ sku: shirt.sku, quantity: 1 }] }
  const answer = await world.call('POST', '/v1/coupons/validate', { body, from: `198.18.7.${asked}` })
  return must(answer, 200).body.reason
}

/** A coupon of unique codes for the leaflet's promotion, with so many of them. */
async function printLeaflets(count: number): Promise<{ couponId: string; batchId: string; codes: string[] }> {
  const as = await world.asManager()
  const { items } = must(await world.call('GET', '/v1/promotions', { as }), 200).body
  const promotion = items.find(({ content }) => content.name === LEAFLET)
  invariant(promotion, 'it was published at the beginning')
  const body = { promotionId: promotion.id, name: 'Ulotki bez sieci' }
  const couponId = must(await world.call('POST', '/v1/coupons', { as, body }), 201).body.id
  const ordered = await world.call('POST', '/v1/coupon-batches', {
    as: { ...as, 'idempotency-key': newId() },
    body: { couponId, codes: count },
  })
  const batchId = must(ordered, 202).body.id
  const path = `/v1/coupon-batches/${batchId}` as '/v1/coupon-batches/x'
  await expect.poll(async () => must(await world.call('GET', path, { as }), 200).body.made).toBe(count)
  const asking = await world.call('POST', `${path}/downloads` as '/v1/coupon-batches/x/downloads', { as })
  const file = await fetch(new URL(must(asking, 201).body.path, world.url), { headers: as })
  return { couponId, batchId, codes: codesIn(await file.text()) }
}
/** The codes of a downloaded file, in its order. */
const codesIn = (file: string): string[] => file.trimEnd().split('\r\n').slice(1)

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const variant = world.retailer.products.find(({ handle }) => handle === SHIRT)?.variants[0]
  invariant(variant, 'the small retailer sells the shirt')
  await world.setStock(variant.sku, HERE, 50)
  const { price } = must(await world.call('GET', `/v1/prices/${variant.sku}` as '/v1/prices/x'), 200).body
  shirt = { sku: variant.sku, gtin: variant.gtin, minor: price.minor }
  await promote(world, {
    name: LEAFLET,
    audience: 'code',
    action: { kind: 'basket_amount', minor: OFF_MINOR },
  })
  const device = must(
    await world.call('POST', '/v1/devices/enrolment-codes', {
      as: await world.asManager(),
      body: { locationId: world.place(HERE), name: TILL, kind: 'till' },
    }),
    201,
  ).body
  person = await browser.person()
  till = openStoreApp(person)
  await till.enrol(device.code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
  await till.openTill()
  const boss = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(boss?.email && boss.password, 'the retailer has a manager')
  const opened = openOffice(await browser.person())
  await opened.signIn(boss.email, boss.password)
  office = openOfficePromotions(opened)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a leaflet counts once at a till without a network, whenever it was typed, and is recorded once when the network is back', async () => {
  const as = await world.asManager()
  const { couponId, batchId, codes } = await printLeaflets(2)
  const [one = '', two = ''] = codes
  const [device] = await world.query<{ id: string }>(`select id from staff.device where name = $1`, [TILL])
  invariant(device, 'the till is enrolled')
  const until = new Date(Date.now() + DAY_MS).toISOString()
  const leases = `/v1/coupons/${couponId}/leases` as '/v1/coupons/x/leases'
  const body = { leaseId: newId(), deviceId: device.id, batchId, uses: 2, until }
  must(await world.call('POST', leases, { as, body }), 201)
  await comeBack()
  await knowsCodes(2)

  // The first is typed while there is a network, which goes before she pays.
  const off = shirt.minor - OFF_MINOR
  await till.scanForSale([shirt.gtin])
  await typeCode(one)
  await shows(off)
  await person.context.setOffline(true)
  await takeCash()
  await till.scanForSale([shirt.gtin])
  // Its bar code does what typing it does.
  await till.hand.scan(one)
  await till.page.getByText(USED_HERE).waitFor()
  await shows(shirt.minor)
  // The second is typed without one, twice for the same sale, with a letter O for the digit.
  await typeCode(two)
  await shows(off)
  await typeCode(two.toLowerCase().replaceAll('0', 'o'))
  await shows(off)
  expect(await till.page.getByRole('button', { name: 'Usuń', exact: true }).count()).toBe(1)
  await takeCash()
  await till.scanForSale([shirt.gtin])
  await typeCode(two)
  await till.page.getByText(USED_HERE).waitFor()
  await takeCash()
  expect(await sold()).toEqual([])

  await person.context.setOffline(false)
  await expect.poll(sold).toEqual([off, off, shirt.minor])
  expect(await uses(couponId)).toEqual([{ minor: off }, { minor: off }])
  const { items } = must(await world.call('GET', leases, { as }), 200).body
  expect(items).toMatchObject([{ uses: 2, spent: 2 }])
  expect(await flagged()).toEqual([])
  for (const code of codes) expect(await whyNotOnTheWeb(code)).toBe('used_up')
})

test('the office makes codes and sets some aside for the till, which takes them; it sees how many are left, and takes those back', async () => {
  const before = await sold()
  await office.makeCoupon({ promotion: LEAFLET, name: 'Ulotki do rozdania' })
  await office.orderCodes('5')
  const file = await office.downloadCodes()
  const [spent = '', left = '', , free = ''] = codesIn(await readFile(await file.path(), 'utf8'))
  await office.leaseCodes(TILL, '3')
  await office.peek.getByText(/wykorzystano 0 z 3/).waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  expect(await whyNotOnTheWeb(left)).toBe('set_aside')
  expect(await whyNotOnTheWeb(free)).toBeNull()

  await comeBack()
  await knowsCodes(3)
  await till.scanForSale([shirt.gtin])
  await person.context.setOffline(true)
  await typeCode(free)
  await till.page.getByText(NOT_FOR_HERE).waitFor()
  await typeCode(spent)
  await shows(shirt.minor - OFF_MINOR)
  await takeCash()
  await person.context.setOffline(false)
  await expect.poll(sold).toEqual([shirt.minor - OFF_MINOR, ...before])

  await office.page.reload()
  await office.peek.getByText(/wykorzystano 1 z 3/).waitFor()
  await office.endLease(TILL)
  await office.peek.getByText(/wykorzystano 1 z 3 · rozliczone/).waitFor()
  expect(await whyNotOnTheWeb(spent)).toBe('used_up')
  expect(await whyNotOnTheWeb(left)).toBeNull()
  await comeBack()
  await knowsCodes(0)
  await till.scanForSale([shirt.gtin])
  await person.context.setOffline(true)
  await typeCode(left)
  await till.page.getByText(NOT_FOR_HERE).waitFor()
  await person.context.setOffline(false)
  expect(await flagged()).toEqual([])
})
