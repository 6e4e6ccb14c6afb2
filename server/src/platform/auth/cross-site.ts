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

const isOwn = (origin: string, host: string | string[] | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host
