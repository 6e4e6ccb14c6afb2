import type { ChannelId, CustomerId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { CustomerSessionId, Locale } from './types.ts'

export interface CustomerRow {
  readonly id: CustomerId
  readonly kind: 'guest' | 'registered'
  readonly locale: Locale
  readonly key: Buffer | null
  readonly sealed: Buffer | null
  readonly created_at: Date
  readonly forgotten_at: Date | null
}
// A mapped type counts as a plain row, which an interface does not.
type Plain<T> = { [Field in keyof T]: T[Field] }

export interface NewCustomer {
  readonly id: CustomerId
  readonly kind: 'guest' | 'registered'
  readonly locale: Locale
  readonly emailIndex: Buffer
  readonly phoneIndex: Buffer | null
  readonly key: Buffer
  readonly sealed: Buffer
  readonly passwordHash: string | null
}

/** Adds them all in one statement; a registered one whose e-mail is registered already is left out. Answers the added ids. */
export async function insertCustomers(
  ctx: WriteContext,
  customers: readonly NewCustomer[],
): Promise<{ id: CustomerId }[]> {
  return ctx.query<{ id: CustomerId }>(
    `insert into customers.customer
       (id, kind, locale, email_index, phone_index, key, sealed, password_hash, created_at, updated_at)
     select id, kind, locale, email_index, phone_index, key, sealed, password_hash, $9, $9
       from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[])
            as c(id, kind, locale, email_index, phone_index, key, sealed, password_hash)
     on conflict do nothing returning id`,
    [
      customers.map((c) => c.id),
      customers.map((c) => c.kind),
      customers.map((c) => c.locale),
      customers.map((c) => c.emailIndex),
      customers.map((c) => c.phoneIndex),
      customers.map((c) => c.key),
      customers.map((c) => c.sealed),
      customers.map((c) => c.passwordHash),
      ctx.now,
    ],
  )
}

export const customersById = (ctx: ReadContext, ids: readonly CustomerId[]): Promise<CustomerRow[]> =>
  ctx.query<Plain<CustomerRow>>(
    `select id, kind, locale, key, sealed, created_at, forgotten_at from customers.customer where id = any($1)`,
    [ids],
  )

/** Whoever changes her data from what it was holds her row meanwhile: two changes at once would undo each other. */
export const lockCustomer = (ctx: WriteContext, id: CustomerId) =>
  ctx.query(`select from customers.customer where id = $1 for update`, [id])

export async function registeredByEmail(
  ctx: ReadContext,
  emailIndex: Buffer,
): Promise<{ id: CustomerId; password_hash: string | null } | undefined> {
  const [row] = await ctx.query<{ id: CustomerId; password_hash: string | null }>(
    `select id, password_hash from customers.customer where email_index = $1 and kind = 'registered'`,
    [emailIndex],
  )
  return row
}

export async function passwordOf(ctx: ReadContext, id: CustomerId): Promise<string | null> {
  const [row] = await ctx.query<{ password_hash: string | null }>(
    `select password_hash from customers.customer where id = $1`,
    [id],
  )
  return row?.password_hash ?? null
}

/** Newest first. */
export async function idsByIndex(
  ctx: ReadContext,
  by: { readonly email: Buffer } | { readonly phone: Buffer },
  limit: number,
): Promise<CustomerId[]> {
  const rows = await ctx.query<{ id: CustomerId }>(
    'email' in by
      ? `select id from customers.customer where email_index = $1 order by id desc limit $2`
      : `select id from customers.customer where phone_index = $1 order by id desc limit $2`,
    ['email' in by ? by.email : by.phone, limit],
  )
  return rows.map((row) => row.id)
}

/** Registered customers only, newest first; whoever was forgotten has no index. */
export async function registeredByIndex(
  ctx: ReadContext,
  by: { readonly email: Buffer } | { readonly phone: Buffer },
  limit: number,
): Promise<CustomerId[]> {
  const rows = await ctx.query<{ id: CustomerId }>(
    'email' in by
      ? `select id from customers.customer where email_index = $1 and kind = 'registered' order by id desc limit $2`
      : `select id from customers.customer where phone_index = $1 and kind = 'registered' order by id desc limit $2`,
    ['email' in by ? by.email : by.phone, limit],
  )
  return rows.map((row) => row.id)
}

export async function emailIndexMatches(
  ctx: ReadContext,
  id: CustomerId,
  emailIndex: Buffer,
): Promise<boolean> {
  const rows = await ctx.query(`select from customers.customer where id = $1 and email_index = $2`, [
    id,
    emailIndex,
  ])
  return rows.length > 0
}

/** Puts a person's data in place of what stood there; whoever was forgotten stays so. */
export const resealCustomer = (
  ctx: WriteContext,
  customer: Pick<NewCustomer, 'id' | 'phoneIndex' | 'key' | 'sealed'>,
) =>
  ctx.query(
    `update customers.customer set phone_index = $2, key = $3, sealed = $4, updated_at = $5
      where id = $1 and forgotten_at is null`,
    [customer.id, customer.phoneIndex, customer.key, customer.sealed, ctx.now],
  )

/** Erases the key and everything that could find or name the person; false when there was nothing left to erase. */
export async function eraseCustomer(ctx: WriteContext, id: CustomerId): Promise<boolean> {
  const rows = await ctx.query(
    `update customers.customer
        set key = null, sealed = null, email_index = null, phone_index = null, password_hash = null,
            forgotten_at = $2, updated_at = $2
      where id = $1 and forgotten_at is null returning id`,
    [id, ctx.now],
  )
  await ctx.query(`delete from customers.purchase_contact where customer_id = $1`, [id])
  await ctx.query(`delete from customers.segment_member where customer_id = $1`, [id])
  return rows.length > 0
}

export interface SessionRow {
  readonly id: CustomerSessionId
  readonly customer_id: CustomerId
  readonly channel_id: ChannelId
  readonly channel_code: string
  readonly expires_at: Date
  readonly last_used_at: Date
  readonly ended_at: Date | null
}

export async function sessionByHash(ctx: ReadContext, hash: Buffer): Promise<SessionRow | undefined> {
  const [row] = await ctx.query<Plain<SessionRow>>(
    `select id, customer_id, channel_id, channel_code, expires_at, last_used_at, ended_at
       from customers.session where token_hash = $1`,
    [hash],
  )
  return row
}

/** When and where somebody was signed in, newest first. */
export const sessionsOf = (
  ctx: ReadContext,
  id: CustomerId,
  limit: number,
): Promise<{ channel: string; createdAt: Date; lastUsedAt: Date; endedAt: Date | null }[]> =>
  ctx.query(
    `select channel_code as channel, created_at as "createdAt", last_used_at as "lastUsedAt", ended_at as "endedAt"
       from customers.session where customer_id = $1 order by created_at desc limit $2`,
    [id, limit],
  )

export interface NewSession {
  readonly id: CustomerSessionId
  readonly hash: Buffer
  readonly customerId: CustomerId
  readonly expiresAt: Date
}

export const insertSession = (ctx: WriteContext, session: NewSession) =>
  ctx.query(
    `insert into customers.session
       (id, token_hash, customer_id, channel_id, channel_code, created_at, expires_at, last_used_at)
     values ($1, $2, $3, $4, $5, $6, $7, $6)`,
    [
      session.id,
      session.hash,
      session.customerId,
      ctx.actor.channel.id,
      ctx.actor.channel.code,
      ctx.now,
      session.expiresAt,
    ],
  )

export const touchSession = (ctx: WriteContext, id: CustomerSessionId) =>
  ctx.query(`update customers.session set last_used_at = $2 where id = $1 and last_used_at < $2`, [
    id,
    ctx.now,
  ])

/** Clears a person's sessions away that ended before the moment. */
export const deleteSessionsBefore = (ctx: WriteContext, customerId: CustomerId, moment: Date) =>
  ctx.query(`delete from customers.session where customer_id = $1 and expires_at < $2`, [customerId, moment])

/** Ends the session with this token, or all of a person; answers their ids. */
export async function endSessions(
  ctx: WriteContext,
  of: { readonly hash: Buffer } | { readonly customerId: CustomerId },
): Promise<CustomerSessionId[]> {
  const rows = await ctx.query<{ id: CustomerSessionId }>(
    'hash' in of
      ? `update customers.session set ended_at = $2 where token_hash = $1 and ended_at is null returning id`
      : `update customers.session set ended_at = $2 where customer_id = $1 and ended_at is null returning id`,
    ['hash' in of ? of.hash : of.customerId, ctx.now],
  )
  return rows.map((row) => row.id)
}
