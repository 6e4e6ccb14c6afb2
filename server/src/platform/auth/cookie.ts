/** The office's session. */
export const STAFF_COOKIE = 'splot_staff'
/** A registered customer's session. */
export const CUSTOMER_COOKIE = 'splot_customer'

/** The value of the first cookie called `name` in a Cookie header. */
export function cookieIn(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return undefined
}

export interface SessionCookie {
  readonly name: typeof STAFF_COOKIE | typeof CUSTOMER_COOKIE
  readonly token: string
  readonly maxAgeSeconds: number
  /** Whether people reach this server through https. */
  readonly secure: boolean
}

/** The Set-Cookie header of a session: no script reads it, and no other site sends it. */
export const sessionCookie = ({ name, token, maxAgeSeconds, secure }: SessionCookie): string =>
  `${name}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

/** The Set-Cookie header that takes a session away from the browser. */
export const endedCookie = (name: SessionCookie['name'], secure: boolean): string =>
  sessionCookie({ name, token: '', maxAgeSeconds: 0, secure })
