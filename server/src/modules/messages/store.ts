import type { ReadContext, WriteContext } from '#platform/context'
import type { LegalBasis, Message, MessageId, MessageRow, MessageState } from './types.ts'

type Plain<T> = { [K in keyof T]: T[K] }

export interface NewMessage {
  readonly id: MessageId
  readonly kind: string
  readonly eventId: string
  readonly orderId: string
  readonly about: string | null
}

/** A fact that was told before is not told again. Answers how many are new. */
export const insertMessages = async (ctx: WriteContext, rows: readonly NewMessage[]): Promise<number> =>
  (
    await ctx.query(
      `insert into messages.message (id, kind, event_id, subject_id, about, state, next_at, created_at)
       select id, kind, event_id, subject_id, about, 'pending', $5, $5
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $6::uuid[]) as m(id, kind, event_id, subject_id, about)
       on conflict (event_id, kind) do nothing returning 1`,
      [
        rows.map((r) => r.id),
        rows.map((r) => r.kind),
        rows.map((r) => r.eventId),
        rows.map((r) => r.orderId),
        ctx.now,
        rows.map((r) => r.about),
      ],
    )
  ).length

/**
 * Takes what is due for sending: two workers never take the same one, and what a killed worker took comes back when its
 * time is over.
 */
export const claimMessages = (ctx: WriteContext, limit: number, leaseMs: number): Promise<Message[]> =>
  ctx.query<Plain<Message>>(
    `update messages.message m
        set state = 'sending', attempts = attempts + 1, next_at = $1::timestamptz + $3 * interval '1 ms'
       from (select id from messages.message where state in ('pending', 'sending') and next_at <= $1
              order by next_at limit $2 for update skip locked) due
      where m.id = due.id
      returning m.id, m.kind, m.subject_id as "orderId", m.event_id as "eventId", m.about, m.attempts, m.created_at as "createdAt"`,
    [ctx.now, limit, leaseMs],
  )

export interface Outcome {
  readonly id: MessageId
  readonly state: MessageState
  readonly legalBasis: LegalBasis | null
  readonly refusal: string | null
  readonly nextAt: Date
}

export const recordOutcomes = (ctx: WriteContext, rows: readonly Outcome[]): Promise<unknown> =>
  ctx.query(
    `update messages.message m
        set state = o.state, legal_basis = o.legal_basis, refusal = o.refusal, next_at = o.next_at,
            sent_at = case when o.state = 'sent' then $6::timestamptz end
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
            as o(id, state, legal_basis, refusal, next_at)
      where m.id = o.id`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.state),
      rows.map((r) => r.legalBasis),
      rows.map((r) => r.refusal),
      rows.map((r) => r.nextAt),
      ctx.now,
    ],
  )

export const listMessages = (
  ctx: ReadContext,
  asked: { subject: string | null; before: { at: string; id: string } | null; limit: number },
): Promise<MessageRow[]> =>
  ctx.query<Plain<MessageRow>>(
    `select id, kind, subject_id as subject, state, legal_basis as "legalBasis", refusal, attempts,
            created_at as "createdAt", sent_at as "sentAt"
       from messages.message
      where ($1::text is null or subject_id = $1) and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
      order by created_at desc, id desc limit $4`,
    [asked.subject, asked.before?.at ?? null, asked.before?.id ?? null, asked.limit],
  )

/** What was told about these orders, oldest first, at most `limit`. */
export const messagesAbout = (
  ctx: ReadContext,
  orderIds: readonly string[],
  limit: number,
): Promise<MessageRow[]> =>
  ctx.query<Plain<MessageRow>>(
    `select id, kind, subject_id as subject, state, legal_basis as "legalBasis", refusal, attempts,
            created_at as "createdAt", sent_at as "sentAt"
       from messages.message where subject_id = any($1) order by created_at, id limit $2`,
    [orderIds, limit],
  )

/** How many letters with this card were written since then, and whether one has not left yet. */
export async function lettersWithCard(
  ctx: ReadContext,
  orderId: string,
  about: string,
  since: Date,
): Promise<{ readonly written: number; readonly isUnderWay: boolean }> {
  const [row] = await ctx.query<{ written: number; isUnderWay: boolean }>(
    `select count(*) filter (where created_at > $3)::int as written,
            coalesce(bool_or(state in ('pending', 'sending')), false) as "isUnderWay"
       from messages.message where subject_id = $1 and kind = 'gift_card' and about = $2`,
    [orderId, about, since],
  )
  return row ?? { written: 0, isUnderWay: false }
}

/** Clears away, oldest first, at most `limit` messages older than the moment whose fate is final. Answers how many. */
export const deleteSettled = async (ctx: WriteContext, before: Date, limit: number): Promise<number> =>
  (
    await ctx.query(
      `delete from messages.message where id in (
         select id from messages.message where created_at < $1 and state in ('sent', 'refused', 'failed')
          order by created_at limit $2 for update skip locked) returning 1`,
      [before, limit],
    )
  ).length
