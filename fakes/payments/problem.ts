/** An error as RFC 9457 wants it, with a stable `code` and a JSON pointer to the field. It never quotes what was sent. */
export type Problem = { type: string; title: string; status: number; code: string; pointer?: string }

export const PROBLEM_TYPE = 'application/problem+json'

export function problem(status: number, code: string, title: string, pointer?: string): Problem {
  const body = { type: `urn:paysandbox:${code}`, title, status, code }
  return pointer === undefined ? body : { ...body, pointer }
}
