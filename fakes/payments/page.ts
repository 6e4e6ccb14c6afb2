import { escapeHtml } from '../escape-html.ts'
import type { Book, Charge } from './book.ts'

/** How many of the newest charges the page shows. */
const SHOWN = 100

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e7ebf2); --muted: light-dark(#5f6b7a, #98a3b3);
  --paper: light-dark(#f6f7f9, #14181f); --card: light-dark(#fff, #1c222b); --line: light-dark(#e3e7ec, #2c3440); }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.4rem; } p { margin: .2rem 0 1.5rem; color: var(--muted); }
td { white-space: nowrap; } .scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
th, td { padding: .5rem .8rem; text-align: left; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 500; font-size: .85rem; } tr:last-child td { border: 0; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.s { padding: .1rem .55rem; border-radius: 99px; font-size: .85rem; white-space: nowrap; }
.succeeded { background: light-dark(#dff3e4, #17391f); color: light-dark(#17612b, #8fdda3); }
.declined { background: light-dark(#fbe3e1, #45191a); color: light-dark(#97211c, #f3a29d); }
.pending { background: light-dark(#fdf0d2, #3d2f0d); color: light-dark(#7a5200, #f0cd7b); }
code { font-size: .85rem; }`

/** The page's own policy: it brings its style along and loads nothing. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

const money = (minor: number, currency: string) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'code' }).format(minor / 100)

function row(charge: Charge): string {
  const method = charge.method.type === 'card' ? charge.method.token : `BLIK ${charge.method.code}`
  const status = charge.decline_code ? `${charge.status}: ${charge.decline_code}` : charge.status
  return `<tr><td>${escapeHtml(charge.created_at.replace('T', ' ').slice(0, 19))}</td><td><code title="${escapeHtml(charge.id)}">…${escapeHtml(charge.id.slice(-8))}</code></td>
<td>${escapeHtml(charge.reference)}</td><td>${escapeHtml(method)}</td><td><span class="s ${charge.status}">${escapeHtml(status)}</span></td>
<td class="n">${money(charge.amount, charge.currency)}</td><td class="n">${charge.refunded_amount ? money(charge.refunded_amount, charge.currency) : ''}</td></tr>`
}

/** The human page: the newest charges and the sums per currency. */
export function chargesPage(book: Book): string {
  const page = book.list(SHOWN) ?? { data: [], totals: {} }
  const sums = Object.entries(page.totals).map(
    ([currency, { charges, charged, refunded }]) =>
      `${charges} succeeded, ${money(charged, currency)} charged, ${money(refunded, currency)} refunded`,
  )
  const rows = page.data.map(row).join('\n')
  const table = `<div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>Charge</th><th>Reference</th><th>Method</th><th>Status</th>
<th class="n">Amount</th><th class="n">Refunded</th></tr></thead><tbody>${rows}</tbody></table></div>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>PaySandbox</title><style>${STYLE}</style></head><body><h1>PaySandbox</h1>
<p>${sums.length > 0 ? escapeHtml(sums.join(' · ')) : 'No money has moved yet. Pay an order in the shop and reload.'}</p>
${page.data.length > 0 ? table : ''}</body></html>`
}
