import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { RadioGroup, RadioOption, Select, TextField, toast, useLocale, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { BothLanguages } from '../page/BothLanguages.tsx'
import { EditorDrawer } from '../page/Editor.tsx'
import { useChannels } from '../page/scope.tsx'
import {
  draftOf,
  effectOf,
  exceptionOf,
  noException,
  promisesTooMuch,
  toldOf,
  type ExceptionDraft,
  type ExceptionFlaws,
  type WantedException,
} from './exception-draft.ts'
import { ReadByShoppers } from './exception-parts.tsx'
import { CheckFields, GoodsFields, ManyField } from './ManyFields.tsx'
import { TermsFields, useLists } from './parts.tsx'
import css from './prices.module.css'
import { useRefreshPrices, type PriceException } from './queries.ts'
import { useT as usePrices } from './words.ts'
import { useT } from './exception-words.ts'

const MAX_REASON = 200

type Props = Readonly<{
  /** Null: a new one. */
  exception: PriceException | null
  onClose: () => void
}>

/** Publishes an exception from the price lists, or gives one new terms from a moment on. */
export function ExceptionEditor({ exception, onClose }: Props) {
  const t = useT('exceptions')
  const now = useNow()
  const [draft, setDraft] = useState(() => {
    const told = exception && toldOf(exception)
    return told ? draftOf(told, now) : noException
  })
  const [asked, setAsked] = useState(false)
  const wanted = exceptionOf(draft, now)
  const publish = usePublish(exception, onClose)
  const submit = () => {
    setAsked(true)
    if ('body' in wanted) publish.mutate(wanted.body)
  }
  const fields: FieldsProps = {
    draft,
    flaws: asked && 'flaws' in wanted ? wanted.flaws : null,
    onChange: (part) => setDraft((known) => ({ ...known, ...part })),
  }
  return (
    <EditorDrawer
      title={t(exception ? 'reviseTitle' : 'newException')}
      save={t('publish')}
      isSaving={publish.isPending}
      error={publish.error}
      onSave={submit}
      onClose={onClose}
    >
      <ReasonFields {...fields} />
      <EffectFields {...fields} />
      <ReadByShoppers effect={effectOf(draft)} reason={draft} />
      <ForWhomFields {...fields} />
      <GoodsFields hint={t('goodsHint')} value={draft} onChange={fields.onChange} />
      <WhenFields {...fields} asked={asked} />
    </EditorDrawer>
  )
}

function usePublish(exception: PriceException | null, onDone: () => void) {
  const t = useT('exceptions')
  const refresh = useRefreshPrices()
  return useMutation({
    mutationFn: (body: WantedException): Promise<unknown> =>
      exception
        ? unwrap(splot.PUT('/v1/prices/exceptions/{id}', { params: { path: { id: exception.id } }, body }))
        : unwrap(splot.POST('/v1/prices/exceptions', { body })),
    onSuccess: () => {
      refresh()
      toast({ title: t(exception ? 'revisedToast' : 'madeToast'), status: 'ok' })
      onDone()
    },
  })
}

type FieldsProps = Readonly<{
  draft: ExceptionDraft
  flaws: ExceptionFlaws | null
  onChange: (part: Partial<ExceptionDraft>) => void
}>

function ReasonFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('exceptions')
  return (
    <div className={css.pair}>
      <BothLanguages
        label={{ pl: t('reasonPl'), en: t('reasonEn') }}
        value={draft}
        flaws={flaws}
        wrong={t('needReason')}
        maxLength={MAX_REASON}
        noteOf={(reason) => (promisesTooMuch(draft, reason) ? t('promisesTooMuch') : undefined)}
        onChange={onChange}
      />
    </div>
  )
}

function EffectFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('exceptions')
  const prices = usePrices('prices')
  const lists = useLists() ?? []
  const currencies = [...new Set([draft.currency, ...lists.map(({ currency }) => currency)])]
  const isShare = draft.effect === 'percent'
  return (
    <div className={css.pair}>
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
        label={prices(isShare ? 'percentField' : 'amountField')}
        description={prices('adjustHint')}
        after={isShare ? '%' : draft.currency}
        value={draft.typed}
        onChange={(typed) => onChange({ typed })}
        error={flaws?.value && prices(isShare ? 'needPercent' : 'needNumber')}
      />
      {!isShare && currencies.length > 1 && (
        <Select
          label={t('currency')}
          choices={currencies.map((value) => ({ value, label: value }))}
          value={draft.currency}
          onChange={(currency) => onChange({ currency })}
        />
      )}
    </div>
  )
}

function ForWhomFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('exceptions')
  const { locale } = useLocale()
  const channels = useChannels()
  return (
    <fieldset className={css.part}>
      <legend>{t('forWhom')}</legend>
      <CheckFields
        label={t('channels')}
        choices={channels.map(({ id, name }) => ({ value: id, label: name[locale] }))}
        values={draft.channels}
        onChange={(next) => onChange({ channels: next })}
      />
      <div className={css.pair}>
        <ManyField
          label={t('places')}
          description={t('placesHint')}
          choices={usePlaceChoices()}
          values={draft.locations}
          onChange={(locations) => onChange({ locations })}
        />
        <TextField
          label={t('groups')}
          description={t('groupsHint')}
          value={draft.groups}
          onChange={(groups) => onChange({ groups })}
          error={flaws?.groups && t('needGroups')}
        />
      </div>
    </fieldset>
  )
}

function WhenFields({ draft, flaws, asked, onChange }: FieldsProps & Readonly<{ asked: boolean }>) {
  const t = useT('exceptions')
  return (
    <>
      <TermsFields
        value={draft.terms}
        hint={t('noteHint')}
        asked={asked}
        onChange={(part) => onChange({ terms: { ...draft.terms, ...part } })}
      />
      <div className={css.pair}>
        <TextField
          label={t('lasts')}
          description={t('lastsHint')}
          type="datetime-local"
          value={draft.until}
          onChange={(until) => onChange({ until })}
          error={flaws?.until && t('needLasts')}
        />
        <TextField
          label={t('order')}
          description={t('orderHint')}
          inputMode="numeric"
          value={draft.priority}
          onChange={(priority) => onChange({ priority })}
          error={flaws?.priority && t('needOrder')}
        />
      </div>
    </>
  )
}
