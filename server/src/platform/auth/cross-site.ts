import { Refusal } from '@splot/kernel'
import type { AuthRequest } from './authenticate.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses with `auth.cross_site` a changing request that carries a session cookie but was not made by our own pages:
 * the browser says so in `Sec-Fetch-Site`, which pages cannot forge; older ones send `Origin`. Neither of them means no.
 */
export function refuseCrossSite(request: AuthRequest, trustedOrigins: ReadonlySet<string>): void {
  if (SAFE_METHODS.has(request.method)) return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  if (
    typeof origin === 'string' &&
    (trustedOrigins.has(origin) || (site === undefined && isOwn(origin, host)))
  ) {
    return
  }
  throw new Refusal(
    'forbidden',
    'auth.cross_site',
    'This request came from another site. Open our own page and do it there.',
  )
}

/** Parsed, so that a default port that one of them spells out makes no difference. */
function isOwn(origin: string, host: string | string[] | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  const to = `${protocol}//${String(host)}`
  return URL.canParse(to) && new URL(to).host === from
}
