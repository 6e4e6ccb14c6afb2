export const locales = ['pl', 'en'] as const
export type Locale = (typeof locales)[number]

/** Polish is the first market, so Polish is what a visitor gets when nothing speaks for English. */
export const defaultLocale: Locale = 'pl'

/** English here is British: day before month, 24-hour clock, as people in Poland expect it. */
export const regionOf: Readonly<Record<Locale, string>> = { pl: 'pl-PL', en: 'en-GB' }

/** Name of both the cookie (for the server) and the localStorage entry (for the till without network). */
export const LOCALE_COOKIE = 'splot-locale'

const YEAR_IN_SECONDS = 365 * 24 * 60 * 60

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

export type LocaleSigns = Readonly<{
  /** What the address asks for, e.g. the `lang` search parameter. It wins. */
  asked?: string | null | undefined
  /** The raw `Cookie` header, or `document.cookie`. */
  cookie?: string | null | undefined
  /** What the device remembers in localStorage. */
  stored?: string | null | undefined
  /** An `Accept-Language` header or `navigator.languages`, most wanted first. */
  languages?: string | readonly string[] | null | undefined
}>

/** The language to speak: asked for, then remembered, then the first one of the browser's that we have, then Polish. */
export function detectLocale(signs: LocaleSigns): Locale {
  const remembered = signs.cookie?.match(/(?:^|;\s*)splot-locale=([a-z]{2})/)?.[1]
  for (const sign of [signs.asked, remembered, signs.stored]) if (isLocale(sign)) return sign
  const languages = typeof signs.languages === 'string' ? signs.languages.split(',') : (signs.languages ?? [])
  for (const language of languages) {
    const base = language.trim().slice(0, 2).toLowerCase()
    if (isLocale(base)) return base
  }
  return defaultLocale
}

/** The same question asked in a browser. On the server it answers Polish: give `detectLocale` the headers there. */
export function detectBrowserLocale(): Locale {
  if (typeof window === 'undefined') return defaultLocale
  return detectLocale({
    asked: new URLSearchParams(window.location.search).get('lang'),
    cookie: document.cookie,
    stored: readStored(),
    languages: navigator.languages,
  })
}

/** Keeps the choice for the next visit, on this device and for the server's first page. */
export function rememberLocale(locale: Locale): void {
  document.documentElement.lang = locale
  document.cookie = `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${YEAR_IN_SECONDS}; SameSite=Lax`
  try {
    window.localStorage.setItem(LOCALE_COOKIE, locale)
  } catch {
    // Private windows may refuse storage; the cookie is enough then.
  }
}

function readStored(): string | null {
  try {
    return window.localStorage.getItem(LOCALE_COOKIE)
  } catch {
    return null
  }
}
