import type { OutboxEntry } from '@splot/offline'
import { Button, buttonClass, cx, Dialog, ErrorState, KeyPad, Skeleton, useFormat, Progress } from '@splot/ui'
import type { UseQueryResult } from '@tanstack/react-query'
import { ArrowLeft, CloudUpload, OctagonAlert, WifiOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { outbox } from '../house.ts'
import { Go, type Place } from '../places.tsx'
import { ArticlePicture } from '../till/ArticlePicture.tsx'
import { errorId, errorWords, problemWords } from '../words.ts'
import type { Label } from './labels.ts'
import type { Paper } from './papers.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

export interface HeadProps {
  readonly title: ReactNode
  readonly kind?: ReactNode
  readonly back?: Place
  /** On the right: a state, a date. */
  readonly children?: ReactNode
}

/** Where one is, and the way back. */
export function Head({ title, kind, back = { to: '/stock' }, children }: HeadProps) {
  const t = useT('stock')
  return (
    <header className={css.head}>
      <Go place={back} className={buttonClass({ variant: 'quiet', size: 's' })}>
        <ArrowLeft aria-hidden /> {t('title')}
      </Go>
      <div className={css.title}>
        <h1>{title}</h1>
        {kind && <span className={css.kind}>{kind}</span>}
      </div>
      {children && <div className={css.end}>{children}</div>}
    </header>
  )
}

/** A paper once it is there: from the server, or from this device. */
export function WithPaper<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Paper<T>>
  readonly children: (value: T) => ReactNode
}) {
  const t = useT('stock')
  const { locale } = useFormat()
  if (query.isPending) return <Skeleton shape="block" lines={4} className={css.page} />
  if (!query.data) {
    return (
      <ErrorState
        title={errorWords(query.error, locale)}
        safe={t('failedSafe')}
        onRetry={() => void query.refetch()}
        id={errorId(query.error)}
      />
    )
  }
  return children(query.data.value)
}

/** From when this is, where the server could not be asked. */
export function AsOf({ paper }: { readonly paper: Paper<unknown> | undefined }) {
  const t = useT('stock')
  const { date } = useFormat()
  if (!paper?.isOld) return null
  return (
    <p className={css.old}>
      <WifiOff aria-hidden /> {t('asOf', { time: date(paper.at, 'datetime') })}
    </p>
  )
}

export interface LaneNotesProps {
  readonly waiting: readonly OutboxEntry[]
  readonly refused: readonly OutboxEntry[]
  readonly onAgain?: (entry: OutboxEntry) => void
}

/** What waits to be sent of this paper, and what was refused, with a way out. */
export function LaneNotes({ waiting, refused, onAgain }: LaneNotesProps) {
  const t = useT('stock')
  const { locale } = useFormat()
  const pieces = waiting.reduce((sum, entry) => sum + entry.note.pieces, 0)
  return (
    <>
      {waiting.length > 0 && (
        <output className={css.pending}>
          <CloudUpload aria-hidden />
          {pieces > 0 ? t('waitingPieces', { count: pieces }) : t('waiting')}
        </output>
      )}
      {refused.map((entry) => (
        <div key={entry.id} className={css.refused} role="alert">
          <OctagonAlert aria-hidden />
          <div>
            <strong>{t('refused')}</strong>
            <p>{entry.problem && problemWords(entry.problem, locale)}</p>
            <div className={css.buttons}>
              {onAgain && (
                <Button size="s" onPress={() => onAgain(entry)}>
                  {t('again')}
                </Button>
              )}
              <Button size="s" variant="quiet" onPress={() => void outbox.remove(entry.id)}>
                {t('dropIt')}
              </Button>
            </div>
          </div>
        </div>
      ))}
    </>
  )
}

export interface PieceRowProps {
  readonly code: string
  readonly label: Label | undefined
  /** On the right: how many. */
  readonly tally: ReactNode
  readonly notes?: ReactNode
  readonly actions?: ReactNode
  readonly look?: 'done' | 'odd' | undefined
}

/** An article and how many of it. */
export function PieceRow({ code, label, tally, notes, actions, look }: PieceRowProps) {
  const t = useT('stock')
  return (
    <li className={cx(css.line, look && css[look])}>
      <ArticlePicture url={label?.picture ?? null} size="l" />
      <div className={css.words}>
        <strong>{label?.name ?? t('nameless')}</strong>
        {label?.options && <span className={css.options}>{label.options}</span>}
        <span className={css.code}>{label ? label.gtin : code}</span>
        {notes && <span className={css.notes}>{notes}</span>}
        {actions && <span className={css.actions}>{actions}</span>}
      </div>
      <span className={css.tally}>{tally}</span>
    </li>
  )
}

/** How many of the pieces of a paper have been scanned. */
export function Scanned({ done, all }: { readonly done: number; readonly all: number }) {
  const t = useT('stock')
  return <Progress done={done} all={all} words={t('progress', { done: String(done), all: String(all) })} />
}

export interface NumberSheetProps {
  readonly title: string
  readonly about: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  /** What the number may be used for; the first is the primary one. */
  readonly uses: readonly {
    readonly label: string
    readonly min: number
    readonly use: (n: number) => void
  }[]
}

/** A number typed on a pad: for heaps that nobody scans piece by piece. */
export function NumberSheet({ title, about, isOpen, onClose, uses }: NumberSheetProps) {
  const [digits, setDigits] = useState('')
  const close = () => {
    setDigits('')
    onClose()
  }
  return (
    <Dialog title={title} isOpen={isOpen} onOpenChange={(open) => !open && close()} size="s">
      <div className={css.sheet}>
        <p className={css.about}>{about}</p>
        <output className={css.digits}>{digits || '0'}</output>
        <KeyPad
          label={title}
          value={digits}
          onChange={(next) => setDigits(next.replace(/^0+(?=\d)/, ''))}
          maxLength={5}
        />
        {uses.map(({ label, min, use }, at) => (
          <Button
            key={label}
            size="l"
            wide
            variant={at === 0 ? 'primary' : 'secondary'}
            isDisabled={digits === '' || Number(digits) < min}
            onPress={() => {
              use(Number(digits))
              close()
            }}
          >
            {label}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}
