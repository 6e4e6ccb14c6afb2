import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { Filters } from './filters.ts'

/** A pause in typing this long, and the list asks. */
const TYPING_MS = 250

type Change = Readonly<Record<string, string | undefined>>

/** The filters of this page, from its address, and how to change them. Each change replaces the address: Back leaves the page. */
export function useFilters<K extends string = string>() {
  // Each route has already kept only its own texts by `textFilters`.
  const filters = useLocation().search as Filters<K>
  const navigate = useNavigate()
  const change = (next: Change) => {
    const search = Object.fromEntries(Object.entries({ ...filters, ...next }).filter(([, value]) => value))
    void navigate({ to: '.', search: search as never, replace: true, resetScroll: false })
  }
  const clear = () => void navigate({ to: '.', search: {} as never, replace: true })
  return { filters, change, clear }
}

/** A field that filters as one types: what is shown follows the keys at once, the address after a pause. */
export function useTypedFilter(value: string | undefined, commit: (value: string) => void) {
  const [text, setText] = useState(value ?? '')
  const [seen, setSeen] = useState(value)
  // The address changed by itself: Back, a link, cleared filters.
  if (value !== seen) {
    setSeen(value)
    setText(value ?? '')
  }
  useEffect(() => {
    const asked = text.trim()
    if (asked === (value ?? '')) return
    const timer = setTimeout(() => commit(asked), TYPING_MS)
    return () => clearTimeout(timer)
    // `commit` is made anew at each render; what was typed is what counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text, value])
  return [text, setText] as const
}
