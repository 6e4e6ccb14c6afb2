import type { ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Panel, Skeleton } from '@splot/ui'
import type { Words } from '../api/types.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { History, PaperState, UndoneNote, type ListName } from './parts.tsx'
import type { AdviceDetail } from './queries.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

type Paper = Readonly<{
  number: string
  state: string
  words: Words
  note: string | null
  history: AdviceDetail['history']
  undone?: { number: string; reason: string; at: string } | null
}>

type Props<P extends Paper> = Readonly<{
  list: ListName
  paper: UseQueryResult<P>
  renderLead: (paper: P) => ReactNode
  renderActions: (paper: P) => ReactNode
  /** The lines and what belongs beside them. */
  renderMain: (paper: P) => ReactNode
  renderSide?: (paper: P) => ReactNode
}>

/** One paper: what it is, what can be done with it, its lines, and its life. */
export function PaperSheet<P extends Paper>({
  list,
  paper,
  renderLead,
  renderActions,
  renderMain,
  renderSide,
}: Props<P>) {
  const t = useT('work')
  if (paper.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!paper.data) return <ProblemState error={paper.error} onRetry={() => void paper.refetch()} />
  const { number, note, history, undone = null } = paper.data
  return (
    <SheetPage
      title={`${t(list)} · ${number}`}
      refreshing={paper.isFetching}
      above={<Link to={`/stockwork/${list}`}>{t(list)}</Link>}
      heading={
        <span className={css.heading}>
          {number} <PaperState paper={paper.data} />
        </span>
      }
      lead={renderLead(paper.data)}
      actions={renderActions(paper.data)}
    >
      <div className={page.columns}>
        <div className={page.stack}>
          <UndoneNote undone={undone} />
          {renderMain(paper.data)}
        </div>
        <div className={page.stack}>
          {renderSide?.(paper.data)}
          {note && <Panel title={t('note')}>{note}</Panel>}
          <Panel title={t('history')}>
            <History steps={history} />
          </Panel>
        </div>
      </div>
    </SheetPage>
  )
}
