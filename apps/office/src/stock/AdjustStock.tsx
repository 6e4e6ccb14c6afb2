import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Drawer, NumberField, Select, TextField, toast, useFormat, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Level, Posted } from '../api/types.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'

type Adjustment = Posted<'/v1/stock/adjustments'>
const reasons = [
  'correction',
  'count',
  'damage',
  'theft',
  'found',
] as const satisfies readonly Adjustment['reason'][]

const MAX_NOTE_LENGTH = 500

/** One adjustment, sent under a key of its own: a second press of the same form counts once. */
const send = (body: Adjustment, key: string) =>
  unwrap(splot.POST('/v1/stock/adjustments', { body, headers: { 'idempotency-key': key } }))

/** Puts the book right for one SKU in one place. A slip is taken back by the opposite movement: the ledger forgets nothing. */
export function AdjustStock({ level, onClose }: Readonly<{ level: Level | null; onClose: () => void }>) {
  const t = useT('stock')
  const common = useT('page')
  const { locale } = useLocale()
  const format = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const places = usePlaceChoices('stock.adjust')
  const [sku, setSku] = useState(level?.sku ?? '')
  const [locationId, setLocation] = useState<string | null>(level?.locationId ?? null)
  const [quantity, setQuantity] = useState(Number.NaN)
  const [reason, setReason] = useState<(typeof reasons)[number]>('correction')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const refresh = () => {
    for (const name of ['stock', 'movements', 'proof', 'atp', 'adjustments'])
      void client.invalidateQueries({ queryKey: [name] })
  }
  const adjust = useMutation({
    mutationFn: (body: Adjustment) => send(body, key),
    onSuccess: ({ adjustmentId, number, state }, body) => {
      refresh()
      onClose()
      const line = body.lines[0]
      if (!line) return
      if (state === 'requested') {
        const open = () => void navigate({ to: '/stockwork/adjustments/$id', params: { id: adjustmentId } })
        toast({
          title: t('asked', { number }),
          status: 'warn',
          action: { label: t('openPaper'), run: open },
        })
        return
      }
      const back = { ...body, lines: [{ ...line, quantity: -line.quantity }], note: t('undoNote') }
      toast({
        title: t('adjusted', {
          sku: line.sku,
          count: format.number(line.quantity, { signDisplay: 'always' }),
        }),
        status: 'ok',
        undo: () => void send(back, crypto.randomUUID()).then(refresh),
      })
    },
  })
  const whole = Number.isInteger(quantity) && quantity !== 0
  const submit = () => {
    setAsked(true)
    if (!sku.trim() || locationId === null || !whole) return
    const lines = [{ sku: sku.trim().toUpperCase(), quantity }]
    adjust.mutate({ locationId, reason, lines, ...(note.trim() && { note: note.trim() }) })
  }
  const field = <K extends string>(bad: boolean, words: K) => (asked && bad ? words : undefined)
  return (
    <Drawer
      title={t('adjust')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={adjust.isPending} onPress={submit}>
            {common('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <TextField
          label={t('sku')}
          value={sku}
          onChange={setSku}
          isReadOnly={level !== null}
          error={field(!sku.trim(), t('enterSku'))}
        />
        <Select
          label={t('place')}
          choices={places}
          value={locationId}
          onChange={setLocation}
          isDisabled={level !== null}
          error={field(locationId === null, t('choosePlace'))}
        />
        <NumberField
          label={t('quantity')}
          description={
            level && whole ? t('after', { count: format.number(level.onHand + quantity) }) : t('adjustHint')
          }
          value={quantity}
          onChange={setQuantity}
          formatOptions={{ maximumFractionDigits: 0, signDisplay: 'exceptZero' }}
          // Opened from its row, everything but this figure is known.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={level !== null}
          error={field(!whole, t('mustNotBeZero'))}
        />
        <Select
          label={t('reason')}
          choices={reasons.map((code) => ({ value: code, label: wordOf(locale, 'adjustReason', code) }))}
          value={reason}
          onChange={setReason}
        />
        <TextField
          label={t('note')}
          value={note}
          onChange={setNote}
          multiline
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
        />
        <ProblemNote error={adjust.error} />
      </div>
    </Drawer>
  )
}
