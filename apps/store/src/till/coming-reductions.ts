import type { Read } from '../api/types.ts'
import { api, ask, device, kept, signedInPerson } from '../house.ts'
import { inTurn } from './keep-fresh.ts'
import { foreseenIn, type ComingBook } from './coming-book.ts'
import type { Article } from './sale.ts'

/** The name under which they are kept. */
const COMING = 'coming-reductions'

let book: ComingBook | null = null

/** Takes up what this device knows of reductions to come. */
export async function openComing(): Promise<void> {
  // Written by `refreshComing` only.
  book = ((await kept.read(COMING).catch(() => undefined)) as ComingBook | undefined) ?? null
}

/** Asks which reductions begin here in the next days. Without an answer what is known counts on. */
export const refreshComing = inTurn(async () => {
  // The door opens for people on a device; nobody sells before that.
  if (!signedInPerson()) return
  try {
    const next = bookOf(await ask(api.GET('/v1/prices/coming-reductions')))
    if (JSON.stringify(next) === JSON.stringify(book)) return
    book = next
    await kept.write(COMING, next)
  } catch {
    // No network, nobody signed in, or no room.
  }
})

const bookOf = ({ location, reductions }: Read<'/v1/prices/coming-reductions'>): ComingBook => ({
  location,
  // By article: a sale may begin for tens of thousands, and a basket asks for some.
  bySku: Object.fromEntries(Map.groupBy(reductions, ({ sku }) => sku)),
})

/** What stands beside the price of an article by what was foreseen for now; undefined: nothing was, or nothing is known here. */
export function foreseenReduction({ sku, price }: Article): Article['reduced'] {
  const now = device.current()
  if (now.stage !== 'enrolled' || book?.location !== now.enrolment.location.id) return undefined
  return foreseenIn(book, { sku, currency: price.currency }, Date.now())
}
