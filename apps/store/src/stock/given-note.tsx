import { Button, useFormat } from '@splot/ui'
import type { ReactNode } from 'react'
import { useOutbox } from '../use-house.ts'
import { problemWords } from '../words.ts'
import { Outcome } from './ReceivePaper.tsx'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** What became of a command: kept, taken in, refused. */
export function useGiven(id: string | null) {
  const entry = useOutbox().find((one) => one.id === id)
  return { state: entry?.state ?? ('waiting' as const), answer: entry?.answer, problem: entry?.problem }
}

export interface GivenNoteProps {
  readonly id: string
  readonly title: string
  readonly why: ReactNode
  /** Taken in, but it is not over: somebody must agree. */
  readonly warns?: boolean
  readonly onOpen?: () => void
  readonly onNext: () => void
}

export function GivenNote({ id, title, why, warns = false, onOpen, onNext }: GivenNoteProps) {
  const t = useT('stock')
  const { locale } = useFormat()
  const { state, problem } = useGiven(id)
  return (
    <>
      {state === 'done' && <Outcome title={title} why={why} warns={warns} />}
      {state === 'waiting' && <Outcome title={t('keptTitle')} why={t('keptWhy')} warns />}
      {state === 'refused' && (
        <Outcome title={t('refused')} why={problem && problemWords(problem, locale)} warns>
          <p>{t('refusedWhere')}</p>
        </Outcome>
      )}
      <div className={css.buttons}>
        {onOpen && state === 'done' && (
          <Button variant="primary" size="l" onPress={onOpen}>
            {t('open')}
          </Button>
        )}
        <Button size="l" onPress={onNext}>
          {t('next')}
        </Button>
      </div>
    </>
  )
}
