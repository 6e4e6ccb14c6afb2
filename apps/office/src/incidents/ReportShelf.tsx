import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Drawer, NumberField, Select, TextField, toast, useFormat } from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Posted } from '../api/types.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { useT } from './words.ts'

const MAX_NOTE_LENGTH = 500

/** Somebody stood in front of the shelf: the book is put right, and whoever goes without is found. */
export function ReportShelf({
  sku: known = '',
  locationId: here = null,
  onClose,
}: Readonly<{ sku?: string; locationId?: string | null; onClose: () => void }>) {
  const t = useT('incidents')
  const common = useCommon('page')
  const format = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const places = usePlaceChoices('stock.count')
  const [sku, setSku] = useState(known)
  const [locationId, setLocation] = useState(here)
  const [onShelf, setOnShelf] = useState(Number.NaN)
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const report = useMutation({
    mutationFn: (body: Posted<'/v1/incidents'>) =>
      unwrap(splot.POST('/v1/incidents', { body, headers: { 'idempotency-key': key } })),
    onSuccess: ({ adjusted, incident }) => {
      for (const name of ['incidents', 'incident', 'stock', 'movements', 'atp'])
        void client.invalidateQueries({ queryKey: [name] })
      onClose()
      const title =
        adjusted === 0
          ? t('reportedRight')
          : t('reported', { count: format.number(adjusted, { signDisplay: 'always' }) })
      if (!incident) return void toast({ title, detail: t('noneBroken'), status: 'ok' })
      const open = () => void navigate({ to: '/incidents/$id', params: { id: incident.id } })
      toast({
        title,
        detail: `${t('incident', { number: incident.number })}: ${incident.missing} ${t('missingPieces', { count: incident.missing })}`,
        status: 'warn',
        action: { label: t('openIncident'), run: open },
      })
    },
  })
  const whole = Number.isInteger(onShelf) && onShelf >= 0
  const submit = () => {
    setAsked(true)
    if (!sku || locationId === null || !whole) return
    report.mutate({ sku, locationId, onShelf, ...(note.trim() && { note: note.trim() }) })
  }
  return (
    <Drawer
      title={t('report')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={report.isPending} onPress={submit}>
            {t('report')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p className={page.muted}>{t('reportLead')}</p>
        <Select
          label={t('place')}
          choices={places}
          value={locationId}
          onChange={setLocation}
          error={asked && locationId === null && t('choosePlace')}
        />
        <ArticleField
          label={t('article')}
          sku={sku}
          onChange={setSku}
          error={asked && !sku && t('enterSku')}
        />
        <NumberField
          label={t('onShelf')}
          description={t('onShelfHint')}
          minValue={0}
          value={onShelf}
          onChange={setOnShelf}
          error={asked && !whole && t('enterPieces')}
        />
        <TextField
          label={t('note')}
          value={note}
          onChange={setNote}
          multiline
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
        />
        <ProblemNote error={report.error} />
      </div>
    </Drawer>
  )
}
