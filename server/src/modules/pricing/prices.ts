import { money, Refusal, type Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { currentPrices, hasPriceList } from './store.ts'
import type { PriceModel, PriceScope, SellingPrice } from './types.ts'

/**
 * What the channel charges for one piece of each SKU now, VAT included; SKUs without a price are missing from the map. A
 * context reads the tables (the truth inside a transaction), a model answers from memory. Refuses with
 * `pricing.wrong_currency` when the channel does not sell in that currency.
 */
export function pricesFor(
  source: PriceModel,
  skus: readonly string[],
  scope: PriceScope,
): Map<Sku, SellingPrice>
export function pricesFor(
  source: ReadContext,
  skus: readonly string[],
  scope: PriceScope,
): Promise<Map<Sku, SellingPrice>>
export function pricesFor(
  source: ReadContext | PriceModel,
  skus: readonly string[],
  scope: PriceScope,
): Map<Sku, SellingPrice> | Promise<Map<Sku, SellingPrice>> {
  return 'query' in source ? readPrices(source, skus, scope) : source.pricesFor(skus, scope)
}

async function readPrices(
  ctx: ReadContext,
  skus: readonly string[],
  scope: PriceScope,
): Promise<Map<Sku, SellingPrice>> {
  const [known, rows] = await Promise.all([hasPriceList(ctx, scope), currentPrices(ctx, skus, scope)])
  if (!known) throw wrongCurrency(scope)
  return new Map(
    rows.map((row) => [
      row.sku,
      { gross: money(row.gross_minor, scope.currency), taxRate: row.tax_letter, ppm: row.ppm },
    ]),
  )
}

export const wrongCurrency = (scope: PriceScope): Refusal =>
  new Refusal(
    'unprocessable',
    'pricing.wrong_currency',
    `This channel has no prices in ${scope.currency}. Ask again in a currency that it sells in.`,
    { errors: [{ pointer: '/currency', detail: 'not a currency of this channel' }] },
  )
