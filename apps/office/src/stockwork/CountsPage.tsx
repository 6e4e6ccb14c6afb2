import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type TableColumn } from '@splot/ui'
import { NewButton } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { useCategories } from '../page/scope.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { PaperList } from './PaperList.tsx'
import { countsQuery, type Count } from './queries.ts'
import { StartCount } from './StartCount.tsx'
import { countStates } from './states.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

/** Counts, newest first. */
export function CountsPage() {
  const t = useT('work')
  const may = useMay()
  const { filters } = useFilters()
  const list = useInfiniteQuery(countsQuery(filters))
  const [isNew, setNew] = useState(false)
  return (
    <>
      <PaperList
        name="counts"
        list={list}
        states={countStates}
        columns={useColumns()}
        searchLabel={t('searchNumber')}
        empty={{ title: t('emptyCounts'), why: t('emptyCountsWhy') }}
        actions={may('stock.count') && <NewButton label={t('newCount')} onPress={() => setNew(true)} />}
      />
      {isNew && <StartCount onClose={() => setNew(false)} />}
    </>
  )
}

/** What a count is about, in words. */
export function useCountScope(): (scope: Count['scope']) => string {
  const t = useT('work')
  const categories = useCategories()
  return ({ kind, values }) => {
    const named = values.map((value) => categories.find(({ handle }) => handle === value)?.name ?? value)
    const of = named.length > 0 ? `: ${named.slice(0, 4).join(', ')}${named.length > 4 ? '…' : ''}` : ''
    if (kind === 'skus') return t('scopeSkus') + of
    if (kind === 'categories') return t('scopeCategories') + of
    return kind === 'bin' ? t('scopeBin') + of : t('scopeAll')
  }
}

function useColumns(): TableColumn<Count>[] {
  const t = useT('work')
  const say = useCountScope()
  const unseen = <span className={page.muted}>—</span>
  return [
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    { id: 'scope', header: t('scope'), cell: ({ scope }) => say(scope) },
    {
      id: 'counted',
      header: t('counted'),
      align: 'end',
      width: 'narrow',
      cell: ({ totals: { counted, lines } }) =>
        t('countedOf', { counted: String(counted), lines: String(lines) }),
    },
    {
      id: 'surplus',
      header: t('surplus'),
      align: 'end',
      width: 'narrow',
      cell: ({ totals: { surplus } }) =>
        surplus === null ? unseen : <span className={surplus > 0 ? css.over : page.muted}>{surplus}</span>,
    },
    {
      id: 'shortage',
      header: t('shortage'),
      align: 'end',
      width: 'narrow',
      cell: ({ totals: { shortage } }) =>
        shortage === null ? (
          unseen
        ) : (
          <span className={shortage > 0 ? css.short : page.muted}>{shortage}</span>
        ),
    },
  ]
}
