import { useState } from 'react'
import { unwrap } from '@splot/client'
import { ComboBox, NumberField, RadioGroup, RadioOption, Select, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { usePlaceChoices } from '../page/names.tsx'
import { scaled } from '../page/scaled.ts'
import { useCategories } from '../page/scope.tsx'
import { PaperForm } from './PaperForm.tsx'
import type { Count } from './queries.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

type Kind = Count['scope']['kind']

const PPM_OF_PERCENT = 10_000
const DEFAULT_APPROVE_OVER = 50
const MAX_PERCENT = 100

/** Opens a blind count: a place, what of it, and how much it may differ before somebody has to look. */
export function StartCount({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('work')
  const places = usePlaceChoices('stock.count')
  const categories = useCategories()
  const [locationId, setLocation] = useState<string | null>(null)
  const [kind, setKind] = useState<Kind>('place')
  const [value, setValue] = useState('')
  const [pieces, setPieces] = useState(0)
  const [percent, setPercent] = useState(0)
  const [approveOver, setApproveOver] = useState(DEFAULT_APPROVE_OVER)
  const choose = (next: Kind) => {
    setKind(next)
    setValue('')
  }
  return (
    <PaperForm
      title={t('newCount')}
      list="counts"
      isReady={locationId !== null && (kind === 'place' || value.trim() !== '')}
      onClose={onClose}
      send={(commandId) =>
        unwrap(
          splot.POST('/v1/stock/counts', {
            body: {
              commandId,
              locationId: locationId ?? '',
              scope: { kind, values: kind === 'place' ? [] : [value.trim()] },
              tolerancePieces: pieces || 0,
              tolerancePpm: scaled(percent || 0, PPM_OF_PERCENT),
              approveOver: Number.isNaN(approveOver) ? DEFAULT_APPROVE_OVER : approveOver,
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
          <RadioGroup<Kind> label={t('scope')} layout="row" value={kind} onChange={choose}>
            <RadioOption value="place">{t('scopeAll')}</RadioOption>
            <RadioOption value="categories">{t('scopeCategories')}</RadioOption>
            <RadioOption value="skus">{t('scopeSkus')}</RadioOption>
            <RadioOption value="bin">{t('scopeBin')}</RadioOption>
          </RadioGroup>
          {kind === 'categories' && (
            <ComboBox
              label={t('category')}
              choices={categories.map(({ handle, name }) => ({ value: handle, label: name }))}
              value={value || null}
              onChange={(handle) => setValue(handle ?? '')}
              error={asked && !value && t('enterText')}
            />
          )}
          {kind === 'skus' && (
            <ArticleField
              label={t('sku')}
              sku={value}
              onChange={setValue}
              error={asked && !value && t('enterSku')}
            />
          )}
          {kind === 'bin' && (
            <TextField
              label={t('bin')}
              value={value}
              onChange={setValue}
              error={asked && !value.trim() && t('enterText')}
            />
          )}
          <div className={css.pair}>
            <NumberField label={t('tolerancePieces')} minValue={0} value={pieces} onChange={setPieces} />
            <NumberField
              label={t('tolerancePercent')}
              minValue={0}
              maxValue={MAX_PERCENT}
              value={percent}
              onChange={setPercent}
            />
            <NumberField
              label={t('approveOverPieces')}
              minValue={0}
              value={approveOver}
              onChange={setApproveOver}
            />
          </div>
        </>
      )}
    </PaperForm>
  )
}
