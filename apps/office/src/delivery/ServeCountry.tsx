import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { TextField, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { readAmount } from '../giftcards/amount.ts'
import { BothLanguages } from '../page/BothLanguages.tsx'
import { EditorDialog } from '../page/Editor.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { writtenPrice } from '../prices/edits.ts'
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
    <EditorDialog
      title={known ? nameOf(known.country) : t('serve')}
      isSaving={serve.isPending}
      error={serve.error}
      onSave={submit}
      onClose={onClose}
    >
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
      <BothLanguages
        label={{ pl: t('name_pl'), en: t('name_en') }}
        value={draft}
        flaws={asked ? flaws : null}
        wrong={t('needName')}
        maxLength={MAX_NAME}
        onChange={put}
      />
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
    </EditorDialog>
  )
}
