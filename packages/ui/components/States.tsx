import { type ReactNode, useState } from 'react'
import { Copy, RotateCcw, Unplug } from 'lucide-react'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { Button } from './Button.tsx'
import css from './States.module.css'

export type SkeletonProps = Readonly<{
  shape?: 'line' | 'block' | 'circle' | 'picture'
  lines?: number
  className?: string | undefined
}>

/** A place kept for what is coming. It stays unseen for 300 ms, so that a quick answer never flickers. */
export function Skeleton({ shape = 'line', lines = 1, className }: SkeletonProps) {
  const words = useWords()
  return (
    <output className={cx(css.skeletons, className)} aria-label={words.pending}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={cx(css.skeleton, css[shape])} />
      ))}
    </output>
  )
}

export type EmptyStateProps = Readonly<{
  title: ReactNode
  why?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  className?: string | undefined
}>

/** Nothing here: why, and the one thing to do about it. */
export function EmptyState({ title, why, action, icon, className }: EmptyStateProps) {
  return (
    <div className={cx(css.state, className)}>
      {icon && (
        <span className={css.icon} aria-hidden>
          {icon}
        </span>
      )}
      <p className={css.title}>{title}</p>
      {why && <p className={css.why}>{why}</p>}
      {action && <div className={css.actions}>{action}</div>}
    </div>
  )
}

export type ErrorStateProps = Readonly<{
  title?: ReactNode
  /** What is safe in spite of it: "Koszyk jest zapisany." */
  safe?: ReactNode
  onRetry?: () => void
  /** The request id to quote. */
  id?: string | null
  className?: string | undefined
}>

/** Something failed: what is safe, how to try again, what to quote. */
export function ErrorState({ title, safe, onRetry, id, className }: ErrorStateProps) {
  const words = useWords()
  return (
    <div className={cx(css.state, className)} role="alert">
      <span className={cx(css.icon, css.bad)} aria-hidden>
        <Unplug />
      </span>
      <p className={css.title}>{title ?? words.wentWrong}</p>
      <p className={css.why}>{safe ?? words.nothingLost}</p>
      {onRetry && (
        <div className={css.actions}>
          <Button icon={<RotateCcw aria-hidden />} onPress={onRetry}>
            {words.retry}
          </Button>
        </div>
      )}
      {id && <CopyId label={words.quote} id={id} />}
    </div>
  )
}

/** An id that people quote: in full, selectable, copied with one press. */
export function CopyId({ id, label }: Readonly<{ id: string; label: string }>) {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  return (
    <p className={css.id}>
      <span>{label}:</span> <code>{id}</code>
      <Button
        variant="quiet"
        size="s"
        icon={<Copy aria-hidden />}
        onPress={() => {
          void navigator.clipboard.writeText(id).then(() => setCopied(true))
        }}
      >
        {copied ? words.copied : words.copy}
      </Button>
    </p>
  )
}
