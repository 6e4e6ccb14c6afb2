import css from './Progress.module.css'

export type ProgressProps = Readonly<{
  done: number
  all: number
  /** The same in words, e.g. "picked 2 of 5": the bar itself is not read aloud. */
  words: string
}>

/** How far a piece of work has come: words, and a bar below them. */
export function Progress({ done, all, words }: ProgressProps) {
  const share = Math.min(100, Math.round((done / Math.max(1, all)) * 100))
  return (
    <div className={css.progress}>
      <span>{words}</span>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className={css.track} width="100" height="6" rx="3" />
        <rect className={css.fill} width={share} height="6" rx="3" />
      </svg>
    </div>
  )
}
