/** One row of the UCI file that survived reading; `price` in hundredths of a pound, `at` as recorded. */
export type SourceRow = {
  invoice: string
  code: string
  quantity: number
  at: string
  pence: number
  customer: string | null
}

export type Sale = { invoice: string; at: string; customer: string | null; lines: SaleLine[] }
export type SaleLine = { code: string; quantity: number; pence: number }
export type Return = {
  invoice: string
  originalInvoice: string
  at: string
  customer: string
  lines: { code: string; quantity: number }[]
}

const maxQuantity = 999
const maxLines = 100
const cancelled = /^C\d{6}$/
const sold = /^\d{6}$/

/**
 * The sales of the source that can be replayed: a plain invoice number, codes of the range, a price above zero, a
 * quantity of 1…999 after the lines of one code are summed (at the price of the first), at most 100 lines. A line
 * that fails is left out; an invoice that is then empty or still too long is left out whole.
 */
export function replayableSales(rows: Iterable<SourceRow>, range: ReadonlySet<string>): Sale[] {
  const byInvoice = new Map<string, Sale & { byCode: Map<string, SaleLine> }>()
  for (const row of rows) {
    if (!sold.test(row.invoice) || !range.has(row.code) || row.pence <= 0 || row.quantity <= 0) continue
    let sale = byInvoice.get(row.invoice)
    if (!sale) {
      sale = { invoice: row.invoice, at: row.at, customer: row.customer, lines: [], byCode: new Map() }
      byInvoice.set(row.invoice, sale)
    }
    const line = sale.byCode.get(row.code)
    if (line) line.quantity += row.quantity
    else sale.byCode.set(row.code, { code: row.code, quantity: row.quantity, pence: row.pence })
  }
  return [...byInvoice.values()]
    .map(({ byCode, ...sale }) => ({
      ...sale,
      lines: [...byCode.values()].filter((line) => line.quantity <= maxQuantity),
    }))
    .filter((sale) => sale.lines.length > 0 && sale.lines.length <= maxLines)
}

/**
 * The cancellations that match: each line goes back to the latest earlier sale of the same customer and code that
 * still has the whole quantity. A line without such a sale is left out. A cancellation whose lines lie in several
 * sales becomes several returns.
 */
export function matchingReturns(rows: Iterable<SourceRow>, sales: readonly Sale[]): Return[] {
  type Open = { sale: Sale; left: number }
  const open = new Map<string, Open[]>()
  for (const sale of sales) {
    if (sale.customer === null) continue
    for (const line of sale.lines) {
      const key = `${sale.customer} ${line.code}`
      const list = open.get(key)
      if (list) list.push({ sale, left: line.quantity })
      else open.set(key, [{ sale, left: line.quantity }])
    }
  }
  const returns = new Map<string, Return>()
  for (const row of rows) {
    const quantity = -row.quantity
    if (!cancelled.test(row.invoice) || row.customer === null || quantity <= 0) continue
    const candidates = open.get(`${row.customer} ${row.code}`) ?? []
    const match = candidates.findLast(({ sale, left }) => sale.at < row.at && left >= quantity)
    if (!match) continue
    match.left -= quantity
    const key = `${row.invoice} ${match.sale.invoice}`
    const back: Return = returns.get(key) ?? {
      invoice: row.invoice,
      originalInvoice: match.sale.invoice,
      at: row.at,
      customer: row.customer,
      lines: [],
    }
    returns.set(key, back)
    const line = back.lines.find(({ code }) => code === row.code)
    if (line) line.quantity += quantity
    else back.lines.push({ code: row.code, quantity })
  }
  return [...returns.values()]
}
