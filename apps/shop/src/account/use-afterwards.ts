import { useSearch } from '@tanstack/react-router'
import { useGo } from '../routing.ts'

/** Where she came from, to go back to it once she is signed in. */
export const useNext = (): 'checkout' | undefined => {
  const { next } = useSearch({ strict: false } as Parameters<typeof useSearch>[0]) as {
    readonly next?: unknown
  }
  return next === 'checkout' ? next : undefined
}

/** Goes there, or to her account. */
export function useAfterwards(): () => void {
  const go = useGo()
  const next = useNext()
  return () => void go({ to: next ? '/checkout' : '/account', replace: true })
}
