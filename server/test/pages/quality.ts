import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** WCAG 2.2 at levels A and AA, as axe names them. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
/** Where React Aria speaks through: what it said stays for seconds, even when the element that it named has gone. */
const ANNOUNCER = '[data-live-announcer]'
/** As much of an offending element as tells which one it is. */
const SHOWN_HTML = 200
/** A colour that is still fading in has the wrong contrast. Endless animations are not waited for. */
const COLOURS_AT_REST = `new Promise((done) => requestAnimationFrame(done)).then(() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished)))`
const SCHEMES = ['light', 'dark'] as const

/** What axe holds against the open page in light and in dark, one line per offending element; empty when all is well. */
export async function violationsOn(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(COLOURS_AT_REST)
    const { violations } = await new AxeBuilder({ page })
      .withTags(WCAG)
      .exclude(ANNOUNCER)
      .setLegacyMode()
      .analyze()
    const { pathname } = new URL(page.url())
    for (const { id, nodes } of violations) {
      for (const node of nodes) {
        const why = [...node.any, ...node.all, ...node.none].map(({ message }) => message).join('; ')
        found.push(`${pathname} (${colorScheme}) ${id}: ${node.html.slice(0, SHOWN_HTML)}: ${why}`)
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null })
  return found
}

/** Adds up the scripts that the page loads from now on, as they come over the wire; call the answer for bytes so far. */
export function weighScripts(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  return async () => (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
}

/** How many CSS pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
