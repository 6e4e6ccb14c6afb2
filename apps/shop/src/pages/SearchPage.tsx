import { useSearch } from '@tanstack/react-router'
import { Head } from '../chrome/Head.tsx'
import { readFilters } from '../listing/filters.ts'
import { Listing } from '../listing/Listing.tsx'
import { useT } from '../words/index.ts'
import css from './SearchPage.module.css'
import { useLoaded } from '../routing.ts'

/** What the search found, mistyped words forgiven. */
export function SearchPage() {
  const t = useT('list')
  const page = useLoaded('/search')
  const filters = readFilters(useSearch({ from: '/search' }))
  const { q } = filters
  const title = q ? t('searchTitle', { q }) : t('searchEmpty')
  return (
    <>
      <Head title={`${title} | Osnowa`} hidden />
      <Listing page={page} filters={filters} empty={t('noneSearch')} title={<h1>{title}</h1>}>
        {!q && <p className={css.note}>{t('searchAsk')}</p>}
        {q && page.corrected && <p className={css.note}>{t('corrected', { q, words: page.corrected })}</p>}
      </Listing>
    </>
  )
}
