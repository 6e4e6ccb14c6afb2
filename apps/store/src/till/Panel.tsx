import { IconButton } from '@splot/ui'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './Panel.module.css'

export interface SidePanelProps {
  readonly title: ReactNode
  readonly closeLabel: string
  readonly onClose?: () => void
  readonly children: ReactNode
  /** Stays in view under what scrolls. */
  readonly foot?: ReactNode
}

/** What stands beside the basket: a head, what scrolls, a foot. */
export function SidePanel({ title, closeLabel, onClose, children, foot }: SidePanelProps) {
  return (
    <div className={css.panel}>
      <header className={css.head}>
        <h2>{title}</h2>
        {onClose && (
          <IconButton label={closeLabel} size="s" onPress={onClose}>
            <X aria-hidden />
          </IconButton>
        )}
      </header>
      <div className={css.body}>{children}</div>
      {foot && <footer className={css.foot}>{foot}</footer>}
    </div>
  )
}
