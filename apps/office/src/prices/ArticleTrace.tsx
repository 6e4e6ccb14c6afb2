import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState, Money, Panel, Skeleton, Table, type TableColumn } from '@splot/ui'
import { History } from 'lucide-react'
import { ShortTime } from '../page/Moment.tsx'
import { ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { useKindWords, useNoteWords } from './ChangesPage.tsx'
import { useListName } from './for-whom.tsx'
import { Amount, Maker, useLists } from './parts.tsx'
import css from './prices.module.css'
import { competitorsQuery, traceQuery, type ArticleRow } from './queries.ts'
import { useT } from './words.ts'

/** What made the prices of an article: each row of each list, with its change, and the proposal behind it. */
export function ArticleTrace({ sku }: Readonly<{ sku: string }>) {
  const t = useT('prices')
  const trace = useQuery(traceQuery(sku))
  const columns = useColumns(sku)
  return (
    <Panel title={t('trace')} flush>
      {trace.data ? (
        <Table
          label={t('trace')}
          columns={columns}
          rows={trace.data.items}
          rowKey={({ version, list, fromQuantity }) => `${version} ${list} ${fromQuantity}`}
          empty={<EmptyState icon={<History />} title={t('noTrace')} why={t('noTraceWhy')} />}
        />
      ) : trace.isError ? (
        <ProblemState error={trace.error} onRetry={() => void trace.refetch()} />
      ) : (
        <Skeleton lines={4} className={page.skeleton} />
      )}
    </Panel>
  )
}

function useColumns(sku: string): TableColumn<ArticleRow>[] {
  const t = useT('prices')
  const lists = useLists()
  const nameOf = useListName()
  const kindOf = useKindWords()
  return [
    {
      id: 'at',
      header: t('since'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ startsAt, endsAt }) => (
        <>
          <ShortTime at={startsAt} />
          {endsAt && (
            <div className={page.small}>
              {t('until').toLocaleLowerCase()} <ShortTime at={endsAt} />
            </div>
          )}
        </>
      ),
    },
    {
      id: 'list',
      header: t('list'),
      cell: ({ list, fromQuantity }) => (
        <>
          {nameOf(lists?.find(({ code }) => code === list) ?? { code: list, name: null })}
          {fromQuantity > 1 && (
            <span className={page.small}> {t('fromPieces', { count: String(fromQuantity) })}</span>
          )}
        </>
      ),
    },
    {
      id: 'price',
      header: t('price'),
      align: 'end',
      width: 'narrow',
      cell: ({ minor, currency, cancelled }) => (
        <span className={cancelled ? css.was : undefined}>
          <Amount minor={minor} currency={currency} />
        </span>
      ),
    },
    { id: 'why', header: t('note'), cell: (row) => <Why sku={sku} row={row} kindOf={kindOf} /> },
  ]
}

/** The change that made a row, and where it led from a proposal, the way there. */
function Why({
  sku,
  row,
  kindOf,
}: Readonly<{ sku: string; row: ArticleRow; kindOf: (kind: string) => string }>) {
  const t = useT('prices')
  const noteOf = useNoteWords()
  const { changeId, change, cancelled, proposalId } = row
  return (
    <span className={page.wrap}>
      <Link to="/prices/changes/$id" params={{ id: changeId }} className={page.link}>
        {noteOf(change)}
      </Link>
      {proposalId && (
        <>
          {' · '}
          <Link
            to="/prices/proposals"
            search={{ state: 'applied', sku, peek: proposalId }}
            className={page.link}
          >
            {t('fromProposal')}
          </Link>
        </>
      )}
      <div className={page.small}>
        {change.kind !== 'proposal' && `${kindOf(change.kind)} · `}
        <Maker id={change.createdBy} />
        {cancelled && ` · ${t('cancelled')}`}
      </div>
    </span>
  )
}

/** What others ask for the article, cheapest first; nothing where nobody is known to have it. */
export function Competitors({ sku }: Readonly<{ sku: string }>) {
  const t = useT('prices')
  const { data } = useQuery(competitorsQuery(sku))
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('competitors')}>
      <dl className={page.facts}>
        {data.items.flatMap(({ competitor, minor, currency, seenAt }) => [
          <dt key={`${competitor} ${currency}`}>{competitor}</dt>,
          <dd key={`${competitor} ${currency} price`}>
            <Money value={{ minor, currency }} />{' '}
            <span className={page.small}>
              {t('seen')} <ShortTime at={seenAt} />
            </span>
          </dd>,
        ])}
      </dl>
    </Panel>
  )
}
