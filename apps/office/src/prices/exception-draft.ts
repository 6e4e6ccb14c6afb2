import { PPM, roundHalfUp } from '@splot/kernel'
import type { Posted } from '../api/types.ts'
import { namesMoreThan } from '../promotions/draft.ts'
import { momentField } from '../promotions/moments.ts'
import {
  endsTooEarly,
  flawsOf,
  instantOf,
  noTerms,
  readChange,
  readPercent,
  termsOf,
  writtenPrice,
  type Terms,
} from './edits.ts'
import type { PriceException } from './queries.ts'

export type WantedException = Posted<'/v1/prices/exceptions'>
export type Effect = WantedException['effect']
export type Revision = PriceException['revisions'][number]
export type ExceptionTerms = NonNullable<Revision['terms']>

/** What is told of an exception: what counts now, else the last terms that it was given. */
export const toldOf = ({ current, revisions }: PriceException): Revision | undefined =>
  current ?? revisions.findLast(({ terms }) => terms !== null)

export const exceptionStates = ['counts', 'waits', 'over'] as const
export type ExceptionState = (typeof exceptionStates)[number]

/** Where an exception stands at `now`, epoch ms. */
export function stateOf({ current, revisions }: PriceException, now: number): ExceptionState {
  if (current) return 'counts'
  const waits = revisions.some(({ terms, validFrom }) => terms !== null && Date.parse(validFrom) > now)
  return waits ? 'waits' : 'over'
}

/** An exception as its form says it. What is empty is everything. */
export interface ExceptionDraft {
  readonly pl: string
  readonly en: string
  readonly effect: Effect['kind']
  readonly typed: string
  /** Of an amount. */
  readonly currency: string
  readonly channels: readonly string[]
  readonly locations: readonly string[]
  /** With commas between. */
  readonly groups: string
  readonly categories: readonly string[]
  readonly skus: readonly string[]
  readonly priority: string
  readonly terms: Terms
  /** Of a field of day and time; empty: for good. */
  readonly until: string
}

/** Where the API puts an exception that names no place in the order. */
const USUAL_PRIORITY = 100
const MAX_PRIORITY = 1_000

export const noException: ExceptionDraft = {
  pl: '',
  en: '',
  effect: 'percent',
  typed: '',
  currency: 'PLN',
  channels: [],
  locations: [],
  groups: '',
  categories: [],
  skus: [],
  priority: String(USUAL_PRIORITY),
  terms: noTerms,
  until: '',
}

/** A form filled with what an exception says. */
export function draftOf({ terms, validUntil }: Revision, now: number): ExceptionDraft {
  if (!terms) return noException
  const { effect, reason } = terms
  const lasts = validUntil === null ? null : Date.parse(validUntil)
  return {
    ...reason,
    effect: effect.kind,
    typed:
      effect.kind === 'percent'
        ? String(effect.ppm / PERCENT_PPM).replace('.', ',')
        : `${effect.minor < 0 ? '-' : ''}${writtenPrice(Math.abs(effect.minor))}`,
    currency: effect.kind === 'amount' ? effect.currency : noException.currency,
    channels: terms.channels ?? [],
    locations: terms.locations ?? [],
    groups: (terms.groups ?? []).join(', '),
    categories: terms.categories ?? [],
    skus: terms.skus ?? [],
    priority: String(terms.priority),
    terms: noTerms,
    until: momentField(lasts !== null && lasts > now ? lasts : null),
  }
}

const PERCENT_PPM = PPM / 100

/** What the form says of the price; null while it says nothing. */
export function effectOf({ effect, typed, currency }: ExceptionDraft): Effect | null {
  if (effect === 'percent') {
    const ppm = readPercent(typed)
    return ppm === undefined ? null : { kind: 'percent', ppm }
  }
  const minor = readChange(typed)
  return minor === undefined ? null : { kind: 'amount', minor, currency }
}

/**
 * Whether a reason that everybody reads names a percentage that is higher than the exception changes prices by; an amount changes them by none that may
 * be named. What is for single groups is told to nobody else.
 */
export function promisesTooMuch(draft: ExceptionDraft, reason: string): boolean {
  const effect = effectOf(draft)
  if (effect === null || groupsOf(draft.groups).length > 0) return false
  return namesMoreThan(effect.kind === 'percent' ? Math.abs(effect.ppm) : 0, reason)
}

/** What an exception makes of a price, minor units, as the rules count it; the currency is the effect's own. */
export const changedBy = (effect: Effect, minor: number): number =>
  Math.max(
    0,
    effect.kind === 'percent' ? roundHalfUp((minor * (PPM + effect.ppm)) / PPM) : minor + effect.minor,
  )

export interface ExceptionFlaws {
  readonly pl: boolean
  readonly en: boolean
  readonly value: boolean
  readonly groups: boolean
  readonly priority: boolean
  readonly note: boolean
  readonly at: boolean
  readonly until: boolean
}

const GROUP = /^[a-z0-9][a-z0-9_-]{0,31}$/
const groupsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]
const orNull = (values: readonly string[]): string[] | null => (values.length === 0 ? null : [...values])

/** The exception that a form says, or what is missing. The server checks again, and knows more. */
export function exceptionOf(
  draft: ExceptionDraft,
  now: number,
): { body: WantedException } | { flaws: ExceptionFlaws } {
  const effect = effectOf(draft)
  const { pl, en, terms, channels, locations, categories, skus } = draft
  const groups = groupsOf(draft.groups)
  const { note, effectiveAt } = termsOf(terms)
  const validUntil = instantOf(draft.until)
  const flaws: ExceptionFlaws = {
    pl: pl.trim() === '',
    en: en.trim() === '',
    value: effect === null,
    groups: groups.some((group) => !GROUP.test(group)),
    priority: !/^\d{1,4}$/.test(draft.priority.trim()) || Number(draft.priority) > MAX_PRIORITY,
    until: endsTooEarly(terms, draft.until, now),
    ...flawsOf(terms),
  }
  if (effect === null || Object.values(flaws).some(Boolean)) return { flaws }
  return {
    body: {
      reason: { pl: pl.trim(), en: en.trim() },
      effect,
      priority: Number(draft.priority),
      note,
      validFrom: effectiveAt,
      validUntil,
      channels: orNull(channels),
      locations: orNull(locations),
      groups: orNull(groups),
      categories: orNull(categories),
      skus: orNull(skus),
    },
  }
}
