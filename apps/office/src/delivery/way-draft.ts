import { readAmount } from '../giftcards/amount.ts'
import { writtenPrice } from '../prices/edits.ts'
import type { Served } from './queries.ts'

/** The longest that the API tells. */
const MAX_DAYS = 60
/** As long as the code of a way may be, less what a number behind it takes. */
const MAX_WRITTEN_CODE = 29
/** The code of the way of a country that has one, as the API gives it too. */
const USUAL = 'standard'

/** A way of sending as its form says it. */
export interface WayDraft {
  readonly country: string | null
  readonly pl: string
  readonly en: string
  readonly price: string
  /** Empty: it is never free. */
  readonly freeFrom: string
  /** Working days; empty: nothing is told. */
  readonly days: string
}

/** A way of sending as the API takes it, without its code and currency; amounts in minor units. */
export interface WantedWay {
  readonly country: string
  readonly name: { readonly pl: string; readonly en: string }
  readonly grossMinor: number
  readonly freeFromMinor: number | null
  readonly days: number | null
}

/** What the form starts with: a way that is changed, or nothing. */
export const draftOf = (known: Served | null): WayDraft => ({
  country: known?.country ?? null,
  pl: known?.name.pl ?? '',
  en: known?.name.en ?? '',
  price: writtenPrice(known?.price.minor ?? null),
  freeFrom: writtenPrice(known?.freeFrom?.minor ?? null),
  days: known?.days?.toString() ?? '',
})

/** What of the form is wrong, and what it says once nothing is. */
export function readDraft({ country, pl, en, price, freeFrom, days }: WayDraft) {
  const grossMinor = readAmount(price)
  const freeFromMinor = freeFrom.trim() ? readAmount(freeFrom) : null
  const wholeDays = days.trim() ? (/^\d+$/.test(days.trim()) ? Number(days) : Number.NaN) : null
  const flaws = {
    country: country === null,
    pl: !pl.trim(),
    en: !en.trim(),
    price: grossMinor === null || grossMinor < 0,
    freeFrom: freeFrom.trim() !== '' && (freeFromMinor === null || freeFromMinor < 0),
    days: wholeDays !== null && !(Number.isInteger(wholeDays) && wholeDays >= 1 && wholeDays <= MAX_DAYS),
  }
  const wanted: WantedWay | null =
    country === null || grossMinor === null || Object.values(flaws).includes(true)
      ? null
      : { country, name: { pl: pl.trim(), en: en.trim() }, grossMinor, freeFromMinor, days: wholeDays }
  return { flaws, wanted }
}

/** The code of a new way: the first of a country as everywhere, a further one by its English name; never one that is taken there. */
export function newCode(
  { country, name }: Pick<WantedWay, 'country' | 'name'>,
  ways: readonly Pick<Served, 'country' | 'code'>[],
): string {
  const taken = ways.flatMap((way) => (way.country === country ? way.code : []))
  if (!taken.includes(USUAL)) return USUAL
  const written = name.en
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, MAX_WRITTEN_CODE)
  const code = written || 'way'
  if (!taken.includes(code)) return code
  let number = 2
  while (taken.includes(`${code}-${number}`)) number += 1
  return `${code}-${number}`
}
