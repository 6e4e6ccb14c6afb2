import type { ReactNode } from 'react'
import { Button, Drawer } from '@splot/ui'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'

type Props = Readonly<{
  title: string
  /** What the button says that sends the form. */
  verb: string
  isPending: boolean
  error: unknown
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}>

/** The form of a coupon at the side of its list. */
export function CouponDrawer({ title, verb, isPending, error, onSubmit, onClose, children }: Props) {
  const common = useCommon('page')
  return (
    <Drawer
      title={title}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={isPending} onPress={onSubmit}>
            {verb}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        {children}
        <ProblemNote error={error} />
      </div>
    </Drawer>
  )
}
