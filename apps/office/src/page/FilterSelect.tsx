import { Select, useLocale, type Choice } from '@splot/ui'
import { useT } from '../words/index.ts'
import { usePlaceChoices } from './names.tsx'
import { useChannels } from './scope.tsx'
import { useFilters } from './useFilters.ts'
import page from './page.module.css'

/** The choice that filters nothing; no code of the API is called so. */
const NONE = '*'

type Props = Readonly<{
  /** Its name in the address. */
  filter: string
  label: string
  /** What is shown while nothing is filtered. */
  none: string
  choices: readonly Choice[]
}>

/** One filter of a list, kept in the address. */
export function FilterSelect({ filter, label, none, choices }: Props) {
  const { filters, change } = useFilters()
  return (
    <Select
      label={label}
      hideLabel
      className={page.select}
      choices={[{ value: NONE, label: none }, ...choices]}
      value={filters[filter] ?? NONE}
      onChange={(chosen) => change({ [filter]: chosen === NONE ? undefined : chosen })}
    />
  )
}

/** The states of a list, by name. */
export function StateFilter({
  none,
  states,
}: Readonly<{ none: string; states: readonly (readonly [state: string, name: string])[] }>) {
  const t = useT('page')
  return (
    <FilterSelect
      filter="state"
      label={t('state')}
      none={none}
      choices={states.map(([value, label]) => ({ value, label }))}
    />
  )
}

/** The channels that sell, in the address by code (`channel`) or by id (`channelId`), as the list knows them. */
export function ChannelFilter({ by }: Readonly<{ by: 'code' | 'id' }>) {
  const t = useT('page')
  const { locale } = useLocale()
  return (
    <FilterSelect
      filter={by === 'code' ? 'channel' : 'channelId'}
      label={t('channel')}
      none={t('anyChannel')}
      choices={useChannels().map((channel) => ({ value: channel[by], label: channel.name[locale] }))}
    />
  )
}

/** The places of a list, of those where the reader holds the permission, or of all. */
export function PlaceFilter({ permission }: Readonly<{ permission?: string }>) {
  const t = useT('page')
  return (
    <FilterSelect
      filter="locationId"
      label={t('place')}
      none={t('allPlaces')}
      choices={usePlaceChoices(permission)}
    />
  )
}
