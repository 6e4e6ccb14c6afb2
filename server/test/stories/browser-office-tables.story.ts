import { DAY_MS, invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { openOffice, type Office } from '../pages/office.ts'
import { promote } from '../world-offers.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
/** What a small laptop shows. */
const LAPTOP = { width: 1280, height: 800 } as const
const PHONE = { width: 390, height: 844 } as const

let world: World
let browser: TestBrowser
let office: Office

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const product = world.retailer.products.find(({ handle }) => handle === 'koszula-lniana-narew')
  const variant = product?.variants[0]
  invariant(product && variant, 'the small retailer sells the shirt')
  await promote(world, {
    name: 'Trzy koszule w cenie dwóch na otwarcie sezonu ogrodowego',
    label: {
      pl: 'Trzy koszule w cenie dwóch, najtańsza gratis',
      en: 'Three shirts for two, the cheapest is free',
    },
    validFrom: world.platform.clock().getTime(),
    validUntil: world.platform.clock().getTime() + 30 * DAY_MS,
    conditions: [{ kind: 'products', anyOf: [product.handle] }],
    action: { kind: 'cheapest_free', every: 3, free: 1 },
  })
  const as = await world.asManager()
  const channels = must(await world.call('GET', '/v1/channels', { as }), 200).body
  const channelId = channels.items.find(({ code }: { code: string }) => code === 'store')?.id
  const hung = await world.call('PUT', '/v1/prices/labels/ESL-WAW1-REGAL-017-A', {
    as,
    body: { sku: variant.sku, channelId, locationId: world.place(HERE) },
  })
  must(hung, 200)
  const boss = world.retailer.staff.find(({ role, password }) => role === 'manager' && password)
  invariant(boss?.email && boss.password, 'the retailer has a manager')
  office = openOffice(await browser.person(LAPTOP))
  await office.signIn(boss.email, boss.password)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test.each([
  ['/office/promotions', 'Trzy koszule'],
  ['/office/prices/labels', 'ESL-WAW1-REGAL-017-A'],
])('the table of %s stands whole on a small laptop', async (path, row) => {
  await office.page.goto(path)
  await office.page.getByRole('row').filter({ hasText: row }).first().waitFor()
  const table = office.page.getByRole('table').first()
  const room = await table.evaluate(({ parentElement: box, scrollWidth }) => ({
    needs: scrollWidth,
    has: box?.clientWidth ?? 0,
  }))
  expect(room.needs).toBeLessThanOrEqual(room.has)
})

test('on a phone every page is called by its whole name, the open one is in view, and no button sticks out of the window', async () => {
  await office.page.setViewportSize(PHONE)
  await office.page.goto('/office/prices/calendar')
  const links = office.page.getByRole('navigation', { name: 'Nawigacja' }).getByRole('link')
  await links.first().waitFor()
  const cut = await links.evaluateAll(
    (all) =>
      all.flatMap((link) => [...link.children].filter((part) => part.scrollWidth > part.clientWidth + 1))
        .length,
  )
  expect(cut).toBe(0)
  // Where she is stands in view, in both rows that are wider than the window.
  for (const here of [
    office.page.getByRole('tab', { name: 'Kalendarz' }),
    office.page.getByRole('navigation', { name: 'Nawigacja' }).getByRole('link', { name: /^Ceny/ }),
  ]) {
    const ends = () => here.evaluate((one) => one.getBoundingClientRect().right)
    await expect.poll(ends).toBeLessThanOrEqual(PHONE.width)
  }
  await office.page.goto('/office/delivery')
  const buttons = office.page.getByRole('main').getByRole('button')
  await buttons.first().waitFor()
  // A table is pushed sideways in its own frame, with the buttons of its rows.
  const right = await buttons.evaluateAll((all) =>
    Math.max(
      ...all
        .filter((button) => !button.closest('table'))
        .map((button) => button.getBoundingClientRect().right),
    ),
  )
  expect(right).toBeLessThanOrEqual(PHONE.width)
})
