import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './schema.d.ts'

export type { components, paths } from './schema.d.ts'

/** RFC 9457 problem details, as every Splot route answers them. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** Stable: branch on this, show `detail`. */
  readonly code: string
  readonly detail: string
  readonly instance?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string; readonly code?: string }[]
  readonly facts?: Readonly<Record<string, unknown>>
}

/** A "no" of the API; `problem.code` is stable. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

export interface ClientOptions {
  /** Where Splot answers, e.g. `https://shop.example`; the page's own origin when left out. */
  readonly baseUrl?: string
  /** A channel, machine or device key. */
  readonly key?: string
  /** Further headers for each request, read anew every time. */
  readonly headers?: () => Readonly<Record<string, string>>
  readonly fetch?: typeof globalThis.fetch
}

export type SplotClient = Client<paths>

/** A typed client of the whole API: paths, parameters, bodies and answers come from the OpenAPI document. */
export function createSplotClient(options: ClientOptions = {}): SplotClient {
  const client = createClient<paths>({
    baseUrl: options.baseUrl ?? '',
    ...(options.fetch && { fetch: options.fetch as (request: Request) => Promise<Response> }),
  })
  client.use({
    onRequest: ({ request }) => {
      if (options.key) request.headers.set('authorization', `Bearer ${options.key}`)
      for (const [name, value] of Object.entries(options.headers?.() ?? {})) request.headers.set(name, value)
      return request
    },
  })
  return client
}

/** The answer's data, or a ProblemError: for callers that treat every "no" alike. */
export async function unwrap<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer
  if (response.ok) return data as T
  const known = error as Partial<Problem> | undefined
  throw new ProblemError({
    type: known?.type ?? 'about:blank',
    title: known?.title ?? response.statusText,
    status: response.status,
    code: known?.code ?? 'http.unreadable',
    detail: known?.detail ?? 'The answer could not be read. Try again.',
    ...(known?.errors && { errors: known.errors }),
    ...(known?.facts && { facts: known.facts }),
    ...(known?.instance && { instance: known.instance }),
  })
}
