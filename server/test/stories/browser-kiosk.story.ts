import { DAY_MS, invariant, MINUTE_MS, newId, type Sku } from '@splot/kernel'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { presentPrices } from '#flows/present-prices'
import { importPrices, openPriceList, showLabelsJob } from '#modules/pricing'
import { systemActor } from '#platform/context'
import { handedOverAddress } from '../../../apps/shop/src/memory/handed-over.ts'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openKiosk, type Kiosk } from '../pages/kiosk.ts'
import { showsQrOf } from '../pages/qr.ts'
import { violationsOn } from '../pages/quality.ts'
import { openShop, type Shop } from '../pages/shop.ts'
import { openStoreApp } from '../pages/store.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const THERE = 'KRK1'
const SHIRT = 'koszula-lniana-narew'
const LABEL = 'ESL-WAW1-KIOSK'
const LOWEST = 'Najniższa cena z 30 dni przed obniżką'
/** How long a kiosk waits before it asks, and before it wipes; a little more. */
const QUIET_MS = 61_000
const ASKED_MS = 21_000
/** How far ahead a price is published. */
const AHEAD_MS = 5 * MINUTE_MS
/** A kiosk stands upright. */
const UPRIGHT = { width: 1080, height: 1920 } as const

let world: World
let browser: TestBrowser
let kiosk: Kiosk
let shop: Shop
let labels: Page
const people: Person[] = []
let article: { name: string; sku: Sku; gtin: string; size: string; regular: number }

const newPerson = async (options?: Parameters<TestBrowser['person']>[0]): Promise<Person> => {
  const person = await browser.person(options)
  people.push(person)
  return person
}
const newCode = async () => {
  const body = { locationId: world.place(HERE), name: 'Kiosk przy wejściu', kind: 'kiosk' }
  const as = await world.asManager()
  return must(await world.call('POST', '/v1/devices/enrolment-codes', { as, body }), 201).body.code
}
const zloty = (minor: number) => `${(minor / 100).toFixed(2).replace('.', ',')} zł`
/** Publishes a price from an instant on, in every channel; `until` makes it one that passes, which is a reduction. */
const publish = (grossMinor: number, from: Date, until: Date | null = null) =>
  world.platform.write(systemActor('story'), async (ctx) => {
    const list = await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null })
    await importPrices(ctx, list, [{ sku: article.sku, grossMinor, taxRate: 'A' }], from, until)
  })
/** What the worker does at an instant of the machine's clock, by the clock of the world; done until it shows. */
const present = async () => {
  await presentPrices(world.platform)
  await showLabelsJob.run(world.platform, {})
}
/** What a surface says of a price that is reduced: everything in the one component, in one line; empty: none is. */
const priceOn = async (page: Page): Promise<string> => {
  const [said = ''] = await page.getByText(LOWEST).locator('xpath=..').allTextContents()
  return said.replace(/\s+/g, ' ')
}
/** Kiosk and labels follow by themselves. */
const untilTheySay = async (price: string): Promise<void> => {
  for (const page of [kiosk.page, labels]) {
    await expect
      .poll(async () => {
        await present()
        return priceOn(page)
      }, POLL)
      .toContain(price)
  }
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  const variant = shirt?.variants[0]
  invariant(shirt && variant, 'the small retailer sells the shirt')
  article = {
    name: shirt.text.pl.name,
    // The demo's SKUs were checked when the range was imported.
    sku: variant.sku as Sku,
    gtin: variant.gtin,
    size: variant.options['size'] ?? '',
    regular: variant.priceMinor,
  }
  await world.setStock(variant.sku, HERE, 3)
  await world.setStock(variant.sku, THERE, 2)
  const now = world.platform.clock().getTime()
  await publish(9_900, new Date(now - 2 * DAY_MS), new Date(now + 10 * DAY_MS))
  const hung = await world.call('PUT', `/v1/prices/labels/${LABEL}`, {
    as: await world.asManager(),
    body: { sku: article.sku, channelId: await channelId('store'), locationId: world.place(HERE) },
  })
  must(hung, 200)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const channelId = async (code: string): Promise<string> => {
  const as = await world.asManager()
  const { items } = must(await world.call('GET', '/v1/channels', { as }), 200).body
  const found = items.find((channel) => channel.code === code)
  invariant(found, `there is a channel ${code}`)
  return found.id
}

test('a tag that is scanned at an enrolled kiosk shows the price, and beside it what shop and label show', async () => {
  kiosk = openKiosk(await newPerson(UPRIGHT))
  await kiosk.enrol(await newCode())
  await present()
  await expect.poll(async () => (await variantAs()).lowestPrice?.minor, POLL).toBe(article.regular)
  await kiosk.scan(article.gtin)
  await kiosk.page.getByRole('heading', { level: 1, name: article.name }).waitFor()
  await kiosk.page.getByText(LOWEST).waitFor()
  const shown = await priceOn(kiosk.page)
  for (const part of [zloty(9_900), zloty(article.regular), `${LOWEST}: ${zloty(article.regular)}`])
    expect(shown).toContain(part)
  expect(await kiosk.page.getByTestId('here').innerText()).toBe('3 sztuki')
  await kiosk.page.getByText('2 sztuki').waitFor()

  shop = openShop(await newPerson())
  await shop.page.goto(`/p/${SHIRT}`)
  await shop.chooseSize(article.size)
  labels = (await newPerson()).page
  await labels.goto('/dev/labels')
  await untilTheySay(zloty(9_900))
  expect(await priceOn(shop.page)).toBe(shown)
  expect(await priceOn(labels)).toBe(shown)
  const till = await openTill()
  expect(await priceOn(till.page)).toBe(shown)
  expect(world.labels.label(LABEL)).toMatchObject({
    price: 9_900,
    regular: article.regular,
    omnibusMin: article.regular,
  })
})

/** A till on which somebody has scanned the article. */
const openTill = async () => {
  const body = { locationId: world.place(HERE), name: 'Kasa 1', kind: 'till' }
  const as = await world.asManager()
  const { code } = must(await world.call('POST', '/v1/devices/enrolment-codes', { as, body }), 201).body
  const till = openStoreApp(await newPerson())
  await till.enrol(code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
  await till.openTill()
  await till.scanForSale([article.gtin])
  return till
}

const POLL = { timeout: 30_000 }
const variantAs = async (as?: Readonly<Record<string, string>>) =>
  must(await world.call('GET', `/v1/variants/by-gtin/${article.gtin}`, as && { as }), 200).body

test('a price that was published for later flips kiosk, shop, till and label at its instant, as one version', async () => {
  const at = new Date(world.platform.clock().getTime() + AHEAD_MS)
  await publish(7_900, at, new Date(at.getTime() + 5 * DAY_MS))
  const till = await world.assistantAt(HERE)
  expect((await variantAs(till)).price?.minor).toBe(9_900)
  // Label, till and server know it before, and each flips by itself.
  const next = { price: 7_900, validFrom: at.toISOString() }
  await expect.poll(() => world.labels.label(LABEL), POLL).toMatchObject({ price: 9_900, next })
  const { rows } = must(await world.call('GET', '/v1/prices/snapshot', { as: till }), 200).body
  const planned = rows.find(({ sku, minor }) => sku === article.sku && minor === 7_900)
  expect(planned).toMatchObject({ startsAt: at.getTime() })
  world.turnClock(AHEAD_MS)
  expect(world.labels.label(LABEL)).toMatchObject({ price: 7_900, next: null })
  await present()
  const versions = await Promise.all(
    [undefined, till].map(async (as) => {
      const answer = await world.call('GET', `/v1/prices/${article.sku}`, as && { as })
      return must(answer, 200).body
    }),
  )
  expect(new Set(versions.map(({ price }) => price.minor))).toEqual(new Set([7_900]))
  const version = planned?.version
  for (const { source } of versions) expect(source.version).toBe(version)
  expect(world.labels.label(LABEL)).toMatchObject({ price: 7_900, version })
  await untilTheySay(zloty(7_900))
  await shop.page.reload()
  await shop.chooseSize(article.size)
  expect(await priceOn(kiosk.page)).toBe(await priceOn(shop.page))
  expect(await priceOn(labels)).toBe(await priceOn(shop.page))
})

test('a basket is filled at the kiosk and goes along on a phone; the kiosk forgets it', async () => {
  const started = kiosk.page.waitForResponse(
    (answer) => answer.url().endsWith('/v1/carts') && answer.request().method() === 'POST',
  )
  await kiosk.keepHere()
  const key = (await (await started).json()) as { id: string; token: string }
  await kiosk.openBasket()
  expect(await kiosk.page.getByTestId('total').innerText()).toContain('79,00')
  await kiosk.handOver()
  const address = handedOverAddress(world.url, key)
  expect(await showsQrOf(kiosk.page, address)).toBe(true)
  await kiosk.startOver()
  await kiosk.page.getByRole('button', { name: 'Koszyk pusty' }).waitFor()
  expect(await kiosk.page.evaluate('Object.keys(localStorage).sort().join()')).not.toContain('cart')

  const phone = await newPerson({ width: 390, height: 844 })
  await phone.page.goto(address)
  await phone.page.getByRole('link', { name: article.name }).waitFor()
  await phone.page.getByText('Zarezerwowane do').waitFor()
  expect(new URL(phone.page.url()).hash).toBe('')
})

test('a gift card that is scanned or typed says what it holds to whoever knows its PIN; then the kiosk forgets it', async () => {
  const as = await world.asManager()
  const amount = { minor: 12_345, currency: 'PLN' }
  const issued = await world.call('POST', '/v1/gift-cards', { as, key: newId(), body: { amount } })
  const { number, pin } = must(issued, 201).body
  await kiosk.openCard()
  await kiosk.askBalance('9800', '12')
  await kiosk.page.getByText('Numer ma 16 cyfr').waitFor()
  await kiosk.startOver()
  await kiosk.scan(number)
  await kiosk.askBalance(number, pin === '000000' ? '111111' : '000000')
  await kiosk.page.getByText('nie pasują do siebie').waitFor()
  expect(await violationsOn(kiosk.page)).toEqual([])
  await kiosk.askBalance(number, pin)
  await kiosk.page.getByText(`Na karcie kończącej się na ${number.slice(-4)}: 123,45`).waitFor()
  await kiosk.startOver()
  await kiosk.openCard()
  expect(await kiosk.page.getByRole('textbox', { name: 'Numer karty' }).inputValue()).toBe('')
  await kiosk.startOver()
})

test('after a silence the kiosk asks, and without an answer wipes everything and gives the piece back', async () => {
  const shopper = await newPerson(UPRIGHT)
  await shopper.page.clock.install()
  const quiet = openKiosk(shopper)
  await quiet.enrol(await newCode())
  await quiet.page.getByRole('button', { name: 'English' }).click()
  await quiet.page.getByRole('button', { name: 'Polski' }).click()
  await quiet.page.getByRole('button', { name: 'Większy tekst' }).click()
  await quiet.search(article.name)
  await quiet.openArticle(article.name)
  await quiet.page.getByRole('radio', { name: new RegExp(`^${article.size}(,|$)`) }).click({ force: true })
  const before = await hereNow()
  await quiet.keepHere()
  await expect.poll(hereNow, POLL).toBe(before - 1)

  await quiet.page.clock.fastForward(QUIET_MS)
  const asked = quiet.page.getByRole('alertdialog', { name: 'Czy nadal tu jesteś?' })
  await asked.waitFor()
  expect(await violationsOn(quiet.page)).toEqual([])
  await asked.getByRole('button', { name: 'Tak, jestem' }).click()
  await asked.waitFor({ state: 'detached' })
  await quiet.page.getByRole('heading', { level: 1, name: article.name }).waitFor()

  await quiet.page.clock.fastForward(QUIET_MS)
  await asked.waitFor()
  await quiet.page.clock.fastForward(ASKED_MS)
  await quiet.start.waitFor()
  await quiet.page.getByRole('button', { name: 'Koszyk pusty' }).waitFor()
  await quiet.page.getByRole('button', { name: 'Większy tekst' }).waitFor()
  await expect.poll(hereNow, POLL).toBe(before)
})

/** Pieces that this store can promise now. */
const hereNow = async (): Promise<number> => {
  const page = must(await world.call('GET', `/v1/products/${SHIRT}`), 200).body
  return page.variants.find(({ sku }) => sku === article.sku)?.stores[world.place(HERE)] ?? 0
}

test('the kiosk has no violation of WCAG 2.2 AA in light, dark and high contrast, and what one presses is below', async () => {
  const shopper = await newPerson(UPRIGHT)
  const view = openKiosk(shopper)
  const { page } = view
  const found: string[] = []
  const look = async () => void found.push(...(await violationsOn(page)))
  await page.goto('/kiosk')
  await page.getByRole('textbox', { name: 'Kod urządzenia' }).waitFor()
  await look()
  await view.enrol(await newCode())
  await look()
  await view.scan('12345678X')
  await page.getByRole('alert').filter({ hasText: 'Nie znamy kodu' }).waitFor()
  await look()
  await view.search('koszula')
  await page.getByText(/\d+ produkt/).waitFor()
  await look()
  await view.scan(article.gtin)
  await page.getByRole('heading', { level: 1, name: article.name }).waitFor()
  await look()
  for (const name of ['Odłóż dla mnie tutaj', 'Wyślij do domu']) {
    const box = await page.getByRole('button', { name }).boundingBox()
    expect(box?.y, name).toBeGreaterThan(UPRIGHT.height * 0.4)
  }
  await view.keepHere()
  for (const mode of ['Wysoki kontrast', 'Większy tekst', 'Ekran niżej']) {
    await page.getByRole('button', { name: mode }).click()
    await look()
  }
  await view.openBasket()
  await look()
  await view.handOver()
  await look()
  await view.leaveWithPhone()
  expect(found).toEqual([])
})

test('nothing was loaded from elsewhere, and no page had an error', () => {
  expect(people.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([])
  const errors = people.flatMap(({ pageErrors }) => pageErrors)
  // A PIN that does not fit was typed; browsers report its refusal.
  expect(errors.filter((error) => !/status of 4\d\d .*\/v1\/gift-cards\/balance$/.test(error))).toEqual([])
})
