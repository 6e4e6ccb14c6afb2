import type { ReactNode } from 'react'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button, EmptyState, Skeleton, Table, type TableProps } from '@splot/ui'
import { SearchX } from 'lucide-react'
import type { Page } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { useFilters } from './useFilters.ts'
import { ProblemNote, ProblemState } from './Problem.tsx'
import css from './page.module.css'

const SKELETON_ROWS = 12

/** Pages may carry more than rows: facets, totals. */
type Listed<Row> = UseInfiniteQueryResult<InfiniteData<Page<Row>>>

export const rowsOf = <Row,>(list: Pick<Listed<Row>, 'data'>): readonly Row[] =>
  list.data?.pages.flatMap((page) => page.items) ?? []

export type DataTableProps<Row> = Omit<TableProps<Row>, 'rows' | 'empty' | 'foot'> &
  Readonly<{
    list: Listed<Row>
    /** Left out: the rows as they came. */
    rows?: readonly Row[]
    empty: ReactNode
    filtered?: boolean
  }>

/** A table over a keyset list: its skeleton, its errors, its emptiness, and the next page at its foot. */
export function DataTable<Row>({ list, rows: given, empty, filtered, ...table }: DataTableProps<Row>) {
  const t = useT('page')
  if (list.isPending) return <Skeleton shape="line" lines={SKELETON_ROWS} className={css.skeleton} />
  if (list.isError && !list.data)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />
  const rows = given ?? rowsOf(list)
  return (
    <Table
      {...table}
      rows={rows}
      className={css.fill}
      empty={filtered ? <NothingMatches /> : empty}
      foot={
        rows.length > 0 && (
          <tr className={css.foot}>
            <td colSpan={table.columns.length}>
              <div className={css.footLine}>
                {list.isFetchNextPageError && <ProblemNote error={list.error} />}
                <span>
                  {list.hasNextPage
                    ? t('shownMore', { count: String(rows.length) })
                    : t('shown', { count: rows.length })}
                </span>
                <MoreButton list={list} />
              </div>
            </td>
          </tr>
        )
      }
    />
  )
}

type Paged = Pick<UseInfiniteQueryResult<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>

/** Brings the next page of a list, as long as there is one. */
export function MoreButton({ list, label }: Readonly<{ list: Paged; label?: string }>) {
  const t = useT('page')
  if (!list.hasNextPage) return null
  return (
    <Button size="s" isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
      {label ?? t('more')}
    </Button>
  )
}

/** No row of the list is what the filters ask for. */
export function NothingMatches() {
  const t = useT('page')
  const { clear } = useFilters()
  return (
    <EmptyState
      icon={<SearchX />}
      title={t('noMatch')}
      why={t('noMatchWhy')}
      action={<Button onPress={clear}>{t('clear')}</Button>}
    />
  )
}
