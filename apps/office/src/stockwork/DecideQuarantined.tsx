import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, NumberField, TextField, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { useT } from './floor-words.ts'
import { useRefreshStock } from './parts.tsx'
import type { Quarantined } from './queries.ts'

const MAX_NOTE_LENGTH = 500
const MAX_PIECES = 99_999

/** Into quarantine (of any article), or out of it: of a row of the list. */
export type Decision =
  | Readonly<{ kind: 'setAside'; row: null }>
  | Readonly<{ kind: 'release' | 'writeOff'; row: Quarantined }>

type Asked = Readonly<{
  locationId: string
  note: string
  lines: { sku: string; quantity: number }[]
}>

/** Each way sent under a key of its own: a second press of the same form counts once. */
const send = {
  setAside: (body: Asked, key: string) =>
    unwrap(splot.POST('/v1/stock/quarantine', { body, headers: { 'idempotency-key': key } })),
  release: (body: Asked, key: string) =>
    unwrap(splot.POST('/v1/stock/quarantine/releases', { body, headers: { 'idempotency-key': key } })),
  writeOff: (body: Asked, key: string) =>
    unwrap(splot.POST('/v1/stock/quarantine/write-offs', { body, headers: { 'idempotency-key': key } })),
} as const

type Props = Readonly<{ decision: Decision; locationId: string; onClose: () => void }>

/** Moves pieces into quarantine or out of it; each way wants its reason. */
export function DecideQuarantined({ decision: { kind, row }, locationId, onClose }: Props) {
  const t = useT('floor')
  const common = useCommon('page')
  const refresh = useRefreshStock()
  const [sku, setSku] = useState(row?.sku ?? '')
  const [quantity, setQuantity] = useState(row?.quantity ?? Number.NaN)
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const most = row?.quantity ?? MAX_PIECES
  const isWhole = Number.isInteger(quantity) && quantity >= 1 && quantity <= most
  const decide = useMutation<unknown, unknown, Asked>({
    mutationFn: (body) => send[kind](body, key),
    onSuccess: () => {
      refresh()
      onClose()
      toast({ title: t(`${kind}Done`, { sku, count: String(quantity) }), status: 'ok' })
    },
    // Another try after a refusal is another command.
    onError: () => setKey(crypto.randomUUID()),
  })
  const submit = () => {
    setAsked(true)
    if (sku.trim() === '' || !isWhole || note.trim() === '') return
    decide.mutate({
      locationId,
      note: note.trim(),
      lines: [{ sku: sku.trim().toUpperCase(), quantity }],
    })
  }
  return (
    <Dialog
      title={kind === 'setAside' ? t('setAside') : t(`${kind}Of`, { sku })}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button
            variant={kind === 'writeOff' ? 'danger' : 'primary'}
            isPending={decide.isPending}
            onPress={submit}
          >
            {t(kind)}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t(`${kind}What`)}</p>
        {row === null && (
          <ArticleField
            label={t('article')}
            sku={sku}
            onChange={setSku}
            onChosen={setSku}
            error={asked && sku.trim() === '' && t('enterSku')}
          />
        )}
        <NumberField
          label={t('pieces')}
          value={quantity}
          onChange={setQuantity}
          minValue={1}
          maxValue={most}
          error={asked && !isWhole && t('piecesBetween', { most: String(most) })}
        />
        <TextField
          label={t('note')}
          value={note}
          onChange={setNote}
          multiline
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          error={asked && note.trim() === '' && t('needReason')}
        />
        <ProblemNote error={decide.error} />
      </div>
    </Dialog>
  )
}
