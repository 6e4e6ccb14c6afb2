import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Select, TextField, toast, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { BothLanguages } from '../page/BothLanguages.tsx'
import { EditorDrawer } from '../page/Editor.tsx'
import { useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import { MAX_NOTE } from './edits.ts'
import { useListName } from './for-whom.tsx'
import {
  byPrecedence,
  codeOf,
  listOf,
  neighboursOf,
  noList,
  type ListDraft,
  type ListFlaws,
  type WantedList,
} from './list-draft.ts'
import css from './prices.module.css'
import { useRefreshPrices, type PriceList } from './queries.ts'
import { useT as usePrices } from './words.ts'
import { useT } from './list-words.ts'

/** What a choice of all is called in a select, whose values are texts. */
const ALL = 'all'
/** What a list may be in besides what channels sell in. */
const CURRENCIES = ['PLN', 'EUR', 'CZK', 'USD', 'GBP']
const MAX_NAME = 80

type Props = Readonly<{
  all: readonly PriceList[]
  onClose: () => void
  onMade: (code: string) => void
}>

/** Makes a price list: for whom, and when. Its prices come next. */
export function NewList({ all, onClose, onMade }: Props) {
  const t = useT('lists')
  const refresh = useRefreshPrices()
  const [draft, setDraft] = useState(noList)
  const [asked, setAsked] = useState(false)
  const wanted = listOf(draft)
  const make = useMutation({
    mutationFn: (body: WantedList) => unwrap(splot.POST('/v1/prices/lists', { body })),
    onSuccess: ({ code }) => {
      refresh()
      toast({ title: t('madeToast'), status: 'ok' })
      onMade(code)
    },
  })
  const submit = () => {
    setAsked(true)
    if ('body' in wanted) make.mutate(wanted.body)
  }
  const fields = {
    draft,
    flaws: asked && 'flaws' in wanted ? wanted.flaws : null,
    onChange: (part: Partial<ListDraft>) => setDraft((known) => ({ ...known, ...part })),
  }
  return (
    <EditorDrawer
      title={t('newList')}
      save={t('make')}
      isSaving={make.isPending}
      error={make.error}
      onSave={submit}
      onClose={onClose}
    >
      <NameFields {...fields} />
      <ForWhomFields {...fields} />
      <Precedence draft={draft} all={all} />
      <WhenFields {...fields} />
    </EditorDrawer>
  )
}

type FieldsProps = Readonly<{
  draft: ListDraft
  flaws: ListFlaws | null
  onChange: (part: Partial<ListDraft>) => void
}>

function NameFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('lists')
  return (
    <>
      <div className={css.pair}>
        <BothLanguages
          label={{ pl: t('namePl'), en: t('nameEn') }}
          value={draft}
          flaws={flaws}
          wrong={t('needName')}
          maxLength={MAX_NAME}
          onChange={onChange}
        />
      </div>
      <TextField
        label={t('code')}
        description={t('codeHint')}
        value={draft.code ?? codeOf(draft.pl)}
        onChange={(code) => onChange({ code })}
        error={flaws?.code && t('needCode')}
      />
    </>
  )
}

function ForWhomFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('lists')
  const { locale } = useLocale()
  const places = usePlaceChoices()
  const channels = useChannels()
  const currencies = [...new Set([...channels.map(({ currency }) => currency), ...CURRENCIES])]
  return (
    <fieldset className={css.part}>
      <legend>{t('forWhom')}</legend>
      <p className={page.small}>{t('forWhomHint')}</p>
      <div className={css.pair}>
        <Select
          label={t('place')}
          choices={[{ value: ALL, label: t('allPlaces') }, ...places]}
          value={draft.locationId ?? ALL}
          onChange={(chosen) => onChange({ locationId: chosen === ALL ? null : chosen })}
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
        <TextField
          label={t('groupField')}
          description={t('groupHint')}
          value={draft.group}
          onChange={(group) => onChange({ group })}
          error={flaws?.group && t('needGroup')}
        />
        <Select
          label={t('currency')}
          choices={currencies.map((value) => ({ value, label: value }))}
          value={draft.currency}
          onChange={(currency) => onChange({ currency })}
        />
      </div>
    </fieldset>
  )
}

/** What the list will win over, told before it is made. */
function Precedence({ draft, all }: Readonly<{ draft: ListDraft; all: readonly PriceList[] }>) {
  const t = useT('lists')
  const nameOf = useListName()
  const { wins, loses } = neighboursOf({ ...draft, group: draft.group.trim() || null }, all)
  const named = (lists: readonly PriceList[]) => lists.toSorted(byPrecedence).map(nameOf).join(', ')
  return (
    <p className={page.muted} aria-live="polite">
      {wins.length > 0 ? t('willWin', { lists: named(wins) }) : t('willWinNothing')}{' '}
      {loses.length > 0 && t('willLose', { lists: named(loses) })}
    </p>
  )
}

function WhenFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('lists')
  const prices = usePrices('prices')
  return (
    <>
      <div className={css.pair}>
        <TextField
          label={t('validFrom')}
          description={t('openHint')}
          type="datetime-local"
          value={draft.from}
          onChange={(from) => onChange({ from })}
        />
        <TextField
          label={t('validUntil')}
          description={t('openHint')}
          type="datetime-local"
          value={draft.until}
          onChange={(until) => onChange({ until })}
          error={flaws?.until && t('needOrder')}
        />
      </div>
      <TextField
        label={prices('note')}
        description={prices('noteHint')}
        value={draft.note}
        onChange={(note) => onChange({ note })}
        maxLength={MAX_NOTE}
        error={flaws?.note && prices('needNote')}
      />
    </>
  )
}
