import { LocaleProvider, useLocale } from '@splot/ui'
import { Outlet, useRouter } from '@tanstack/react-router'
import { HANDOVER_ID } from '../handover.ts'
import { useT } from '../words/index.ts'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import css from './Shell.module.css'
import { StoreChooser } from './StoreChooser.tsx'
import { useLoaded, useShop } from '../routing.ts'

/** The document around every page, in the visitor's language. */
export function Shell() {
  const router = useRouter()
  const { speech } = useShop()
  return (
    <LocaleProvider
      initial={speech.locale}
      onChange={(locale) => {
        speech.change(locale)
        void router.invalidate()
      }}
    >
      <Page />
    </LocaleProvider>
  )
}

function Page() {
  const { locale } = useLocale()
  const t = useT('shell')
  const { assets, handover } = useShop()
  const menu = useLoaded('__root__')
  return (
    // theme.js may have chosen a theme before this wakes up.
    <html lang={locale} data-surface="shop" suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f9f7f3" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#12110f" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-maskable.svg" />
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {assets.ahead.map((href) => (
          <link key={href} rel="modulepreload" href={href} />
        ))}
        <script src="/theme.js" />
        <script type="module" src={assets.script} />
      </head>
      <body>
        <a href="#main" className={css.skip}>
          {t('skip')}
        </a>
        <StoreChooser>
          <Header menu={menu} />
          <main id="main" tabIndex={-1} className={css.main}>
            <Outlet />
          </main>
          <Footer menu={menu} />
        </StoreChooser>
        <script
          id={HANDOVER_ID}
          type="application/json"
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: handover.text }}
        />
      </body>
    </html>
  )
}
