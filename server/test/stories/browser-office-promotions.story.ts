import { readFile } from 'node:fs/promises'
import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { openOfficePromotions, type OfficePromotions } from '../pages/office-promotions.ts'
import { openOffice } from '../pages/office.ts'
import { violationsOn } from '../pages/quality.ts'
import { spokenAs } from '../pages/spoken.ts'
import type { Credential } from '../world-http.ts'
import type { Basket } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const TILL = 'Kasa przy wejściu'
const AUTUMN = { name: 'Jesień', pl: 'Jesień: 20 % taniej', en: 'Autumn: 20 % off' }
/** What codes take off a basket; minor units. */
const OFF_BY_CODE = 2_000
const CLUB_PPM = 300_000

let world: World
let browser: TestBrowser
let manager: Credential
let person: Person
let office: OfficePromotions
let shirt: { readonly sku: string; readonly minor: number }
/** Opened by codes. */
let byCode: string

const baskets = (pieces: number): Promise<Basket> =>
  world.basket({
    sku: shirt.sku,
    quantity: pieces,
    fulfilment: { kind: 'pickup', locationId: world.place(HERE) },
  })
/** What a basket costs by the rules of this moment; one basket is asked again and again, because each new one takes pieces away. */
const totalNow = async (basket: Pick<Basket, 'path' | 'headers'>): Promise<number> =>
  must(await world.call('GET', basket.path, { headers: basket.headers }), 200).body.totals.gross.minor

/** A promotion that nobody writes by hand here; published unless it shall stay a draft. */
const promotion = async (content: object): Promise<string> => {
  const body = {
    priority: 100,
    group: null,
    exclusive: false,
    validFrom: null,
    validUntil: null,
    audience: 'public',
    returns: 'keep',
    currency: 'PLN',
    conditions: [],
    ...content,
  }
  const { id } = must(await world.call('POST', '/v1/promotions', { as: manager, body }), 201).body
  const publication = { publish: [id], reason: 'story' }
  must(await world.call('POST', '/v1/promotions/publications', { as: manager, body: publication }), 201)
  return id
}

const tryCode = (basket: Basket, code: string) =>
  world.call('POST', `${basket.path}/coupons`, { headers: basket.headers, body: { code } })

let asked = 0
/** Why a code is not good at this moment; null when it is. Asked from another address each time, because wrong codes are counted. */
const whyNot = async (code: string): Promise<string | null> => {
  asked += 1
  const from = `198.18.${asked >> 8}.${asked & 255}`
  return must(
    await world.call('POST', '/v1/coupons/validate', {
      body: { code, lines: [{ sku: shirt.sku, quantity: 1 }] },
      from,
    }),
    200,
  ).body.reason
}

/** A new basket of one shirt with the code, once every process has heard of it. */
const withCode = async (code: string): Promise<Basket> => {
  await expect.poll(() => whyNot(code)).toBeNull()
  const basket = await baskets(1)
  const { body } = must(await tryCode(basket, code), 200)
  return { ...basket, total: body.totals.gross }
}

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  manager = await world.asManager()
  const variant = world.retailer.products.find(({ handle }) => handle === 'koszula-lniana-narew')?.variants[0]
  invariant(variant, 'the small retailer sells the shirt')
  await world.setStock(variant.sku, HERE, 200)
  shirt = { sku: variant.sku, minor: 0 }
  shirt = { ...shirt, minor: (await baskets(1)).total.minor }
  await world.enrolDevice(HERE, { name: TILL })
  const content = {
    name: 'Kod z ulotki',
    label: { pl: 'Ulotka', en: 'Leaflet' },
    audience: 'code',
    action: { kind: 'basket_amount', minor: OFF_BY_CODE },
  }
  byCode = await promotion(content)
  const boss = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(boss?.email && boss.password, 'the retailer has a manager')
  person = await browser.person()
  const opened = openOffice(person)
  await opened.signIn(boss.email, boss.password)
  office = openOfficePromotions(opened)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a percentage that cannot be stays as it was typed, with what is allowed, and nothing is saved', async () => {
  await office.write({ ...AUTUMN, percent: '120', pieces: '2' })
  expect(await office.percent.inputValue()).toBe('120')
  await office.page.getByText(/^Wpisz liczbę od 0 do 100/).waitFor()
  await office.tryToSave()
  const { body } = must(await world.call('GET', '/v1/promotions', { as: manager }), 200)
  expect(body.items.map(({ content }: { content: { name: string } }) => content.name)).not.toContain(
    AUTUMN.name,
  )
  // The point of a keyboard of digits, pressed key by key: it is a comma here, and never left out.
  await office.percent.fill('')
  await office.percent.pressSequentially('12.5')
  await office.percent.press('Tab')
  expect(await office.percent.inputValue()).toBe('12,5')
  await office.page.getByText(/^Wpisz liczbę od 0 do 100/).waitFor({ state: 'detached' })
})

test('a promotion is written by hand, and an example basket shows what it does while it is typed', async () => {
  await office.write({ ...AUTUMN, percent: '20', pieces: '2' })
  await office.tryArticle(shirt.sku)
  await office.page.getByText(/^Dlaczego nie działa: /).waitFor()
  await office.tryPieces(shirt.sku, '2')
  const off = (shirt.minor * 2 * 0.2) / 100
  const discount = async () => plain(await office.previewed('Rabat').innerText())
  await expect.poll(discount).toBe(`−${spoken(off)}`)
  expect(await violationsOn(office.page)).toEqual([])
  await office.saveDraft()
  // The same example is looked at after saving.
  expect(await discount()).toBe(`−${spoken(off)}`)
  await office.tryPieces(shirt.sku, '1')
  await office.page.getByText(/^Dlaczego nie działa: /).waitFor()
  await office.hand.tap(office.page.getByRole('button', { name: 'Dobierz pasujące artykuły' }))
  await expect.poll(discount).toMatch(/^−[1-9]/)
})

test('two promotions that nothing orders are named, and a priority orders them', async () => {
  await office.conflicts.waitFor()
  await office.page.getByRole('link', { name: 'Kod z ulotki' }).waitFor()
  await office.setPriority('50')
  await office.saveDraft()
  await office.conflicts.waitFor({ state: 'detached' })
})

test('the last orders say what it would have done, before anybody publishes it', async () => {
  await world.buy({
    sku: shirt.sku,
    quantity: 2,
    fulfilment: { kind: 'pickup', locationId: world.place(HERE) },
  })
  await world.buy({
    sku: shirt.sku,
    quantity: 1,
    fulfilment: { kind: 'pickup', locationId: world.place(HERE) },
  })
  const sums = await office.simulate()
  const before = (shirt.minor * 3) / 100
  const off = (shirt.minor * 2 * 0.2) / 100
  expect(plain(sums)).toContain(`Obrót ${spoken(before)} ${spoken(before - off)} −${spoken(off)}`)
  expect(plain(sums)).toContain(`Rabaty ${spoken(0)} ${spoken(off)} +${spoken(off)}`)
  expect(await violationsOn(office.page)).toEqual([])
})

test('it is published, a shopper pays less, and it is ended early', async () => {
  await office.openPromotion(AUTUMN.name)
  await office.now('Opublikuj', 'Sezon')
  await office.page.getByRole('row').filter({ hasText: 'Sezon' }).waitFor()
  const full = shirt.minor * 2
  const watched = await baskets(2)
  await expect.poll(() => totalNow(watched)).toBe(full * 0.8)
  const paid = must(await world.checkout(await baskets(2)), 201).body
  expect(paid).toMatchObject({ state: 'confirmed', totals: { gross: { minor: full * 0.8 } } })

  await office.openTab('Kalendarz')
  await office.page.getByRole('link', { name: /^Jesień · wszędzie/ }).waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  await office.openPromotion(AUTUMN.name)
  await office.now('Zakończ', 'Wyprzedane')
  await expect.poll(() => totalNow(watched)).toBe(full)
})

test('the calendar tells everything that changes a price: in which hours, where, and in what it can be changed', async () => {
  const quiet = { kind: 'hours', weekdays: [1, 2, 3, 4, 5], from: 14 * 60, until: 17 * 60 }
  await promotion({
    name: 'Spokojne popołudnia',
    label: { pl: 'Popołudnie', en: 'Afternoon' },
    conditions: [{ kind: 'channel', anyOf: ['store'] }, quiet],
    action: { kind: 'line_percent', ppm: 100_000 },
  })
  const reason = { pl: 'Ceny tego sklepu', en: 'Prices of this store' }
  const effect = { kind: 'percent', ppm: 20_000 }
  const body = { reason, effect, locations: [world.place(HERE)], note: 'czynsz' }
  must(await world.call('POST', '/v1/prices/exceptions', { as: manager, body }), 201)
  await office.openTab('Kalendarz')
  // Somebody else has changed it since it was last looked at here.
  await office.page.reload()
  const bars = office.page.getByRole('region', { name: 'Kalendarz' })
  const afternoons = bars.getByRole('link', { name: /^Spokojne popołudnia · .* · pn–pt 14:00–17:00/ })
  const dearer = bars.getByRole('link', { name: /^Ceny tego sklepu \(\+2%\) · / })
  const standard = bars.getByRole('link', { name: /^standard · wszędzie/ })
  await afternoons.waitFor()
  await dearer.waitFor()
  await standard.waitFor()
  expect(await violationsOn(office.page)).toEqual([])

  // An exception in one store says nothing of the others, and a promotion of stores nothing of the web.
  await office.narrow('Kanał', 'Sklep internetowy')
  await afternoons.waitFor({ state: 'detached' })
  await dearer.waitFor()
  await office.narrow('Rodzaj', 'Cenniki')
  await dearer.waitFor({ state: 'detached' })
  await standard.waitFor()
  await office.narrow('Rodzaj', 'Wyjątki')
  await office.hand.tap(office.page.getByRole('button', { name: 'Tabela', exact: true }))
  const row = office.page
    .getByRole('table', { name: 'Kalendarz' })
    .getByRole('row', { name: /Ceny tego sklepu/ })
  await row.waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  await row.press('Enter')
  await office.page
    .getByRole('complementary', { name: 'Wyjątek' })
    .getByText(reason.pl, { exact: true })
    .first()
    .waitFor()
})

test('a code with one use is spent by one order, which the office sees; the next hears why not, until the limit grows', async () => {
  const code = 'ULOTKA20'
  await office.openPromotion('Kod z ulotki')
  const nobodys = office.page.getByText('Nikt jeszcze nie dostanie tej promocji')
  await nobodys.waitFor()
  await office.makeCoupon({ promotion: 'Kod z ulotki', name: 'Ulotki w metrze', code, total: '1' })
  expect(await violationsOn(office.page)).toEqual([])
  const first = await withCode(code)
  expect(first.total.minor).toBe(shirt.minor - OFF_BY_CODE)
  const order = must(await world.checkout(first), 201).body
  const late = await baskets(1)
  expect(await tryCode(late, code)).toMatchObject({
    status: 422,
    body: { facts: { words: { pl: 'Ten kod został już wykorzystany do końca.' } } },
  })
  await office.openPromotion('Kod z ulotki')
  await nobodys.waitFor({ state: 'detached' })
  await office.openTab('Kupony')
  await office.hand.tap(office.page.getByRole('row').filter({ hasText: code }))
  const use = office.peek.getByRole('listitem').filter({ hasText: code })
  await use.getByText('wykorzystany').waitFor()
  expect(await use.getByRole('link', { name: spokenAs(order.number) }).getAttribute('href')).toBe(
    `/office/orders/${order.id}`,
  )
  await office.changeTotal('Ulotki w metrze', '2')
  await expect.poll(() => whyNot(code)).toBeNull()
  must(await tryCode(late, code), 200)
})

test('a batch of codes is ordered, made and downloaded; each of them is good for one', async () => {
  await office.makeCoupon({ promotion: 'Kod z ulotki', name: 'Mailing' })
  await office.orderCodes('40')
  expect(await violationsOn(office.page)).toEqual([])
  const file = await office.downloadCodes()
  const [heading, ...codes] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
  expect(heading).toBe('code')
  expect(new Set(codes).size).toBe(40)
  const [code = ''] = codes
  const basket = await withCode(code)
  expect(basket.total.minor).toBe(shirt.minor - OFF_BY_CODE)
  expect((await tryCode(await baskets(1), code)).status).toBe(422)
  await office.page.getByText(/^Do pobrania jeszcze do /).waitFor()

  // One more, for one customer: it is hers alone.
  const body = { name: 'Ula Przeproszona', email: 'ula@example.com', password: 'dwanascie-znakow' }
  const { cookie } = await world.call('POST', '/v1/customers', { body })
  const ula = { cookie, 'sec-fetch-site': 'same-origin' }
  await office.peek.getByLabel('E-mail albo telefon klienta').fill('nikt@example.com')
  await office.hand.tap(office.peek.getByRole('button', { name: 'Utwórz kod' }))
  await office.peek.getByText(/^Nie ma dokładnie jednego konta/).waitFor()
  await office.peek.getByLabel('E-mail albo telefon klienta').fill(body.email)
  await office.hand.tap(office.peek.getByRole('button', { name: 'Utwórz kod' }))
  const own = await office.peek.getByRole('status', { name: 'Kod dla jednej osoby' }).innerText()
  expect((await tryCode(await baskets(1), own)).status).toBe(422)
  const lines = [
    { sku: shirt.sku, quantity: 1, fulfilment: { kind: 'pickup', locationId: world.place(HERE) } },
  ]
  const hers = must(await world.call('POST', '/v1/carts', { as: ula, body: { lines } }), 201).body
  const taken = await world.call('POST', `/v1/carts/${hers.id}/coupons`, { as: ula, body: { code: own } })
  expect(must(taken, 200).body.totals.gross.minor).toBe(shirt.minor - OFF_BY_CODE)
})

test('uses of a code are set aside for a till, and come back when its lease is ended', async () => {
  await office.makeCoupon({ promotion: 'Kod z ulotki', name: 'Tylko w kasie', code: 'KASOWY', total: '5' })
  await office.lease(TILL, '3')
  await office.peek.getByText(/wykorzystano 0 z 3/).waitFor()
  const used = async () => {
    const { items } = must(
      await world.call('GET', `/v1/coupons?promotionId=${byCode}&q=KASOWY`, { as: manager }),
      200,
    ).body
    return items[0]?.used
  }
  expect(await used()).toBe(3)
  expect(await violationsOn(office.page)).toEqual([])
  await office.endLease(TILL)
  await office.peek.getByText(/rozliczone/).waitFor()
  expect(await used()).toBe(0)
})

test('a customer is put into a group and given credit, and the promotion of the group is hers', async () => {
  await promotion({
    name: 'Dla klubu',
    label: { pl: 'Klub', en: 'Club' },
    conditions: [{ kind: 'group', anyOf: ['club'] }],
    action: { kind: 'line_percent', ppm: CLUB_PPM },
  })
  const body = { name: 'Ewa Klubowa', email: 'ewa.klubowa@example.com', password: 'dwanascie-znakow' }
  const { cookie } = await world.call('POST', '/v1/customers', { body })
  const ewa = { cookie, 'sec-fetch-site': 'same-origin' }
  const fulfilment = { kind: 'pickup', locationId: world.place(HERE) }
  const lines = [{ sku: shirt.sku, quantity: 1, fulfilment }]
  const basket = must(await world.call('POST', '/v1/carts', { as: ewa, body: { lines } }), 201).body
  const total = () => totalNow({ path: `/v1/carts/${basket.id}`, headers: ewa })
  expect(await total()).toBe(shirt.minor)
  await office.openPromotion('Dla klubu')
  const nobodyIn = office.page.getByText(/^Nikogo tu jeszcze nie ma: club/)
  await nobodyIn.waitFor()
  await office.openCustomer(body.email, body.name)
  await office.addToGroup('club')
  await expect.poll(total).toBe(shirt.minor * 0.7)
  await office.openPromotion('Dla klubu')
  await nobodyIn.waitFor({ state: 'detached' })
  await office.openCustomer(body.email, body.name)
  await office.giveCredit('50', 'Reklamacja')
  await office.page.getByText(spoken(50)).waitFor()
  expect(await violationsOn(office.page)).toEqual([])
  const credit = must(await world.call('GET', '/v1/store-credit', { as: ewa }), 200).body
  expect(credit.items).toMatchObject([{ balance: { minor: 5_000, currency: 'PLN' } }])
})

test('nothing was loaded from elsewhere, and no page had an error of its own', () => {
  expect(person.foreignRequests).toEqual([])
  // Nobody is signed in at first.
  const expected = /status of 401 .*\/v1\/staff\/me$/
  expect(person.pageErrors.filter((error) => !expected.test(error))).toEqual([])
})

/** As the office writes an amount in Polish: `1 234,50 zł`. */
const spoken = (amount: number): string =>
  plain(
    new Intl.NumberFormat('pl-PL', { style: 'currency', currency: 'PLN', useGrouping: 'always' }).format(
      amount,
    ),
  )
/** With plain spaces, one at a time. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
