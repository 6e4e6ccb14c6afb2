/** What narrows a list, as the API asks for it. It lives in the address, so that a list can be sent to a friend. */
export interface Filters {
  readonly q?: string
  readonly colour?: readonly string[]
  readonly size?: readonly string[]
  /** Minor units. */
  readonly minPrice?: number
  readonly maxPrice?: number
  /** Location id: only what this store has now. */
  readonly store?: string
  readonly inStock?: true
  readonly sort?: Sort
}

export const sorts = ['relevance', 'newest', 'price', '-price'] as const
export type Sort = (typeof sorts)[number]

/** The route's search parameters, read from text that anybody may have typed: what makes no sense is left out. */
export function readFilters(search: Readonly<Record<string, unknown>>): Filters {
  const q = text(search['q']).trim().slice(0, 200)
  const colour = codes(search['colour'])
  const size = codes(search['size'])
  const minPrice = minor(search['minPrice'])
  const maxPrice = minor(search['maxPrice'])
  const store = text(search['store'])
  const sort = sorts.find((known) => known === search['sort'])
  return {
    ...(q && { q }),
    ...(colour.length > 0 && { colour }),
    ...(size.length > 0 && { size }),
    ...(minPrice !== undefined && { minPrice }),
    ...(maxPrice !== undefined && { maxPrice }),
    ...(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(store) && { store }),
    ...(text(search['inStock']) === '1' || search['inStock'] === true ? { inStock: true as const } : {}),
    ...(sort && sort !== 'relevance' && { sort }),
  }
}

/** Address text to search parameters. Lists are joined by commas: `?colour=red,navy&size=M`. */
export function parseSearch(searchText: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(searchText))
}

/** Search parameters to address text, in a fixed order, so that one list has one address. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams()
  for (const name of Object.keys(search).sort()) {
    const value = search[name]
    if (value === undefined || value === null || value === '' || value === false) continue
    params.set(name, Array.isArray(value) ? value.join(',') : value === true ? '1' : String(value))
  }
  // A comma is legal in a query and keeps the address readable.
  const query = params.toString().replaceAll('%2C', ',')
  return query && `?${query}`
}

/** Adds the code when it is missing, takes it out when it is there; an empty list is no condition. */
export function toggled(list: readonly string[] | undefined, code: string): readonly string[] | undefined {
  const next = list?.includes(code) ? list.filter((other) => other !== code) : [...(list ?? []), code]
  return next.length > 0 ? next.toSorted() : undefined
}

/** Conditions that a person set, the search words and the order left out. */
export const countConditions = ({ colour, size, minPrice, maxPrice, store, inStock }: Filters): number =>
  (colour?.length ?? 0) +
  (size?.length ?? 0) +
  (minPrice !== undefined || maxPrice !== undefined ? 1 : 0) +
  (store ? 1 : 0) +
  (inStock ? 1 : 0)

type Loose = { readonly [K in keyof Filters]?: Filters[K] | undefined }

/** The conditions without those that are undefined, as the address wants them. */
export const defined = (filters: Loose): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))

/** Złoty as a person types them ("120", "99,90") to grosze; undefined for nothing usable. */
export function minorOf(typed: string): number | undefined {
  const match = /^\s*(\d{1,7})(?:[.,](\d{1,2}))?\s*$/.exec(typed)
  if (!match) return undefined
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

// The router passes on what is typed in the address: numbers and booleans may come as such from links.
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

function codes(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : text(value).split(',')
  return [...new Set(list.map(text).filter((code) => code !== '' && code.length <= 64))]
    .toSorted()
    .slice(0, 30)
}

function minor(value: unknown): number | undefined {
  const typed = text(value)
  return /^\d{1,9}$/.test(typed) ? Number(typed) : undefined
}
