import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runGolden, type GoldenCase, type GoldenResult } from '@splot/rules/golden/run'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Person, type TestBrowser } from '#test/browser'

const GOLDEN = fileURLToPath(new URL('../../../packages/rules/golden', import.meta.url))
const ENTRY = fileURLToPath(new URL('../golden/count.ts', import.meta.url))
const PAGE =
  '<!doctype html><html lang="en"><title>Golden baskets</title><script src="/golden.js"></script></html>'

const directory = mkdtempSync(join(tmpdir(), 'splot-golden-'))
let server: Server
let browser: TestBrowser
let person: Person
let inNode: GoldenResult

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    build: {
      outDir: directory,
      emptyOutDir: true,
      lib: { entry: ENTRY, formats: ['iife'], name: 'golden', fileName: () => 'golden.js' },
    },
  })
  const script = readFileSync(join(directory, 'golden.js'))
  server = createServer((request, response) => {
    const isScript = request.url === '/golden.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
    response.end(isScript ? script : PAGE)
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser(url)
  person = await browser.person({ serviceWorkers: true })
  await person.page.goto(url)
  const names = readdirSync(GOLDEN).filter((name) => name.endsWith('.json'))
  inNode = runGolden(
    // Our own files, in the order in which the bundle takes them.
    names.sort().flatMap((name) => JSON.parse(readFileSync(join(GOLDEN, name), 'utf8')) as GoldenCase[]),
  )
})
afterAll(async () => {
  await browser.close()
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

const hashOf = ({ text }: GoldenResult) => createHash('sha256').update(text).digest('hex')

test('every golden basket costs in a real browser what it costs on the server, byte for byte', async () => {
  const inPage = await person.page.evaluate(() =>
    (globalThis as unknown as { countGolden: () => GoldenResult }).countGolden(),
  )
  expect(inPage.differing).toEqual([])
  expect(inPage.text.length).toBeGreaterThan(100_000)
  expect(hashOf(inPage)).toBe(hashOf(inNode))
})

test('and in a service worker, where a till counts without a network', async () => {
  const inWorker = await person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('/golden.js')
    const worker = registration.active ?? registration.waiting ?? registration.installing
    if (!worker) throw new Error('the worker was registered')
    return new Promise<GoldenResult>((resolve) => {
      const channel = new MessageChannel()
      channel.port1.addEventListener('message', ({ data }) => resolve(data as GoldenResult))
      channel.port1.start()
      worker.postMessage('count', [channel.port2])
    })
  })
  expect(inWorker.differing).toEqual([])
  expect(hashOf(inWorker)).toBe(hashOf(inNode))
})
