import { SearchField } from '@splot/ui'
import page from './page.module.css'
import { useFilters, useTypedFilter } from './useFilters.ts'

/** The search of a list: narrows as one types, kept in the address as `q`. */
export function SearchFilter({ label }: Readonly<{ label: string }>) {
  const { filters, change } = useFilters<'q'>()
  const [typed, setTyped] = useTypedFilter(filters.q, (q) => change({ q }))
  return <SearchField label={label} value={typed} onChange={setTyped} className={page.search} />
}
