import { PPM, Refusal, roundHalfUp, type Ppm, type RefusalDetail, type Sku } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { setFacts } from './change-store.ts'
import { addRows, draftChange, refuseBadInstant, type DraftRow } from './changes.ts'
import { MAX_CHANGE_ROWS, MAX_PRICE_MINOR, PRICE_CHUNK } from './limits.ts'
import { bookOf, type PricesInMemory } from './model.ts'
import { spansInForce } from './resolve.ts'
import { surroundings } from './surroundings.ts'
import type { ChangeId, PriceList } from './types.ts'

/** How each price of a list is reckoned from what it would be at the instant. */
export type Adjustment =
  | { readonly kind: 'percent'; readonly ppm: Ppm }
  | { readonly kind: 'amount'; readonly minor: number }
  | { readonly kind: 'set'; readonly minor: number }
  | { readonly kind: 'withdraw' }

export interface BulkEdit {
  readonly note: string
  /** Code of the list whose prices are changed. */
  readonly list: string
  /** Code of the list whose prices are taken as they would be then; null: its own. So a list is filled from another one. */
  readonly from: string | null
  /** Null: now. */
  readonly effectiveAt: Date | null
  /** Null: for good. */
  readonly until: Date | null
  /** Goods; nothing named: all that the list has. */
  readonly categories: readonly string[]
  readonly skus: readonly string[]
  readonly adjust: Adjustment
  /**
   * Prices are rounded to whole multiples of `to` and then get this ending: `{ to: 100, ending: 99 }` makes 17.43 to 16.99. One that nothing
   * would be left of is not rounded.
   */
  readonly rounding: { readonly to: number; readonly ending: number } | null
}

export interface BulkPreview {
  readonly skus: number
  readonly rows: number
  readonly raised: number
  readonly lowered: number
  /** That had no price in the list before. */
  readonly fresh: number
  readonly unchanged: number
  /** Articles that were named, or stand in a named category, and have no price in the list then. */
  readonly withoutPrice: number
  readonly examples: readonly {
    readonly sku: string
    readonly fromQuantity: number
    readonly beforeMinor: number | null
    readonly minor: number | null
  }[]
}

const EXAMPLES = 10

/** How far a price goes, either way; one that is taken away goes all of its way. */
const stepOf = ({ minor, beforeMinor }: DraftRow): number => Math.abs((minor ?? 0) - (beforeMinor ?? 0))

/** What a bulk edit would do, reckoned from the prices that hold at its instant. @throws Refusal `pricing.bad_bulk_edit`. */
export async function previewBulk(ctx: CommandContext, edit: BulkEdit): Promise<BulkPreview> {
  await bookOf(ctx).upToDate()
  const { rows, unchanged, withoutPrice } = reckon(bookOf(ctx), edit, ctx.now)
  const differs = (by: (minor: number, before: number) => boolean) =>
    rows.filter(({ minor, beforeMinor }) => minor !== null && beforeMinor !== null && by(minor, beforeMinor))
      .length
  return {
    skus: new Set(rows.map(({ sku }) => sku)).size,
    rows: rows.length,
    raised: differs((minor, before) => minor > before),
    lowered: differs((minor, before) => minor < before),
    fresh: rows.filter(({ minor, beforeMinor }) => minor !== null && beforeMinor === null).length,
    unchanged,
    withoutPrice,
    examples: rows.toSorted((a, b) => stepOf(b) - stepOf(a)).slice(0, EXAMPLES),
  }
}

/**
 * Drafts a bulk edit, in chunks; a draft that was cut off while it was made cannot be published.
 * @throws Refusal `pricing.bad_bulk_edit`, `pricing.nothing_changes`, `pricing.instant_is_past`.
 */
export async function draftBulk(ctx: CommandContext, edit: BulkEdit): Promise<ChangeId> {
  const book = bookOf(ctx)
  await book.upToDate()
  const { rows, unchanged } = reckon(book, edit, ctx.now)
  if (rows.length === 0) {
    throw new Refusal('unprocessable', 'pricing.nothing_changes', 'No price would be another one.')
  }
  const { note, effectiveAt, ...terms } = edit
  const { platform, actor } = ctx
  const facts = { ...terms, unchanged, building: true }
  const id = await platform.write(actor, (write) =>
    draftChange(write, { kind: 'bulk', note, effectiveAt, facts }, book.seq),
  )
  for (let at = 0; at < rows.length; at += PRICE_CHUNK) {
    const chunk = rows.slice(at, at + PRICE_CHUNK)
    await platform.write(actor, (write) => addRows(write, id, chunk))
  }
  await platform.write(actor, (write) => setFacts(write, id, { building: false }))
  return id
}

function reckon(
  book: PricesInMemory,
  edit: BulkEdit,
  now: Date,
): { readonly rows: readonly DraftRow[]; readonly unchanged: number; readonly withoutPrice: number } {
  refuseBadInstant({ now }, edit.effectiveAt)
  const { list, source } = checkedLists(book, edit, now)
  const at = (edit.effectiveAt ?? now).getTime()
  const skus = skusOf(book, source, edit)
  const rows: DraftRow[] = []
  let unchanged = 0
  let withoutPrice = 0
  for (const sku of skus) {
    const spans = spansInForce(book.spans(source, sku) ?? [], at)
    if (spans.length === 0) withoutPrice += 1
    const own = source === list ? spans : spansInForce(book.spans(list, sku) ?? [], at)
    for (const span of spans) {
      const minor = adjusted(span.minor, edit)
      const beforeMinor = own.find(({ fromQuantity }) => fromQuantity === span.fromQuantity)?.minor ?? null
      if (minor === beforeMinor) unchanged += 1
      else
        rows.push({
          listId: list.id,
          // Both sources, the list and the catalogue, hold SKUs.
          sku: sku as Sku,
          fromQuantity: span.fromQuantity,
          minor,
          taxLetter: span.taxLetter,
          startsAt: null,
          endsAt: edit.until,
          beforeMinor,
        })
    }
  }
  refuseAbsurd(rows)
  return { rows, unchanged, withoutPrice }
}

function skusOf(book: PricesInMemory, list: PriceList, { categories, skus }: BulkEdit): readonly string[] {
  if (categories.length === 0 && skus.length === 0)
    return [...(book.shelves.get(list.id)?.keys() ?? [])].sort()
  const within = categories.flatMap((category) => surroundings().skusWithin(category) ?? [])
  return [...new Set([...skus, ...within])].sort()
}

function adjusted(before: number, { adjust, rounding }: BulkEdit): number | null {
  if (adjust.kind === 'withdraw') return null
  if (adjust.kind === 'set') return adjust.minor
  const plain =
    adjust.kind === 'percent' ? roundHalfUp((before * (PPM + adjust.ppm)) / PPM) : before + adjust.minor
  if (!rounding) return plain
  // 17.43 to whole 100 with the ending 99: the nearest of …, 16.99, 17.99, …
  const { to, ending } = rounding
  const rounded = Math.round((plain - ending) / to) * to + ending
  // The nearest to 0.18 that ends in 99 is below nothing: what costs less than the ending keeps its grosze.
  return rounded > 0 ? rounded : plain
}

function checkedLists(
  book: PricesInMemory,
  edit: BulkEdit,
  now: Date,
): { readonly list: PriceList; readonly source: PriceList } {
  const errors: RefusalDetail[] = []
  const list = book.lists.find(({ code }) => code === edit.list)
  if (!list) errors.push({ pointer: '/list', detail: 'unknown price list' })
  const source = edit.from === null ? list : book.lists.find(({ code }) => code === edit.from)
  if (!source && edit.from !== null) errors.push({ pointer: '/from', detail: 'unknown price list' })
  if (list && source && list.currency !== source.currency)
    errors.push({ pointer: '/from', detail: `is in ${source.currency}, and amounts are never converted` })
  for (const [index, category] of edit.categories.entries())
    if (!surroundings().skusWithin(category))
      errors.push({ pointer: `/categories/${index}`, detail: `unknown category "${category}"` })
  for (const [index, sku] of edit.skus.entries())
    if (!surroundings().article(sku))
      errors.push({ pointer: `/skus/${index}`, detail: `unknown SKU "${sku}"` })
  if (edit.until && edit.until <= (edit.effectiveAt ?? now))
    errors.push({ pointer: '/until', detail: 'not after the beginning' })
  if (edit.rounding && edit.rounding.ending >= edit.rounding.to)
    errors.push({ pointer: '/rounding/ending', detail: 'not below the step' })
  if (list && source && errors.length === 0) return { list, source }
  throw new Refusal(
    'unprocessable',
    'pricing.bad_bulk_edit',
    'This change of prices cannot be made. Correct what is named.',
    { errors },
  )
}

function refuseAbsurd(rows: readonly DraftRow[]): void {
  const absurd = rows.filter(({ minor }) => minor !== null && (minor <= 0 || minor > MAX_PRICE_MINOR))
  if (absurd.length === 0 && rows.length <= MAX_CHANGE_ROWS) return
  throw new Refusal(
    'unprocessable',
    'pricing.bad_bulk_edit',
    absurd.length === 0
      ? `It would change more than ${MAX_CHANGE_ROWS} prices. Make several changes.`
      : `${absurd.length} prices would not be above zero, or too high to be meant. Change less.`,
    {
      errors: absurd.slice(0, EXAMPLES).map(({ sku, beforeMinor, minor }) => ({
        pointer: '/adjust',
        detail: `${sku}: ${beforeMinor} would become ${minor}`,
      })),
      facts: { rows: absurd.length },
    },
  )
}
