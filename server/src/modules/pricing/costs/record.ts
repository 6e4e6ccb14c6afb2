import type { Sku } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { isWrong, readCells, readInstant, readPrice } from '../csv/parse.ts'
import { MAX_PRICE_MINOR } from '../limits.ts'
import { RowErrors } from '../rows.ts'
import { surroundings } from '../surroundings.ts'
import { insertCosts, type Cost } from './store.ts'

/** A cost as somebody wrote it. */
export interface WrittenCost {
  /** JSON Pointer of the row. */
  readonly pointer: string
  readonly sku: string
  readonly currency: string
  readonly netMinor: number
  /** Null: from now on. */
  readonly validFrom: Date | null
}

const columns = {
  sku: ['sku', 'kod'],
  cost: ['cost', 'koszt'],
  currency: ['currency', 'waluta'],
  from: ['from', 'od'],
} as const

/**
 * Writes down what articles cost, net of VAT; all rows or, with every error by row and column, none. Answers how many.
 * @throws Refusal `pricing.rows_invalid`.
 */
export async function recordCosts(
  ctx: WriteContext,
  written: readonly WrittenCost[],
  errors: RowErrors = new RowErrors(),
): Promise<number> {
  const costs = written.flatMap(({ pointer, sku, currency, netMinor, validFrom }): Cost[] => {
    const before = errors.list.length
    if (!surroundings().article(sku))
      errors.add(pointer, 'sku', { code: 'unknown_sku', detail: `unknown SKU "${sku}"` })
    if (!/^[A-Z]{3}$/.test(currency))
      errors.add(pointer, 'currency', { code: 'no_currency', detail: `"${currency}" is no currency` })
    if (netMinor > MAX_PRICE_MINOR)
      errors.add(pointer, 'cost', { code: 'too_high', detail: 'is more than any article costs' })
    // The article is known, so it is a SKU.
    return errors.list.length > before
      ? []
      : [{ sku: sku as Sku, currency, netMinor, validFrom: validFrom ?? ctx.now }]
  })
  errors.refuseAny()
  await importCosts(ctx, costs)
  await audit(ctx, {
    action: 'pricing.costs_recorded',
    subject: costs.length === 1 ? (costs[0]?.sku ?? '') : 'many',
    locationId: null,
    detail: { rows: costs.length, skus: costs.slice(0, 20).map(({ sku }) => sku) },
  })
  return costs.length
}

/** For loaders: what they know to be right. */
export const importCosts = async (ctx: WriteContext, costs: readonly Cost[]): Promise<void> =>
  void (costs.length > 0 && (await insertCosts(ctx, costs)))

/**
 * Reads a file of costs (sku, cost, and, when they are not those of now, currency and from) and writes them down.
 * @throws Refusal `pricing.csv_unreadable`, `pricing.rows_invalid`.
 */
export function importCostFile(ctx: WriteContext, csv: string, currency: string): Promise<number> {
  const errors = new RowErrors()
  const rows = readCells(csv, columns, ['sku', 'cost']).flatMap(({ pointer, cell }): WrittenCost[] => {
    const cost = readPrice(cell('cost'))
    const from = readInstant(cell('from'))
    if (isWrong(cost)) errors.add(pointer, 'cost', cost)
    else if (cost.minor === null)
      errors.add(pointer, 'cost', {
        code: 'cost_stays',
        detail: 'a cost is not taken away; write another one',
      })
    if (isWrong(from)) errors.add(pointer, 'from', from)
    if (isWrong(cost) || isWrong(from) || cost.minor === null) return []
    const own = cell('currency').toUpperCase()
    return [
      {
        pointer,
        sku: cell('sku'),
        currency: own === '' ? currency : own,
        netMinor: cost.minor,
        validFrom: from.at,
      },
    ]
  })
  return recordCosts(ctx, rows, errors)
}
