import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '#modules/tax'
import { buildServer } from '#platform/http'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { openDoors, type Doors } from '../doors.ts'

let doors: Doors
let app: Awaited<ReturnType<typeof buildServer>>
let browser: TestBrowser

beforeAll(async () => {
  doors = await openDoors(routes)
  app = await buildServer({
    platform: doors.platform,
    routes,
    authenticate: doors.authenticate,
    version: 'test',
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  // It listens on TCP.
  const { port } = app.server.address() as AddressInfo
  browser = await openBrowser(`http://127.0.0.1:${port}`)
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  await doors?.close()
})

test('the reference of the API is read without a word of the browser against it, and asks nobody else', async () => {
  const person = await browser.person()
  const answer = await person.page.goto('/docs/api/')
  expect(answer?.headers()['content-security-policy']).not.toMatch(/unsafe|https:/)
  await person.page.getByRole('link', { name: 'tax', exact: true }).click()
  await person.page
    .getByRole('button', { name: /\/v1\/tax/ })
    .first()
    .click()
  await person.page.getByRole('heading', { name: 'Responses' }).first().waitFor()
  expect(person.pageErrors).toEqual([])
  expect(person.foreignRequests).toEqual([])
})
