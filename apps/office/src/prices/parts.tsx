import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Money, RadioGroup, RadioOption, Tabs, TextField, useLocale, type Choice } from '@splot/ui'
import { usePeople } from '../page/names.tsx'
import { wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { flawsOf, MAX_NOTE, type Terms } from './edits.ts'
import { listsQuery, type PriceList } from './queries.ts'
import { useT } from './words.ts'

const addresses = {
  prices: '/prices',
  lists: '/prices/lists',
  changes: '/prices/changes',
  versions: '/prices/versions',
  calendar: '/prices/calendar',
  exceptions: '/prices/exceptions',
  labels: '/prices/labels',
  proposals: '/prices/proposals',
  rules: '/prices/rules',
} as const

/** The lists of prices, one tab each. */
export function PriceTabs({ current }: Readonly<{ current: keyof typeof addresses }>) {
  const t = useT('prices')
  const navigate = useNavigate()
  return (
    <Tabs
      label={t('title')}
      tabs={[
        { id: 'prices', label: t('tabPrices') },
        { id: 'lists', label: t('tabLists') },
        { id: 'changes', label: t('tabChanges') },
        { id: 'versions', label: t('tabVersions') },
        { id: 'calendar', label: t('tabCalendar') },
        { id: 'exceptions', label: t('tabExceptions') },
        { id: 'labels', label: t('tabLabels') },
        { id: 'proposals', label: t('tabProposals') },
        { id: 'rules', label: t('tabRules') },
      ]}
      value={current}
      onChange={(id) => void navigate({ to: addresses[id] })}
    />
  )
}

/** Every price list, that of everybody first; undefined until they are known. */
export function useLists(): readonly PriceList[] | undefined {
  const { data } = useQuery(listsQuery)
  return useMemo(() => {
    const breadth = (one: PriceList) =>
      [one.channelId, one.locationId, one.group, one.validFrom, one.validUntil].filter(Boolean).length
    return data?.items.toSorted((a, b) => breadth(a) - breadth(b) || a.code.localeCompare(b.code))
  }, [data])
}

/** The lists to choose from, by name. */
export function useListChoices(): Choice[] {
  const { locale } = useLocale()
  const lists = useLists() ?? []
  return lists.map(({ code, name, currency }) => ({
    value: code,
    label: name?.[locale] ?? code,
    hint: `${code} · ${currency}`,
  }))
}

/** A price in minor units, or that there is none. */
export function Amount({ minor, currency }: Readonly<{ minor: number | null; currency: string }>) {
  const t = useT('prices')
  return minor === null ? (
    <span className={page.muted}>{t('noPrice')}</span>
  ) : (
    <Money value={{ minor, currency }} />
  )
}

/** Who made a change, as the API says it (`staff:<id>`): a person by name, else what kind of actor it was. */
export function Maker({ id }: Readonly<{ id: string }>) {
  const people = usePeople()
  const { locale } = useLocale()
  const [kind = '', actorId = ''] = id.split(':')
  return people.get(actorId) ?? wordOf(locale, 'actor', kind)
}

type TermsProps = Readonly<{
  value: Terms
  /** What the reason is for; left out: it is kept with the change. */
  hint?: string
  asked: boolean
  onChange: (part: Partial<Terms>) => void
}>

/** Why prices change, and from when. */
export function TermsFields({ value, hint, asked, onChange }: TermsProps) {
  const t = useT('prices')
  const flaws = flawsOf(value)
  return (
    <>
      <TextField
        label={t('note')}
        description={hint ?? t('noteHint')}
        value={value.note}
        onChange={(note) => onChange({ note })}
        maxLength={MAX_NOTE}
        error={asked && flaws.note && t('needNote')}
      />
      <RadioGroup<Terms['when']>
        label={t('when')}
        layout="row"
        value={value.when}
        onChange={(when) => onChange({ when })}
      >
        <RadioOption value="now">{t('now')}</RadioOption>
        <RadioOption value="later">{t('later')}</RadioOption>
      </RadioGroup>
      {value.when === 'later' && (
        <TextField
          label={t('at')}
          type="datetime-local"
          value={value.at}
          onChange={(at) => onChange({ at })}
          error={asked && flaws.at && t('needAt')}
        />
      )}
    </>
  )
}

/** When prices are over, for those that pass; empty: they stay. */
export function UntilField({
  value,
  isWrong,
  onChange,
}: Readonly<{ value: string; isWrong: boolean; onChange: (until: string) => void }>) {
  const t = useT('prices')
  return (
    <TextField
      label={t('ends')}
      description={t('endsHint')}
      type="datetime-local"
      value={value}
      onChange={onChange}
      error={isWrong && t('needEnds')}
    />
  )
}
