import { Refusal, type Sku } from '@splot/kernel'
import { bookAt, lowestBook } from '#modules/inventory'
import { audit } from '#platform/auth'
import { holds, type WriteContext } from '#platform/context'
import { once, type Command } from '../command.ts'
import { countVerbs } from '../states.ts'
import { countFor, lockedIn } from './locked.ts'
import { postCount } from './post.ts'
import { askAgain, differencesIn, freezeFigures, linesOfPass, setCountState } from './store.ts'
import type { Count, Figure } from './types.ts'

export interface Submission extends Command {
  /** What nobody scanned: `zero`, it is not there; `leave`, say nothing of it (in a recount: the figure of before stands). */
  readonly uncounted?: 'zero' | 'leave' | undefined
}

/**
 * Hands a pass in. Its figures are frozen with what the book said when each SKU was scanned; then lines that are too far off are asked
 * for again, or somebody must approve, or it is posted at once.
 * @throws Refusal `stockwork.count_state`, `stockwork.uncounted` when it is not said what becomes of SKUs that nobody scanned.
 */
export async function submitCount(ctx: WriteContext, id: string, submission: Submission): Promise<void> {
  await countFor(ctx, id, 'stock.count')
  await once(ctx, 'count.submit', id, submission, async () => {
    const count = await lockedIn(ctx, id, countVerbs['scan, submit'])
    const figures = await figuresOf(ctx, count, submission)
    await freezeFigures(ctx, id, figures)
    const tooFarOff = figures.filter((figure) => isTooFarOff(count, figure)).map(({ sku }) => sku)
    if (count.pass === 1 && count.recount !== 'none' && tooFarOff.length > 0) {
      await askAgain(ctx, id, tooFarOff)
      await setCountState(ctx, id, 'recounting')
      await told(ctx, count, 'recounting', { lines: tooFarOff.length })
      return
    }
    const pieces = (await differencesIn(ctx, id)).reduce((sum, { quantity }) => sum + Math.abs(quantity), 0)
    if (pieces > count.approveOver && !holds(ctx.actor, 'stock.approve', count.locationId)) {
      await setCountState(ctx, id, 'review')
      await told(ctx, count, 'review', { pieces })
      return
    }
    await postCount(ctx, count)
  })
}

const told = (ctx: WriteContext, { id, number, locationId }: Count, state: string, facts: object) =>
  audit(ctx, {
    action: 'stockwork.count_submitted',
    subject: id,
    locationId,
    detail: { number, state, ...facts },
  })

/** A share of the book is a share of what lies there by the book; of nothing or less it is nothing. */
const isTooFarOff = ({ tolerancePieces, tolerancePpm }: Count, { counted, book }: Figure): boolean =>
  Math.abs(counted - book) >
  Math.max(tolerancePieces, Math.floor((Math.max(0, book) * tolerancePpm) / 1_000_000))

/**
 * The difference of a SKU is what was counted minus what the book said when its last piece was scanned. It is a difference, not a
 * level, that will be booked, so whatever is sold or comes in from then on stays as it is. A SKU that nobody scanned is missing
 * with as many pieces as the book had of it all the while: what came or went in between was never there to be found.
 */
async function figuresOf(ctx: WriteContext, count: Count, { uncounted }: Submission): Promise<Figure[]> {
  const lines = await linesOfPass(ctx, count)
  const bins = count.scope.kind === 'bin' ? count.scope.values : null
  const scanned = lines.flatMap(({ sku, quantity, at }) =>
    quantity === null || at === null ? [] : { sku, counted: quantity, at },
  )
  const books = await bookAt(ctx, count.locationId, scanned, bins)
  const figures = scanned.map((line) => ({ ...line, book: books.get(line.sku) ?? 0 }))
  const left = lines.flatMap(({ sku, quantity }) => (quantity === null ? sku : []))
  const span = { from: count.createdAt, until: ctx.now }
  const lowest = left.length > 0 ? await lowestBook(ctx, count.locationId, left, span, bins) : new Map()
  const missing = left.flatMap((sku) => {
    const book = lowest.get(sku) ?? 0
    return book === 0 ? [] : { sku, counted: 0, at: ctx.now, book }
  })
  if (missing.length > 0 && uncounted === undefined) throw notSaid(missing)
  return uncounted === 'zero' ? [...figures, ...missing] : figures
}

/** SKUs that a refusal names. */
const NAMED = 100

const notSaid = (missing: readonly { readonly sku: Sku }[]): Refusal =>
  new Refusal(
    'unprocessable',
    'stockwork.uncounted',
    `Nobody scanned ${missing.length} of the SKUs. Count them, or say that they are not there (zero) or shall stay as they are (leave).`,
    {
      errors: [{ pointer: '/uncounted', detail: 'zero or leave' }],
      facts: { uncounted: missing.length, skus: missing.slice(0, NAMED).map(({ sku }) => sku) },
    },
  )
