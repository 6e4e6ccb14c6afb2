import type { WriteContext } from '#platform/context'
import { isWrong, readCells, readInstant, readPrice } from '../csv/parse.ts'
import { RowErrors } from '../rows.ts'
import { surroundings } from '../surroundings.ts'
import { insertCompetitorPrices } from './store.ts'

const columns = {
  sku: ['sku', 'kod'],
  competitor: ['competitor', 'konkurent'],
  price: ['price', 'cena'],
  seen: ['seen', 'widziano'],
} as const

/**
 * Takes a feed of what others ask: sku, competitor, price, and when it was seen (now, when left out). All rows or, with every error by row
 * and column, none; what is known already is left alone. Answers how many were new.
 * @throws Refusal `pricing.csv_unreadable`, `pricing.rows_invalid`.
 */
export async function importCompetitorPrices(
  ctx: WriteContext,
  csv: string,
  currency: string,
): Promise<number> {
  const errors = new RowErrors()
  const rows = readCells(csv, columns, ['sku', 'competitor', 'price']).flatMap(({ pointer, cell }) => {
    const before = errors.list.length
    const sku = cell('sku')
    const competitor = cell('competitor')
    const price = readPrice(cell('price'))
    const seen = readInstant(cell('seen'))
    if (!surroundings().article(sku))
      errors.add(pointer, 'sku', { code: 'unknown_sku', detail: `unknown SKU "${sku}"` })
    if (competitor === '' || competitor.length > 80)
      errors.add(pointer, 'competitor', { code: 'competitor', detail: '1 to 80 characters' })
    if (isWrong(price)) errors.add(pointer, 'price', price)
    else if (!price.minor)
      errors.add(pointer, 'price', { code: 'not_above_zero', detail: 'is not above zero' })
    if (isWrong(seen)) errors.add(pointer, 'seen', seen)
    else if (seen.at && seen.at > ctx.now)
      errors.add(pointer, 'seen', { code: 'to_come', detail: 'is still to come' })
    if (errors.list.length > before || isWrong(price) || isWrong(seen)) return []
    return { sku, competitor, minor: price.minor ?? 0, seenAt: seen.at ?? ctx.now }
  })
  errors.refuseAny()
  const once = new Map(
    rows.map((row) => [`${row.sku} ${row.competitor} ${row.seenAt.getTime()}`, row] as const),
  )
  return insertCompetitorPrices(ctx, [...once.values()], currency)
}
