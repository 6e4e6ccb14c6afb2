import { useState } from 'react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  EmptyState,
  StatusPill,
  toast,
  useFormat,
  useLocale,
  type Status,
  type TableColumn,
} from '@splot/ui'
import { Scale } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { FilterSelect } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useArticles } from '../stock/useArticles.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { figuresOf } from './factors.ts'
import { Amount, PriceTabs, useLists } from './parts.tsx'
import { ProposalPeek, useFactorWords } from './ProposalPeek.tsx'
import { proposalsQuery, useRefreshPrices, type PriceProposal } from './queries.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useT } from './words.ts'

/** What the list shows until another state is chosen: what waits for somebody. */
const WAITING = 'proposed'
const PPM = 1_000_000

/** Prices that rules propose, with the figures behind them, to approve or to turn down. */
export function ProposalsPage() {
  const t = useT('prices')
  const common = useCommon('page')
  const may = useMay()
  const { filters, change } = useFilters<'state' | 'sku' | 'peek'>()
  const state = filters.state ?? WAITING
  const list = useInfiniteQuery(proposalsQuery({ state, sku: filters.sku }))
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const rows = rowsOf(list)
  const chosen = rows.filter(({ id, state: is }) => is === WAITING && selection.has(id)).map(({ id }) => id)
  const opened = rows.find(({ id }) => id === filters.peek)
  const mayDecide = may('prices.write') && state === WAITING
  return (
    <ListPage
      title={t('tabProposals')}
      lead={t('proposalsLead')}
      refreshing={list.isFetching && !list.isPending}
      views={<PriceTabs current="proposals" />}
      actions={
        mayDecide && chosen.length > 0 && <Decide ids={chosen} onDone={() => setSelection(new Set())} />
      }
      filters={
        <FilterSelect
          filter="state"
          label={common('state')}
          none={t('proposed')}
          choices={(['shadow', 'applied', 'rejected', 'outdated'] as const).map((value) => ({
            value,
            label: t(value),
          }))}
        />
      }
      peek={opened && <ProposalPeek proposal={opened} onClose={() => change({ peek: undefined })} />}
    >
      <DataTable
        label={t('tabProposals')}
        list={list}
        columns={useColumns(useArticles(list.data?.pages ?? []))}
        rowKey={({ id }) => id}
        openKey={filters.peek ?? null}
        onOpen={({ id }) => change({ peek: id })}
        {...(mayDecide && { selection, onSelectionChange: setSelection })}
        empty={<EmptyState icon={<Scale />} title={t('noProposals')} why={t('noProposalsWhy')} />}
      />
    </ListPage>
  )
}

/** Approves what is chosen, or turns it down with a reason. */
function Decide({ ids, onDone }: Readonly<{ ids: readonly string[]; onDone: () => void }>) {
  const t = useT('prices')
  const refresh = useRefreshPrices()
  const [rejecting, setRejecting] = useState(false)
  const done = (title: string) => {
    refresh()
    onDone()
    toast({ title, status: 'ok' })
  }
  const approve = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/prices/proposals/approve', { body: { ids: [...ids] } })),
    onSuccess: () => done(t('approvedToast')),
    onError: refresh,
  })
  const count = String(ids.length)
  return (
    <>
      <ProblemNote error={approve.error} />
      <Button onPress={() => setRejecting(true)}>{t('reject', { count })}</Button>
      <Button variant="primary" isPending={approve.isPending} onPress={() => approve.mutate()}>
        {t('approve', { count })}
      </Button>
      {rejecting && (
        <ReasonDialog
          title={t('reject', { count })}
          what={t('rejectWhat')}
          label={t('reject', { count })}
          run={async (reason) => {
            await unwrap(splot.POST('/v1/prices/proposals/reject', { body: { ids: [...ids], reason } }))
            done(t('rejectedToast'))
          }}
          onClose={() => setRejecting(false)}
        />
      )}
    </>
  )
}

const status: Readonly<Record<string, Status>> = { proposed: 'warn', applied: 'ok', rejected: 'late' }

function useColumns(articleOf: ReturnType<typeof useArticles>): TableColumn<PriceProposal>[] {
  const t = useT('prices')
  const common = useCommon('page')
  const { locale } = useLocale()
  const format = useFormat()
  const lists = useLists()
  const factorOf = useFactorWords()
  const listOf = (id: string) => lists?.find((one) => one.id === id)
  const currencyOf = (id: string) => listOf(id)?.currency ?? 'PLN'
  return [
    {
      id: 'sku',
      header: t('sku'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ sku }) => <code>{sku}</code>,
    },
    { id: 'article', header: t('article'), cell: ({ sku }) => articleOf(sku)?.name },
    {
      id: 'list',
      header: t('list'),
      width: 'narrow',
      cell: ({ listId }) => listOf(listId)?.name?.[locale] ?? listOf(listId)?.code,
    },
    {
      id: 'was',
      header: t('was'),
      align: 'end',
      width: 'narrow',
      cell: ({ fromMinor, listId }) => <Amount minor={fromMinor} currency={currencyOf(listId)} />,
    },
    {
      id: 'becomes',
      header: t('becomes'),
      align: 'end',
      width: 'narrow',
      cell: ({ toMinor, listId }) => (
        <strong>
          <Amount minor={toMinor} currency={currencyOf(listId)} />
        </strong>
      ),
    },
    {
      id: 'factors',
      header: t('factors'),
      cell: ({ factors }) => (
        <span className={page.wrap}>
          {figuresOf(factors)
            .said.map(({ kind, ppm }) => `${factorOf(kind)} ${format.percent(ppm / PPM)}`)
            .join(' · ')}
        </span>
      ),
    },
    {
      id: 'state',
      header: common('state'),
      width: 'narrow',
      cell: ({ state, words }) => (
        <StatusPill status={status[state] ?? 'neutral'}>{words[locale]}</StatusPill>
      ),
    },
    {
      id: 'when',
      header: common('when'),
      width: 'narrow',
      cell: ({ proposedAt }) => <ShortTime at={proposedAt} />,
    },
  ]
}
