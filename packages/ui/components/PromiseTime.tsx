import { useSyncExternalStore } from 'react'
import { CheckCircle2, Clock, OctagonAlert, Timer } from 'lucide-react'
import type { Instant } from '../i18n/format.ts'
import { useFormat } from '../i18n/provider.tsx'
import { cx } from '../cx.ts'
import { useWords, type Words } from '../words.ts'
import css from './PromiseTime.module.css'

const MINUTE_MS = 60_000
/** From here on a promise needs somebody to move. */
export const HURRY_MINUTES = 15
/** Minutes are what is shown, so the clock need not turn faster. */
const TICK_MS = 10_000
/** The bar's length when nobody says when the work began. */
const DEFAULT_SPAN_MS = 120 * MINUTE_MS
/** From here on a date says more than a count of hours. */
const SHOW_DATE_FROM_MINUTES = 20 * 60

const listeners = new Set<() => void>()
let clock: ReturnType<typeof setInterval> | null = null
let current = 0

function listen(tell: () => void): () => void {
  listeners.add(tell)
  clock ??= setInterval(() => {
    current = Date.now()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(tell)
    if (listeners.size > 0 || clock === null) return
    clearInterval(clock)
    clock = null
    current = 0
  }
}

/** One clock for every countdown on the page. On the server, and while hydrating, it shows `fallback`. */
export function useNow(fallback = 0): number {
  return useSyncExternalStore(
    listen,
    () => current || (current = Date.now()),
    () => fallback,
  )
}

export type Urgency = 'ok' | 'warn' | 'late'

/** How a promise stands: minutes left (negative when late) and how urgent that is. */
export function promiseState(
  promisedAt: Instant,
  now: Instant,
): Readonly<{ minutes: number; urgency: Urgency }> {
  const minutes = Math.floor((Date.parse(iso(promisedAt)) - Date.parse(iso(now))) / MINUTE_MS)
  return { minutes, urgency: minutes < 0 ? 'late' : minutes < HURRY_MINUTES ? 'warn' : 'ok' }
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}

/** `25 min`, `3 h 20 min`; sign left out. */
export function formatMinutes(minutes: number, words: Pick<Words, 'minutes' | 'hours'>): string {
  const whole = Math.abs(minutes)
  const rest = whole % 60
  const hours = (whole - rest) / 60
  const parts = [
    hours > 0 && `${hours} ${words.hours}`,
    (rest > 0 || hours === 0) && `${rest} ${words.minutes}`,
  ]
  return parts.filter(Boolean).join(' ')
}

const icons = { ok: Clock, warn: Timer, late: OctagonAlert } as const

export type PromiseTimeProps = Readonly<{
  promisedAt: Instant
  /** When the work began; the bar runs from here. */
  since?: Instant
  /** Kept: the clock stops and says so. */
  doneAt?: Instant | null
  /** Fixes the clock, for a server-rendered page and for tests. */
  now?: number
  bar?: boolean
  className?: string | undefined
}>

/** Minutes to a promise, as words, as a bar and as a shape. */
export function PromiseTime({
  promisedAt,
  since,
  doneAt,
  now: fixed,
  bar = true,
  className,
}: PromiseTimeProps) {
  const ticking = useNow(fixed)
  const format = useFormat()
  const words = useWords()
  const now = doneAt ? Date.parse(iso(doneAt)) : (fixed ?? ticking)
  const { minutes, urgency } = promiseState(promisedAt, now)
  const end = Date.parse(iso(promisedAt))
  const start = since === undefined ? end - DEFAULT_SPAN_MS : Date.parse(iso(since))
  const spent = Math.min(1, Math.max(0, (now - start) / Math.max(1, end - start)))
  const Icon = doneAt ? CheckCircle2 : icons[urgency]
  const text = (() => {
    if (doneAt)
      return urgency === 'late'
        ? `${words.delivered}, ${formatMinutes(minutes, words)} ${words.late}`
        : words.delivered
    if (urgency === 'late') return `${formatMinutes(minutes, words)} ${words.late}`
    if (minutes >= SHOW_DATE_FROM_MINUTES) return format.soon(promisedAt, now)
    return `${words.in} ${formatMinutes(minutes, words)}`
  })()
  return (
    <span className={cx(css.promise, css[urgency], className)}>
      <time dateTime={iso(promisedAt)} title={format.date(promisedAt, 'short')} className={css.text}>
        <Icon aria-hidden />
        {text}
      </time>
      {bar && !doneAt && (
        // Attributes instead of a style: a strict content policy forbids inline styles in server-rendered pages.
        <svg className={css.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect className={css.track} width="100" height="4" rx="2" />
          <rect className={css.fill} width={Math.round(spent * 100)} height="4" rx="2" />
        </svg>
      )}
    </span>
  )
}
