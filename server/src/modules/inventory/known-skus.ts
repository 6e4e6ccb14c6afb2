import { Refusal, type Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Which of these SKUs are in the catalogue. */
export type KnownSkus = (ctx: ReadContext, skus: readonly Sku[]) => Promise<ReadonlySet<string>>

let knownSkus: KnownSkus | undefined

/**
 * Stock does not know the catalogue (see graph.ts); `main` binds this port, so that goods of an unknown SKU are refused at the
 * door. Unbound, only SKUs that have a stock row somewhere are known.
 */
export const bindCatalogue = (port: KnownSkus): void => {
  knownSkus = port
}

/** Refuses with `inventory.unknown_sku` and a pointer per line: `at` tells where the SKU of a line stands. */
export async function refuseUnknownSkus(
  ctx: ReadContext,
  lines: readonly { readonly sku: Sku }[],
  at = (index: number) => `/lines/${index}/sku`,
): Promise<void> {
  const skus = [...new Set(lines.map((line) => line.sku))]
  const known = await (knownSkus ?? stockedSkus)(ctx, skus)
  const errors = lines.flatMap(({ sku }, index) =>
    known.has(sku) ? [] : [{ pointer: at(index), detail: `unknown SKU ${sku}` }],
  )
  if (errors.length === 0) return
  throw new Refusal(
    'unprocessable',
    'inventory.unknown_sku',
    'A SKU is not in the catalogue. Check the lines named here.',
    {
      errors,
    },
  )
}

const stockedSkus: KnownSkus = async (ctx, skus) => {
  const rows = await ctx.query<{ sku: string }>(
    `select d.sku from unnest($1::text[]) as d(sku)
      where exists (select from inventory.stock s where s.sku = d.sku collate "C")`,
    [skus],
  )
  return new Set(rows.map((row) => row.sku))
}
