import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, TextField, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { readAmount } from '../giftcards/amount.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { writtenPrice } from '../prices/edits.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { CountryField, useCountryName } from './country.tsx'
import type { Served } from './queries.ts'
import { useT } from './words.ts'

/** As much as the name of a delivery may have. */
const MAX_NAME = 80

interface Draft {
  readonly country: string | null
  readonly pl: string
  readonly en: string
  readonly price: string
  /** Empty: it is never free. */
  readonly freeFrom: string
}

const draftOf = (known: Served | null): Draft => ({
  country: known?.country ?? null,
  pl: known?.name.pl ?? '',
  en: known?.name.en ?? '',
  price: writtenPrice(known?.price.minor ?? null),
  freeFrom: writtenPrice(known?.freeFrom?.minor ?? null),
})

/** What is sent, when everything is filled in; null: something is missing. */
function readDraft({ country, pl, en, price, freeFrom }: Draft) {
  const grossMinor = readAmount(price)
  const freeFromMinor = freeFrom.trim() ? readAmount(freeFrom) : null
  const flaws = {
    country: country === null,
    pl: !pl.trim(),
    en: !en.trim(),
    price: grossMinor === null || grossMinor < 0,
    freeFrom: freeFrom.trim() !== '' && (freeFromMinor === null || freeFromMinor < 0),
  }
  const wanted =
    country === null || grossMinor === null || Object.values(flaws).includes(true)
      ? null
      : { country, name: { pl: pl.trim(), en: en.trim() }, grossMinor, freeFromMinor }
  return { flaws, wanted }
}

type Props = Readonly<{
  /** Null: another country is added. */
  known: Served | null
  currency: string
  /** Countries that are served already. */
  taken: readonly string[]
  onClose: () => void
}>

/** Sends goods to a country for a price, from now on. */
export function ServeCountry({ known, currency, taken, onClose }: Props) {
  const t = useT('delivery')
  const common = useCommon('page')
  const nameOf = useCountryName()
  const client = useQueryClient()
  const { key, settled } = useCommandKey()
  const [draft, setDraft] = useState(() => draftOf(known))
  const [asked, setAsked] = useState(false)
  const { flaws, wanted } = readDraft(draft)
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const serve = useMutation({
    mutationFn: ({ country, ...body }: NonNullable<typeof wanted>) =>
      unwrap(
        splot.PUT('/v1/delivery/countries/{country}', {
          params: { path: { country } },
          headers: { 'idempotency-key': key },
          body: { ...body, currency },
        }),
      ),
    onSuccess: ({ country }) => {
      void client.invalidateQueries({ queryKey: ['delivery-countries'] })
      toast({ title: t('servedNow', { name: nameOf(country) }), status: 'ok' })
      onClose()
    },
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (wanted) serve.mutate(wanted)
  }
  const wrong = (flaw: boolean, words: string) => (asked && flaw ? words : undefined)
  return (
    <Dialog
      title={known ? nameOf(known.country) : t('serve')}
      size="s"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={serve.isPending} onPress={submit}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t('serveWhat')}</p>
        {!known && (
          <CountryField
            label={t('country')}
            value={draft.country}
            onChange={(country) => put({ country })}
            without={taken}
            error={asked && flaws.country && t('needCountry')}
          />
        )}
        {(['pl', 'en'] as const).map((locale) => (
          <TextField
            key={locale}
            label={t(`name_${locale}`)}
            maxLength={MAX_NAME}
            value={draft[locale]}
            onChange={(name) => put({ [locale]: name })}
            error={wrong(flaws[locale], t('needName'))}
          />
        ))}
        <TextField
          label={t('price')}
          description={t('priceHint')}
          inputMode="decimal"
          after={currency}
          value={draft.price}
          onChange={(price) => put({ price })}
          error={wrong(flaws.price, t('badAmount'))}
        />
        <TextField
          label={t('freeFrom')}
          description={t('freeFromHint')}
          inputMode="decimal"
          after={currency}
          value={draft.freeFrom}
          onChange={(freeFrom) => put({ freeFrom })}
          error={wrong(flaws.freeFrom, t('badAmount'))}
        />
        <ProblemNote error={serve.error} />
      </div>
    </Dialog>
  )
}
