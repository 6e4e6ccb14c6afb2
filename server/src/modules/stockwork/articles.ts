import { invariant, Refusal, type RefusalDetail, type Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** What the work with stock must know of articles; the catalogue is no neighbour of this module (see graph.ts), so `main` binds it. */
export interface Articles {
  /** SKUs by what is printed or scanned: a SKU or a GTIN. Those that nobody knows are left out. */
  readonly skusOf: (ctx: ReadContext, codes: readonly string[]) => Promise<ReadonlyMap<string, Sku>>
  /** SKUs of everything within a category; undefined when there is no such category. */
  readonly skusWithin: (ctx: ReadContext, category: string) => Promise<readonly Sku[] | undefined>
}

let bound: Articles | undefined

/** Ties this module to the catalogue. */
export const bindArticles = (articles: Articles): void => {
  bound = articles
}

export const articles = (): Articles => {
  invariant(bound, 'main has bound the articles of stockwork')
  return bound
}

/** The codes that somebody scanned or wrote, as SKUs; refuses unknown ones with a pointer each. */
export async function knownSkus<Line extends { readonly code: string }>(
  ctx: ReadContext,
  lines: readonly Line[],
  field: 'code' | 'sku' = 'code',
): Promise<(Line & { readonly sku: Sku })[]> {
  const skus = await articles().skusOf(ctx, [...new Set(lines.map(({ code }) => code))])
  const errors: RefusalDetail[] = []
  const known = lines.flatMap((line, index) => {
    const sku = skus.get(line.code)
    if (sku !== undefined) return { ...line, sku }
    errors.push({ pointer: `/lines/${index}/${field}`, detail: `unknown SKU or GTIN ${line.code}` })
    return []
  })
  if (errors.length === 0) return known
  throw new Refusal(
    'unprocessable',
    'inventory.unknown_sku',
    'A SKU is not in the catalogue. Check the lines named here.',
    { errors },
  )
}

/** Sums lines of the same SKU by adding up the given fields; sorted by SKU, so that locks are taken in one order. */
export function bySku<Field extends string>(
  lines: readonly ({ readonly sku: Sku } & Readonly<Record<Field, number>>)[],
  ...fields: readonly Field[]
): ({ readonly sku: Sku } & Readonly<Record<Field, number>>)[] {
  const summed = new Map<Sku, { sku: Sku } & Record<Field, number>>()
  for (const line of lines) {
    const sum = summed.get(line.sku)
    if (sum) for (const field of fields) (sum as Record<Field, number>)[field] += line[field]
    else summed.set(line.sku, { ...line })
  }
  return [...summed.values()].sort((one, other) => (one.sku < other.sku ? -1 : 1))
}
