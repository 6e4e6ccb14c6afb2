import type { ReactNode } from 'react'
import { Button, PageHead, RefreshLine } from '@splot/ui'
import { Plus } from 'lucide-react'
import { usePageTitle } from './usePageTitle.ts'
import css from './page.module.css'

type Props = Readonly<{
  title: string
  lead?: ReactNode
  actions?: ReactNode
  /** What the page shows is being asked anew. */
  refreshing?: boolean
  children: ReactNode
}>

type ListPageProps = Props &
  Readonly<{
    /** The list that the page shows; it says by itself when it is asked anew. */
    list?: Readonly<{ isFetching: boolean; isPending: boolean }>
    /** Tabs above the filters: saved views. */
    views?: ReactNode
    filters?: ReactNode
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
  list,
  refreshing = list !== undefined && list.isFetching && !list.isPending,
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

/** Begins a new one of what the page lists. */
export const NewButton = ({ label, onPress }: Readonly<{ label: string; onPress: () => void }>) => (
  <Button variant="primary" icon={<Plus aria-hidden size={15} />} onPress={onPress}>
    {label}
  </Button>
)

/** A page to read: head and panels, scrolling as one. */
export function SheetPage({
  title,
  heading,
  lead,
  above,
  actions,
  refreshing = false,
  children,
}: Props & Readonly<{ heading?: ReactNode; above?: ReactNode }>) {
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
