import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Badge,
  Button,
  EmptyState,
  SearchField,
  StatusPill,
  toast,
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
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useArticles } from '../stock/useArticles.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { figuresOf } from './factors.ts'
import { useListName } from './for-whom.tsx'
import { Amount, PriceTabs, useLists } from './parts.tsx'
import css from './prices.module.css'
import { RunNow, useFactorWords, useSignedShare } from './proposal-parts.tsx'
import { ProposalPeek } from './ProposalPeek.tsx'
import { proposalsQuery, rulesQuery, useRefreshPrices, type PriceProposal } from './queries.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useT } from './proposal-words.ts'

/** What the list shows until another state is chosen: what waits for somebody. */
const WAITING = 'proposed'
const PPM = 1_000_000

/** Prices that rules propose, with the figures behind them, to approve or to turn down. */
export function ProposalsPage() {
  const t = useT('proposals')
  const may = useMay()
  const { filters, change } = useFilters<'state' | 'sku' | 'ruleId' | 'peek'>()
  const { sku, ruleId } = filters
  const state = filters.state ?? WAITING
  const list = useInfiniteQuery(proposalsQuery({ state, sku, ruleId }))
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const rows = rowsOf(list)
  const chosen = rows.filter(({ id, state: is }) => is === WAITING && selection.has(id)).map(({ id }) => id)
  const opened = rows.find(({ id }) => id === filters.peek)
  const mayDecide = may('prices.write') && state === WAITING
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PriceTabs current="proposals" />}
      actions={may('prices.write') && <RunNow />}
      filters={<ProposalFilters />}
      peek={opened && <ProposalPeek proposal={opened} onClose={() => change({ peek: undefined })} />}
    >
      <Summary state={state} ruleId={ruleId} />
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns(useArticles(list.data?.pages ?? []))}
        rowKey={({ id }) => id}
        openKey={filters.peek ?? null}
        onOpen={({ id }) => change({ peek: id })}
        {...(mayDecide && { selection, onSelectionChange: setSelection })}
        filtered={sku !== undefined || ruleId !== undefined}
        empty={<EmptyState icon={<Scale />} title={t('none')} why={t('noneWhy')} />}
      />
      {mayDecide && <Decide ids={chosen} onDone={() => setSelection(new Set())} />}
    </ListPage>
  )
}

function ProposalFilters() {
  const t = useT('proposals')
  const common = useCommon('page')
  const { filters, change } = useFilters<'sku'>()
  const [typed, setTyped] = useTypedFilter(filters.sku, (sku) => change({ sku: sku.toUpperCase() }))
  const rules = useQuery(rulesQuery).data?.items ?? []
  return (
    <>
      <FilterSelect
        filter="state"
        label={common('state')}
        none={t('proposed')}
        choices={(['shadow', 'applied', 'rejected', 'outdated'] as const).map((value) => ({
          value,
          label: t(value),
        }))}
      />
      <FilterSelect
        filter="ruleId"
        label={t('rule')}
        none={t('anyRule')}
        choices={rules.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SearchField label={t('search')} value={typed} onChange={setTyped} className={page.search} />
    </>
  )
}

/** What stands in this state would do, of one rule or of all; and what it means that it is in the shadow. */
function Summary({ state, ruleId }: Readonly<{ state: string; ruleId: string | undefined }>) {
  const t = useT('proposals')
  const share = useSignedShare()
  const rules = useQuery(rulesQuery).data?.items ?? []
  if (state !== 'shadow' && state !== WAITING) return null
  // A rule has one mode, so all that it has standing is in this state, but for what waits to be reckoned anew.
  const results = rules
    .filter(({ id }) => ruleId === undefined || id === ruleId)
    .map((rule) => rule.results)
    .filter((one) => one[state] > 0)
  const sum = (of: 'raised' | 'lowered' | 'shadow' | 'proposed') =>
    results.reduce((total, one) => total + one[of], 0)
  const count = sum(state)
  if (count === 0) return null
  const average = results.reduce((total, one) => total + (one.averagePpm ?? 0) * one[state], 0) / count
  return (
    <div className={css.note}>
      <p>
        {t('summary', {
          count,
          raised: String(sum('raised')),
          lowered: String(sum('lowered')),
          average: share(average),
        })}
      </p>
      {state === 'shadow' && (
        <p className={page.muted}>
          {t('shadowNote')}{' '}
          <Link to="/prices/rules" className={page.link}>
            {t('letOut')}
          </Link>
        </p>
      )}
    </div>
  )
}

/** Approves what is chosen, or turns it down with a reason. */
function Decide({ ids, onDone }: Readonly<{ ids: readonly string[]; onDone: () => void }>) {
  const t = useT('proposals')
  const refresh = useRefreshPrices()
  const [rejecting, setRejecting] = useState(false)
  const approve = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/prices/proposals/approve', { body: { ids: [...ids] } })),
    onSuccess: ({ items }) => {
      const outdated = items.filter(({ state }) => state === 'outdated').length
      refresh()
      onDone()
      if (outdated < items.length) toast({ title: t('approvedToast'), status: 'ok' })
      if (outdated > 0) toast({ title: t('someOutdated', { count: outdated }), status: 'warn' })
    },
    onError: refresh,
  })
  const count = String(ids.length)
  return (
    <>
      <div aria-live="polite">
        {ids.length > 0 && (
          <div className={css.bar}>
            <strong>{t('bulk', { count: ids.length })}</strong>
            <ProblemNote error={approve.error} />
            <Button onPress={() => setRejecting(true)}>{t('reject', { count })}</Button>
            <Button variant="primary" isPending={approve.isPending} onPress={() => approve.mutate()}>
              {t('approve', { count })}
            </Button>
          </div>
        )}
      </div>
      {rejecting && (
        <ReasonDialog
          title={t('reject', { count })}
          what={t('rejectWhat')}
          label={t('reject', { count })}
          run={async (reason) => {
            await unwrap(splot.POST('/v1/prices/proposals/reject', { body: { ids: [...ids], reason } }))
            refresh()
            onDone()
            toast({ title: t('rejectedToast'), status: 'ok' })
          }}
          onClose={() => setRejecting(false)}
        />
      )}
    </>
  )
}

const status: Readonly<Record<string, Status>> = { proposed: 'warn', applied: 'ok', rejected: 'late' }

function useColumns(articleOf: ReturnType<typeof useArticles>): TableColumn<PriceProposal>[] {
  const t = useT('proposals')
  const common = useCommon('page')
  const { locale } = useLocale()
  const lists = useLists()
  const nameOf = useListName()
  const share = useSignedShare()
  const listOf = (id: string) => lists?.find((one) => one.id === id)
  const amount = (minor: number, listId: string) => (
    <Amount minor={minor} currency={listOf(listId)?.currency ?? 'PLN'} />
  )
  return [
    {
      id: 'sku',
      header: t('search'),
      isRowHeader: true,
      cell: ({ sku, listId }) => {
        const list = listOf(listId)
        return (
          <>
            <code>{sku}</code> {articleOf(sku)?.name}{' '}
            {list && <span className={page.small}>{nameOf(list)}</span>}
          </>
        )
      },
    },
    {
      id: 'was',
      header: t('was'),
      align: 'end',
      width: 'narrow',
      cell: ({ fromMinor, listId }) => amount(fromMinor, listId),
    },
    {
      id: 'becomes',
      header: t('becomes'),
      align: 'end',
      width: 'narrow',
      cell: ({ toMinor, listId }) => <strong>{amount(toMinor, listId)}</strong>,
    },
    {
      id: 'step',
      header: t('step'),
      align: 'end',
      width: 'narrow',
      cell: ({ fromMinor, toMinor }) => share(((toMinor - fromMinor) * PPM) / fromMinor),
    },
    { id: 'factors', header: t('factors'), cell: (proposal) => <Factors proposal={proposal} /> },
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

/** What the factors said, short; what held the price is told beside the list. */
function Factors({ proposal: { factors } }: Readonly<{ proposal: PriceProposal }>) {
  const t = useT('proposals')
  const wordOf = useFactorWords()
  const share = useSignedShare()
  const { said, becomesLowest, unmet } = figuresOf(factors)
  return (
    <>
      {said.map(({ kind, ppm }) => `${wordOf(kind)} ${share(ppm)}`).join(' · ') || t('noFactor')}{' '}
      {becomesLowest && <Badge tone="warn">{t('newLowest')}</Badge>}{' '}
      {unmet.length > 0 && <Badge tone="warn">{t('boundLeft')}</Badge>}
    </>
  )
}
