import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { runGolden, type GoldenCase } from '@splot/rules/golden/run'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { openBrowser, type Person, type TestBrowser } from '../browser.ts'
import { violationsOn } from '../pages/quality.ts'
import { openStoreApp, type StoreApp } from '../pages/store.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const GOLDEN = fileURLToPath(new URL('../../../packages/rules/golden', import.meta.url))
const cases = readdirSync(GOLDEN)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(join(GOLDEN, name), 'utf8')) as GoldenCase[]) // our own files
const inNode = runGolden(cases)
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

let world: World
let browser: TestBrowser
let person: Person
let till: StoreApp

beforeAll(async () => {
  world = await createWorld()
  browser = await openBrowser(world.url)
  person = await browser.person({ serviceWorkers: true })
  till = openStoreApp(person)
  const issued = await world.call('POST', '/v1/devices/enrolment-codes', {
    as: await world.asManager(),
    body: { locationId: world.place(HERE), name: 'Kasa', kind: 'till' },
  })
  await till.enrol(must(issued, 201).body.code)
  const { number, pin } = world.staffOf(HERE, 'assistant')
  await till.signIn(number, pin)
  // The worker of the built app has taken this page over.
  await till.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const dialog = () => till.page.getByRole('dialog', { name: 'Czy to urządzenie dobrze liczy?' })
const verdictOf = (place: 'Aplikacja' | 'Praca bez sieci') => dialog().locator(`dt:has-text("${place}") + dd`)
const openCheck = () =>
  till.hand.tap(till.page.getByRole('button', { name: 'Sprawdź, czy urządzenie dobrze liczy' }))

test("the till's own service worker counts every golden basket to the same bytes as Node", async () => {
  expect(inNode.differing).toEqual([])
  expect(cases.length).toBeGreaterThanOrEqual(300)
  const counted = await till.page.evaluate(
    (given) =>
      new Promise<{ text?: string; failed?: string }>((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', ({ data }) => resolve(data))
        port1.start()
        navigator.serviceWorker.controller?.postMessage({ ask: 'count', cases: given }, [port2])
      }),
    cases,
  )
  expect(counted.failed).toBeUndefined()
  expect(counted.text?.length).toBe(inNode.text.length)
  expect(hashOf(counted.text ?? '')).toBe(hashOf(inNode.text))
})

test('a till shows that its page and its worker count as the server does, basket for basket', async () => {
  const [served] = await Promise.all([
    till.page.waitForResponse((response) => response.url().endsWith('/v1/rules/golden-baskets')),
    openCheck(),
  ])
  const { text } = (await served.json()) as { text: string } // the route's schema
  expect(hashOf(text)).toBe(hashOf(inNode.text))
  for (const place of ['Aplikacja', 'Praca bez sieci'] as const) {
    await verdictOf(place)
      .getByText(`Liczy tak jak serwer: ${cases.length} z ${cases.length} koszyków.`)
      .waitFor()
  }
  expect(await violationsOn(till.page)).toEqual([])
  await till.hand.tap(dialog().getByRole('button', { name: 'Zamknij' }))
})

test('a server that counts one basket otherwise is noticed, and the basket is named', async () => {
  const [first] = cases
  await till.page.route('**/v1/rules/golden-baskets', (route) =>
    route.fulfill({ json: { cases, text: inNode.text.replace(/^(\S+ .*?"grossMinor":)/, '$19') } }),
  )
  await openCheck()
  const all = cases.length
  for (const place of ['Aplikacja', 'Praca bez sieci'] as const) {
    await verdictOf(place)
      .getByText(`zgadza się ${all - 1} z ${all} koszyków`)
      .waitFor()
    await verdictOf(place).getByText('Koszyki z innym wynikiem').click()
    await verdictOf(place)
      .getByRole('listitem')
      .getByText(first?.name ?? '', { exact: true })
      .waitFor()
  }
})
