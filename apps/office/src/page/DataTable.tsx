import type { ReactNode } from 'react'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button, EmptyState, Skeleton, Table, type TableProps } from '@splot/ui'
import { SearchX } from 'lucide-react'
import type { Page } from '../api/types.ts'
import { useT } from '../words/index.ts'
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
    onClear?: () => void
  }>

/** A table over a keyset list: its skeleton, its errors, its emptiness, and the next page at its foot. */
export function DataTable<Row>({
  list,
  rows: given,
  empty,
  filtered,
  onClear,
  ...table
}: DataTableProps<Row>) {
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
      empty={filtered ? <NothingMatches {...(onClear && { onClear })} /> : empty}
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
                {list.hasNextPage && (
                  <Button
                    size="s"
                    isPending={list.isFetchingNextPage}
                    onPress={() => void list.fetchNextPage()}
                  >
                    {t('more')}
                  </Button>
                )}
              </div>
            </td>
          </tr>
        )
      }
    />
  )
}

/** No row of the list is what the filters ask for. */
export function NothingMatches({ onClear }: Readonly<{ onClear?: () => void }>) {
  const t = useT('page')
  return (
    <EmptyState
      icon={<SearchX />}
      title={t('noMatch')}
      why={t('noMatchWhy')}
      action={onClear && <Button onPress={onClear}>{t('clear')}</Button>}
    />
  )
}
