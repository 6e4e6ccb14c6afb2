import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { groszeOf, skuOfCode } from '../home/build.ts'
import { numberOf } from '../seed.ts'
import type { DemoStock, ReplayBasket, ReplayReturn } from '../types.ts'

/** The shops whose tills the replay uses: the large ones, which carry the whole gift range. */
const tillStores = ['WAW1', 'WAW2', 'KRK1', 'WRO1', 'POZ1', 'GDA1', 'LOD1', 'KAT1', 'SZZ1']
const warehouse = 'MAG1'
/** Of a hundred baskets, so many are web orders shipped from the warehouse. */
const webPercent = 40
/** Of a hundred returns, so many are handed in at another store than the customer's own. */
const elsewherePercent = 30

/** The sales of the slice in the order of their time (see filter.ts for what was let in). */
export function replayBaskets(): ReplayBasket[] {
  return rows()
    .filter(({ originalInvoice }) => originalInvoice === '')
    .map(({ invoice, at, customer, lines }) => {
      const web = numberOf(`channel ${invoice}`) % 100 < webPercent
      return {
        invoice,
        at,
        customerRef: customer === '' ? null : customer,
        kind: web ? 'web' : 'till',
        locationCode: web ? warehouse : homeStoreOf(customer === '' ? invoice : customer),
        lines: lines.map(({ code, quantity, pence }) => ({
          sku: skuOfCode(code),
          quantity,
          unitPriceMinor: groszeOf(pence),
        })),
      }
    })
}

/** Goods that came back, each of a sale in `replayBaskets` and never more than it sold. */
export function replayReturns(): ReplayReturn[] {
  return rows()
    .filter(({ originalInvoice }) => originalInvoice !== '')
    .map(({ invoice, originalInvoice, at, customer, lines }) => ({
      invoice,
      originalInvoice,
      at,
      locationCode: homeStoreOf(numberOf(`back ${invoice}`) % 100 < elsewherePercent ? invoice : customer),
      lines: lines.map(({ code, quantity }) => ({ sku: skuOfCode(code), quantity })),
    }))
}

/** What each place must hold at the opening so that every sale of the slice finds its goods, returns not counted. */
export function replayOpeningStock(): DemoStock[] {
  const demand = new Map<string, DemoStock>()
  for (const { locationCode, lines } of replayBaskets()) {
    for (const { sku, quantity } of lines) {
      const key = `${sku} ${locationCode}`
      const known = demand.get(key)
      if (known) known.quantity += quantity
      else demand.set(key, { sku, locationCode, quantity })
    }
  }
  return [...demand.values()]
}

/** Every customer buys in one store, as most people do. */
function homeStoreOf(reference: string): string {
  return tillStores[numberOf(`store ${reference}`) % tillStores.length] ?? warehouse
}

type Row = {
  invoice: string
  originalInvoice: string
  at: string
  customer: string
  lines: { code: string; quantity: number; pence: number }[]
}

let cache: Row[] | undefined

function rows(): Row[] {
  cache ??= gunzipSync(readFileSync(new URL('../data/uci_slice.csv.gz', import.meta.url)))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((row) => {
      const [invoice = '', originalInvoice = '', at = '', customer = '', lines = ''] = row.split(',')
      return { invoice, originalInvoice, at, customer, lines: lines.split(' ').map(lineOf) }
    })
  return cache
}

function lineOf(text: string): Row['lines'][number] {
  const [code = '', quantity, pence = '0'] = text.split(':')
  return { code, quantity: Number(quantity), pence: Number(pence) }
}
