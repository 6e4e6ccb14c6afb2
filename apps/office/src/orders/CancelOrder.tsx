import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, TextField, toast, spokenNumber } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'

const MAX_REASON_LENGTH = 200

/** Calls an order off. Money moves and a customer is told, so this one asks first. */
export function CancelOrder({ orderId, number }: Readonly<{ orderId: string; number: string }>) {
  const t = useT('orders')
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/orders/{orderId}/cancel', {
          params: { path: { orderId } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: (order) => {
      client.setQueryData(['order', orderId], order)
      void client.invalidateQueries({ queryKey: ['timeline', orderId] })
      void client.invalidateQueries({ queryKey: ['orders'] })
      setOpen(false)
      toast({ title: t('cancelled', { number: spokenNumber(number) }), status: 'ok' })
    },
  })
  return (
    <>
      <Button variant="danger" onPress={() => setOpen(true)}>
        {t('cancel')}
      </Button>
      <Dialog
        title={t('cancelTitle', { number: spokenNumber(number) })}
        role="alertdialog"
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable={!cancel.isPending}
        footer={
          <>
            <Button onPress={() => setOpen(false)} isDisabled={cancel.isPending}>
              {t('keep')}
            </Button>
            <Button
              variant="danger"
              isDisabled={reason.trim() === ''}
              isPending={cancel.isPending}
              onPress={() => cancel.mutate()}
            >
              {t('cancelNow')}
            </Button>
          </>
        }
      >
        <div className={page.form}>
          <p>{t('cancelWhat')}</p>
          <TextField
            label={t('cancelReason')}
            description={t('cancelReasonHint')}
            value={reason}
            onChange={setReason}
            maxLength={MAX_REASON_LENGTH}
          />
          <ProblemNote error={cancel.error} />
        </div>
      </Dialog>
    </>
  )
}
