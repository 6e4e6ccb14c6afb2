import { useSyncExternalStore } from 'react'
import { Monitor, Moon, Sun } from 'lucide-react'
import { locales, type Locale } from '../i18n/locale.ts'
import { useLocale } from '../i18n/provider.tsx'
import { useWords } from '../words.ts'
import { Button, IconButton } from './Button.tsx'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const THEME_KEY = 'splot-theme'
const listeners = new Set<() => void>()

function readTheme(): Theme {
  const named = document.documentElement.dataset['theme']
  return themes.find((theme) => theme === named) ?? 'auto'
}

/** Applies what this device remembers. Call it before the first render, so that no page flashes. */
export function applyStoredTheme(): void {
  try {
    const stored = window.localStorage.getItem(THEME_KEY)
    if (themes.some((theme) => theme === stored)) document.documentElement.dataset['theme'] = stored ?? 'auto'
  } catch {
    // Without storage the system's theme stands.
  }
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  try {
    window.localStorage.setItem(THEME_KEY, theme)
  } catch {
    // It then lasts until the page is closed.
  }
  for (const tell of listeners) tell()
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    readTheme,
    () => 'auto',
  )
}

/** One button that walks through system, light and dark. */
export function ThemeSwitch() {
  const theme = useTheme()
  const words = useWords()
  const next: Theme = theme === 'auto' ? 'dark' : theme === 'dark' ? 'light' : 'auto'
  const names: Readonly<Record<Theme, string>> = {
    auto: words.themeAuto,
    light: words.themeLight,
    dark: words.themeDark,
  }
  const Icon = theme === 'auto' ? Monitor : theme === 'dark' ? Moon : Sun
  return (
    <IconButton label={`${words.theme}: ${names[theme]}`} size="s" onPress={() => setTheme(next)}>
      <Icon aria-hidden />
    </IconButton>
  )
}

const names: Readonly<Record<Locale, string>> = { pl: 'Polski', en: 'English' }

/** Offers the other language, in that language. */
export function LocaleSwitch() {
  const { locale, setLocale } = useLocale()
  const next = locales.find((other) => other !== locale) ?? locale
  return (
    <Button variant="quiet" size="s" onPress={() => setLocale(next)}>
      <span lang={next}>{names[next]}</span>
    </Button>
  )
}
