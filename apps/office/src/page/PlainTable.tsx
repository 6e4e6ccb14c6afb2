import type { ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Skeleton, Table, type TableProps } from '@splot/ui'
import { NothingMatches } from './DataTable.tsx'
import { ProblemState } from './Problem.tsx'
import page from './page.module.css'

type Props<Row> = Omit<TableProps<Row>, 'rows'> &
  Readonly<{
    list: UseQueryResult<{ items: readonly Row[] }>
    /** Left out: the rows as they came. */
    rows?: readonly Row[]
    empty: ReactNode
    filtered?: boolean
  }>

/** A table over a list that comes whole. */
export function PlainTable<Row>({ list, rows, filtered, empty, ...table }: Props<Row>) {
  if (list.isPending) return <Skeleton lines={8} className={page.skeleton} />
  if (!list.data) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />
  return (
    <Table
      {...table}
      rows={rows ?? list.data.items}
      className={page.fill}
      empty={filtered ? <NothingMatches /> : empty}
    />
  )
}
