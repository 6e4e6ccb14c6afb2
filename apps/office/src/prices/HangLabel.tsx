import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, Select, TextField, toast, useScanner } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import { useT } from './label-words.ts'
import { useRefreshPrices } from './queries.ts'

/** As the API takes the number of a label. */
const NUMBER = /^[A-Za-z0-9-]{4,64}$/
/** Labels hang on shelves, so they show what the stores ask. */
const SHELVES = 'store'

type Props = Readonly<{
  /** The label that is hung elsewhere; left out: one that hangs nowhere yet. */
  deviceId?: string
  locationId: string | null
  onClose: () => void
}>

/** Hangs a label at an article of a place. Both may be scanned, in any order; after one, the form waits for the next. */
export function HangLabel({ deviceId, locationId, onClose }: Props) {
  const t = useT('labels')
  const form = useHanging({ deviceId, locationId, onClose })
  const { asked, isNumber } = form
  return (
    <Dialog
      title={t(deviceId === undefined ? 'hang' : 'move')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t('done')}</Button>
          <Button variant="primary" isPending={form.hang.isPending} onPress={form.submit}>
            {t('hang')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p className={page.muted}>{t('hangWhat')}</p>
        <Select
          label={t('place')}
          placeholder={t('choosePlace')}
          choices={usePlaceChoices('prices.write')}
          value={form.place}
          onChange={form.setPlace}
          error={asked && form.place === null && t('needPlace')}
        />
        <TextField
          label={t('number')}
          value={form.number}
          onChange={form.setNumber}
          error={asked && !isNumber && t('needNumber')}
        />
        <ArticleField
          // What was scanned is a new text of the field, which otherwise keeps what is typed.
          key={form.scanned}
          label={t('article')}
          sku={form.sku}
          onChange={form.setSku}
          error={asked && form.sku === '' && t('needArticle')}
        />
        {form.unknown !== null && <p role="alert">{t('noGtin', { gtin: form.unknown })}</p>}
        <ProblemNote error={form.hang.error} />
      </div>
    </Dialog>
  )
}

function useHanging({ deviceId, locationId, onClose }: Props) {
  const t = useT('labels')
  const refresh = useRefreshPrices()
  const channel = useChannels().find(({ code }) => code === SHELVES)
  const [place, setPlace] = useState(locationId)
  const [number, setNumber] = useState(deviceId ?? '')
  const [sku, setSku] = useState('')
  const [scanned, setScanned] = useState(0)
  const [unknown, setUnknown] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const isNumber = NUMBER.test(number.trim())
  const setArticle = (next: string) => {
    setSku(next)
    setScanned((times) => times + 1)
  }
  const find = useMutation({
    mutationFn: (gtin: string) =>
      unwrap(splot.GET('/v1/variants/by-gtin/{gtin}', { params: { path: { gtin } } })),
    onSuccess: (variant) => setArticle(variant.sku),
    onError: (_, gtin) => setUnknown(gtin),
  })
  useScanner(({ scan }) => {
    setUnknown(null)
    if (scan.kind === 'product') find.mutate(scan.gtin)
    else if (scan.kind === 'unknown') setNumber(scan.text)
  })
  const hang = useMutation({
    mutationFn: (body: { sku: string; channelId: string; locationId: string }) =>
      unwrap(
        splot.PUT('/v1/prices/labels/{deviceId}', {
          params: { path: { deviceId: number.trim() } },
          body,
        }),
      ),
    onSuccess: (label) => {
      refresh()
      toast({ title: t('hungToast', { label: label.deviceId, sku: label.sku }), status: 'ok' })
      if (deviceId !== undefined) return onClose()
      setAsked(false)
      setNumber('')
      setArticle('')
    },
  })
  const submit = () => {
    setAsked(true)
    if (isNumber && sku !== '' && place !== null && channel)
      hang.mutate({ sku, channelId: channel.id, locationId: place })
  }
  return { place, setPlace, number, setNumber, sku, setSku, scanned, unknown, asked, isNumber, hang, submit }
}
