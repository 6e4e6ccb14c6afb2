import { useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { useLocale, type Locale } from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Got } from '../api/types.ts'
import { shortName, usePlaces } from './names.tsx'

const HOUR_MS = 3_600_000

export type SalesChannel = Got<'/v1/channels'>['items'][number]
type Category = Got<'/v1/categories'>['items'][number]

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/channels', { signal })),
  staleTime: HOUR_MS,
})

/** Every channel that sells; the office itself sells nothing. */
export function useChannels(): readonly SalesChannel[] {
  const { data } = useQuery(channelsQuery)
  return data?.items.filter(({ kind }) => kind !== 'office') ?? []
}

const categoriesQuery = (locale: Locale) =>
  queryOptions({
    queryKey: ['categories', locale],
    queryFn: ({ signal }) => unwrap(splot.GET('/v1/categories', { params: { query: { locale } }, signal })),
    staleTime: HOUR_MS,
  })

const flat = (items: readonly Category[]): { handle: string; name: string }[] =>
  items.flatMap(({ handle, name, children }) => [
    { handle, name },
    // The API nests one kind of thing; its generated type says so only one level deep.
    ...flat((children ?? []) as readonly Category[]),
  ])

/** The tree of categories as one list, each before those below it. */
export function useCategories(): readonly { handle: string; name: string }[] {
  const { locale } = useLocale()
  const { data } = useQuery(categoriesQuery(locale))
  return data ? flat(data.items) : []
}

/** For which goods, in which places. */
export type Scope = Readonly<{ sku?: string; category?: string; locationId?: string; region?: string }>

/** `city:Warszawa` → Warszawa; kinds and countries in words. */
export function regionName(region: string, locale: Locale): string {
  const [kind, name = ''] = region.split(':')
  const kinds: Readonly<Record<string, Record<Locale, string>>> = {
    store: { pl: 'wszystkie sklepy', en: 'all stores' },
    warehouse: { pl: 'wszystkie magazyny', en: 'all warehouses' },
  }
  if (kind === 'kind') return kinds[name]?.[locale] ?? name
  return kind === 'country' ? (new Intl.DisplayNames(locale, { type: 'region' }).of(name) ?? name) : name
}

/** Says a scope: what, where; what it leaves out is everything. */
export function useScopeWords(): (scope: Scope) => { goods: string | null; where: string | null } {
  const { locale } = useLocale()
  const places = usePlaces()
  const categories = useCategories()
  return ({ sku, category, locationId, region }) => {
    const place = locationId === undefined ? undefined : places.get(locationId)
    return {
      goods: sku ?? categories.find(({ handle }) => handle === category)?.name ?? category ?? null,
      where:
        locationId !== undefined
          ? shortName(place?.name ?? locationId)
          : region !== undefined
            ? regionName(region, locale)
            : null,
    }
  }
}
