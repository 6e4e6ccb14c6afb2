import { CsvError, parse } from 'csv-parse/sync'
import { Refusal, type RefusalDetail } from '@splot/kernel'
import type { NetContent } from '@splot/rules'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { faultOfNetContent } from './net-content.ts'

/** Variants that one request changes: keeps its transaction below half a second. */
export const MAX_NET_CONTENTS = 2_000
/** Errors that are told at once. */
const MAX_ERRORS = 200
const SEPARATORS = [';', '\t', ',']

/** What a pack holds, as somebody wrote it; null: it is sold as one thing, a set or a pair. */
export interface WrittenContent {
  /** JSON Pointer of the row. */
  readonly pointer: string
  readonly sku: string
  readonly netContent: NetContent | null
}

/**
 * Says what packs hold: all rows or, with every error by row, none. Answers how many. Publishes `catalogue.changed`.
 * @throws Refusal `catalogue.rows_invalid`.
 */
export async function setNetContents(
  ctx: WriteContext,
  rows: readonly WrittenContent[],
  errors: RefusalDetail[] = [],
): Promise<number> {
  const known = await ctx.query<{ sku: string; handle: string }>(
    `select v.sku, p.handle from catalogue.variant v join catalogue.product p on p.id = v.product_id
      where v.sku = any($1::text[]) order by v.sku for update of v`,
    [rows.map(({ sku }) => sku)],
  )
  const handles = new Map(known.map(({ sku, handle }) => [sku, handle]))
  const seen = new Set<string>()
  for (const { pointer, sku, netContent } of rows) {
    const fault = netContent && faultOfNetContent(netContent)
    if (fault) errors.push({ pointer: `${pointer}/netContent`, detail: fault })
    if (!handles.has(sku)) errors.push({ pointer: `${pointer}/sku`, detail: `unknown SKU "${sku}"` })
    else if (seen.has(sku)) errors.push({ pointer: `${pointer}/sku`, detail: 'stands here twice' })
    seen.add(sku)
  }
  if (errors.length > 0) {
    throw new Refusal(
      'unprocessable',
      'catalogue.rows_invalid',
      'Some rows cannot be taken. None was; correct them all and send them again.',
      { errors: errors.slice(0, MAX_ERRORS), facts: { errors: errors.length } },
    )
  }
  await ctx.query(
    `update catalogue.variant v set net_amount = c.amount, net_unit = c.unit
       from unnest($1::text[], $2::numeric[], $3::text[]) as c(sku, amount, unit) where v.sku = c.sku`,
    [
      rows.map(({ sku }) => sku),
      rows.map(({ netContent }) => netContent?.amount ?? null),
      rows.map(({ netContent }) => netContent?.unit ?? null),
    ],
  )
  emit(ctx, {
    type: 'catalogue.changed',
    subject: 'catalogue',
    data: { handles: [...new Set(handles.values())] },
  })
  await audit(ctx, {
    action: 'catalogue.net_contents_set',
    subject: rows.length === 1 ? (rows[0]?.sku ?? '') : 'many',
    locationId: null,
    detail: {
      rows: rows.length,
      first: rows.slice(0, 20).map(({ sku, netContent }) => ({ sku, netContent })),
    },
  })
  return rows.length
}

const columns = {
  sku: ['sku', 'kod'],
  amount: ['amount', 'ilość', 'ilosc'],
  unit: ['unit', 'jednostka'],
} as const

/**
 * The same from a file by its headings (sku, amount, unit; `0,75` or `0.75`); a row without amount and unit holds nothing that is measured.
 * @throws Refusal `catalogue.csv_unreadable`, `catalogue.rows_invalid`.
 */
export function importNetContents(ctx: WriteContext, csv: string): Promise<number> {
  const [heading = [], ...body] = recordsOf(csv)
  const at = (names: readonly string[]): number => {
    const place = heading.findIndex((cell) => names.includes(cell.trim().toLowerCase()))
    if (place < 0) throw unreadable(`The column ${names[0]} is missing.`)
    return place
  }
  const [sku, amount, unit] = [at(columns.sku), at(columns.amount), at(columns.unit)]
  if (body.length > MAX_NET_CONTENTS)
    throw unreadable(`It has at most ${MAX_NET_CONTENTS} rows; send it in parts.`)
  const errors: RefusalDetail[] = []
  const rows = body.flatMap((cells, index): WrittenContent[] => {
    const cell = (place: number) => (cells[place] ?? '').trim()
    if (cells.every((one) => one.trim() === '')) return []
    const pointer = `/csv/${index + 2}`
    if (cell(amount) === '' && cell(unit) === '') return [{ pointer, sku: cell(sku), netContent: null }]
    const number = Number(cell(amount).replace(',', '.'))
    if (cell(amount) === '' || Number.isNaN(number)) {
      errors.push({ pointer: `${pointer}/amount`, detail: `"${cell(amount)}" is no amount: write 0,75` })
      return []
    }
    // Whether it is a unit is looked at with the rest.
    const netContent = { amount: number, unit: cell(unit).toLowerCase() as NetContent['unit'] }
    return [{ pointer, sku: cell(sku), netContent }]
  })
  return setNetContents(ctx, rows, errors)
}

function recordsOf(text: string): string[][] {
  try {
    const first = text.split(/[\r\n]/, 1)[0] ?? ''
    const counts = SEPARATORS.map((separator) => first.split(separator).length)
    return parse(text, {
      bom: true,
      delimiter: SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';',
      relax_column_count: true,
      relax_quotes: true,
    })
  } catch (error) {
    if (error instanceof CsvError) throw unreadable('A quotation mark is never closed.')
    throw error
  }
}

const unreadable = (why: string): Refusal =>
  new Refusal('unprocessable', 'catalogue.csv_unreadable', `This is not a file of contents. ${why}`, {
    errors: [{ pointer: '/csv', detail: why }],
  })
