import { momentOf } from '../promotions/moments.ts'

/** A price that somebody typed and has not published. */
export interface PriceEdit {
  readonly list: string
  readonly sku: string
  readonly quantity: number
  /** What the list says now; null: nothing. */
  readonly beforeMinor: number | null
  /** Null: no price from then on. */
  readonly minor: number | null
}

export type Edits = Readonly<Record<string, PriceEdit>>
type Spot = Pick<PriceEdit, 'list' | 'sku' | 'quantity'>

export const editKey = ({ list, sku, quantity }: Spot): string => `${list} ${quantity} ${sku}`

/** The edits with one more; a price that is typed as it was is none. */
export function withEdit(edits: Edits, edit: PriceEdit): Edits {
  const key = editKey(edit)
  if (edit.minor === edit.beforeMinor) return withoutEdit(edits, key)
  return { ...edits, [key]: edit }
}

export const withoutEdit = (edits: Edits, key: string): Edits =>
  Object.fromEntries(Object.entries(edits).filter(([known]) => known !== key))

/** Up to a million; longer is a slip of the finger, and the API says so of less. */
const PRICE = /^\d{1,7}(?:[.,]\d{1,2})?$/
/** How a price is taken away, in a cell as in a file. */
const NO_PRICE = /^[-–−]$/

/** A price as people type it, in minor units: "49,99", "1 200". A dash takes it away (null). Undefined: it is none. */
export function readPrice(text: string): number | null | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]|zł|€/g, '')
  if (NO_PRICE.test(plain)) return null
  if (!PRICE.test(plain)) return undefined
  const [whole = '0', part = ''] = plain.split(/[.,]/)
  const minor = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return minor > 0 ? minor : undefined
}

/** How a price stands in the field that changes it. */
export const writtenPrice = (minor: number | null): string =>
  minor === null ? '' : (minor / 100).toFixed(2).replace('.', ',')

/** What a share may be, in percents, as the API takes it; fields say the same. */
const PERCENTS = { least: -90, most: 200 } as const

/** A share as people type it ("-5", "7,5 %"), in parts per million. Undefined: it is none that a price may change by. */
export function readPercent(text: string): number | undefined {
  const plain = text
    .replace(/[\s\u00a0%+]/g, '')
    .replace(/[–−]/, '-')
    .replace(',', '.')
  if (!/^-?\d{1,3}(?:\.\d{1,2})?$/.test(plain)) return undefined
  if (Number(plain) < PERCENTS.least || Number(plain) > PERCENTS.most) return undefined
  const ppm = Math.round(Number(plain) * 10_000)
  return ppm === 0 ? undefined : ppm
}

/** An amount that may be below zero, in minor units. Undefined: it is none. */
export function readChange(text: string): number | undefined {
  const isLess = /^\s*[-–−]/.test(text)
  const minor = readPrice(text.replace(/^\s*[-–−+]/, ''))
  return minor === undefined || minor === null ? undefined : isLess ? -minor : minor
}

/** When a change counts, and why it is made, as a form says it. */
export interface Terms {
  readonly note: string
  readonly when: 'now' | 'later'
  /** Of a field of day and time, on the clock of the retailer. */
  readonly at: string
}

export const noTerms: Terms = { note: '', when: 'now', at: '' }
/** A reason is a word at least; the API keeps as many characters as the longer. */
const LEAST_NOTE = 3
export const MAX_NOTE = 500

/** The instant of a field of day and time, on the clock of the retailer; null: it is none. */
export function instantOf(local: string): string | null {
  const at = momentOf(local)
  return at === null ? null : new Date(at).toISOString()
}

/** What of a form is missing. The server checks again. */
export const flawsOf = ({ note, when, at }: Terms): { note: boolean; at: boolean } => ({
  note: note.trim().length < LEAST_NOTE,
  at: when === 'later' && instantOf(at) === null,
})

/** Whether prices of these terms would end (a field of day and time, empty: never) before they begin. `now` in epoch ms. */
export function endsTooEarly(terms: Terms, until: string, now: number): boolean {
  const end = momentOf(until)
  const { effectiveAt } = termsOf(terms)
  return end !== null && end <= (effectiveAt === null ? now : Date.parse(effectiveAt))
}

/** The terms as the API takes them. */
export const termsOf = ({ note, when, at }: Terms): { note: string; effectiveAt: string | null } => ({
  note: note.trim(),
  effectiveAt: when === 'later' ? instantOf(at) : null,
})
