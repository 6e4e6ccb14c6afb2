import { useEffect, type ReactNode } from 'react'
import { IconButton } from '@splot/ui'
import { X } from 'lucide-react'
import { useT } from '../words/index.ts'
import css from './page.module.css'

/** A record beside its list; Escape closes it, and the list keeps its place. */
export function Peek({
  label,
  title,
  actions,
  onClose,
  children,
}: Readonly<{
  label: string
  title: ReactNode
  actions?: ReactNode
  onClose: () => void
  children: ReactNode
}>) {
  const t = useT('page')
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Something over the page, a dialog or a list of choices, closes first.
      const over = document.querySelector('[role="dialog"], [role="listbox"], [role="menu"]')
      if (event.key === 'Escape' && !event.defaultPrevented && !over) onClose()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [onClose])
  return (
    <aside className={css.peek} aria-label={label}>
      <div className={css.peekHead}>
        <h2>{title}</h2>
        {actions}
        <IconButton label={t('close')} size="s" onPress={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className={css.peekBody}>{children}</div>
    </aside>
  )
}
