import type { Posted } from '../api/types.ts'
import {
  endsTooEarly,
  flawsOf,
  instantOf,
  readChange,
  readPercent,
  readPrice,
  termsOf,
  type Terms,
} from './edits.ts'

export type Bulk = Posted<'/v1/prices/bulk'>

/** How prices are rounded, by its name in the form. `to` and `ending` in minor units. */
export const roundings = {
  noRounding: null,
  ending99: { to: 100, ending: 99 },
  ending90: { to: 100, ending: 90 },
  whole: { to: 100, ending: 0 },
  tens: { to: 10, ending: 0 },
} as const

export const adjustments = ['percent', 'amount', 'set', 'withdraw'] as const

/** A bulk edit as its form says it. */
export interface BulkDraft {
  readonly list: string
  /** Code of the list whose prices are taken; null: its own. */
  readonly from: string | null
  readonly goods: 'all' | 'category' | 'sku'
  readonly category: string | null
  readonly sku: string
  readonly adjust: (typeof adjustments)[number]
  readonly typed: string
  readonly rounding: keyof typeof roundings
  readonly terms: Terms
  /** Of a field of day and time; empty: for good. */
  readonly until: string
}

/** What is missing. `value`: the percent, amount or price. */
export interface BulkFlaws {
  readonly scope: boolean
  readonly value: boolean
  readonly note: boolean
  readonly at: boolean
  readonly until: boolean
}

function adjustOf({ adjust, typed, from }: BulkDraft): Bulk['adjust'] | null {
  if (adjust === 'withdraw') return { kind: 'withdraw' }
  if (adjust === 'percent') {
    // From another list its prices may be taken as they are.
    if (from !== null && typed.trim() === '0') return { kind: 'percent', ppm: 0 }
    const ppm = readPercent(typed)
    return ppm === undefined ? null : { kind: 'percent', ppm }
  }
  if (adjust === 'amount') {
    const minor = readChange(typed)
    return minor === undefined ? null : { kind: 'amount', minor }
  }
  const minor = readPrice(typed)
  return minor === undefined || minor === null ? null : { kind: 'set', minor }
}

/** The bulk edit that a form says, or what is missing. The server checks again, and knows more. */
export function bulkOf(draft: BulkDraft, now: number): { body: Bulk } | { flaws: BulkFlaws } {
  const adjust = adjustOf(draft)
  const { list, from, goods, category, sku, rounding, terms } = draft
  const scope = (goods === 'category' && category === null) || (goods === 'sku' && sku === '') || list === ''
  const flaws = {
    scope,
    value: adjust === null,
    until: endsTooEarly(terms, draft.until, now),
    ...flawsOf(terms),
  }
  if (adjust === null || Object.values(flaws).some(Boolean)) return { flaws }
  return {
    body: {
      ...termsOf(terms),
      until: instantOf(draft.until),
      list,
      from: from === list ? null : from,
      adjust,
      ...(goods === 'category' && category !== null && { categories: [category] }),
      ...(goods === 'sku' && { skus: [sku] }),
      // A price that is set, or taken away, is not rounded.
      rounding: adjust.kind === 'percent' || adjust.kind === 'amount' ? roundings[rounding] : null,
    },
  }
}
