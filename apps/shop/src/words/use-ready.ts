import { useLocale, useNow, type Instant } from '@splot/ui'
import { readyWords } from './when.ts'

/** `readyWords` by the clock of the page; for what only a browser shows. */
export function useReady(): (readyBy: Instant) => string {
  const { locale } = useLocale()
  const now = useNow()
  return (readyBy) => readyWords(readyBy, now || readyBy, locale)
}
