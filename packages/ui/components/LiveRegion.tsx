import css from './LiveRegion.module.css'

export type LiveRegionProps = Readonly<{
  message: string
  /** Interrupts the speech under way; for what stops the work only. */ urgent?: boolean
}>

/** Speaks to a screen reader without drawing anything. Keep it mounted and change its message. */
export function LiveRegion({ message, urgent = false }: LiveRegionProps) {
  return (
    <div
      className={css.hidden}
      role={urgent ? 'alert' : 'status'}
      aria-live={urgent ? 'assertive' : 'polite'}
      aria-atomic="true"
    >
      {message}
    </div>
  )
}
