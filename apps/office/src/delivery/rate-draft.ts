import { addDays, HOME_ZONE, wallClock, type LocalDate } from '@splot/kernel'
import type { Posted } from '../api/types.ts'

export type WantedRate = Posted<'/v1/tax/rates'>

/** A new rate as its form says it. */
export interface RateDraft {
  readonly country: string | null
  readonly letter: WantedRate['letter']
  /** Percent as it is typed. */
  readonly rate: string
  /** Of a field of day; empty: none yet. */
  readonly validFrom: string
}

const PPM_OF_PERCENT = 10_000
const MOST_PERCENT = 100

/** "23", "5,5 %" or "0", in parts per million. Undefined: it is no rate. */
export function readRate(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0%]/g, '').replace(',', '.')
  if (!/^\d{1,3}(?:\.\d{1,4})?$/.test(plain) || Number(plain) > MOST_PERCENT) return undefined
  return Math.round(Number(plain) * PPM_OF_PERCENT)
}

/** The first day from which a rate may begin: receipts of today bear today's. */
export const firstDay = (now: number): LocalDate => addDays(wallClock(new Date(now), HOME_ZONE).date, 1)

/** What of the form is wrong, and what it says once nothing is. The server checks again, and knows more. */
export function rateOf(draft: RateDraft, now: number) {
  const ppm = readRate(draft.rate)
  const { country, letter, validFrom } = draft
  const flaws = {
    country: country === null,
    rate: ppm === undefined,
    noDay: validFrom === '',
    early: validFrom !== '' && validFrom < firstDay(now),
  }
  const wanted: WantedRate | null =
    country === null || ppm === undefined || flaws.noDay || flaws.early
      ? null
      : { country, letter, validFrom, ppm }
  return { flaws, wanted }
}
