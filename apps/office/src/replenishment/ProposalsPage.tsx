import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Badge, Button, EmptyState, StatusPill, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { PackageCheck } from 'lucide-react'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { FilterSelect, PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { PlaceName } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { ApproveProposals, RejectProposals } from './DecideProposals.tsx'
import { useFacts, WatchTabs } from './parts.tsx'
import { proposalsQuery, type Proposal } from './queries.ts'
import { useT } from './words.ts'

/** What would put stock right: several of one kind and one way are decided together. */
export function ProposalsPage() {
  const t = useT('watch')
  const common = useCommon('page')
  const { filters } = useFilters<'state' | 'locationId'>()
  const list = useInfiniteQuery(proposalsQuery(filters))
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const [deciding, setDeciding] = useState<'approve' | 'reject' | null>(null)
  const rows = rowsOf(list)
  const chosen = rows.filter(({ id, state }) => selection.has(id) && state === 'proposed')
  const done = () => {
    setDeciding(null)
    setSelection(new Set())
  }
  const [first] = chosen
  const isOneWay = chosen.every(
    ({ kind, fromId, toId }) => kind === first?.kind && fromId === first.fromId && toId === first.toId,
  )
  return (
    <ListPage
      title={t('proposals')}
      lead={t('proposalsLead')}
      list={list}
      views={<WatchTabs current="proposals" />}
      filters={
        <>
          <FilterSelect
            filter="state"
            label={common('state')}
            none={t('open')}
            choices={[{ value: 'all', label: t('all') }]}
          />
          <PlaceFilter permission="stock.approve" />
          {chosen.length > 0 && (
            <span className={page.end}>
              {!isOneWay && <span className={page.small}>{t('together')}</span>}
              <Button onPress={() => setDeciding('reject')}>
                {t('rejectSelected', { count: chosen.length })}
              </Button>
              <Button variant="primary" isDisabled={!isOneWay} onPress={() => setDeciding('approve')}>
                {t('approveSelected', { count: chosen.length })}
              </Button>
            </span>
          )}
        </>
      }
    >
      <DataTable
        label={t('proposals')}
        list={list}
        columns={useColumns(filters.state === 'all')}
        rowKey={({ id }) => id}
        selection={selection}
        onSelectionChange={setSelection}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<PackageCheck />} title={t('noProposals')} why={t('noProposalsWhy')} />}
      />
      {deciding === 'approve' && (
        <ApproveProposals proposals={chosen} onClose={() => setDeciding(null)} onDone={done} />
      )}
      {deciding === 'reject' && (
        <RejectProposals proposals={chosen} onClose={() => setDeciding(null)} onDone={done} />
      )}
    </ListPage>
  )
}

function useColumns(isMixed: boolean): TableColumn<Proposal>[] {
  const t = useT('watch')
  const common = useCommon('page')
  const { locale } = useLocale()
  const format = useFormat()
  const say = useFacts('short')
  const sayAll = useFacts()
  const stateColumn: TableColumn<Proposal> = {
    id: 'state',
    header: common('state'),
    width: 'narrow',
    cell: ({ state, words }) => (
      <StatusPill status={state === 'proposed' ? 'warn' : state === 'rejected' ? 'neutral' : 'ok'}>
        {words[locale]}
      </StatusPill>
    ),
  }
  return [
    { id: 'number', header: t('number'), isRowHeader: true, width: 'narrow', cell: ({ number }) => number },
    {
      id: 'kind',
      header: t('kind'),
      width: 'narrow',
      cell: ({ kind }) => (
        <Badge tone={kind === 'transfer' ? 'info' : 'accent'}>
          {t(kind === 'transfer' ? 'transfer' : 'purchase')}
        </Badge>
      ),
    },
    { id: 'article', header: t('article'), cell: ({ sku }) => <code>{sku}</code> },
    { id: 'from', header: t('from'), cell: ({ fromId }) => <PlaceName id={fromId} /> },
    { id: 'to', header: t('to'), cell: ({ toId }) => <PlaceName id={toId} /> },
    {
      id: 'pieces',
      header: t('pieces'),
      align: 'end',
      width: 'narrow',
      cell: ({ quantity }) => <strong>{quantity}</strong>,
    },
    {
      id: 'factors',
      header: t('factors'),
      width: 'wide',
      cell: ({ factors, reason }) => (
        <span className={page.small} title={sayAll(factors)}>
          {reason === null ? say(factors) : `${say(factors)} · ${reason}`}
        </span>
      ),
    },
    // Where all wait for a decision, the state says nothing.
    ...(isMixed ? [stateColumn] : []),
    { id: 'since', header: t('since'), width: 'narrow', cell: ({ proposedAt }) => format.soon(proposedAt) },
  ]
}
