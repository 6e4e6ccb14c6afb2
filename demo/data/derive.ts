/**
 * Makes the committed files from the UCI Online Retail data (see PROVENANCE.md):
 *   node demo/data/derive.ts online_retail.csv.gz products.csv
 * where `products.csv` lists StockCode, description, median_price_gbp, …, units_sold, orders. Run by hand, and only
 * when the filter changes.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { matchingReturns, replayableSales, type SourceRow } from '../replay/filter.ts'

/** Article codes are five digits and at most two letters; everything else is postage, fees, samples or a correction. */
const articleCode = /^\d{5}[A-Z]{0,2}$/
/** Stock notes and services that were booked under an article's code. */
const notAnArticle =
  /\b(CARRIAGE|VOUCHER|RESOLUTION|ELECTRONIC METER|AROUZER|DAMAGED?|WRONG|LOST|THROWN|MAILOUT|ADJUST\w*|CHECKED|TEST|SAMPLES?|DOTCOM\w*|AMAZON|EBAY|USB OFFICE|BOOMBOX)\b|\?/
/** An article that was ordered once only is as likely a slip of the pen as an article. */
const minOrders = 2
const maxPounds = 300
/** Busy weeks before Christmas: enough invoices, and long enough for goods to come back. */
const sliceFrom = '2011-10-10'
const sliceUntil = '2011-11-14'

const [retailFile, productsFile] = process.argv.slice(2)
if (!retailFile || !productsFile) throw new Error('usage: derive.ts online_retail.csv.gz products.csv')

const articles = new Map<string, { description: string; pence: number; orders: number; units: number }>()
for (const [code = '', raw = '', median, , , units, orders] of rowsOf(readFileSync(productsFile, 'utf8'))) {
  const id = code.toUpperCase()
  const description = raw.toUpperCase().replaceAll(/\s+/g, ' ').trim()
  const pence = Math.round(Number(median) * 100)
  if (!articleCode.test(id) || notAnArticle.test(description) || description.length < 4) continue
  if (pence <= 0 || pence > maxPounds * 100 || Number(orders) < minOrders) continue
  const known = articles.get(id)
  // Codes were typed in either case; the spelling with more orders comes first in the file and keeps its text and price.
  if (known) {
    known.orders += Number(orders)
    known.units += Number(units)
  } else articles.set(id, { description, pence, orders: Number(orders), units: Number(units) })
}

const source: SourceRow[] = rowsOf(gunzipSync(readFileSync(retailFile)).toString('utf8'))
  .map(([invoice = '', code = '', , quantity, at = '', price, customer]) => ({
    invoice,
    code: code.toUpperCase(),
    quantity: Number(quantity),
    at: `${at.replace(' ', 'T')}Z`,
    pence: Math.round(Number(price) * 100),
    customer: customer ? customer.replace('.0', '') : null,
  }))
  .filter((row) => row.at >= sliceFrom && row.at < sliceUntil)
const sales = replayableSales(source, new Set(articles.keys()))
const returns = matchingReturns(source, sales)

write(
  'uci_articles.csv.gz',
  [...articles]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { description, pence, orders, units }]) =>
      [code, pence, orders, units, description].join('\t'),
    ),
)
write('uci_slice.csv.gz', [
  ...sales.map((sale) =>
    [
      sale.invoice,
      '',
      sale.at,
      sale.customer ?? '',
      sale.lines.map((l) => `${l.code}:${l.quantity}:${l.pence}`).join(' '),
    ].join(','),
  ),
  ...returns.map((back) =>
    [
      back.invoice,
      back.originalInvoice,
      back.at,
      '',
      back.lines.map((l) => `${l.code}:${l.quantity}`).join(' '),
    ].join(','),
  ),
])
console.log({ articles: articles.size, sales: sales.length, returns: returns.length })

function write(name: string, lines: string[]): void {
  writeFileSync(new URL(name, import.meta.url), gzipSync(`${lines.join('\n')}\n`, { level: 9 }))
}

/** Rows of a CSV file without its header; a quoted field may hold commas and doubled quotes. */
function rowsOf(csv: string): string[][] {
  const lines = csv.split(/\r?\n/)
  return lines
    .slice(1)
    .filter((line) => line !== '')
    .map((line) =>
      line.includes('"')
        ? [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
            ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
          )
        : line.split(','),
    )
}
