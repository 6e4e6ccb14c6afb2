import type { ReactNode } from 'react'
import { Button, Dialog, Drawer } from '@splot/ui'
import { useT } from '../words/index.ts'
import { ProblemNote } from './Problem.tsx'
import page from './page.module.css'

type Props = Readonly<{
  title: string
  /** What the button that saves says; left out: that it saves. */
  save?: string
  isSaving: boolean
  /** What was refused. */
  error: unknown
  onSave: () => void
  onClose: () => void
  children: ReactNode
}>

/** A record that is made or changed, beside what it belongs to: its fields, what was refused, and two ways out. */
export const EditorDrawer = (props: Props) => <Drawer size="l" {...useFrame(props)} />

/** The same of a few fields, over the page. */
export const EditorDialog = (props: Props) => <Dialog size="s" {...useFrame(props)} />

function useFrame({ title, save, isSaving, error, onSave, onClose, children }: Props) {
  const t = useT('page')
  return {
    title,
    isOpen: true,
    onOpenChange: (open: boolean) => {
      if (!open) onClose()
    },
    footer: (
      <>
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button variant="primary" isPending={isSaving} onPress={onSave}>
          {save ?? t('save')}
        </Button>
      </>
    ),
    children: (
      <div className={page.form}>
        {children}
        <ProblemNote error={error} />
      </div>
    ),
  }
}
