import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { counterOf } from '../../../apps/shop/src/basket/count.ts'
import { sameAmounts, type BasketChange } from '../../../apps/shop/src/memory/cart-store.ts'
import type { Cart, Counting } from '../../../apps/shop/src/api/types.ts'
import { must } from '../answers.ts'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { openShop } from '../pages/shop.ts'
import { makeSegment, price, promote } from '../world-offers.ts'
import type { Wish } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
/** From so many pieces the first shirt costs this. */
const BREAK = { pieces: 3, minor: 50_00 }
/** What the office calls a promotion, and people, among itself. */
const INSIDE = 'Czyszczenie przed likwidacją'
const CIRCLE = 'odchodzacy-klienci'

let world: World
let browser: TestBrowser
/** SKUs of the small retailer, each of another product. */
let skus: readonly string[]
let shirt: string

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  skus = world.retailer.products.flatMap(({ variants }) => variants[0]?.sku ?? [])
  const [first, second, third] = skus
  invariant(first && second && third, 'the small retailer sells at least three products')
  shirt = first
  for (const sku of skus) await world.setStock(sku, HERE, 40)
  await price(world, 'standard', [{ sku: shirt, quantity: BREAK.pieces, minor: BREAK.minor }])
  await makeSegment(world, CIRCLE)
  await promote(
    world,
    {
      name: 'Trzecia sztuka gratis',
      group: 'sztuki',
      conditions: [{ kind: 'products', anyOf: [second] }],
      action: { kind: 'cheapest_free', every: 3, free: 1 },
    },
    { name: 'Dziesięć procent', group: 'sztuki', action: { kind: 'line_percent', ppm: 100_000 } },
    {
      name: 'Od 300 zł 25 zł taniej',
      priority: 20,
      conditions: [{ kind: 'value', atLeastMinor: 300_00 }],
      action: { kind: 'basket_amount', minor: 25_00 },
    },
    {
      name: 'Przesyłka za pół ceny',
      conditions: [{ kind: 'quantity', atLeast: 2 }],
      action: { kind: 'shipping_percent', ppm: 500_000 },
    },
    {
      name: 'Prezent',
      conditions: [{ kind: 'value', atLeastMinor: 500_00 }],
      action: { kind: 'gift', sku: third, quantity: 1 },
    },
    { name: 'Kod', priority: 30, code: 'LATO15', action: { kind: 'basket_percent', ppm: 150_000 } },
    {
      name: 'Kod od 1000 zł',
      priority: 40,
      code: 'DUZO',
      conditions: [{ kind: 'value', atLeastMinor: 1_000_00 }],
      action: { kind: 'basket_amount', minor: 100_00 },
    },
    {
      name: INSIDE,
      label: { pl: 'Dla swoich', en: 'For our own' },
      priority: 50,
      code: 'SWOI',
      conditions: [
        { kind: 'group', anyOf: [CIRCLE] },
        { kind: 'segment', anyOf: [CIRCLE] },
      ],
      action: { kind: 'basket_percent', ppm: 500_000 },
    },
  )
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** A basket of a guest, and the doors that change it. */
async function openBasket(...wishes: readonly Wish[]) {
  const { path, headers, body } = await world.basket(...wishes)
  const answered = async (method: string, at: string, sent?: object): Promise<Cart> =>
    must(await world.call(method, `${path}${at}`, { headers, ...(sent && { body: sent }) }), 200).body as Cart
  return {
    first: body as Cart,
    counting: async () => (await answered('GET', '/counting')) as unknown as Counting,
    change: (change: BasketChange): Promise<Cart> => {
      if (change.kind === 'quantity')
        return answered('PATCH', `/lines/${change.lineId}`, { quantity: change.quantity })
      if (change.kind === 'remove') return answered('DELETE', `/lines/${change.lineId}`)
      return change.kind === 'take_coupon'
        ? answered('POST', '/coupons', { code: change.code })
        : answered('DELETE', `/coupons/${change.code}`)
    },
  }
}

test('what a browser counts is what the server answers, to the byte, whatever is changed', async () => {
  const pickup = { kind: 'pickup', locationId: world.place(HERE) } as const
  const at = (index: number): string => skus[index % skus.length] ?? shirt
  for (const [index, wishes] of [
    [{ sku: at(0), quantity: 1 }],
    [
      { sku: at(0), quantity: 2 },
      { sku: at(1), quantity: 4 },
    ],
    [
      { sku: at(1), quantity: 2, fulfilment: pickup },
      { sku: at(24), quantity: 1 },
      { sku: at(2), quantity: 1 },
    ],
    [
      { sku: at(7), quantity: 1, fulfilment: pickup },
      { sku: at(9), quantity: 3, fulfilment: pickup },
    ],
    Array.from({ length: 12 }, (_, more) => ({ sku: at(more), quantity: 1 + (more % 3) })),
  ].entries()) {
    const basket = await openBasket(...wishes)
    let shown = await basket.change({ kind: 'take_coupon', code: 'LATO15' })
    shown = await basket.change({ kind: 'take_coupon', code: 'DUZO' })
    shown = await basket.change({ kind: 'take_coupon', code: 'SWOI' })
    const began = performance.now()
    const counter = counterOf(await basket.counting(), () => performance.now() - began)
    const first = shown.lines[0]?.lineId ?? ''
    const last = shown.lines.at(-1)?.lineId ?? ''
    const changes: BasketChange[] = [
      ...[1, 2, 3, 4, 6, 2].map((quantity) => ({ kind: 'quantity', lineId: first, quantity }) as const),
      { kind: 'drop_coupon', code: 'LATO15' },
      { kind: 'quantity', lineId: last, quantity: 5 },
      // As people type it.
      { kind: 'take_coupon', code: 'lato15' },
      { kind: 'drop_coupon', code: 'DUZO' },
      { kind: 'quantity', lineId: last, quantity: 1 },
      { kind: 'remove', lineId: last },
    ]
    for (const change of changes) {
      const counted = counter.after(shown, change)
      shown = await basket.change(change)
      invariant(counted, 'everything of this basket is known')
      expect(counted, `${index}: ${JSON.stringify(change)}`).toMatchObject({
        totals: shown.totals,
        coupons: shown.coupons,
        gifts: shown.gifts,
      })
      expect(sameAmounts(counted, shown), `${index}: ${JSON.stringify(change)}`).toBe(true)
    }
  }
})

test('a code that nobody has typed is told to no browser', async () => {
  const basket = await openBasket({ sku: shirt, quantity: 1 })
  const { promotions, coupons } = await basket.counting()
  expect(coupons).toEqual([])
  const labels = promotions.map(({ label }) => label.pl)
  expect(labels).not.toContain('Kod')
  expect(labels).toContain('Dziesięć procent')
})

test('of a promotion that a browser counts with neither the office’s name is told nor the circles she is not in', async () => {
  const basket = await openBasket({ sku: shirt, quantity: 1 })
  await basket.change({ kind: 'take_coupon', code: 'SWOI' })
  const counting = await basket.counting()
  expect(counting.promotions.find(({ label }) => label.pl === 'Dla swoich')).toMatchObject({
    name: '',
    conditions: [
      { kind: 'group', anyOf: [] },
      { kind: 'segment', anyOf: [] },
    ],
  })
  expect(JSON.stringify(counting)).not.toMatch(new RegExp(`${INSIDE}|${CIRCLE}`))
})

test('a shopper sees the new total while the answer is still on its way; it then says the same', async () => {
  const shop = openShop(await browser.person())
  const { page } = shop
  const { body } = await world.basket({ sku: shirt, quantity: 1 })
  await page.goto('/about')
  await page.evaluate(
    `localStorage.setItem('splot-cart', ${JSON.stringify(JSON.stringify({ id: body.id, token: body.token }))})`,
  )
  await page.goto('/basket')
  const totals = page.getByTestId('totals')
  const is = (what: string, yes: boolean) =>
    expect.poll(() => totals.getAttribute(`data-${what}`)).toBe(String(yes))
  await is('countable', true)
  await is('counted', false)

  const held = Promise.withResolvers<void>()
  await page.route('**/v1/carts/*/lines/*', async (route) => {
    await held.promise
    await route.continue()
  })
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH')
  const more = page.getByRole('button', { name: /^Więcej/ })
  await shop.hand.tap(more)
  await shop.hand.tap(more)
  await is('counted', true)
  // Three shirts cost less each, ten percent are off, and two pieces halve the courier.
  await totals.getByText(/142,49\szł/).waitFor()
  await page.getByText('Dziesięć procent').waitFor()
  const before = await totals.innerText()
  held.resolve()
  await answered
  await is('counted', false)
  expect(await totals.innerText()).toBe(before)
})

test('a shopper who asks is told why her basket costs what it costs, and what does not count', async () => {
  const shop = openShop(await browser.person())
  const { page } = shop
  const { body } = await world.basket({ sku: shirt, quantity: 1 })
  await page.goto('/about')
  await page.evaluate(
    `localStorage.setItem('splot-cart', ${JSON.stringify(JSON.stringify({ id: body.id, token: body.token }))})`,
  )
  await page.goto('/basket')
  await page.getByText('Skąd te ceny?').click()
  const why = page.locator('details', { hasText: 'Skąd te ceny?' })
  await why.getByText('Co się nie liczy').waitFor()
  const text = await why.innerText()
  expect(text).toContain('Dziesięć procent')
  // The first thing that kept it, in words, and nothing of what only staff or holders of a code may know.
  expect(text).toContain('Od 300 zł 25 zł taniej')
  expect(text).not.toContain('LATO15')
  expect(text).not.toContain('Kod od 1000 zł')
})

test('when prices have changed meanwhile the server has the last word, and the page says so', async () => {
  const shop = openShop(await browser.person())
  const { page } = shop
  const { body } = await world.basket({ sku: shirt, quantity: 1 })
  await page.goto('/about')
  await page.evaluate(
    `localStorage.setItem('splot-cart', ${JSON.stringify(JSON.stringify({ id: body.id, token: body.token }))})`,
  )
  await page.goto('/basket')
  await expect.poll(() => page.getByTestId('totals').getAttribute('data-countable')).toBe('true')
  await price(world, 'standard', [{ sku: shirt, quantity: BREAK.pieces, minor: 40_00 }])
  const more = page.getByRole('button', { name: /^Więcej/ })
  await shop.hand.tap(more)
  await shop.hand.tap(more)
  await page.getByText('Ceny zmieniły się w międzyczasie.').waitFor()
  await page
    .getByRole('main')
    .getByText(/40,00\szł/)
    .first()
    .waitFor()
})
