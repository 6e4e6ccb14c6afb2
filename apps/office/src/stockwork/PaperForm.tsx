import { useState, type ReactNode } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer } from '@splot/ui'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { useRefreshStock, type ListName } from './parts.tsx'
import { useT } from './words.ts'

type Props = Readonly<{
  title: string
  list: ListName
  isReady: boolean
  onClose: () => void
  send: (commandId: string) => Promise<{ id: string }>
  /** Given whether somebody has tried to save: then what is missing is named. */
  children: (asked: boolean) => ReactNode
}>

/** The frame of a new paper: it is written once under an id of its own, and then opened. */
export function PaperForm({ title, list, isReady, onClose, send, children }: Props) {
  const t = useT('work')
  const common = useCommon('page')
  const refresh = useRefreshStock()
  const navigate = useNavigate()
  const [asked, setAsked] = useState(false)
  const [commandId, setCommandId] = useState(() => crypto.randomUUID())
  const create = useMutation({
    mutationFn: () => send(commandId),
    onSuccess: ({ id }) => {
      refresh()
      void navigate({ to: `/stockwork/${list}/$id`, params: { id } })
    },
    // Another try after a refusal is another paper.
    onError: () => setCommandId(crypto.randomUUID()),
  })
  const submit = () => {
    setAsked(true)
    if (isReady) create.mutate()
  }
  return (
    <Drawer
      title={title}
      size="l"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={create.isPending} onPress={submit}>
            {t('create')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        {children(asked)}
        <ProblemNote error={create.error} />
      </div>
    </Drawer>
  )
}
