import { StatusPill, useFormat, useLocale, useNow, type Status } from '@splot/ui'
import { shortName, usePlaces } from '../page/names.tsx'
import { useChannels } from '../page/scope.tsx'
import { stateOf, type ListState } from './list-draft.ts'
import type { PriceList } from './queries.ts'
import { useT } from './list-words.ts'

/** For whom a list is, in words; what it leaves open is everybody. */
export function useForWhom(): (list: Pick<PriceList, 'channelId' | 'locationId' | 'group'>) => string {
  const t = useT('lists')
  const { locale } = useLocale()
  const channels = useChannels()
  const places = usePlaces()
  return ({ channelId, locationId, group }) =>
    [
      locationId !== null && shortName(places.get(locationId)?.name ?? locationId),
      channelId !== null && (channels.find(({ id }) => id === channelId)?.name[locale] ?? channelId),
      group !== null && t('group', { group }),
    ]
      .filter(Boolean)
      .join(' · ') || t('everybody')
}

/** The name of a list as people know it. */
export function useListName(): (list: Pick<PriceList, 'code' | 'name'>) => string {
  const { locale } = useLocale()
  return ({ code, name }) => name?.[locale] ?? code
}

const status: Readonly<Record<ListState, Status>> = {
  planned: 'info',
  inForce: 'ok',
  ending: 'warn',
  over: 'neutral',
  never: 'neutral',
}

export function ListStatePill({ list }: Readonly<{ list: PriceList }>) {
  const t = useT('lists')
  const state = stateOf(list, useNow())
  return <StatusPill status={status[state]}>{t(state)}</StatusPill>
}

/** When a list counts, in words. */
export function useValidity(): (list: Pick<PriceList, 'validFrom' | 'validUntil'>) => string {
  const t = useT('lists')
  const format = useFormat()
  return ({ validFrom, validUntil }) =>
    [
      validFrom !== null && t('fromDay', { from: format.date(validFrom, 'datetime') }),
      validUntil !== null && t('untilDay', { until: format.date(validUntil, 'datetime') }),
    ]
      .filter(Boolean)
      .join(' ') || t('always')
}
