import { HOME_ZONE, instantAt, localDate } from '@splot/kernel'

/**
 * `2026-12-01` (its first moment), `2026-12-01 06:00`, `01.12.2026 06:00` of Warsaw, or an instant in RFC 3339. Null for an empty cell,
 * undefined for what is none of these.
 */
export function readInstant(text: string): Date | null | undefined {
  if (text === '') return null
  if (/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? undefined : at
  }
  const [, day = '', hours = '0', minutes = '0'] =
    /^(\S+?)(?:[ T](\d{1,2}):(\d{2})(?::00)?)?$/.exec(text) ?? []
  const polish = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(day)
  const iso = polish
    ? `${polish[3]}-${String(polish[2]).padStart(2, '0')}-${String(polish[1]).padStart(2, '0')}`
    : day
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : new Date(Number.NaN)
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(iso)
  if (!isDay || Number(hours) > 23 || Number(minutes) > 59) return undefined
  return instantAt(localDate(iso), Number(hours) * 60 + Number(minutes), HOME_ZONE)
}
