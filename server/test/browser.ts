import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** Where a system browser usually lives, for machines on which the packaged one (Linux x64) cannot run. */
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export interface TestBrowser {
  /** A person with cookies and storage of her own; requests to any other host fail the story. */
  person(options?: {
    width?: number
    height?: number
    locale?: 'pl-PL' | 'en-GB'
    dark?: boolean
    /** Lets pages have service workers; their requests are not watched then. */
    serviceWorkers?: boolean
  }): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  /** Addresses outside this machine that a page asked for; must stay empty: nothing is loaded from a CDN. */
  readonly foreignRequests: readonly string[]
  /** Errors that pages printed or threw. */
  readonly pageErrors: readonly string[]
}

/**
 * Starts Chromium: the one that npm brings on Linux, else the system's. The packaged one unpacks into the temporary
 * directory and reuses whatever chromium it finds there, so it gets a private one.
 */
export async function openBrowser(baseUrl: string): Promise<TestBrowser> {
  const directory = mkdtempSync(join(tmpdir(), 'splot-chromium-'))
  const browser = await launch(directory)
  return {
    person: (options = {}) => newPerson(browser, baseUrl, options),
    close: async () => {
      await browser.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * What the packaged Chromium is told for the sake of small cloud functions and must not do here: one process for all shares
 * localStorage and IndexedDB between people, and the rest switches off rules of the web that real browsers keep.
 */
const CARELESS = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
])

async function launch(directory: string): Promise<Browser> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = directory
  try {
    if (process.platform === 'linux' && process.arch === 'x64') {
      const { default: packaged } = await import('@sparticuz/chromium')
      return await playwright.launch({
        executablePath: await packaged.executablePath(),
        args: packaged.args.filter((arg) => !CARELESS.has(arg)),
        headless: true,
      })
    }
    const { existsSync } = await import('node:fs')
    const executablePath = SYSTEM_BROWSERS.find((path) => existsSync(path))
    if (!executablePath)
      throw new Error('No Chromium found: install chromium or Google Chrome for the browser stories.')
    return await playwright.launch({ executablePath, headless: true })
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/** What a person waits for on the screen; longer means that it will not come. */
const ACTION_TIMEOUT_MS = 60_000

async function newPerson(
  browser: Browser,
  baseUrl: string,
  options: Parameters<TestBrowser['person']>[0] & object,
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    locale: options.locale ?? 'pl-PL',
    timezoneId: 'Europe/Warsaw',
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    // Requests of a service worker pass by the page's routes; stories watch every request.
    serviceWorkers: options.serviceWorkers ? 'allow' : 'block',
  })
  const foreignRequests: string[] = []
  const pageErrors: string[] = []
  const origin = new URL(baseUrl).origin
  await context.route(
    (url) => url.origin !== origin && url.protocol.startsWith('http'),
    (route) => {
      foreignRequests.push(route.request().url())
      return route.abort()
    },
  )
  context.setDefaultTimeout(ACTION_TIMEOUT_MS)
  const page = await context.newPage()
  page.on('pageerror', (error) => pageErrors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(`${message.text()} ${message.location().url}`)
  })
  return { page, context, foreignRequests, pageErrors }
}

/** A wedge's pause between two keys. */
const WEDGE_GAP_S = 0.005

/**
 * Types like a keyboard-wedge scanner, with Enter at the end. All keys are sent at once and carry the scanner's own times, so
 * that a busy machine cannot pull a scan apart into what a person types.
 */
export async function scan(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const start = Date.now() / 1_000
  const keys = [...text].map((key) => ({ key, text: key, code: '', windowsVirtualKeyCode: 0 }))
  keys.push({ key: 'Enter', text: '\r', code: 'Enter', windowsVirtualKeyCode: 13 })
  await Promise.all(
    keys.flatMap(({ text: typed, ...key }, at) => {
      const timestamp = start + at * WEDGE_GAP_S
      return [
        session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, text: typed, timestamp }),
        session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, timestamp }),
      ]
    }),
  )
  await session.detach()
}
