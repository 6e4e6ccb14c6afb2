import { DAY_MS, invariant, MINUTE_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { presentPrices } from '#flows/present-prices'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { spokenAs } from '../pages/spoken.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const SHIRT = 'koszula-lniana-narew'
/** Nobody is locked out while the clock is turned by hours. */
const IDLE_MINUTES = 8 * 60
/** Longer than any machine needs to get there, shorter than an office session rests. */
const AHEAD_MS = 30 * MINUTE_MS
const CHEAPER = 500
const LOWEST = 'Najniższa cena z 30 dni przed obniżką'
const OFF_PPM = 100_000
/** Lower than anything that this story has asked: only then is a reduction announced. */
const HALF_PPM = 500_000

let world: World
let browser: TestBrowser
let person: Person
let till: StoreApp
let office: Office
let skus: readonly string[]
let listMinor: number

const zloty = (minor: number): RegExp =>
  new RegExp(`${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`)
const footer = () => till.page.locator('footer').filter({ hasText: 'Razem' })
const shows = (minor: number) => footer().getByText(zloty(minor)).first().waitFor()

/** Something that the till keeps for when there is no network, as it lies on the device. */
const kept = (
  name: 'prices' | 'rules' | 'coming-reductions',
): Promise<{
  seq?: number
  sets?: { set: { version: number } }[]
  codeLeases?: { id: string }[]
  bySku?: object
} | null> =>
  till.page.evaluate(
    (key) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('splot-store')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('value').objectStore('value').get(key)
          reading.addEventListener('success', () => {
            opening.result.close()
            resolve(reading.result?.value ?? null)
          })
        })
      }),
    name,
  )
const knowsPrices = (seq: number) =>
  expect.poll(async () => (await kept('prices'))?.seq ?? 0).toBeGreaterThanOrEqual(seq)
const knowsRules = (version: number) =>
  expect.poll(async () => (await kept('rules'))?.sets?.map(({ set }) => set.version) ?? []).toContain(version)

/** Time passes for the till and for everybody else. */
let passed = 0
async function passTime(ms: number): Promise<void> {
  passed += ms
  world.turnClock(ms)
  await till.page.clock.fastForward(ms)
}

const publishPrice = async (minor: number, effectiveAt?: Date): Promise<number> => {
  const as = await world.asManager()
  const { id } = must(
    await world.call('POST', '/v1/prices/changes', {
      as,
      body: {
        note: 'opowieść',
        rows: skus.map((sku) => ({ list: 'standard', sku, minor })),
        ...(effectiveAt && { effectiveAt: effectiveAt.toISOString() }),
      },
    }),
    201,
  ).body
  const published = await world.call(
    'POST',
    `/v1/prices/changes/${id}/publish` as '/v1/prices/changes/x/publish',
    {
      as,
      body: { anyway: true },
    },
  )
  return must(published, 200).body.versions[0]?.number ?? 0
}
const publishRules = async (body: object): Promise<number> =>
  must(
    await world.call('POST', '/v1/promotions/publications', {
      as: await world.asManager(),
      body: { reason: 'opowieść', ...body },
    }),
    201,
  ).body.version

const priceNow = async (): Promise<number> =>
  must(await world.call('GET', `/v1/prices/${skus[0]}` as '/v1/prices/x'), 200).body.price.minor

/** Finds the shirt and adds one: while the clock is turned, the times by which a scanner is told from a person mean nothing. */
async function addShirt(): Promise<void> {
  await till.page.getByRole('searchbox', { name: 'Nazwa, SKU albo kod' }).fill(skus[0] ?? '')
  await till.hand.tap(
    till.page
      .getByRole('list', { name: /^Warianty/ })
      .getByRole('button', { name: /^Dodaj / })
      .first(),
  )
  await footer()
    .getByText(/^1 sztuk/)
    .waitFor()
}

/** Takes the exact amount; the server may be silent. */
async function takeCash(): Promise<void> {
  await till.hand.tap(till.page.getByRole('button', { name: 'Gotówka' }))
  await till.hand.tap(till.page.getByRole('region', { name: 'Podpowiadane kwoty' }).getByText('Odliczone'))
}
/** The customer has her change and goes. */
async function seePaid(): Promise<void> {
  await till.page.getByRole('heading', { name: 'Zapłacone' }).waitFor()
}
/** What came of the newest sale of this till, once the server has it. */
const newestSale = async (before: number) => {
  await expect.poll(async () => (await sales()).length).toBe(before + 1)
  const sale = (await sales())[0]
  invariant(sale, 'it was just seen')
  return sale
}
const sales = () =>
  world.query<{ id: string; number: string; minor: number }>(
    `select o.id, o.number, o.gross_minor::int as minor from orders.order o join locations.location l on l.id = o.location_id
      where l.code = $1 and o.channel_code = 'store' order by o.id desc`,
    [HERE],
  )
const flags = () =>
  world.query<{ orderId: string; sold: number; due: number | null }>(
    `select order_id as "orderId", sold_minor::int as sold, due_minor::int as due from incidents.flagged_sale order by id`,
  )

/** Unique codes of a coupon, made and downloaded. */
async function batchOf(couponId: string, codes: number): Promise<{ id: string; codes: string[] }> {
  const as = await world.asManager()
  const ordered = await world.call('POST', '/v1/coupon-batches', {
    as: { ...as, 'idempotency-key': newId() },
    body: { couponId, codes },
  })
  const { id } = must(ordered, 202).body
  const path = `/v1/coupon-batches/${id}` as '/v1/coupon-batches/x'
  await expect.poll(async () => must(await world.call('GET', path, { as }), 200).body.made).toBe(codes)
  const link = must(
    await world.call('POST', `${path}/downloads` as '/v1/coupon-batches/x/downloads', { as }),
    201,
  ).body.path
  const file = await fetch(new URL(link, world.url), { headers: as })
  const [, ...made] = (await file.text()).trimEnd().split('\r\n')
  return { id, codes: made }
}

/** Types a code in the panel of codes, which is opened unless it is. */
async function addCode(code: string): Promise<void> {
  const field = till.page.getByRole('textbox', { name: 'Kod', exact: true })
  if ((await field.count()) === 0)
    await till.hand.tap(till.page.getByRole('button', { name: 'Kod', exact: true }))
  await field.fill(code)
  await till.hand.tap(till.page.getByRole('button', { name: 'Dodaj', exact: true }))
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const shirt = world.retailer.products.find(({ handle }) => handle === SHIRT)
  invariant(shirt, 'the small retailer sells the shirt')
  skus = shirt.variants.map(({ sku }) => sku)
  const device = must(
    await world.call('POST', '/v1/devices/enrolment-codes', {
      as: await world.asManager(),
      body: {
        locationId: world.place(HERE),
        name: 'Kasa bez sieci',
        kind: 'till',
        idleMinutes: IDLE_MINUTES,
      },
    }),
    201,
  ).body
  person = await browser.person()
  await person.page.clock.install()
  till = openStoreApp(person)
  await till.enrol(device.code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
  listMinor = await priceNow()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a price of later is known to the till before, and flips by itself at its instant, without a network', async () => {
  const later = new Date(Date.now() + AHEAD_MS)
  const seq = await publishPrice(listMinor - CHEAPER, later)
  // The till asks by itself, every minute.
  await passTime(MINUTE_MS)
  await knowsPrices(seq)
  await till.openTill()
  await addShirt()
  await shows(listMinor)
  // Each line says why it costs that.
  await till.page.getByText('Cena z cennika').waitFor()

  await person.context.setOffline(true)
  const before = (await sales()).length
  await passTime(AHEAD_MS)
  await shows(listMinor - CHEAPER)
  // The long form stands beside the basket, also with no network: list, version, and what kept the promotions.
  await till.hand.tap(till.page.getByRole('button', { name: /^Skąd ta cena: / }))
  const why = till.page.getByRole('region', { name: 'Panel boczny' })
  await why.getByText(new RegExp(`^Cennik standard, wersja ${seq}: `)).waitFor()
  await why.getByRole('region', { name: 'Co nie zadziałało i dlaczego' }).waitFor()
  await till.hand.tap(why.getByRole('button', { name: 'Wróć do koszyka' }))
  await takeCash()
  await seePaid()
  expect(await sales()).toHaveLength(before)

  await person.context.setOffline(false)
  const sold = await newestSale(before)
  expect(sold.minor).toBe(listMinor - CHEAPER)
  await till.page.getByText(spokenAs(sold.number)).waitFor()
  expect(await flags()).toEqual([])
})

test('a promotion that ended while the till had no network is a fact: recorded as it was given, flagged, and shown in the office with both totals', async () => {
  const as = await world.asManager()
  const promotion = must(
    await world.call('POST', '/v1/promotions', {
      as,
      body: {
        name: 'Długi weekend',
        label: { pl: 'Długi weekend', en: 'Long weekend' },
        priority: 10,
        group: null,
        exclusive: false,
        validFrom: null,
        validUntil: null,
        audience: 'public',
        returns: 'keep',
        currency: 'PLN',
        conditions: [{ kind: 'products', anyOf: [SHIRT] }],
        action: { kind: 'basket_percent', ppm: OFF_PPM },
      },
    }),
    201,
  ).body
  const version = await publishRules({ publish: [promotion.id] })
  // Those who ask hear of it a moment later.
  await expect
    .poll(async () => {
      const rules = must(await world.call('GET', '/v1/rules'), 200).body
      return [rules.version, rules.next?.version]
    })
    .toContain(version)
  await passTime(MINUTE_MS)
  await knowsRules(version)
  await addShirt()
  await till.page.getByText(/^Długi weekend −/).waitFor()

  await person.context.setOffline(true)
  await publishRules({ archive: [promotion.id] })
  await passTime(AHEAD_MS)
  const before = (await sales()).length
  const paid = listMinor - CHEAPER - Math.round(((listMinor - CHEAPER) * OFF_PPM) / 1_000_000)
  await shows(paid)
  await takeCash()
  await seePaid()
  await person.context.setOffline(false)
  const sold = await newestSale(before)
  expect(sold.minor).toBe(paid)
  expect(await flags()).toEqual([{ orderId: sold.id, sold: paid, due: listMinor - CHEAPER }])

  const manager = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(manager?.email && manager.password, 'the retailer has a manager')
  office = openOffice(await browser.person())
  await office.signIn(manager.email, manager.password)
  await office.goTo('Incydenty')
  await office.hand.tap(office.page.getByRole('tab', { name: 'Sprzedaże bez sieci' }))
  const row = office.page.getByRole('row').filter({ hasText: 'Długi weekend' })
  expect(await row.innerText()).toMatch(zloty(paid))
  expect(await row.innerText()).toMatch(zloty(listMinor - CHEAPER))
  await office.hand.tap(row)
  const peek = office.page.getByRole('complementary')
  await peek.getByText(/a promocja wtedy nie przysługiwała/).waitFor()
  await peek.getByRole('link', { name: spokenAs(sold.number) }).waitFor()
  await peek.getByRole('textbox', { name: 'Co z tego wynikło' }).fill('Kasa stała bez sieci przez weekend.')
  await office.hand.tap(peek.getByRole('button', { name: 'Oznacz jako wyjaśnioną' }))
  await office.page.getByText('Wszystkie sprzedaże się zgadzają').waitFor()
})

test('with a network a new price is told before anything is sold; once the customer has gone it is a fact', async () => {
  const current = listMinor - CHEAPER
  // The till does not hear of prices for a while; everything else goes on.
  await person.context.route('**/v1/prices/snapshot*', (route) => route.abort())
  await addShirt()
  await shows(current)
  await publishPrice(listMinor)
  await expect.poll(priceNow).toBe(listMinor)
  let before = (await sales()).length
  await takeCash()
  await till.page.getByRole('alert').getByText('Nic jeszcze nie sprzedano').waitFor()
  expect(await sales()).toHaveLength(before)
  await till.hand.tap(till.page.getByRole('button', { name: /^Sprzedaj za / }))
  await till.hand.tap(till.page.getByRole('region', { name: 'Podpowiadane kwoty' }).getByText('Odliczone'))
  expect((await newestSale(before)).minor).toBe(listMinor)
  expect(await flags()).toHaveLength(1)

  // The first try of the next sale is lost on the way: the customer has her change and goes.
  before = (await sales()).length
  let lost = 0
  await person.context.route('**/v1/till-sales', (route) => {
    lost += 1
    return route.abort()
  })
  await addShirt()
  await shows(current)
  await takeCash()
  await seePaid()
  await expect.poll(() => lost).toBeGreaterThan(0)
  await person.context.unroute('**/v1/till-sales')
  await passTime(MINUTE_MS)
  const fact = await newestSale(before)
  expect(fact.minor).toBe(current)
  expect((await flags()).at(-1)).toEqual({ orderId: fact.id, sold: current, due: listMinor })
  await till.page.getByText(spokenAs(fact.number)).waitFor()
})

test('a leaflet whose code was set aside for this till counts without a network; another one is refused in words', async () => {
  await person.context.unroute('**/v1/prices/snapshot*')
  const as = await world.asManager()
  const flagged = (await flags()).length
  const current = await priceNow()
  const body = {
    name: 'Ulotka ze sklepu',
    label: { pl: 'Ulotka ze sklepu', en: 'Leaflet' },
    priority: 10,
    group: null,
    exclusive: false,
    validFrom: null,
    validUntil: null,
    audience: 'code',
    returns: 'keep',
    currency: 'PLN',
    conditions: [],
    action: { kind: 'basket_percent', ppm: OFF_PPM },
  }
  const promotion = must(await world.call('POST', '/v1/promotions', { as, body }), 201).body
  const version = await publishRules({ publish: [promotion.id] })
  const coupon = must(
    await world.call('POST', '/v1/coupons', { as, body: { promotionId: promotion.id, name: 'Ulotki' } }),
    201,
  ).body
  const [leaflets, others] = [await batchOf(coupon.id, 2), await batchOf(coupon.id, 1)]
  const [device] = await world.query<{ id: string }>(
    `select id from staff.device where name = 'Kasa bez sieci'`,
  )
  invariant(device, 'the till is enrolled')
  const until = new Date(Date.now() + passed + DAY_MS).toISOString()
  const lease = { leaseId: newId(), deviceId: device.id, batchId: leaflets.id, uses: 1_000, until }
  const granted = await world.call('POST', `/v1/coupons/${coupon.id}/leases` as '/v1/coupons/x/leases', {
    as,
    body: lease,
  })
  expect(must(granted, 201).body.uses).toBe(2)
  await passTime(MINUTE_MS)
  await knowsRules(version)
  await expect
    .poll(async () => (await kept('rules'))?.codeLeases?.map(({ id }) => id))
    .toEqual([lease.leaseId])

  await addShirt()
  await shows(current)
  await person.context.setOffline(true)
  const [code = ''] = leaflets.codes
  await addCode(others.codes[0] ?? '')
  await till.page.getByText('Bez sieci działają tylko kody odłożone wcześniej dla tej kasy.').waitFor()
  await shows(current)
  const off = current - Math.round((current * OFF_PPM) / 1_000_000)
  await addCode(code.toLowerCase().replaceAll('0', 'o'))
  await shows(off)
  const before = (await sales()).length
  await till.hand.tap(till.page.getByRole('button', { name: 'Wróć do koszyka' }))
  await takeCash()
  await seePaid()

  await person.context.setOffline(false)
  expect((await newestSale(before)).minor).toBe(off)
  // The office sees one of two spent.
  const leases = await world.call('GET', `/v1/coupons/${coupon.id}/leases` as '/v1/coupons/x/leases', { as })
  expect(must(leases, 200).body.items).toMatchObject([
    { id: lease.leaseId, uses: 2, spent: 1, state: 'open' },
  ])
  expect(await flags()).toHaveLength(flagged)
})

test('a reduction that begins while the till has no network shows its lowest price of 30 days at once, as the server counts it', async () => {
  const begins = new Date(Date.now() + passed + AHEAD_MS)
  const promotion = must(
    await world.call('POST', '/v1/promotions', {
      as: await world.asManager(),
      body: {
        name: 'Popołudnie z lnem',
        label: { pl: 'Popołudnie z lnem', en: 'Linen afternoon' },
        priority: 10,
        group: null,
        exclusive: false,
        validFrom: begins.getTime(),
        validUntil: null,
        audience: 'public',
        returns: 'keep',
        currency: 'PLN',
        conditions: [{ kind: 'products', anyOf: [SHIRT] }],
        action: { kind: 'line_percent', ppm: HALF_PPM },
      },
    }),
    201,
  ).body
  const version = await publishRules({ publish: [promotion.id] })
  await expect
    .poll(() =>
      world.query(
        `select 1 from pricing.foresight f join pricing.coming_reduction c on c.walk = f.told where c.from_at = $1`,
        [begins],
      ),
    )
    .not.toEqual([])
  await passTime(MINUTE_MS)
  await knowsRules(version)
  await expect
    .poll(async () => Object.keys((await kept('coming-reductions'))?.bySku ?? {}))
    .toContain(skus[0])
  await addShirt()
  await shows(listMinor)
  const lowest = till.page.getByText(LOWEST)
  expect(await lowest.count()).toBe(0)

  await person.context.setOffline(true)
  await passTime(AHEAD_MS)
  await shows(listMinor - Math.round((listMinor * HALF_PPM) / 1_000_000))
  await lowest.waitFor()
  const here = `/v1/prices/${skus[0]}?locationId=${world.place(HERE)}` as '/v1/prices/x'
  const counted = async () => must(await world.call('GET', here), 200).body.reduction?.lowestPrice.minor
  // The worker's own look comes with the minute.
  await presentPrices(world.platform)
  await expect.poll(counted).toBeDefined()
  const [said = ''] = await lowest.locator('xpath=..').allTextContents()
  const figure = zloty((await counted()) ?? 0).source
  expect(said).toMatch(new RegExp(`${LOWEST}:\\s${figure}`))
  await person.context.setOffline(false)
})

test('a sale that the server cannot record stays on the till until a manager signs in there and says why; the office reads it in the log', async () => {
  const before = (await sales()).length
  // What this till says of the sale does not add up on the way.
  await person.context.route('**/v1/till-sales', async (route) => {
    const { expectedTotal, ...sale } = route.request().postDataJSON()
    const total = { ...expectedTotal, minor: expectedTotal.minor + 1 }
    await route.continue({ postData: JSON.stringify({ ...sale, expectedTotal: total }) })
  })
  await person.context.setOffline(true)
  await takeCash()
  await seePaid()
  await person.context.setOffline(false)
  await passTime(MINUTE_MS)
  const waiting = till.page.getByRole('button', { name: '1 czeka na wysłanie' })
  const entry = till.page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'się nie sumują' })
  await till.hand.tap(waiting)
  await entry.getByText('Odpisać ją może tylko kierownik').waitFor()
  const why = entry.getByRole('textbox', { name: 'Dlaczego ta sprzedaż jest odpisywana' })
  expect(await why.count()).toBe(0)
  await till.page.keyboard.press('Escape')

  const boss = world.staffOf(HERE, 'store_manager')
  await till.takeOver(boss.number, boss.pin)
  await till.hand.tap(waiting)
  const giveUp = entry.getByRole('button', { name: 'Odpisz sprzedaż' })
  expect(await giveUp.isDisabled()).toBe(true)
  await why.fill('Kasa pomyliła sumę o grosz.')
  await till.hand.tap(giveUp)
  await till.page.getByRole('dialog').getByText('Wszystko wysłane').waitFor()
  await person.context.unroute('**/v1/till-sales')
  expect(await sales()).toHaveLength(before)

  await office.goTo('Dziennik zmian')
  await office.page.getByRole('searchbox').first().fill('tills.sale_written_off')
  const row = office.page.getByRole('row').filter({ hasText: 'tills.sale_written_off' })
  await row.getByText(boss.name).waitFor()
  expect(await row.innerText()).toContain('Kasa pomyliła sumę o grosz.')
})
