import { useEffect, useState } from 'react'

/** How often what is shown is asked for again: prices flip at their instant and stock goes while somebody looks. */
const AGAIN_MS = 5_000

export type Fresh<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: unknown }

/** What `load` answers, kept fresh while it is shown. What was here stays when the network goes. `load` must not change between draws. */
export function useFresh<T>(load: () => Promise<T>): Fresh<T> {
  const [held, setHeld] = useState<{ of: () => Promise<T>; fresh: Fresh<T> }>()
  useEffect(() => {
    let gone = false
    const look = async () => {
      try {
        const value = await load()
        if (!gone) setHeld({ of: load, fresh: { state: 'here', value } })
      } catch (problem) {
        if (!gone)
          setHeld((known) =>
            known?.of === load && known.fresh.state === 'here'
              ? known
              : { of: load, fresh: { state: 'failed', problem } },
          )
      }
    }
    void look()
    const timer = setInterval(() => void look(), AGAIN_MS)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [load])
  return held?.of === load ? held.fresh : { state: 'loading' }
}
