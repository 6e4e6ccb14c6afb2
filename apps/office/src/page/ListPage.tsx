import type { ReactNode } from 'react'
import { PageHead, RefreshLine } from '@splot/ui'
import { usePageTitle } from './usePageTitle.ts'
import css from './page.module.css'

export type ListPageProps = Readonly<{
  title: string
  lead?: ReactNode
  actions?: ReactNode
  /** Tabs above the filters: saved views. */
  views?: ReactNode
  filters?: ReactNode
  refreshing?: boolean
  children: ReactNode
  /** A peek panel beside the table. */
  peek?: ReactNode
}>

/** One full-width column: head, filters, a table that scrolls under them, and maybe a peek panel. */
export function ListPage({
  title,
  lead,
  actions,
  views,
  filters,
  refreshing = false,
  children,
  peek,
}: ListPageProps) {
  usePageTitle(title)
  return (
    <div className={css.list}>
      <div className={css.listHead}>
        <PageHead title={title} lead={lead} actions={actions} />
        {views}
        {filters && <search className={css.filters}>{filters}</search>}
      </div>
      <RefreshLine active={refreshing} />
      <div className={css.listBody}>
        <div className={css.listTable}>{children}</div>
        {peek}
      </div>
    </div>
  )
}

/** A page to read: head and panels, scrolling as one. */
export function SheetPage({
  title,
  heading,
  lead,
  above,
  actions,
  refreshing = false,
  children,
}: Omit<ListPageProps, 'filters' | 'views' | 'peek'> & Readonly<{ heading?: ReactNode; above?: ReactNode }>) {
  usePageTitle(title)
  return (
    <>
      <RefreshLine active={refreshing} />
      <div className={css.sheet}>
        <PageHead title={heading ?? title} lead={lead} above={above} actions={actions} />
        {children}
      </div>
    </>
  )
}
