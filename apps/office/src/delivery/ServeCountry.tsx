import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { TextField, toast, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { BothLanguages } from '../page/BothLanguages.tsx'
import { EditorDialog } from '../page/Editor.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { CountryField, useCountryName } from './country.tsx'
import type { Served } from './queries.ts'
import { draftOf, newCode, readDraft, type WantedWay, type WayDraft } from './way-draft.ts'
import { useT } from './words.ts'

/** As much as the name of a delivery may have. */
const MAX_NAME = 80

type Props = Readonly<{
  /** Null: another country is added, or another way to one. */
  known: Served | null
  currency: string
  /** What is served already. */
  ways: readonly Served[]
  onClose: () => void
}>

/** Sends goods to a country in a way and for a price, from now on. */
export function ServeCountry({ known, currency, ways, onClose }: Props) {
  const t = useT('delivery')
  const { locale } = useLocale()
  const nameOf = useCountryName()
  const [draft, setDraft] = useState(() => draftOf(known))
  const [asked, setAsked] = useState(false)
  const { flaws, wanted } = readDraft(draft)
  const put = (part: Partial<WayDraft>) => setDraft((before) => ({ ...before, ...part }))
  const serve = useServe(currency, onClose)
  const submit = () => {
    setAsked(true)
    if (wanted) serve.mutate({ ...wanted, code: known?.code ?? newCode(wanted, ways) })
  }
  const wrong = (flaw: boolean, words: string) => (asked && flaw ? words : undefined)
  return (
    <EditorDialog
      title={known ? `${nameOf(known.country)}, ${known.name[locale]}` : t('serve')}
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
      <TextField
        label={t('daysLabel')}
        description={t('daysHint')}
        inputMode="numeric"
        value={draft.days}
        onChange={(days) => put({ days })}
        error={wrong(flaws.days, t('badDays'))}
      />
    </EditorDialog>
  )
}

function useServe(currency: string, onDone: () => void) {
  const t = useT('delivery')
  const nameOf = useCountryName()
  const client = useQueryClient()
  const { key, settled } = useCommandKey()
  return useMutation({
    mutationFn: ({ country, ...body }: WantedWay & { code: string }) =>
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
      onDone()
    },
    onSettled: settled,
  })
}
