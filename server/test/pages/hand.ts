import type { Locator, Page } from 'playwright-core'
import { scan } from '../browser.ts'

/** What a task costs a person: presses of a finger or a mouse, and codes read by the scanner. */
export interface Effort {
  readonly taps: number
  readonly scans: number
}

export interface Hand {
  readonly tap: (target: Locator) => Promise<void>
  /** Presses the option of this name; its radio button is drawn as a chip or a card around the hidden input. */
  readonly choose: (name: RegExp, within?: Locator) => Promise<void>
  readonly scan: (text: string) => Promise<void>
  /** What this hand did while `task` ran. */
  readonly effortOf: (task: () => Promise<unknown>) => Promise<Effort>
}

/** The hand of a person at a page. Page objects press and scan through it alone, so that budgets of taps can be asserted. */
export function handOn(page: Page): Hand {
  let taps = 0
  let scans = 0
  const tap = async (target: Locator) => {
    taps += 1
    await target.click()
  }
  return {
    tap,
    choose: (name, within) =>
      tap((within ?? page.locator('body')).getByRole('radio', { name }).locator('xpath=ancestor::label')),
    scan: async (text) => {
      scans += 1
      await scan(page, text)
    },
    effortOf: async (task) => {
      const before = { taps, scans }
      await task()
      return { taps: taps - before.taps, scans: scans - before.scans }
    },
  }
}
