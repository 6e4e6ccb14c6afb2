import { setTimeout } from 'node:timers/promises'
import { MINUTE_MS, SECOND_MS } from '@splot/kernel'
import { awaitedLines, ordersById, type AwaitedLine, type Order } from '#modules/orders'
import { contactsFor, type Contact } from '#modules/customers'
import { forgetReceivers, type PurchaseId } from '#modules/storedvalue'
import { emit } from '#platform/events'
import { addJob, defineJob, jobActor } from '#platform/jobs'
import type { Platform } from '#platform/context'
import { decideLegalBasis } from './legal-basis.ts'
import { handToMailServer, publicUrl } from './mail.ts'
import { claimMessages, recordOutcomes, type Outcome } from './store.ts'
import { writeMail, type Letter, type WrittenMail } from './write.ts'
import { fulfilmentFor } from './order-facts.ts'
import { giftMail, giftsOf } from './gift-card-mail.ts'
import type { LetterKind, Message } from './types.ts'

/** Messages taken at once. */
const BATCH = 15
/** No faster than this per worker process: mail servers put faster senders off, and in a rush the CPU belongs to those who buy. */
const SENDS_PER_SECOND = 30
/** A message that a worker took and never settled (it was killed) is taken again after this. */
const LEASE_MS = 2 * MINUTE_MS
/** Pauses after a mail server that did not take it, or a person who could not be read; after the last the message has failed and staff see it. */
const RETRY_PAUSES_MS = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS] as const

const actor = jobActor('messages.send')

/** Sends what is due, in batches; never inside a transaction: claim, commit, send, record. */
export const sendJob = defineJob({
  name: 'messages.send',
  cron: '* * * * *',
  run: async (platform) => {
    const underWay = runs.get(platform)
    // One run per process keeps the pace; what was added since its last look makes it look once more.
    if (underWay) {
      underWay.again = true
      return
    }
    const own = { again: false }
    runs.set(platform, own)
    try {
      do {
        own.again = false
        await sendDue(platform)
      } while (own.again)
    } finally {
      runs.delete(platform)
    }
  },
})

const runs = new WeakMap<Platform, { again: boolean }>()

async function sendDue(platform: Platform): Promise<void> {
  for (;;) {
    const pace = setTimeout((BATCH / SENDS_PER_SECOND) * SECOND_MS)
    const due = await platform.write(actor, (ctx) => claimMessages(ctx, BATCH, LEASE_MS))
    if (due.length > 0) await sendBatch(platform, due)
    if (due.length < BATCH) return
    await pace
  }
}

async function sendBatch(platform: Platform, due: readonly Message[]): Promise<void> {
  const read = platform.read(actor)
  const orders = new Map(
    (await ordersById(read, [...new Set(due.map((message) => message.orderId))])).map((order) => [
      order.orderId,
      order,
    ]),
  )
  const { contacts, unreadable } = await contactsFor(
    read,
    [...orders.values()].flatMap(({ orderId, customerId }) => (customerId ? { orderId, customerId } : [])),
  )
  const [facts, awaited, gifts] = await Promise.all([
    fulfilmentFor(read, [...orders.keys()]),
    awaitedLines(read, [...orders.keys()]),
    giftsOf(read, due),
  ])
  const outcomes = await Promise.all(
    due.map((message) => {
      const order = orders.get(message.orderId)
      // One person whose data cannot be opened keeps nobody else from her mail.
      if (unreadable.has(message.orderId))
        return afterFailure(message, 'contact_unreadable', platform.clock())
      const contact = contacts.get(message.orderId) ?? null
      if (message.kind === 'gift_card')
        return sendOne(platform, message, giftMail(gifts, message, order, contact))
      const own = awaited.filter((line) => line.orderId === message.orderId)
      const fulfilments = facts.get(message.orderId) ?? []
      return sendOne(platform, message, orderMail(message.kind, order, contact, fulfilments, own))
    }),
  )
  await platform.write(actor, async (ctx) => {
    await recordOutcomes(ctx, outcomes)
    // Whom a card was for is nobody's business once she has it.
    await forgetReceivers(
      ctx,
      due.flatMap(({ about }, index) =>
        about && outcomes[index]?.state === 'sent' ? [about as PurchaseId] : [],
      ),
    )
    outcomes.forEach((outcome, index) => {
      const message = due[index]
      if (outcome.state !== 'sent' || !message) return
      emit(ctx, {
        type: 'messages.sent',
        subject: message.orderId,
        data: { messageId: message.id, kind: message.kind, medium: 'email', legalBasis: outcome.legalBasis },
      })
    })
    const later = outcomes
      .filter((outcome) => outcome.state === 'pending')
      .map((outcome) => outcome.nextAt.getTime())
    if (later.length > 0)
      await addJob(ctx, sendJob, {}, { key: 'messages.retry', runAt: new Date(Math.min(...later)) })
  })
}

/** To whom, and what: made at the moment of sending and kept nowhere. Null: there is nobody to write to any more. */
export type Writing = { readonly to: Addressee; readonly write: () => WrittenMail } | null
export interface Addressee {
  readonly name: string
  readonly email: string
}

function orderMail(
  kind: LetterKind,
  order: Order | undefined,
  contact: (Contact & { readonly locale: 'pl' | 'en' }) | null,
  fulfilments: Letter['fulfilments'],
  awaited: readonly AwaitedLine[],
): Writing {
  if (!order || !contact) return null
  return {
    to: contact,
    write: () => writeMail({ kind, order, contact, fulfilments, awaited, publicUrl: publicUrl() }),
  }
}

async function sendOne(platform: Platform, message: Message, writing: Writing): Promise<Outcome> {
  const now = platform.clock()
  const verdict = decideLegalBasis({ kind: message.kind, contact: writing?.to ?? null })
  if (!verdict.may || !writing) {
    return { id: message.id, state: 'refused', legalBasis: null, refusal: 'nobody_to_write_to', nextAt: now }
  }
  let letter: WrittenMail
  try {
    letter = writing.write()
  } catch (error) {
    platform.log.error({ err: error, message: message.id }, 'a message to a customer cannot be written')
    return afterFailure(message, 'cannot_be_written', now)
  }
  try {
    const { name, email } = writing.to
    await handToMailServer({ id: message.id, to: { name, address: email }, ...letter })
    return { id: message.id, state: 'sent', legalBasis: verdict.basis, refusal: null, nextAt: now }
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string }
    // The text of the error may quote the address: the code alone is kept.
    const reason = `mail_server_${responseCode ?? code ?? 'unreachable'}`
    // 5xx from the mail server is its last word (RFC 5321 4.2.1).
    return afterFailure(message, reason, now, responseCode !== undefined && responseCode >= 500)
  }
}

/** Tried again after growing pauses; then, or when the reason is `final`, it is parked as failed, with its reason, for staff to see. */
function afterFailure(message: Message, reason: string, now: Date, final = false): Outcome {
  const pause = final ? undefined : RETRY_PAUSES_MS[message.attempts - 1]
  return {
    id: message.id,
    state: pause === undefined ? 'failed' : 'pending',
    legalBasis: null,
    refusal: reason,
    nextAt: new Date(now.getTime() + (pause ?? 0)),
  }
}
