import { useState } from 'react'
import { PPM } from '@splot/kernel'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Select, TextField, toast, useFormat, useLocale, useNow } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { EditorDialog } from '../page/Editor.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { sayProblem } from '../words/problems.ts'
import { CountryField } from './country.tsx'
import { ratesQuery } from './queries.ts'
import { rateOf, type RateDraft, type WantedRate } from './rate-draft.ts'
import { useT } from './words.ts'

const letters = ['A', 'B', 'C', 'D'] as const satisfies readonly WantedRate['letter'][]

type Props = Readonly<{
  /** The country whose rates are shown. */
  country: string
  onClose: () => void
}>

/** Lets a class of goods be taxed otherwise from a coming day on. What is wrong is said at its field, by the form or by the API. */
export function AddRate({ country, onClose }: Props) {
  const t = useT('delivery')
  const now = useNow()
  const [draft, setDraft] = useState<RateDraft>({ country, letter: 'A', rate: '', validFrom: '' })
  const [asked, setAsked] = useState(false)
  const add = useAddRate(onClose)
  const letterChoices = useLetterChoices(draft.country)
  const { flaws, wanted } = rateOf(draft, now)
  const put = (part: Partial<RateDraft>) => {
    add.reset()
    setDraft((before) => ({ ...before, ...part }))
  }
  const submit = () => {
    setAsked(true)
    if (wanted) add.mutate(wanted)
  }
  const refused = useRefusedAt(add.error)
  return (
    <EditorDialog
      title={t('addRate')}
      isSaving={add.isPending}
      error={refused.any ? null : add.error}
      onSave={submit}
      onClose={onClose}
    >
      <p>{t('addRateWhat')}</p>
      <CountryField
        label={t('country')}
        value={draft.country}
        onChange={(next) => put({ country: next })}
        error={(asked && flaws.country && t('needCountry')) || refused('/country')}
      />
      <Select
        label={t('class')}
        choices={letterChoices}
        value={draft.letter}
        onChange={(letter) => put({ letter })}
      />
      <TextField
        label={t('rate')}
        description={t('rateHint')}
        inputMode="decimal"
        after="%"
        value={draft.rate}
        onChange={(rate) => put({ rate })}
        error={(asked && flaws.rate && t('badRate')) || refused('/ppm')}
      />
      <TextField
        label={t('fromDay')}
        type="date"
        description={t('fromDayHint')}
        value={draft.validFrom}
        onChange={(validFrom) => put({ validFrom })}
        error={
          (asked && (flaws.noDay ? t('needDay') : flaws.early && t('earlyDay'))) || refused('/validFrom')
        }
      />
    </EditorDialog>
  )
}

function useAddRate(onDone: () => void) {
  const t = useT('delivery')
  const client = useQueryClient()
  const { key, settled } = useCommandKey()
  return useMutation({
    mutationFn: (body: WantedRate) =>
      unwrap(splot.POST('/v1/tax/rates', { headers: { 'idempotency-key': key }, body })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['tax-rates'] })
      toast({ title: t('rateAdded'), status: 'ok' })
      onDone()
    },
    onSettled: settled,
  })
}

/** The classes of goods, each with what it bears in that country today. */
function useLetterChoices(country: string | null) {
  const t = useT('delivery')
  const format = useFormat()
  const { data } = useQuery({ ...ratesQuery(country ?? '', undefined), enabled: country !== null })
  return letters.map((letter) => {
    const rate = data?.items.find((one) => one.letter === letter)
    const name = letter === 'A' ? `${letter} · ${t('standard')}` : letter
    return {
      value: letter,
      label: rate ? `${name} (${t('nowRate', { rate: format.percent(rate.ppm / PPM) })})` : name,
    }
  })
}

/** What the API refused of a field, in the reader's words; `any`: some field says it. */
function useRefusedAt(error: unknown) {
  const { locale } = useLocale()
  const problem = error ? problemOf(error) : null
  const at = (pointer: string): string | undefined =>
    problem?.errors?.some((one) => one.pointer === pointer) ? sayProblem(problem, locale).text : undefined
  return Object.assign(at, { any: ['/country', '/ppm', '/validFrom'].some((pointer) => at(pointer)) })
}
