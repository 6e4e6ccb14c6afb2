import type { LocationId, Sku } from '@splot/kernel'
import { locationsByCode } from '#modules/locations'
import { holds, type ReadContext } from '#platform/context'
import { articles } from '../articles.ts'
import { text, type CsvErrors } from './read.ts'

export const CODE = { names: ['sku', 'gtin', 'ean', 'kod'] as const, read: text(64) } as const
export const PLACE = { names: ['location', 'place', 'miejsce', 'sklep'] as const, read: text(32) } as const

/** Rows of a file of which some were read whole, and of all of them what could be read. */
interface Rows<Row, Cells> {
  readonly whole: readonly Row[]
  readonly all: readonly (Partial<Cells> & { readonly line: number })[]
}
type Coded = { readonly line: number; readonly code: string }
type Placed = Coded & { readonly place: string }

/** The values of a cell in all rows that have one, each once. */
const valuesOf = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((one) => one !== undefined)),
]

/** The whole rows with their SKUs. Every row whose code is unknown gets an error. */
export async function withSkus<Row extends Coded>(
  ctx: ReadContext,
  { whole, all }: Rows<Row, Coded>,
  errors: CsvErrors,
): Promise<(Row & { readonly sku: Sku })[]> {
  const skus = await articles().skusOf(ctx, valuesOf(all.map(({ code }) => code)))
  for (const { line, code } of all) {
    if (code !== undefined && !skus.has(code)) errors.add(line, CODE.names[0], `unknown SKU or GTIN ${code}`)
  }
  return whole.flatMap((row) => {
    const sku = skus.get(row.code)
    return sku === undefined ? [] : [{ ...row, sku }]
  })
}

/** The ids of the places that rows name by code. Every row gets an error for each that is unknown. */
export async function knownPlaces(
  ctx: ReadContext,
  named: readonly { readonly line: number; readonly column: string; readonly place: string | undefined }[],
  errors: CsvErrors,
): Promise<ReadonlyMap<string, LocationId>> {
  const places = await locationsByCode(ctx, valuesOf(named.map(({ place }) => place)))
  for (const { line, column, place } of named) {
    if (place !== undefined && !places.has(place)) errors.add(line, column, `there is no place ${place}`)
  }
  return places
}

/** The whole rows with their SKUs and places, where the actor holds the permission. Every row that fails gets its errors. */
export async function withSkusAndPlaces<Row extends Placed>(
  ctx: ReadContext,
  rows: Rows<Row, Placed>,
  permission: string,
  errors: CsvErrors,
): Promise<(Row & { readonly sku: Sku; readonly locationId: LocationId })[]> {
  const [column] = PLACE.names
  const named = rows.all.map(({ line, place }) => ({ line, column, place }))
  const places = await knownPlaces(ctx, named, errors)
  for (const { line, place = '' } of rows.all) {
    const locationId = places.get(place)
    if (locationId !== undefined && !holds(ctx.actor, permission, locationId)) {
      errors.add(line, column, `you need the permission "${permission}" in ${place}`)
    }
  }
  const known = await withSkus(ctx, rows, errors)
  return known.flatMap((row) => {
    const locationId = places.get(row.place)
    return locationId === undefined ? [] : [{ ...row, locationId }]
  })
}
