import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, RadioGroup, RadioOption, Select, TextField, toast, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import { GoodsFields } from '../page/ScopeFields.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { noTerms } from './edits.ts'
import { exceptionOf, type ExceptionDraft, type WantedException } from './exception-draft.ts'
import { TermsFields, useGoodsWords, useLists } from './parts.tsx'
import { useRefreshPrices } from './queries.ts'
import { useT } from './words.ts'

/** What a choice of all is called in a select, whose values are texts. */
const ALL = 'all'
const MAX_REASON = 200

const emptyDraft: ExceptionDraft = {
  pl: '',
  en: '',
  effect: 'percent',
  typed: '',
  channelId: null,
  locationId: null,
  goods: 'all',
  category: null,
  sku: '',
  terms: noTerms,
  until: '',
}

/** Publishes an exception from the price lists. */
export function NewException({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('prices')
  const common = useCommon('page')
  const refresh = useRefreshPrices()
  const currency = useLists()?.[0]?.currency ?? 'PLN'
  const [draft, setDraft] = useState(emptyDraft)
  const [asked, setAsked] = useState(false)
  const wanted = exceptionOf(draft, currency)
  const make = useMutation({
    mutationFn: (body: WantedException) => unwrap(splot.POST('/v1/prices/exceptions', { body })),
    onSuccess: () => {
      refresh()
      onClose()
      toast({ title: t('madeToast'), status: 'ok' })
    },
  })
  const submit = () => {
    setAsked(true)
    if ('body' in wanted) make.mutate(wanted.body)
  }
  return (
    <Dialog
      title={t('newException')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={make.isPending} onPress={submit}>
            {t('publish')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <Fields
          draft={draft}
          currency={currency}
          asked={asked}
          onChange={(part) => setDraft((known) => ({ ...known, ...part }))}
        />
        <ProblemNote error={make.error} />
      </div>
    </Dialog>
  )
}

type FieldsProps = Readonly<{
  draft: ExceptionDraft
  currency: string
  asked: boolean
  onChange: (part: Partial<ExceptionDraft>) => void
}>

function Fields({ draft, currency, asked, onChange }: FieldsProps) {
  const t = useT('prices')
  const { locale } = useLocale()
  const places = usePlaceChoices()
  const channels = useChannels()
  const wanted = exceptionOf(draft, currency)
  const flaws = asked && 'flaws' in wanted ? wanted.flaws : null
  return (
    <>
      {(['pl', 'en'] as const).map((language) => (
        <TextField
          key={language}
          label={t(language === 'pl' ? 'reasonPl' : 'reasonEn')}
          description={t('reasonHint')}
          value={draft[language]}
          onChange={(text) => onChange({ [language]: text })}
          maxLength={MAX_REASON}
          error={flaws?.[language] && t('needReason')}
        />
      ))}
      <RadioGroup<ExceptionDraft['effect']>
        label={t('effect')}
        layout="row"
        value={draft.effect}
        onChange={(effect) => onChange({ effect })}
      >
        <RadioOption value="percent">{t('percent')}</RadioOption>
        <RadioOption value="amount">{t('amount')}</RadioOption>
      </RadioGroup>
      <TextField
        label={t(draft.effect === 'percent' ? 'percentField' : 'amountField')}
        description={t('adjustHint')}
        after={draft.effect === 'percent' ? '%' : currency}
        value={draft.typed}
        onChange={(typed) => onChange({ typed })}
        error={flaws?.value && t('needNumber')}
      />
      <Select
        label={t('channel')}
        choices={[
          { value: ALL, label: t('allChannels') },
          ...channels.map(({ id, name }) => ({ value: id, label: name[locale] })),
        ]}
        value={draft.channelId ?? ALL}
        onChange={(chosen) => onChange({ channelId: chosen === ALL ? null : chosen })}
      />
      <Select
        label={t('place')}
        choices={[{ value: ALL, label: t('allPlaces') }, ...places]}
        value={draft.locationId ?? ALL}
        onChange={(chosen) => onChange({ locationId: chosen === ALL ? null : chosen })}
      />
      <GoodsFields value={draft} words={useGoodsWords()} asked={asked} onChange={onChange} />
      <TermsFields
        value={draft.terms}
        asked={asked}
        onChange={(part) => onChange({ terms: { ...draft.terms, ...part } })}
      />
      <TextField
        label={t('until')}
        type="datetime-local"
        value={draft.until}
        onChange={(until) => onChange({ until })}
      />
    </>
  )
}
