import { useState } from 'react'
import { unwrap } from '@splot/client'
import { Checkbox, dayOf, Select, TextField, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { emptyLine, isReady, LinesEditor, type DraftLine } from './LinesEditor.tsx'
import { PaperForm } from './PaperForm.tsx'
import css from './stockwork.module.css'
import { useT } from './words.ts'

const MAX_SUPPLIER = 120
const MAX_REFERENCE = 64

/** Says what a supplier will bring, and when: from then on it counts towards what may be promised. */
export function AnnounceDelivery({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('work')
  const places = usePlaceChoices('stock.receive')
  const today = dayOf(useNow())
  const [locationId, setLocation] = useState<string | null>(null)
  const [supplier, setSupplier] = useState('')
  const [reference, setReference] = useState('')
  const [expectedOn, setExpectedOn] = useState(today)
  const [blind, setBlind] = useState(false)
  const [lines, setLines] = useState<readonly DraftLine[]>([emptyLine(1)])
  const whole =
    locationId !== null &&
    supplier.trim() !== '' &&
    reference.trim() !== '' &&
    expectedOn !== '' &&
    lines.every(isReady)
  return (
    <PaperForm
      title={t('newDelivery')}
      list="deliveries"
      isReady={whole}
      onClose={onClose}
      send={(commandId) =>
        unwrap(
          splot.POST('/v1/stock/advices', {
            body: {
              commandId,
              locationId: locationId ?? '',
              supplier: supplier.trim(),
              reference: reference.trim(),
              expectedOn,
              blind,
              lines: lines.map(({ sku, pieces }) => ({ sku, quantity: pieces })),
            },
          }),
        )
      }
    >
      {(asked) => (
        <>
          <Select
            label={t('place')}
            choices={places}
            value={locationId}
            onChange={setLocation}
            error={asked && locationId === null && t('choosePlace')}
          />
          <div className={css.pair}>
            <TextField
              label={t('supplier')}
              value={supplier}
              onChange={setSupplier}
              maxLength={MAX_SUPPLIER}
              error={asked && !supplier.trim() && t('enterText')}
            />
            <TextField
              label={t('reference')}
              value={reference}
              onChange={setReference}
              maxLength={MAX_REFERENCE}
              error={asked && !reference.trim() && t('enterText')}
            />
            <TextField
              label={t('expectedOn')}
              type="date"
              value={expectedOn}
              onChange={setExpectedOn}
              error={asked && !expectedOn && t('enterText')}
            />
          </div>
          <Checkbox isSelected={blind} onChange={setBlind}>
            {t('blindLabel')}
          </Checkbox>
          <LinesEditor lines={lines} onChange={setLines} asked={asked} />
        </>
      )}
    </PaperForm>
  )
}
