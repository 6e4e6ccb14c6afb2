import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ChannelTag, type ChannelHue, type Choice, useLocale } from '@splot/ui'
import { meQuery, peopleQuery, placesQuery } from '../api/queries.ts'
import type { Place } from '../api/types.ts'
import { useT, wordOf } from '../words/index.ts'
import css from './page.module.css'

const hues: Readonly<Record<string, ChannelHue>> = {
  web: 'web',
  app: 'app',
  store: 'store',
  kiosk: 'kiosk',
  'call-centre': 'call',
}

/** A sales channel in its fixed hue, with its name. */
export function Channel({ code }: Readonly<{ code: string }>) {
  const { locale } = useLocale()
  return <ChannelTag channel={hues[code] ?? 'agent'}>{wordOf(locale, 'channel', code)}</ChannelTag>
}

export const channelCodes = ['web', 'app', 'store', 'call-centre'] as const

/** Whether the signed-in person may do this somewhere, or `everywhere`: what belongs to no place is for those alone. */
export type May = (permission: string, everywhere?: boolean) => boolean

export function useMay(): May {
  const { data: me } = useQuery(meQuery)
  return useMemo(() => {
    const grants = me?.permissions ?? []
    const somewhere = new Set(grants.map(({ permission }) => permission))
    const all = new Set(
      grants.flatMap(({ permission, locationId }) => (locationId === null ? [permission] : [])),
    )
    return (permission, everywhere = false) => (everywhere ? all : somewhere).has(permission)
  }, [me])
}

/** All places by id. */
export function usePlaces(): ReadonlyMap<string, Place> {
  const { data } = useQuery(placesQuery)
  return useMemo(() => new Map(data?.items.map((place) => [place.id, place])), [data])
}

/** The places to choose from, by name, limited to those where the permission holds. */
export function usePlaceChoices(permission?: string): Choice[] {
  const { data } = useQuery(placesQuery)
  const { data: me } = useQuery(meQuery)
  const { locale } = useLocale()
  return useMemo(() => {
    const grants = me?.permissions.filter((grant) => grant.permission === permission) ?? []
    const everywhere = permission === undefined || grants.some((grant) => grant.locationId === null)
    const allowed = new Set(grants.map((grant) => grant.locationId))
    return (data?.items ?? [])
      .filter((place) => everywhere || allowed.has(place.id))
      .map((place) => ({ value: place.id, label: shortName(place.name), hint: place.code }))
      .sort((a, b) => a.label.localeCompare(b.label, locale))
  }, [data, me, permission, locale])
}

/** The chain's own name in front of each store says nothing in a list of its stores. */
export const shortName = (name: string): string => name.replace(/^Osnowa\s+/, '')

/** A place by its id: name, and its code for those who know it. */
export function PlaceName({ id }: Readonly<{ id: string | null }>) {
  const places = usePlaces()
  const t = useT('page')
  if (id === null) return <span className={css.muted}>{t('noPlace')}</span>
  const place = places.get(id)
  return place ? (
    <span title={`${place.name} · ${place.code}`}>{shortName(place.name)}</span>
  ) : (
    <code>{id.slice(-6)}</code>
  )
}

type Actor = Readonly<{ kind: string; id: string; staffId: string | null }>

/** Names of staff by id, as far as the reader may know them. */
export function usePeople(): ReadonlyMap<string, string> {
  const may = useMay()
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery({ ...peopleQuery, enabled: may('staff.manage') })
  return useMemo(
    () =>
      new Map([
        ...(me ? [[me.staff.id, me.staff.name] as const] : []),
        ...(data?.items.map(({ id, name }) => [id, name] as const) ?? []),
      ]),
    [data, me],
  )
}

/** Who did it: a person by name, else what kind of actor it was. */
export function ActorName({ actor }: Readonly<{ actor: Actor }>) {
  const people = usePeople()
  const { locale } = useLocale()
  const name = actor.staffId === null ? undefined : people.get(actor.staffId)
  return <span title={actor.id}>{name ?? wordOf(locale, 'actor', actor.kind)}</span>
}
