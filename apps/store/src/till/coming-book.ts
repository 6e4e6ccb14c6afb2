import type { Article } from './sale.ts'

/** A reduction from an instant on, as the server foresaw it. Amounts of one piece in minor units, instants in epoch ms. */
export interface ComingReduction {
  readonly currency: string
  readonly from: number
  /** When something else is presented; null: as far as was looked, nothing is. */
  readonly until: number | null
  readonly minor: number
  readonly regularMinor: number
  readonly lowestMinor: number
  readonly beforeFirst?: boolean
}

/** What a device keeps of them, for one place. */
export interface ComingBook {
  readonly location: string
  readonly bySku: Readonly<Record<string, readonly ComingReduction[]>>
}

/** The reduction of an article that was foreseen for an instant, of several the one that began last. It counts only while the article costs that. */
export function foreseenIn(
  { bySku }: ComingBook,
  { sku, currency }: { readonly sku: string; readonly currency: string },
  at: number,
): Article['reduced'] {
  const found = bySku[sku]
    ?.filter((one) => one.currency === currency && one.from <= at && (one.until === null || at < one.until))
    .toSorted((one, other) => one.from - other.from)
    .at(-1)
  return (
    found && {
      minor: found.minor,
      beforeMinor: found.regularMinor,
      lowestMinor: found.lowestMinor,
      ...(found.beforeFirst && { beforeFirst: true }),
    }
  )
}
