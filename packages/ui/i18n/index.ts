export {
  defaultLocale,
  detectBrowserLocale,
  detectLocale,
  isLocale,
  LOCALE_COOKIE,
  locales,
  regionOf,
  rememberLocale,
} from './locale.ts'
export type { Locale, LocaleSigns } from './locale.ts'
export {
  compareText,
  dayOf,
  formatDate,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSoon,
  SHOP_TIME_ZONE,
} from './format.ts'
export type { DateStyle, Instant, MoneyValue } from './format.ts'
export { createI18n, defineMessages } from './messages.ts'
export type { Messages, MessageTree, SameShape } from './messages.ts'
export { LocaleProvider, useFormat, useLocale } from './provider.tsx'
export type { LocaleProviderProps } from './provider.tsx'
export { optionsInOrder, optionText, spokenNumber, withoutSpaces } from './spoken.ts'
