import { createSplotClient, ProblemError, type Problem } from '@splot/client'
import type { Me } from './types.ts'
import { QueryCache, QueryClient, MutationCache } from '@tanstack/react-query'

/** The API of this very address; the session is a cookie that scripts cannot read. */
export const splot = createSplotClient()

/** A page that was left is kept this long, so that Back shows it without asking again. */
const KEPT_MS = 30 * 60_000
/** What is younger is not asked for again; live facts refresh the rest. */
const FRESH_MS = 15_000
const MAX_RETRIES = 2
/** From here on the server failed, and trying again may help. */
const SERVER_FAILED = 500

/** What went wrong as problem details, also when no answer came at all. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return {
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    code: 'http.no_answer',
    detail: 'The server cannot be reached.',
  }
}

const ended = (error: unknown): void => {
  // A session that ended brings back the sign-in, over the page that was open.
  if (problemOf(error).status === 401) queryClient.setQueryData(['me'], null)
}

/** Puts another person, or nobody, at this screen: whatever the one before was shown is not hers. */
export function changePerson(me: Me | null): void {
  // `me` itself stays in the cache, because the page that watches it must hear of the change.
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  queryClient.setQueryData(['me'], me)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: ended }),
  mutationCache: new MutationCache({ onError: ended }),
  defaultOptions: {
    queries: {
      gcTime: KEPT_MS,
      staleTime: FRESH_MS,
      refetchOnWindowFocus: true,
      retry: (count, error) => {
        const { status } = problemOf(error)
        return (status === 0 || status >= SERVER_FAILED) && count < MAX_RETRIES
      },
    },
    mutations: { retry: false },
  },
})
