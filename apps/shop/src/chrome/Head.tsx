import { useLocale } from '@splot/ui'
import { useLocation } from '@tanstack/react-router'
import { useShop } from '../routing.ts'

export type HeadProps = Readonly<{
  title: string
  description?: string
  /** Path and query of the page as search engines should know it; the page's path when left out. */
  canonical?: string
  picture?: { readonly url: string; readonly alt: string } | undefined
  kind?: 'website' | 'product'
  /** Not for search engines: baskets, orders, searches. */
  hidden?: boolean
}>

/** What a page says of itself to search engines and to whoever shares it. React moves it into the document's head. */
export function Head({
  title,
  description,
  canonical,
  picture,
  kind = 'website',
  hidden = false,
}: HeadProps) {
  const { locale } = useLocale()
  const { origin } = useShop()
  const { pathname } = useLocation()
  const path = canonical ?? pathname
  const inLanguage = (language: string): string => {
    const url = new URL(path, origin)
    if (language === 'en') url.searchParams.set('lang', 'en')
    return url.href
  }
  return (
    <>
      <title>{title}</title>
      {description && <meta name="description" content={description} />}
      {hidden ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={inLanguage(locale)} />
          <link rel="alternate" hrefLang="pl" href={inLanguage('pl')} />
          <link rel="alternate" hrefLang="en" href={inLanguage('en')} />
          <link rel="alternate" hrefLang="x-default" href={inLanguage('pl')} />
          <meta property="og:type" content={kind} />
          <meta property="og:site_name" content="Osnowa" />
          <meta property="og:title" content={title} />
          {description && <meta property="og:description" content={description} />}
          <meta property="og:url" content={inLanguage(locale)} />
          <meta property="og:locale" content={locale === 'pl' ? 'pl_PL' : 'en_GB'} />
          {picture && <meta property="og:image" content={new URL(picture.url, origin).href} />}
          {picture && <meta property="og:image:alt" content={picture.alt} />}
        </>
      )}
    </>
  )
}
