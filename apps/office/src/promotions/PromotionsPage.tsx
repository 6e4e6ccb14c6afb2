import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Badge, EmptyState, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { BadgePercent } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { StateFilter } from '../page/FilterSelect.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { Conflicts } from './Conflicts.tsx'
import { PromotionTabs, StatePill, useSaying } from './parts.tsx'
import { promotionsQuery, wordsIn, type PromotionRow } from './queries.ts'
import { sayPromotion } from './say.ts'
import { useT } from './words.ts'

const states = ['draft', 'live', 'archived'] as const

/** All promotions, newest first, with what each does in words. */
export function PromotionsPage() {
  const t = useT('promo')
  const may = useMay()
  const navigate = useNavigate()
  const { filters } = useFilters<'q' | 'state'>()
  const list = useInfiniteQuery(promotionsQuery(filters))
  const open = (id: string) => void navigate({ to: '/promotions/$id', params: { id } })
  const create = may('promotions.write') && <NewButton label={t('create')} onPress={() => open('new')} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PromotionTabs current="promotions" />}
      actions={create}
      filters={
        <>
          <SearchFilter label={t('search')} />
          <StateFilter none={t('anyState')} states={states.map((state) => [state, t(state)])} />
        </>
      }
    >
      <Conflicts />
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<BadgePercent />} title={t('empty')} why={t('emptyWhy')} action={create} />}
      />
    </ListPage>
  )
}

function useColumns(): TableColumn<PromotionRow>[] {
  const t = useT('promo')
  const common = useCommon('page')
  const { locale } = useLocale()
  const saying = useSaying()
  return [
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ content }) => content.name },
    {
      id: 'state',
      header: common('state'),
      width: 'narrow',
      cell: (row) => (
        <span className={page.row}>
          <StatePill row={row} />
          {row.changed && row.state === 'live' && <Badge tone="warn">{t('changed')}</Badge>}
        </span>
      ),
    },
    { id: 'label', header: t('label'), cell: ({ content }) => content.label[locale] },
    {
      id: 'does',
      header: t('does'),
      width: 'wide',
      cell: (row) => (
        <span className={page.wrap}>{sayPromotion(wordsIn(row), saying(row.content.currency))}</span>
      ),
    },
    { id: 'validity', header: t('validity'), cell: (row) => <Validity row={row} /> },
    {
      id: 'priority',
      header: t('priority'),
      align: 'end',
      width: 'narrow',
      cell: ({ content }) => content.priority,
    },
    {
      id: 'group',
      header: t('group'),
      width: 'narrow',
      cell: ({ content }) => content.group ?? <span className={page.muted}>–</span>,
    },
  ]
}

function Validity({ row }: Readonly<{ row: PromotionRow }>) {
  const t = useT('promo')
  const format = useFormat()
  const { validFrom, validUntil } = row.content
  if (validFrom === null && validUntil === null)
    return <span className={`${page.muted} ${page.oneLine}`}>{t('always')}</span>
  return [
    ...(validFrom === null ? [] : [t('from', { when: format.date(validFrom, 'datetime') })]),
    ...(validUntil === null ? [] : [t('until', { when: format.date(validUntil, 'datetime') })]),
  ].join(' ')
}
