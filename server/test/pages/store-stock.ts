import type { Locator } from 'playwright-core'
import type { StoreApp } from './store.ts'

/** The server takes in what was scanned after a quiet while; nothing is asserted about how long. */
const PATIENCE_MS = 60_000

export type StoreStock = ReturnType<typeof openStoreStock>

/** A page that draws a new screen between two keys cuts a scan apart; nobody scans before she sees where she is. */
const AT_REST = `new Promise((done) => requestAnimationFrame(() => requestIdleCallback(() => requestIdleCallback(done))))`

/** Work with stock in the store app, as an assistant does it. */
export function openStoreStock({ page, hand }: StoreApp) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const heading = (name: string | RegExp) => page.getByRole('heading', { name })
  const line = (name: string) =>
    page.getByRole('main').getByRole('listitem').filter({ hasText: name }).first()

  /** Chooses from a list, and waits until it is gone: while it stands, keys belong to it. */
  const choose = async (list: Locator, option: string) => {
    await hand.tap(list)
    await hand.tap(page.getByRole('option', { name: option }))
    await page.getByRole('listbox').waitFor({ state: 'detached' })
  }

  const scan = async (text: string) => {
    await page.evaluate(AT_REST)
    await hand.scan(text)
  }

  return {
    scan,
    line,
    heading,
    /** Opens the area, which reads every paper that waits, for work without a network. */
    open: async () => {
      await hand.tap(
        page.getByRole('navigation', { name: 'Obszary pracy' }).getByRole('link', { name: 'Magazyn' }),
      )
      await heading('Magazyn').waitFor()
    },
    openTask: async (title: string | RegExp) => {
      await hand.tap(page.getByRole('main').getByRole('link', { name: title }))
      await page.getByRole('link', { name: 'Magazyn' }).first().waitFor()
    },
    /** Scans one after the other, each once the one before was answered for. */
    scanAll: async (scans: readonly (readonly [gtin: string, says: RegExp])[]) => {
      for (const [gtin, says] of scans) {
        await scan(gtin)
        await page.getByRole('main').getByText(says).first().waitFor()
      }
    },
    /** What the outbox button says while something waits. */
    waitUntilSent: () =>
      page.getByRole('button', { name: 'Wszystko wysłane' }).waitFor({ timeout: PATIENCE_MS }),
    tap: (name: string | RegExp) => hand.tap(button(name)),
    /** Types a number on the pad of an article, and says what it is for. */
    typeHeap: async (name: RegExp, digits: string, use: 'Tyle jest razem' | 'Dodaj do policzonych') => {
      await hand.tap(button(name))
      const pad = page.getByRole('dialog', { name: 'Ile sztuk?' })
      for (const digit of digits) await hand.tap(pad.getByRole('button', { name: digit, exact: true }))
      await hand.tap(pad.getByRole('button', { name: use }))
    },
    choose,
    /** Chooses a reason for the difference that says this. */
    giveReason: (difference: string, reason: string) =>
      choose(
        page
          .getByRole('region', { name: 'Różnice' })
          .getByText(difference, { exact: true })
          .locator('xpath=../..')
          .getByRole('button'),
        reason,
      ),
  }
}
