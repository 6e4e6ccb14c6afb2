import type { Page } from 'playwright-core'
import { encode } from 'uqr'

/** QR codes as the screens draw them. */
const QR_LOOK = { ecc: 'M', border: 4 } as const

/** Whether the QR code in view is the one of this text, module for module. */
export async function showsQrOf(page: Page, text: string): Promise<boolean> {
  const path = await page.locator('svg', { hasText: 'Kod QR' }).locator('path').getAttribute('d')
  const { data } = encode(text, QR_LOOK)
  const drawn = data.map((row) => row.map(() => false))
  for (const [, x, y, width] of (path ?? '').matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  return JSON.stringify(drawn) === JSON.stringify(data)
}
