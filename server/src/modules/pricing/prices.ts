import { money, Refusal, type Sku } from '@splot/kernel'
import { homeRates } from '#modules/tax'
import type { ReadContext } from '#platform/context'
import { categoriesOf } from './surroundings.ts'
import { exceptionsAt, listsFor, resolve, type ResolvedPrice } from './resolve.ts'
import { allLists, exceptionRevisions, serves, spanOf, spansAt } from './store.ts'
import type { PriceModel, PriceScope, PriceSpan, SellingPrice } from './types.ts'

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
  const priceOf = await pricesAt(ctx, skus, ctx.now)
  const found = new Map<Sku, SellingPrice>()
  for (const sku of skus) {
    const price = priceOf(sku, scope)
    // It has a price, so it is a SKU.
    if (price) found.set(sku as Sku, price)
  }
  return found
}

/**
 * Answers who asks what one piece of these SKUs costs, or cost, at an instant, from the tables, with the VAT of that day. That refuses with
 * `pricing.wrong_currency`.
 */
export async function pricesAt(
  ctx: ReadContext,
  skus: readonly string[],
  at: Date,
): Promise<(sku: string, scope: PriceScope) => SellingPrice | undefined> {
  const [resolveAt, rates] = await Promise.all([readBook(ctx, skus, at), homeRates(ctx, at)])
  return (sku, scope) => {
    const price = resolveAt(sku, scope)
    const ppm = price && rates.get(price.taxLetter)
    if (!price || ppm === undefined) return undefined
    const { minor, taxLetter, source } = price
    return { gross: money(minor, scope.currency), taxRate: taxLetter, ppm, source }
  }
}

/**
 * Reads what the tables say of these SKUs at an instant, past ones too, and answers who asks what one piece cost then: as it was, or
 * its regular price, without rows that end and exceptions that make it cheaper. That refuses with `pricing.wrong_currency`.
 * `mostPieces`: nobody will ask for more.
 */
export async function readBook(
  ctx: ReadContext,
  skus: readonly string[],
  at: Date,
  mostPieces?: number,
): Promise<(sku: string, scope: PriceScope, which?: 'presented' | 'regular') => ResolvedPrice | undefined> {
  const [lists, rows, revisions] = await Promise.all([
    allLists(ctx),
    spansAt(ctx, skus, at, mostPieces),
    exceptionRevisions(ctx),
  ])
  const shelves = new Map<string, PriceSpan[]>()
  for (const row of rows) {
    const key = `${row.listId} ${row.sku}`
    const spans = shelves.get(key)
    if (spans) spans.push(spanOf(row))
    else shelves.set(key, [spanOf(row)])
  }
  const exceptions = exceptionsAt(revisions, at.getTime())
  const lasting = exceptions.filter(({ effect }) =>
    effect.kind === 'percent' ? effect.ppm > 0 : effect.minor > 0,
  )
  return (sku, scope, which = 'presented') => {
    if (!serves(lists, scope)) throw wrongCurrency(scope)
    const regular = which === 'regular'
    return resolve(
      {
        lists: listsFor(lists, scope),
        spans: (list, one) => {
          const spans = shelves.get(`${list.id} ${one}`)
          return regular ? spans?.filter(({ end }) => end === Infinity) : spans
        },
        exceptions: regular ? lasting : exceptions,
        categories: categoriesOf,
      },
      sku,
      scope,
      at.getTime(),
    )
  }
}

export const wrongCurrency = (scope: PriceScope): Refusal =>
  new Refusal(
    'unprocessable',
    'pricing.wrong_currency',
    `This channel has no prices in ${scope.currency}. Ask again in a currency that it sells in.`,
    { errors: [{ pointer: '/currency', detail: 'not a currency of this channel' }] },
  )
