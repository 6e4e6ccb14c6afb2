import { dayOf, formatDate, formatSoon, type Instant, type Locale } from '@splot/ui'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * When something can be collected, to be said after "odbiór", "gotowe" or "collect": `dziś od 17:30`, `jutro od 10:00`,
 * else day and hour. A "ready by" is the earliest moment, hence "od".
 */
export function readyWords(readyBy: Instant, now: Instant, locale: Locale): string {
  const apart = Math.round((Date.parse(dayOf(readyBy)) - Date.parse(dayOf(now))) / DAY_MS)
  const from = locale === 'pl' ? 'od' : 'from'
  const time = formatDate(readyBy, locale, 'time')
  if (apart === 0) return `${locale === 'pl' ? 'dziś' : 'today'} ${from} ${time}`
  if (apart === 1) return `${locale === 'pl' ? 'jutro' : 'tomorrow'} ${from} ${time}`
  // A promise of another day, or a page that lies open since yesterday.
  return apart > 1 && apart < 7
    ? `${formatDate(readyBy, locale, 'day')}, ${from} ${time}`
    : formatSoon(readyBy, now, locale)
}

/** A day that is promised, to be said after "od", "from" or alone: `2 grudnia`, and its year when that is another one. */
export function dayWords(day: string, locale: Locale, now: Instant = Date.now()): string {
  const sameYear = day.slice(0, 4) === dayOf(now).slice(0, 4)
  // A day, not a moment: it is the same in every zone.
  return new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
  }).format(new Date(`${day}T00:00:00Z`))
}

/** Whole minutes until a moment, never below zero. */
export const minutesUntil = (at: Instant, now: number): number =>
  Math.max(0, Math.floor((new Date(at).getTime() - now) / 60_000))
