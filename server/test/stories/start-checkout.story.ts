import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../browser.ts'
import { copyCheckout, type CheckoutCopy } from '../checkout-copy.ts'
import { basketStatus, leaveBasket } from '../left-basket.ts'
import {
  eventually,
  freePort,
  membersOf,
  type Program,
  signalAll,
  startProgram,
  stop,
  survivors,
} from '../program.ts'

const STORY_MS = 900_000
const BETWEEN_SAVES_MS = 2_000
/** Where a start without any setting keeps its database. */
const POSTGRES = '.data/postgres'

/** Made once: all stories of this file happen in it, one after the other, as in the days of a developer. */
let checkout: CheckoutCopy
let running: Program | undefined

beforeAll(() => {
  checkout = copyCheckout()
})

afterAll(async () => {
  if (running) {
    const members = membersOf(running, join(checkout.directory, POSTGRES))
    signalAll(running.child, 'SIGTERM')
    await survivors(running, members)
  }
  checkout?.remove()
})

/** `npm start` or `npm run dev`, typed in the checkout. */
async function type(script: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const { npm, directory, account } = checkout
  running = await startProgram([...npm, ...script], {
    cwd: directory,
    env: { ...checkout.env, ...env },
    account,
  })
  return running
}

/** Does something to a running program and expects that nothing of it lives on. */
async function expectNothingLeft(program: Program, end: () => unknown): Promise<void> {
  const members = membersOf(program, join(checkout.directory, POSTGRES))
  await end()
  expect(await survivors(program, members)).toEqual([])
  running = undefined
}

/** Saves a source of the copy with what the pattern's group matches changed, as an editor does; the new words. */
function edit(file: string, pattern: RegExp): string {
  const path = join(checkout.directory, file)
  const source = readFileSync(path, 'utf8')
  const before = pattern.exec(source)?.[1]
  if (before === undefined) throw new Error(`${file} has nothing like ${pattern}`)
  const after = `${before} edited`
  writeFileSync(
    path,
    source.replace(pattern, (whole) => whole.replace(before, after)),
  )
  return after
}

function saveAgain(file: string): void {
  const path = join(checkout.directory, file)
  writeFileSync(path, readFileSync(path))
}

test(
  'npm start as an ordinary user, in a checkout of his own: shop, store and office, all under his account; Ctrl-C ends all of it',
  { timeout: STORY_MS },
  async () => {
    expect(checkout.uid).not.toBe(0)
    const program = await type(['start'])
    for (const page of ['/', '/store', '/store/', '/office', '/office/']) {
      const response = await fetch(`${program.url}${page}`)
      expect(response.status, page).toBe(200)
      // One slash at the end, and no more.
      expect(response.url, page).toBe(`${program.url}${page.replace(/\/$/, '')}/`)
      expect(await response.text(), page).toMatch(/<html lang="/)
    }
    const cluster = join(checkout.directory, POSTGRES, 'cluster')
    expect(statSync(cluster).uid).toBe(checkout.uid)
    if (process.platform === 'linux') {
      const owners = membersOf(program, join(checkout.directory, POSTGRES)).map(
        ({ pid }) => statSync(`/proc/${pid}`).uid,
      )
      expect(new Set(owners)).toEqual(new Set([checkout.uid]))
    }
    await expectNothingLeft(program, () => signalAll(program.child, 'SIGINT'))
  },
)

test(
  'a killed npm, a closed terminal and a service manager end all of Splot, and the next start goes on',
  { timeout: STORY_MS },
  async () => {
    const first = await type(['start', '--', '--no-apps'])
    const basket = await leaveBasket(first.url)
    await expectNothingLeft(first, () => stop(first.child, 'SIGKILL'))

    const second = await type(['start', '--', '--no-apps'])
    expect(await basketStatus(second.url, basket)).toBe(200)
    await expectNothingLeft(second, () => signalAll(second.child, 'SIGHUP'))

    const third = await type(['start', '--', '--no-apps'])
    expect(await basketStatus(third.url, basket)).toBe(200)
    await expectNothingLeft(third, () => stop(third.child, 'SIGTERM'))
  },
)

test(
  'npm run dev takes up a change of the server, of the office in an open page, and of the shop; Ctrl-C ends all of it',
  { timeout: STORY_MS },
  async () => {
    const program = await type(['run', 'dev'], { PORT: String(await freePort()) })
    const browser = await openBrowser(program.url)
    try {
      const { page } = await browser.person()
      await page.goto('/office/')
      const heading = page.getByRole('heading', { level: 1 })
      await heading.waitFor()
      const title = edit('apps/office/src/words/pl.ts', /auth: \{\s+title: '(.+?)'/)
      // A page hears of changes once its line to the dev server stands; until then the editor saves again.
      await eventually('the new title in the open page', async () => {
        if (await heading.getByText(title).isVisible()) return true
        saveAgain('apps/office/src/words/pl.ts')
        await page.waitForTimeout(BETWEEN_SAVES_MS)
        return (await heading.getByText(title).isVisible()) || undefined
      })

      const skip = edit('apps/shop/src/words/pl.ts', /skip: '(.+?)'/)
      await eventually('the new words of the shop', async () => {
        const html = await (await fetch(program.url, { headers: { 'accept-language': 'pl' } })).text()
        return html.includes(skip) || undefined
      })

      const status = edit('server/src/main/operations.ts', /status: '(ready)'/)
      await eventually('the new answer of the server', async () => {
        const health = (await (await fetch(`${program.url}/health/ready`)).json()) as { status: string }
        return health.status === status || undefined
      })
      // The page is still open: whoever is connected must not hold the end up.
      await expectNothingLeft(program, () => signalAll(program.child, 'SIGINT'))
    } finally {
      await browser.close()
    }
  },
)
