import type { Piece } from './draft.ts'

export interface TallyLine {
  readonly sku: string
  /** Counted on this device by whoever is signed in; null: only others have. */
  readonly mine: number | null
  /** What the server has heard of in this pass, of everybody. */
  readonly all: number | null
}

export interface Tally {
  /** What was touched last comes first. */
  readonly counted: readonly TallyLine[]
  /** SKUs that nobody has counted. */
  readonly left: readonly string[]
}

/** A running pass as a counter sees it: her own figures at once, those of others as the server tells them. */
export function tallyOf(
  lines: readonly { readonly sku: string; readonly counted: number | null }[],
  mine: readonly Piece[],
  skuOf: (code: string) => string,
): Tally {
  const own = new Map<string, number>()
  for (const { code, good } of mine) own.set(skuOf(code), (own.get(skuOf(code)) ?? 0) + good)
  const heard = new Map(lines.map(({ sku, counted }) => [sku, counted]))
  const others = lines.filter(({ sku, counted }) => counted !== null && !own.has(sku))
  return {
    counted: [
      ...[...own].map(([sku, pieces]) => ({ sku, mine: pieces, all: heard.get(sku) ?? null })),
      ...others.map(({ sku, counted }) => ({ sku, mine: null, all: counted })),
    ],
    left: lines.flatMap(({ sku, counted }) => (counted === null && !own.has(sku) ? sku : [])),
  }
}
