import type { Locale } from '@splot/ui'
import type { Assets } from './router.tsx'
import type { seedOf } from './seed.ts'

/** The element that carries the server's data: a data block, which no browser executes. */
export const HANDOVER_ID = 'splot-data'

/** What the browser needs to wake up a page that the server drew. */
export interface Handover {
  readonly locale: Locale
  readonly origin: string
  readonly assets: Assets
  /** Whether the browser sent a customer's session: whose, the page does not know. */
  readonly hasSession: boolean
  readonly seed: ReturnType<typeof seedOf>
}

/** JSON that cannot end its script element or be taken for markup, whatever a product is called. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
