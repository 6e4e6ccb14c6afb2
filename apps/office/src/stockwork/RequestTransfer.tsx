import { useState } from 'react'
import { unwrap } from '@splot/client'
import { Checkbox, Select, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { emptyLine, isReady, LinesEditor, type DraftLine } from './LinesEditor.tsx'
import { PaperForm } from './PaperForm.tsx'
import css from './stockwork.module.css'
import { useT } from './words.ts'

/** Asks one place to send pieces to another. */
export function RequestTransfer({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('work')
  const places = usePlaceChoices()
  const [fromId, setFrom] = useState<string | null>(null)
  const [toId, setTo] = useState<string | null>(null)
  const [expectedOn, setExpectedOn] = useState('')
  const [hold, setHold] = useState(true)
  const [note, setNote] = useState('')
  const [lines, setLines] = useState<readonly DraftLine[]>([emptyLine(1)])
  const same = fromId !== null && fromId === toId
  return (
    <PaperForm
      title={t('newTransfer')}
      list="transfers"
      isReady={fromId !== null && toId !== null && !same && lines.every(isReady)}
      onClose={onClose}
      send={(commandId) =>
        unwrap(
          splot.POST('/v1/stock/transfers', {
            body: {
              commandId,
              fromId: fromId ?? '',
              toId: toId ?? '',
              hold,
              ...(expectedOn && { expectedOn }),
              ...(note.trim() && { note: note.trim() }),
              lines: lines.map(({ sku, pieces }) => ({ sku, quantity: pieces })),
            },
          }),
        )
      }
    >
      {(asked) => (
        <>
          <div className={css.pair}>
            <Select
              label={t('from')}
              choices={places}
              value={fromId}
              onChange={setFrom}
              error={asked && fromId === null && t('choosePlace')}
            />
            <Select
              label={t('to')}
              choices={places}
              value={toId}
              onChange={setTo}
              error={asked && (toId === null ? t('choosePlace') : same && t('samePlace'))}
            />
            <TextField label={t('expectedOn')} type="date" value={expectedOn} onChange={setExpectedOn} />
          </div>
          <Checkbox isSelected={hold} onChange={setHold}>
            {t('holdLabel')}
          </Checkbox>
          <LinesEditor lines={lines} onChange={setLines} asked={asked} />
          <TextField label={t('note')} value={note} onChange={setNote} multiline rows={2} maxLength={500} />
        </>
      )}
    </PaperForm>
  )
}
