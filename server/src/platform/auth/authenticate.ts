import { Refusal, type LocationId } from '@splot/kernel'
import type { Actor, Grant, Platform } from '../context/index.ts'
import { CREDENTIALS_CHANGED, CredentialCache, forgetCredentials } from './cache.ts'
import { CUSTOMER_COOKIE, STAFF_COOKIE, cookieIn } from './cookie.ts'
import type { Credential, CredentialStore } from './credential.ts'
import { refuseCrossSite } from './cross-site.ts'
import { hashToken, kindOfToken, type TokenKind } from './token.ts'

/** The header with which a device says who stands at it. */
const STAFF_SESSION_HEADER = 'x-staff-session'

/** The parts of a request that say who asks. */
export interface AuthRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface AuthenticationOptions {
  readonly platform: Platform
  readonly store: CredentialStore
  /** The channel of people who show no credential; asked until it is there, then kept. */
  readonly webChannel: () => Promise<Actor['channel'] | undefined>
  /** Origins besides the one that the request was sent to which may use cookies, e.g. `https://shop.example`. */
  readonly trustedOrigins?: readonly string[]
}

/**
 * Who stands behind a request. `audience` is the route's: where a visitor may call, a cookie that has ended makes its
 * bearer a visitor instead of shutting the shop to her, and a staff cookie acts in reads only, so that a manager who
 * shops in the browser of the office shops as herself.
 *
 * Refuses: 401 `auth.unknown_key`, `auth.expired`, `auth.revoked`, `auth.locked`; 403 `auth.other_device`,
 * `auth.cross_site`.
 */
export type Authenticate = (request: AuthRequest, audience?: readonly string[]) => Actor | Promise<Actor>

/** Makes `authenticate`; it costs no SQL when the credential was seen within 30 seconds, or when there is none. */
export function openAuthentication(options: AuthenticationOptions): Authenticate {
  const cache = new CredentialCache(options.platform)
  const find = (kind: TokenKind, token: string) => cache.find(hashToken(token), options.store[kind])
  const clock = options.platform.clock
  const trusted = new Set(options.trustedOrigins)
  let visitor: Actor | undefined

  const asVisitor = async (): Promise<Actor> => {
    const channel = await options.webChannel()
    if (!channel) {
      throw new Refusal(
        'unavailable',
        'auth.no_web_channel',
        'The channel "web" is not set up yet. Try again soon.',
      )
    }
    return (visitor = Object.freeze(visitorOn({ id: channel.id, code: channel.code })))
  }

  const byKey = (token: string, request: AuthRequest, audience: readonly string[] | undefined) => {
    const kind = kindOfToken(token)
    if (kind !== 'spk' && kind !== 'ssk' && kind !== 'sdk') throw unknownKey()
    const session = kind === 'sdk' ? headerOf(request, STAFF_SESSION_HEADER) : undefined
    // A door for devices alone (signing in at the till) must open while the session before has expired.
    if (session !== undefined && (!audience || audience.includes('staff'))) return byDevice(token, session)
    return whenFound(find(kind, token), (found) => live(found, clock()))
  }

  const byDevice = async (token: string, session: string): Promise<Actor> => {
    if (kindOfToken(session) !== 'sst') throw unknownKey()
    const [device, person] = await Promise.all([find('sdk', token), find('sst', session)])
    const at = live(device, clock())
    const who = live(person, clock())
    if (who.deviceId === null || who.deviceId !== at.deviceId) throw otherDevice()
    return who
  }

  const byCookie = (kind: 'sst' | 'sct', token: string, request: AuthRequest) => {
    if (kindOfToken(token) !== kind) throw unknownKey()
    refuseCrossSite(request, trusted)
    return whenFound(find(kind, token), (found) => {
      const who = live(found, clock())
      if (who.deviceId !== null) throw otherDevice()
      return who
    })
  }

  const byCookies = async (
    worn: readonly Worn[],
    request: AuthRequest,
    mayVisit: boolean,
  ): Promise<Actor> => {
    let refused: unknown
    for (const { kind, token } of worn) {
      try {
        return await byCookie(kind, token, request)
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'unauthenticated') throw error
        refused = error
      }
    }
    if (mayVisit) return visitor ?? asVisitor()
    throw refused
  }

  return (request, audience) => {
    const { authorization, cookie } = request.headers
    if (authorization !== undefined) {
      const token = /^bearer +(\S+)$/i.exec(String(authorization))?.[1]
      if (token === undefined) throw unknownKey()
      return byKey(token, request, audience)
    }
    const worn = cookie === undefined ? [] : wornCookies(String(cookie), request.method, audience)
    if (worn.length > 0) return byCookies(worn, request, audience?.includes('visitor') ?? false)
    return visitor ?? asVisitor()
  }
}

/** Other processes hear of revocations through the tail of the event log. */
export const forgetOnRevocation = (tail: {
  on(types: readonly string[], heard: (events: readonly { data: unknown }[]) => void): unknown
}): void => {
  tail.on([CREDENTIALS_CHANGED], (events) => {
    for (const { data } of events) {
      // Written by `credentialsChanged`, which gives it this shape.
      forgetCredentials((data as { ids: readonly string[] }).ids)
    }
  })
}

interface Worn {
  readonly kind: 'sst' | 'sct'
  readonly token: string
}

/**
 * The cookies that speak on this route, the first that still lives wins: the staff's in reads (the streams of the office), the
 * customer's in what changes something, and the staff's not at all where it would do a shopper's business.
 */
function wornCookies(header: string, method: string, audience: readonly string[] | undefined): Worn[] {
  const admits = (kind: string) => !audience || audience.includes(kind)
  const reads = method === 'GET' || method === 'HEAD'
  const staff = admits('staff') && (reads || !audience?.includes('visitor'))
  const tokens = [
    { kind: 'sct' as const, token: admits('customer') ? cookieIn(header, CUSTOMER_COOKIE) : undefined },
    { kind: 'sst' as const, token: staff ? cookieIn(header, STAFF_COOKIE) : undefined },
  ]
  if (reads) tokens.reverse()
  return tokens.flatMap(({ kind, token }) => (token === undefined ? [] : [{ kind, token }]))
}

function live(found: Credential | undefined, now: Date): Actor {
  if (!found) throw unknownKey()
  const { state, expiresAt, actor } = found
  if (state === 'revoked') {
    throw new Refusal(
      'unauthenticated',
      'auth.revoked',
      'This credential was revoked. Sign in or enrol again.',
    )
  }
  if (state === 'expired' || (expiresAt !== null && expiresAt <= now)) {
    throw new Refusal('unauthenticated', 'auth.expired', 'This credential has expired. Sign in again.')
  }
  if (state === 'locked') {
    throw new Refusal('unauthenticated', 'auth.locked', 'This session is locked. Enter your PIN to go on.')
  }
  return actor
}

const unknownKey = (): Refusal =>
  new Refusal(
    'unauthenticated',
    'auth.unknown_key',
    'Nobody is known by this credential. Check it, or sign in again.',
  )

const otherDevice = (): Refusal =>
  new Refusal(
    'forbidden',
    'auth.other_device',
    'This session belongs to another device. Sign in on this one.',
  )

const headerOf = (request: AuthRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const whenFound = <T, U>(found: T | Promise<T>, judge: (found: T) => U): U | Promise<U> =>
  found instanceof Promise ? found.then(judge) : judge(found)

const nobody: readonly Grant[] = Object.freeze([])

/** Somebody of whom nothing is known but the channel. */
export const visitorOn = (channel: Actor['channel'], locationId: LocationId | null = null): Actor => ({
  kind: 'visitor',
  id: 'visitor',
  channel,
  locationId,
  staffId: null,
  deviceId: null,
  customerId: null,
  grants: nobody,
})
