import type { Posted } from '../api/types.ts'
import { flawsOf, instantOf, readChange, readPercent, termsOf, type Terms } from './edits.ts'

export type WantedException = Posted<'/v1/prices/exceptions'>

/** A new exception as its form says it. */
export interface ExceptionDraft {
  readonly pl: string
  readonly en: string
  readonly effect: 'percent' | 'amount'
  readonly typed: string
  /** Null: all of them. */
  readonly channelId: string | null
  readonly locationId: string | null
  readonly goods: 'all' | 'category' | 'sku'
  readonly category: string | null
  readonly sku: string
  readonly terms: Terms
  /** Of a field of day and time; empty: for good. */
  readonly until: string
}

export interface ExceptionFlaws {
  readonly pl: boolean
  readonly en: boolean
  readonly value: boolean
  readonly scope: boolean
  readonly note: boolean
  readonly at: boolean
}

function effectOf({ effect, typed }: ExceptionDraft, currency: string): WantedException['effect'] | null {
  if (effect === 'percent') {
    const ppm = readPercent(typed)
    return ppm === undefined ? null : { kind: 'percent', ppm }
  }
  const minor = readChange(typed)
  return minor === undefined ? null : { kind: 'amount', minor, currency }
}

/** The exception that a form says, or what is missing. The server checks again, and knows more. */
export function exceptionOf(
  draft: ExceptionDraft,
  currency: string,
): { body: WantedException } | { flaws: ExceptionFlaws } {
  const effect = effectOf(draft, currency)
  const { pl, en, goods, category, sku, channelId, locationId, terms, until } = draft
  const flaws = {
    pl: pl.trim() === '',
    en: en.trim() === '',
    value: effect === null,
    scope: (goods === 'category' && category === null) || (goods === 'sku' && sku === ''),
    ...flawsOf(terms),
  }
  if (effect === null || Object.values(flaws).some(Boolean)) return { flaws }
  const { note, effectiveAt } = termsOf(terms)
  return {
    body: {
      reason: { pl: pl.trim(), en: en.trim() },
      effect,
      note,
      validFrom: effectiveAt,
      validUntil: instantOf(until),
      channels: channelId === null ? null : [channelId],
      locations: locationId === null ? null : [locationId],
      categories: goods === 'category' && category !== null ? [category] : null,
      skus: goods === 'sku' ? [sku] : null,
    },
  }
}
