import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { defaultLocale, type Locale, regionOf, rememberLocale } from './locale.ts'
import {
  compareText,
  type DateStyle,
  formatDate,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSoon,
} from './format.ts'
import type { Instant, MoneyValue } from './format.ts'

type LocaleChoice = Readonly<{ locale: Locale; setLocale: (locale: Locale) => void }>

const LocaleContext = createContext<LocaleChoice>({ locale: defaultLocale, setLocale: () => {} })

export type LocaleProviderProps = Readonly<{
  /** What the server decided, or `detectBrowserLocale()`. */
  initial?: Locale
  /** Told after the choice is remembered, e.g. to refetch translated data. */
  onChange?: (locale: Locale) => void
  children: ReactNode
}>

/** Speaks one language to everything below it, React Aria's own words and number parsing included. */
export function LocaleProvider({ initial = defaultLocale, onChange, children }: LocaleProviderProps) {
  const [locale, setState] = useState<Locale>(initial)
  const setLocale = useCallback(
    (next: Locale) => {
      setState(next)
      rememberLocale(next)
      onChange?.(next)
    },
    [onChange],
  )
  const value = useMemo(() => ({ locale, setLocale }), [locale, setLocale])
  return (
    <LocaleContext value={value}>
      <I18nProvider locale={regionOf[locale]}>{children}</I18nProvider>
    </LocaleContext>
  )
}

/** The language around this component and how to change it. */
export function useLocale(): LocaleChoice {
  return useContext(LocaleContext)
}

/** The formats of the language around this component. */
export function useFormat() {
  const { locale } = useLocale()
  return useMemo(
    () => ({
      locale,
      money: (value: MoneyValue, options?: { sign?: 'auto' | 'always' }) =>
        formatMoney(value, locale, options),
      number: (value: number, options?: Intl.NumberFormatOptions) => formatNumber(value, locale, options),
      percent: (share: number, digits?: number) => formatPercent(share, locale, digits),
      date: (at: Instant, style?: DateStyle) => formatDate(at, locale, style),
      soon: (at: Instant, now: Instant = Date.now()) => formatSoon(at, now, locale),
      compare: compareText(locale),
    }),
    [locale],
  )
}
