import type { Locale } from '@splot/ui'
import type { Assets } from '../router.tsx'
import { translator } from '../words/index.ts'
import css from './Message.module.css'

type FailedDocumentProps = Readonly<{ locale: Locale; assets: Assets; /** To try again. */ address: string }>

/** The page for a failure on our side: plain, whole, without a script that could fail as well. */
export function FailedDocument({ locale, assets, address }: FailedDocumentProps) {
  const t = translator(locale, 'pages')
  return (
    <html lang={locale} data-surface="shop">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${t('failed')} | Osnowa`}</title>
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <script src="/theme.js" />
      </head>
      <body>
        <main className={css.message}>
          <h1>{t('failed')}</h1>
          <p>{t('failedWhy')}</p>
          <p>
            <a href={address}>{t('retry')}</a>
          </p>
        </main>
      </body>
    </html>
  )
}
