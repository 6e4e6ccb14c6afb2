import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, dayOf, Dialog, TextField, toast, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import type { Proposal } from './queries.ts'
import { useFacts } from './parts.tsx'
import { useT } from './words.ts'

const MAX_SUPPLIER = 100
const MAX_REASON = 500

type Props = Readonly<{ proposals: readonly Proposal[]; onClose: () => void; onDone: () => void }>

const touched = ['proposals', 'alerts', 'transfers', 'advices', 'stock', 'atp'] as const

function useDone(onDone: () => void) {
  const client = useQueryClient()
  return () => {
    for (const name of touched) void client.invalidateQueries({ queryKey: [name] })
    onDone()
  }
}

/** Turns proposals into one transfer, or one order to a supplier. */
export function ApproveProposals({ proposals, onClose, onDone }: Props) {
  const t = useT('watch')
  const common = useCommon('page')
  const navigate = useNavigate()
  const today = dayOf(useNow())
  const done = useDone(onDone)
  const [supplier, setSupplier] = useState('')
  const [expectedOn, setExpectedOn] = useState(today)
  const [asked, setAsked] = useState(false)
  const [commandId, setCommandId] = useState(() => crypto.randomUUID())
  const isPurchase = proposals[0]?.kind === 'purchase'
  const approve = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/replenishment/proposals/approve', {
          body: {
            commandId,
            proposalIds: proposals.map(({ id }) => id),
            ...(isPurchase && { supplier: supplier.trim(), expectedOn }),
          },
        }),
      ),
    onSuccess: ({ items }) => {
      const id = items[0]?.documentId
      done()
      if (!id) return
      const open = () =>
        void navigate(
          isPurchase
            ? { to: '/stockwork/deliveries/$id', params: { id } }
            : { to: '/stockwork/transfers/$id', params: { id } },
        )
      toast({ title: t('approvedToast'), status: 'ok', action: { label: t('openPaper'), run: open } })
    },
    onError: () => setCommandId(crypto.randomUUID()),
  })
  const submit = () => {
    setAsked(true)
    if (!isPurchase || (supplier.trim() && expectedOn)) approve.mutate()
  }
  return (
    <Dialog
      title={t('approveSelected', { count: proposals.length })}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={approve.isPending} onPress={submit}>
            {t('approve')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{isPurchase ? t('approvePurchase') : t('approveTransfer')}</p>
        <Chosen proposals={proposals} />
        {isPurchase && (
          <>
            <TextField
              label={t('supplier')}
              value={supplier}
              onChange={setSupplier}
              maxLength={MAX_SUPPLIER}
              error={asked && !supplier.trim() && t('enterText')}
            />
            <TextField
              label={t('expectedOn')}
              type="date"
              value={expectedOn}
              onChange={setExpectedOn}
              error={asked && !expectedOn && t('enterText')}
            />
          </>
        )}
        <ProblemNote error={approve.error} />
      </div>
    </Dialog>
  )
}

/** Turns proposals down, with a reason. */
export function RejectProposals({ proposals, onClose, onDone }: Props) {
  const t = useT('watch')
  const common = useCommon('page')
  const done = useDone(onDone)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const reject = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/replenishment/proposals/reject', {
          body: { proposalIds: proposals.map(({ id }) => id), reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      done()
      toast({ title: t('rejectedToast'), status: 'ok' })
    },
  })
  const submit = () => {
    setAsked(true)
    if (reason.trim()) reject.mutate()
  }
  return (
    <Dialog
      title={t('rejectSelected', { count: proposals.length })}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="danger" isPending={reject.isPending} onPress={submit}>
            {t('reject')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t('rejectWhat')}</p>
        <Chosen proposals={proposals} />
        <TextField
          label={t('reason')}
          value={reason}
          onChange={setReason}
          maxLength={MAX_REASON}
          error={asked && !reason.trim() && t('needReason')}
        />
        <ProblemNote error={reject.error} />
      </div>
    </Dialog>
  )
}

function Chosen({ proposals }: Pick<Props, 'proposals'>) {
  const say = useFacts()
  return (
    <ul className={page.form}>
      {proposals.map(({ id, sku, quantity, factors }) => (
        <li key={id}>
          <strong>{quantity}</strong> × <code>{sku}</code>
          <br />
          <span className={page.small}>{say(factors)}</span>
        </li>
      ))}
    </ul>
  )
}
