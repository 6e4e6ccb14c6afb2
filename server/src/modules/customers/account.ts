import { DAY_MS, Refusal, newId, type CustomerId } from '@splot/kernel'
import {
  ACCOUNT_POLICY,
  SHARED_POLICY,
  attempt,
  credentialsChanged,
  hashPassword,
  hashToken,
  newToken,
  verifyPassword,
} from '#platform/auth'
import type { CommandContext, WriteContext } from '#platform/context'
import { emailIndex, normaliseEmail } from './blind-index.ts'
import { sealedCustomer } from './record-guests.ts'
import {
  deleteSessionsBefore,
  endSessions,
  insertCustomers,
  insertSession,
  passwordOf,
  registeredByEmail,
} from './store.ts'
import type { Contact, CustomerSessionId, Locale } from './types.ts'

/** A shopper stays signed in this long. */
export const CUSTOMER_SESSION_MS = 30 * DAY_MS
/** Unless she does not come for this long. */
export const CUSTOMER_IDLE_MS = 14 * DAY_MS

export interface Begun {
  readonly customerId: CustomerId
  /** For the cookie; shown once. */
  readonly token: string
}

/**
 * Opens an account and signs in. Refuses with `customers.email_taken`. Orders that a guest made with the same e-mail are not
 * joined to it: nobody has proved yet that the e-mail is hers.
 */
export async function signUp(
  ctx: CommandContext,
  given: { readonly contact: Contact; readonly password: string; readonly locale: Locale },
): Promise<Begun> {
  const passwordHash = await hashPassword(given.password)
  return ctx.platform.write(ctx.actor, async (write) => {
    const row = sealedCustomer(newId<'customer'>(), given.contact, given.locale)
    const added = await insertCustomers(write, [{ ...row, kind: 'registered', passwordHash }])
    if (added.length === 0) {
      throw new Refusal(
        'conflict',
        'customers.email_taken',
        'There is an account with this e-mail. Sign in instead.',
        {
          errors: [{ pointer: '/email', detail: 'has an account' }],
        },
      )
    }
    return { customerId: row.id, token: await beginSession(write, row.id) }
  })
}

/** Signs a registered customer in; `auth.wrong_credentials` whatever was wrong, `auth.too_many_attempts` after five. */
export async function signIn(
  ctx: CommandContext,
  given: { readonly email: string; readonly password: string; readonly address: string },
): Promise<Begun> {
  const guards = [
    { subject: `customers.password:${normaliseEmail(given.email)}`, policy: ACCOUNT_POLICY },
    { subject: `customers.address:${given.address}`, policy: SHARED_POLICY },
  ]
  const customerId = await attempt(ctx.platform, guards, async () => {
    const known = await registeredByEmail(ctx.platform.read(ctx.actor), emailIndex(given.email))
    const right = await verifyPassword(known?.password_hash, given.password)
    return right ? known?.id : undefined
  })
  if (!customerId) throw wrongCredentials()
  const token = await ctx.platform.write(ctx.actor, (write) => beginSession(write, customerId))
  return { customerId, token }
}

/** Makes sure that it is really she who asks for something that cannot be undone. */
export async function confirmPassword(ctx: CommandContext, id: CustomerId, password: string): Promise<void> {
  const guards = [{ subject: `customers.confirm:${id}`, policy: ACCOUNT_POLICY }]
  const right = await attempt(ctx.platform, guards, async () => {
    const stored = await passwordOf(ctx.platform.read(ctx.actor), id)
    return (await verifyPassword(stored, password)) || undefined
  })
  if (!right) throw wrongCredentials()
}

/** Ends the session with this token; one that has ended already is fine. */
export async function signOut(ctx: WriteContext, token: string): Promise<void> {
  credentialsChanged(ctx, await endSessions(ctx, { hash: hashToken(token) }))
}

async function beginSession(ctx: WriteContext, customerId: CustomerId): Promise<string> {
  await deleteSessionsBefore(ctx, customerId, ctx.now)
  const { token, hash } = newToken('sct')
  const id = newId() as CustomerSessionId // Never leaves this module.
  await insertSession(ctx, {
    id,
    hash,
    customerId,
    expiresAt: new Date(ctx.now.getTime() + CUSTOMER_SESSION_MS),
  })
  return token
}

const wrongCredentials = (): Refusal =>
  new Refusal(
    'unauthenticated',
    'auth.wrong_credentials',
    'This e-mail and password do not belong together. Check both and try again.',
  )
