import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { systemActor } from '#platform/context'
import { violationsOn } from '../pages/quality.ts'
import { openShop } from '../pages/shop.ts'
import { createWorld, type World } from '../world.ts'

let world: World
let browser: TestBrowser
let sku: string

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  const variant = world.retailer.products[0]?.variants[0]
  invariant(variant, 'the small retailer sells something')
  ;({ sku } = variant)
  const warehouse = world.retailer.locations.find(({ kind }) => kind === 'warehouse')
  await world.setStock(sku, warehouse?.code ?? '', 5)
  const express = { code: 'express', name: { pl: 'Ekspres', en: 'Express' }, currency: 'PLN', days: 1 }
  const offered = await world.call('PUT', '/v1/delivery/countries/PL' as '/v1/delivery/countries/x', {
    as: await world.asManager(),
    body: { ...express, grossMinor: 2_499, freeFromMinor: null },
  })
  must(offered, 200)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('a shopper chooses a faster way at checkout, sees what it costs before she pays, and finds it on her order', async () => {
  const shop = openShop(await browser.person())
  const { page } = shop
  const summary = () => page.getByRole('complementary')
  const { body } = await world.basket({ sku, quantity: 1 })
  await page.goto('/about')
  await page.evaluate(
    `localStorage.setItem('splot-cart', ${JSON.stringify(JSON.stringify({ id: body.id, token: body.token }))})`,
  )
  await page.goto('/checkout')
  const ways = page.getByRole('radiogroup', { name: 'Sposób dostawy' })
  await ways.getByRole('radio', { name: /Kurier/, checked: true }).waitFor()
  const before = await summary().innerText()
  await shop.hand.choose(/^Ekspres/)
  await summary()
    .getByText(/24,99\szł/)
    .waitFor()
  expect(await summary().innerText()).not.toBe(before)
  await ways.getByText('1 dzień roboczy od wysłania').waitFor()
  expect(await violationsOn(page)).toEqual([])
  const fields = {
    'Imię i nazwisko': 'Anna Nowak',
    'E-mail': 'anna@example.com',
    'Ulica i numer': 'Prosta 1',
  }
  for (const [name, value] of Object.entries({
    ...fields,
    'Kod pocztowy': '00-001',
    Miejscowość: 'Warszawa',
  }))
    await page.getByRole('textbox', { name }).fill(value)
  await shop.hand.tap(page.getByRole('button', { name: 'Zamawiam i płacę' }))
  await page.waitForURL(/\/orders\//)
  await page.getByText('Ekspres').waitFor()
  const [kept] = await world.platform
    .read(systemActor('story'))
    .query<{ code: string }>(`select delivery->>'code' as code from orders.order where cart_id = $1`, [
      body.id,
    ])
  expect(kept?.code).toBe('express')
})
