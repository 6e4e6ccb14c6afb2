import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { EmptyState, Money, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { Gift } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { FilterSelect, StateFilter } from '../page/FilterSelect.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { IssueCard } from './IssueCard.tsx'
import { CardState, CardTabs, spokenCard } from './parts.tsx'
import { cardsQuery, type Card } from './queries.ts'
import { useT } from './words.ts'

const kinds = ['gift_card', 'store_credit'] as const
const states = ['active', 'blocked', 'expired'] as const

/** All gift cards and store credit, newest first. */
export function GiftCardsPage() {
  const t = useT('cards')
  const may = useMay()
  const navigate = useNavigate()
  const { filters } = useFilters<'q' | 'kind' | 'state' | 'batchId' | 'customerId'>()
  const list = useInfiniteQuery(cardsQuery(filters))
  const [issuing, setIssuing] = useState(false)
  const issue = may('giftcards.issue') && <NewButton label={t('issue')} onPress={() => setIssuing(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<CardTabs current="cards" />}
      actions={issue}
      filters={
        <>
          <SearchFilter label={t('search')} />
          <FilterSelect
            filter="kind"
            label={t('kind')}
            none={t('anyKind')}
            choices={kinds.map((value) => ({ value, label: t(value) }))}
          />
          <StateFilter none={t('anyState')} states={states.map((state) => [state, t(state)])} />
        </>
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/gift-cards/$id', params: { id } })}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<Gift />} title={t('empty')} why={t('emptyWhy')} action={issue} />}
      />
      {issuing && <IssueCard onClose={() => setIssuing(false)} />}
    </ListPage>
  )
}

function useColumns(): TableColumn<Card>[] {
  const t = useT('cards')
  const common = useCommon('page')
  const format = useFormat()
  const { locale } = useLocale()
  return [
    {
      id: 'number',
      header: t('number'),
      isRowHeader: true,
      cell: ({ number }) => <span className={page.mono}>{spokenCard(number)}</span>,
    },
    { id: 'state', header: common('state'), width: 'narrow', cell: (card) => <CardState card={card} /> },
    { id: 'kind', header: t('kind'), cell: ({ kindWords }) => kindWords[locale] },
    {
      id: 'balance',
      header: t('balance'),
      align: 'end',
      width: 'narrow',
      cell: ({ balance }) => <Money value={balance} />,
    },
    {
      id: 'held',
      header: t('held'),
      align: 'end',
      width: 'narrow',
      cell: ({ held }) => (held.minor === 0 ? <span className={page.muted}>–</span> : <Money value={held} />),
    },
    { id: 'note', header: t('note'), cell: ({ note }) => note },
    {
      id: 'issued',
      header: t('issued'),
      width: 'narrow',
      cell: ({ issuedAt }) => format.date(issuedAt, 'date'),
    },
    {
      id: 'expires',
      header: t('expires'),
      width: 'narrow',
      cell: ({ expiresAt }) =>
        expiresAt ? format.date(expiresAt, 'date') : <span className={page.muted}>{t('never')}</span>,
    },
  ]
}
