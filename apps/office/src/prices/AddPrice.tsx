import { useState } from 'react'
import { Button, Dialog, NumberField, TextField } from '@splot/ui'
import { ArticleField } from '../page/ArticleField.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { readPrice, type PriceEdit } from './edits.ts'
import css from './prices.module.css'
import type { PriceList } from './queries.ts'
import { useT } from './words.ts'

const MAX_PIECES = 99_999

type Props = Readonly<{
  list: PriceList
  onAdd: (edit: PriceEdit) => void
  onClose: () => void
}>

/** A price of an article that the list does not have yet, or from another number of pieces. */
export function AddPrice({ list, onAdd, onClose }: Props) {
  const t = useT('prices')
  const common = useCommon('page')
  const [sku, setSku] = useState('')
  const [pieces, setPieces] = useState(1)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const minor = readPrice(typed)
  const submit = () => {
    setAsked(true)
    if (sku === '' || !Number.isInteger(pieces) || minor === undefined || minor === null) return
    onAdd({ list: list.code, sku, quantity: pieces, beforeMinor: null, minor })
    onClose()
  }
  return (
    <Dialog
      title={t('addPrice')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" onPress={submit}>
            {t('add')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p className={page.muted}>{t('addPriceWhat')}</p>
        <ArticleField
          label={t('article')}
          sku={sku}
          onChange={setSku}
          error={asked && sku === '' && t('needArticle')}
        />
        <div className={css.pair}>
          <TextField
            label={t('price')}
            after={list.currency}
            inputMode="decimal"
            value={typed}
            onChange={setTyped}
            error={asked && (minor === undefined || minor === null) && t('badPrice')}
          />
          <NumberField
            label={t('pieces')}
            minValue={1}
            maxValue={MAX_PIECES}
            formatOptions={{ maximumFractionDigits: 0 }}
            value={pieces}
            onChange={setPieces}
            error={asked && !Number.isInteger(pieces) && t('needPieces')}
          />
        </div>
      </div>
    </Dialog>
  )
}
