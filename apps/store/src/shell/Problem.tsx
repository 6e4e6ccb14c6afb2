import { CopyId, useLocale } from '@splot/ui'
import { OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { errorId, errorWords, useT } from '../words.ts'
import css from './Problem.module.css'

export interface ProblemNoteProps {
  readonly title: string
  /** What is safe in spite of it. */
  readonly safe: string
  readonly error: unknown
  readonly action?: ReactNode
}

/** A "no" in its place: what happened and what to do, what is safe, what to quote. */
export function ProblemNote({ title, safe, error, action }: ProblemNoteProps) {
  const { locale } = useLocale()
  const t = useT('problem')
  const id = errorId(error)
  return (
    <div className={css.note} role="alert">
      <OctagonAlert aria-hidden className={css.icon} />
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        <p>{errorWords(error, locale)}</p>
        <p className={css.safe}>{safe}</p>
        {id && <CopyId label={t('quote')} id={id} />}
      </div>
      {action}
    </div>
  )
}
