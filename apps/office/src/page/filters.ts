/** Filters as they stand in the address: only those that are set. */
export type Filters<K extends string> = { readonly [Name in K]?: string }

/** A filter that is longer came from nowhere. */
const MAX_FILTER_LENGTH = 200

/** Reads the named filters of a page from its address; everything else in it is dropped. */
export function textFilters<const K extends string>(...names: readonly K[]) {
  return (search: Record<string, unknown>): Filters<K> => {
    const found: { [Name in K]?: string } = {}
    for (const name of names) {
      const value = search[name]
      if (typeof value === 'string' && value !== '' && value.length <= MAX_FILTER_LENGTH) found[name] = value
    }
    return found
  }
}

/** `?q=12&state=placed` to values, every one a text: an order number must not become a number. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

/** The other way, in the order of the filters, leaving out what is not set. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(name, value)
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** Whether any of the filters narrows the list; what only opens a panel does not count. */
export function isFiltered(filters: Readonly<Record<string, string | undefined>>): boolean {
  return Object.entries(filters).some(([name, value]) => name !== 'peek' && Boolean(value))
}
