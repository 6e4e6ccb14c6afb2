import { Refusal, type RefusalDetail, type RefusalKind } from '@splot/kernel'
import { faultsInWords, type Fault } from './faults.ts'

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly instance?: string
  readonly errors?: readonly RefusalDetail[]
  readonly facts?: Readonly<Record<string, unknown>>
}

const statusOf: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  unprocessable: 422,
  too_many: 429,
  unavailable: 503,
}

const titles: Record<number, string> = {
  400: 'This request cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not in this way',
  409: 'Something else stands in the way',
  410: 'No longer there',
  412: 'Changed in the meantime',
  413: 'Too large',
  415: 'Not JSON',
  422: 'This breaks a rule',
  429: 'Too many requests',
  500: 'Our mistake',
  503: 'Not available right now',
}

interface FastifyLikeError extends Error {
  readonly code?: string
  readonly statusCode?: number
  readonly validation?: readonly Fault[]
  readonly validationContext?: string
}

const problem = (status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem => ({
  type: `https://splot.dev/problems/${code}`,
  title: titles[status] ?? 'Error',
  status,
  code,
  detail,
  ...more,
})

/** The one place where refusals, validation errors, framework errors and bugs become problems; no stack ever leaves. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Refusal) {
    return problem(statusOf[error.kind], error.code, error.message, {
      ...(error.errors.length > 0 && { errors: error.errors }),
      ...(Object.keys(error.facts).length > 0 && { facts: error.facts }),
    })
  }
  const known = error as FastifyLikeError
  if (known.validation) return validationProblem(known)
  switch (known.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem(
        413,
        'http.body_too_large',
        'The body is larger than this route takes. Send less at once.',
      )
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem(415, 'http.not_json', 'Send the body as application/json.')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return problem(400, 'http.broken_json', 'The body is not valid JSON. Check its syntax.')
  }
  if (error instanceof SyntaxError && known.statusCode === 400) {
    return problem(400, 'http.broken_json', 'The body is not valid JSON. Check its syntax.')
  }
  if (known.statusCode === 429) {
    return problem(429, 'http.too_many_requests', 'Too many requests from here. Wait a minute and try again.')
  }
  if (known.statusCode && known.statusCode >= 400 && known.statusCode < 500) {
    return problem(known.statusCode, 'http.bad_request', 'This request cannot be handled. Check its form.')
  }
  return problem(
    500,
    'http.our_mistake',
    `Something broke on our side; nothing was changed. Quote ${requestId} to support.`,
    {
      instance: `urn:request:${requestId}`,
    },
  )
}

function validationProblem(error: FastifyLikeError): Problem {
  const where = error.validationContext ?? 'body'
  const base = where === 'body' ? '' : `/${where === 'querystring' ? 'query' : where}`
  const errors = faultsInWords(error.validation ?? []).map((fault) => ({
    ...fault,
    pointer: `${base}${fault.pointer}` || '/',
  }))
  const first = errors[0]
  return problem(
    400,
    'http.invalid_input',
    `${first?.pointer ?? '/'} ${first?.detail ?? 'does not fit'}. Correct it and send again.`,
    {
      errors,
    },
  )
}

/** There is something at this address, but not for this method. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): Problem =>
  problem(
    405,
    'http.method_not_allowed',
    `Nothing can be done here by ${method}. Use ${allowed.join(' or ')}.`,
  )
