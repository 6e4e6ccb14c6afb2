import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Drawer, IconButton, NumberField, Select, TextField, toast } from '@splot/ui'
import { Plus, Trash2 } from 'lucide-react'
import { splot } from '../api/client.ts'
import type { Posted } from '../api/types.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './stock.module.css'

type Line = Readonly<{ id: number; sku: string; pieces: number }>
const emptyLine = (id: number): Line => ({ id, sku: '', pieces: Number.NaN })

/** Takes a delivery in: a place, its paper, and what was in the boxes. */
export function ReceiveGoods({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('stock')
  const common = useT('page')
  const client = useQueryClient()
  const places = usePlaceChoices('stock.receive')
  const [locationId, setLocation] = useState<string | null>(null)
  const [reference, setReference] = useState('')
  const [lines, setLines] = useState<readonly Line[]>([emptyLine(1)])
  const [asked, setAsked] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const receive = useMutation({
    mutationFn: (body: Posted<'/v1/stock/receipts'>) =>
      unwrap(splot.POST('/v1/stock/receipts', { body, headers: { 'idempotency-key': key } })),
    onSuccess: (_, body) => {
      for (const name of ['stock', 'movements', 'proof']) void client.invalidateQueries({ queryKey: [name] })
      onClose()
      toast({
        title: t('received', { count: body.lines.reduce((sum, { quantity }) => sum + quantity, 0) }),
        status: 'ok',
      })
    },
  })
  const isWhole = ({ pieces }: Line) => Number.isInteger(pieces) && pieces > 0
  const submit = () => {
    setAsked(true)
    if (locationId === null || !lines.every((line) => line.sku.trim() && isWhole(line))) return
    receive.mutate({
      locationId,
      ...(reference.trim() && { reference: reference.trim() }),
      lines: lines.map(({ sku, pieces }) => ({ sku: sku.trim().toUpperCase(), quantity: pieces })),
    })
  }
  const change = (id: number, next: Partial<Line>) =>
    setLines(lines.map((line) => (line.id === id ? { ...line, ...next } : line)))
  return (
    <Drawer
      title={t('receive')}
      size="l"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={receive.isPending} onPress={submit}>
            {t('receive')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <Select
          label={t('place')}
          choices={places}
          value={locationId}
          onChange={setLocation}
          error={asked && locationId === null && t('choosePlace')}
        />
        <TextField label={t('reference')} value={reference} onChange={setReference} maxLength={64} />
        <ol className={css.receiptLines}>
          {lines.map((line, index) => (
            <li key={line.id}>
              <TextField
                label={t('skuOf', { number: String(index + 1) })}
                hideLabel
                placeholder={t('sku')}
                value={line.sku}
                onChange={(sku) => change(line.id, { sku })}
                error={asked && !line.sku.trim() && t('enterSku')}
              />
              <NumberField
                label={t('piecesOf', { number: String(index + 1) })}
                hideLabel
                placeholder={t('pieces')}
                minValue={1}
                value={line.pieces}
                onChange={(pieces) => change(line.id, { pieces })}
                error={asked && !isWhole(line) && t('enterPieces')}
              />
              <IconButton
                label={t('removeLine', { number: String(index + 1) })}
                isDisabled={lines.length === 1}
                onPress={() => setLines(lines.filter(({ id }) => id !== line.id))}
              >
                <Trash2 aria-hidden size={15} />
              </IconButton>
            </li>
          ))}
        </ol>
        <div>
          <Button
            icon={<Plus aria-hidden size={15} />}
            onPress={() => setLines([...lines, emptyLine(Math.max(...lines.map(({ id }) => id)) + 1)])}
          >
            {t('addLine')}
          </Button>
        </div>
        <ProblemNote error={receive.error} />
      </div>
    </Drawer>
  )
}
