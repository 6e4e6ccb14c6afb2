import { decimal } from '#platform/csv'
import { MAX_EXPORT_ROWS } from '../limits.ts'
import type { PricesInMemory } from '../model.ts'
import type { PriceList, PriceSpan } from '../types.ts'

/** A file as the office saves it; `isWhole` is false when there was more than one file holds. */
export interface PriceFile {
  readonly filename: string
  readonly csv: string
  readonly rows: number
  readonly isWhole: boolean
}

/**
 * What a list says from now on, in the columns that its import reads: what holds now has no `from`, what is published for later has one.
 * Semicolons, commas for decimals and a byte order mark, as Polish Excel reads it.
 */
export function exportList(book: PricesInMemory, list: PriceList, now: Date): PriceFile {
  const lines: string[] = []
  const shelf = [...(book.shelves.get(list.id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  let total = 0
  for (const [sku, spans] of shelf) {
    for (const span of spans.toSorted((a, b) => a.start - b.start || a.fromQuantity - b.fromQuantity)) {
      if (span.end <= now.getTime()) continue
      total += 1
      if (total <= MAX_EXPORT_ROWS) lines.push(lineOf(sku, list, span, now))
    }
  }
  const csv = `\uFEFF${['sku;list;price;from;until;quantity', ...lines].join('\r\n')}\r\n`
  return {
    filename: `prices-${list.code}-${now.toISOString().slice(0, 10)}.csv`,
    csv,
    rows: lines.length,
    isWhole: total === lines.length,
  }
}

const lineOf = (sku: string, list: PriceList, span: PriceSpan, now: Date): string =>
  [
    sku,
    list.code,
    span.minor === null ? '-' : decimal(span.minor),
    span.start > now.getTime() ? new Date(span.start).toISOString() : '',
    span.end === Infinity ? '' : new Date(span.end).toISOString(),
    span.fromQuantity,
  ].join(';')
