import { randomUUID } from 'node:crypto'
import { openJsonLines } from '../json-lines.ts'
import { outcomeOf } from './magic.ts'
import type { ChargeStatus, Method, Outcome } from './magic.ts'

/** A charge as the API shows it; amounts in minor units of `currency`. */
export type Charge = {
  id: string
  status: ChargeStatus
  decline_code?: string
  amount: number
  currency: string
  refunded_amount: number
  method: Method
  reference: string
  idempotency_key: string
  /** ISO 8601, UTC. */
  created_at: string
}

export type Refund = {
  id: string
  charge: string
  status: 'succeeded'
  amount: number
  currency: string
  reference: string
  idempotency_key: string
  created_at: string
}

export type ChargeOrder = { amount: number; currency: string; method: Method; reference: string }
export type RefundOrder = { amount: number; reference: string }

/** Sums for reconciliation, in minor units of one currency. Only succeeded charges count as charged. */
export type Totals = { charges: number; charged: number; refunds: number; refunded: number }

export type ChargeAnswer =
  | { kind: 'charged'; charge: Charge; replayed: boolean; outcome: Outcome }
  | { kind: 'key_reused' }
  | { kind: 'unknown_token' }

export type RefundAnswer =
  | { kind: 'refunded'; refund: Refund; replayed: boolean }
  | { kind: 'key_reused' }
  | { kind: 'unknown_charge' }
  | { kind: 'not_refundable'; status: ChargeStatus }
  | { kind: 'over'; refundable: number }

/** One line of the state file. */
type Entry =
  | { entry: 'charge'; charge: Charge }
  | { entry: 'refund'; refund: Refund }
  | { entry: 'settled'; charge: string; status: 'succeeded' | 'declined'; decline_code?: string }
  | { entry: 'notified'; charge: string }

export type ChargePage = { data: Charge[]; has_more: boolean; totals: Record<string, Totals> }

export type Book = {
  charge(key: string, order: ChargeOrder): ChargeAnswer
  refund(key: string, chargeId: string, order: RefundOrder): RefundAnswer
  /** Turns a pending charge into what its method says; null when it is not pending. */
  settle(chargeId: string): Charge | null
  /** Remembers that the webhook of the turn was taken, so that a restart does not send it again. */
  notified(chargeId: string): void
  find(chargeId: string): Charge | undefined
  findByKey(key: string): Charge | undefined
  refundsOf(chargeId: string): Refund[]
  /** Newest first, `limit` charges older than `startingAfter`; null when that cursor is no charge. */
  list(limit: number, startingAfter?: string): ChargePage | null
  /** Charges that still owe something after a restart: a settlement, or the webhook about one. */
  owing(): Charge[]
  close(): void
}

type Kept = { charge: Charge; position: number; first: Charge; refunds: Refund[]; notified: boolean }
type Answered = { fingerprint: string; kept: Kept; refund?: Refund }

/** What must be equal for a key to mean the same request; the parts cannot run into each other as JSON. */
const chargeFingerprint = (order: ChargeOrder) =>
  JSON.stringify([
    order.amount,
    order.currency,
    order.method.type,
    methodSecret(order.method),
    order.reference,
  ])
const refundFingerprint = (chargeId: string, order: RefundOrder) =>
  JSON.stringify([chargeId, order.amount, order.reference])
const methodSecret = (method: Method) => (method.type === 'card' ? method.token : method.code)

const newId = (prefix: string) => prefix + randomUUID().replaceAll('-', '')

/** The row of a charge already in the book, whose method was therefore known when it was made. */
function outcomeInBook(method: Method): Outcome {
  const outcome = outcomeOf(method)
  if (!outcome) throw new Error('the book holds a charge by an unknown token')
  return outcome
}

const declineCodeOf = (settlement: Outcome['first']) =>
  settlement.status === 'declined' ? { decline_code: settlement.declineCode } : {}

/**
 * The provider's memory: charges and refunds indexed in memory, every change appended to `stateFile` (when
 * given) before it is answered. All verbs are synchronous, so that no two requests interleave.
 */
export function openBook(stateFile?: string): Book {
  const inOrder: Kept[] = []
  const byId = new Map<string, Kept>()
  const byKey = new Map<string, Answered>()
  const totals = new Map<string, Totals>()

  const totalsOf = (currency: string) => {
    const known = totals.get(currency)
    if (known) return known
    const fresh = { charges: 0, charged: 0, refunds: 0, refunded: 0 }
    totals.set(currency, fresh)
    return fresh
  }
  const countCharged = (charge: Charge) => {
    if (charge.status !== 'succeeded') return
    const sums = totalsOf(charge.currency)
    sums.charges += 1
    sums.charged += charge.amount
  }
  const inBook = (chargeId: string) => {
    const kept = byId.get(chargeId)
    if (!kept) throw new Error(`charge ${chargeId} is not in the book`)
    return kept
  }

  /** The one place that changes memory: live requests and the replay of the file go the same way. */
  const apply = (entry: Entry) => {
    if (entry.entry === 'charge') {
      const { charge } = entry
      const kept = { charge, position: inOrder.length, first: { ...charge }, refunds: [], notified: false }
      inOrder.push(kept)
      byId.set(charge.id, kept)
      byKey.set(charge.idempotency_key, { fingerprint: chargeFingerprint(charge), kept })
      countCharged(charge)
      return
    }
    if (entry.entry === 'refund') {
      const { refund } = entry
      const kept = inBook(refund.charge)
      kept.charge.refunded_amount += refund.amount
      kept.refunds.push(refund)
      byKey.set(refund.idempotency_key, {
        fingerprint: refundFingerprint(refund.charge, refund),
        kept,
        refund,
      })
      const sums = totalsOf(refund.currency)
      sums.refunds += 1
      sums.refunded += refund.amount
      return
    }
    const kept = inBook(entry.charge)
    if (entry.entry === 'notified') {
      kept.notified = true
      return
    }
    kept.charge.status = entry.status
    if (entry.decline_code) kept.charge.decline_code = entry.decline_code
    countCharged(kept.charge)
  }

  // What is in the file was written by `record` below, hence the trust in its shape.
  const file = stateFile === undefined ? null : openJsonLines(stateFile, (line) => apply(line as Entry))
  const record = (entry: Entry) => {
    file?.append(entry)
    apply(entry)
  }

  return {
    charge(key, order) {
      const outcome = outcomeOf(order.method)
      if (!outcome) return { kind: 'unknown_token' }
      const before = byKey.get(key)
      if (before) {
        if (before.refund || before.fingerprint !== chargeFingerprint(order)) return { kind: 'key_reused' }
        return { kind: 'charged', charge: before.kept.first, replayed: true, outcome }
      }
      const charge: Charge = {
        id: newId('ch_'),
        status: outcome.first.status,
        ...declineCodeOf(outcome.first),
        amount: order.amount,
        currency: order.currency,
        refunded_amount: 0,
        method: order.method,
        reference: order.reference,
        idempotency_key: key,
        created_at: new Date().toISOString(),
      }
      record({ entry: 'charge', charge })
      return { kind: 'charged', charge, replayed: false, outcome }
    },

    refund(key, chargeId, order) {
      const before = byKey.get(key)
      if (before) {
        const same = before.refund && before.fingerprint === refundFingerprint(chargeId, order)
        return same && before.refund
          ? { kind: 'refunded', refund: before.refund, replayed: true }
          : { kind: 'key_reused' }
      }
      const charge = byId.get(chargeId)?.charge
      if (!charge) return { kind: 'unknown_charge' }
      if (charge.status !== 'succeeded') return { kind: 'not_refundable', status: charge.status }
      const refundable = charge.amount - charge.refunded_amount
      if (order.amount > refundable) return { kind: 'over', refundable }
      const refund: Refund = {
        id: newId('re_'),
        charge: charge.id,
        status: 'succeeded',
        amount: order.amount,
        currency: charge.currency,
        reference: order.reference,
        idempotency_key: key,
        created_at: new Date().toISOString(),
      }
      record({ entry: 'refund', refund })
      return { kind: 'refunded', refund, replayed: false }
    },

    settle(chargeId) {
      const { charge } = inBook(chargeId)
      const { turnsInto } = outcomeInBook(charge.method)
      if (charge.status !== 'pending' || !turnsInto) return null
      record({ entry: 'settled', charge: charge.id, status: turnsInto.status, ...declineCodeOf(turnsInto) })
      return charge
    },

    notified: (chargeId) => record({ entry: 'notified', charge: chargeId }),
    find: (chargeId) => byId.get(chargeId)?.charge,
    findByKey: (key) => {
      const answered = byKey.get(key)
      return answered && !answered.refund ? answered.kept.charge : undefined
    },
    refundsOf: (chargeId) => byId.get(chargeId)?.refunds ?? [],

    list(limit, startingAfter) {
      const cursor = startingAfter === undefined ? undefined : byId.get(startingAfter)
      if (startingAfter !== undefined && !cursor) return null
      const end = cursor ? cursor.position : inOrder.length
      const from = Math.max(0, end - limit)
      const data = inOrder
        .slice(from, end)
        .map((kept) => kept.charge)
        .toReversed()
      return { data, has_more: from > 0, totals: Object.fromEntries(totals) }
    },

    owing: () =>
      inOrder.filter((kept) => kept.first.status === 'pending' && !kept.notified).map((kept) => kept.charge),
    close: () => file?.close(),
  }
}
