import { newId } from '@splot/kernel'
import { isSilent, type OutboxEntry } from '@splot/offline'
import type { PricedBasket, Tenders } from '@splot/rules'
import { useSyncExternalStore } from 'react'
import type { Amount, SoldOrder, TillSale } from '../api/types.ts'
import { device, kept, outbox, signedInPerson } from '../house.ts'
import type { TillCard } from './gift-card.ts'
import { dropHeld, heldCoupon, holdCode } from './held-codes.ts'
import { factOf } from './offline-fact.ts'
import { priceNow, refreshPrices } from './prices.ts'
import { priceSale, type PricedBy } from './price-sale.ts'
import { refreshRules, rulesAt, SPENT, spendLeases, spentWith } from './rules.ts'
import {
  emptyBasket,
  endingCoupons,
  isCovered,
  piecesOf,
  reduceSale,
  waitsForCard,
  type Basket,
  type Paid,
  type Sale,
  type SaleAction,
} from './sale.ts'
import { TILL_SALE } from './till-sale.ts'
import { whyLine, type WhyLine } from './why-line.ts'

/** The name under which the open sale is kept on the device. */
const SALE = 'sale'
/** A customer does not wait longer for her change: a "no" after that comes too late. */
const TOLD_WITHIN_MS = 30_000

let sale: Sale = emptyBasket
const listeners = new Set<() => void>()

function become(next: Sale): void {
  sale = next
  for (const tell of listeners) tell()
}

/** What the open sale costs by the rules in force on this device; null while it is empty, or nobody knows whose counter this is. */
export function pricedSale(of: Sale = sale, at = new Date(), tender?: Tenders): PricedBasket | null {
  const by = pricedBy(of, at, tender)
  return of.stage === 'basket' && by ? priceSale(of.lines, countedOf(of, at), by) : null
}

/** Why a line of the open basket costs that, by the same rules; null once the line is gone. */
export function whySold(of: Basket, sku: string, at = new Date()): WhyLine | null {
  const by = pricedBy(of, at)
  return by && whyLine(of.lines, countedOf(of, at), by, sku)
}

/** Codes that count: what nobody keeps for this sale any more, somebody else may have spent. */
const countedOf = ({ coupons }: Basket, at: Date): Basket['coupons'] =>
  coupons.filter((coupon) => isCovered(coupon, at))

/** What this device prices a sale by at an instant; null while nobody knows whose counter this is. */
function pricedBy({ customer }: Sale, at: Date, tender?: Tenders): PricedBy | null {
  const now = device.current()
  if (now.stage !== 'enrolled') return null
  return {
    rules: rulesAt(at),
    priceOf: (article, quantity) => priceNow(article, quantity, at, customer?.groups),
    customer,
    locationId: now.enrolment.location.id,
    at,
    ...(tender !== undefined && { tender }),
  }
}

/** What is to be paid: what the server said last where it said so, else what the rules make of it. */
export function totalOf(of: Sale, at = new Date(), tender?: Tenders): Amount | null {
  if (of.stage === 'basket' && of.changed) return of.changed.now
  const priced = pricedSale(of, at, tender)
  return priced && { minor: priced.grossMinor, currency: priced.currency }
}

/** What is to be paid, and by what, when stored value is shown that holds so much: cash only where it leaves something. Minor units. */
export function dueWith(
  of: Sale,
  stored: readonly ('gift_card' | 'store_credit')[],
  holdsMinor: number,
): { readonly total: Amount; readonly tender: Tenders } | null {
  const at = new Date()
  const tender = stored.length > 0 ? [...stored, 'cash'] : 'cash'
  const total = totalOf(of, at, tender)
  if (!total || stored.length === 0 || total.minor > holdsMinor) return total && { total, tender }
  return { total: totalOf(of, at, stored) ?? total, tender: stored }
}

/** Changes the open sale and keeps it: a reload shows the same basket. */
export function act(action: SaleAction): void {
  const next = reduceSale(sale, action)
  if (next === sale) return
  if (sale.stage === 'basket' && next.stage === 'basket') dropHeld(left(sale, next))
  become(next)
  // Without storage the basket lasts as long as the page; paying is what must be kept, and there it is awaited.
  kept.write(SALE, next).catch(() => {})
}

/** Codes that this sale goes on without, or that went with it. */
const left = (before: Basket, after: Basket): Basket['coupons'] =>
  before.coupons.filter(({ held }) => after.coupons.every((one) => one.held !== held))

/** Asks again for codes of the open sale that would end soon; one that is refused does not count any more, and stays to be seen. */
export async function renewCodes(): Promise<void> {
  if (sale.stage !== 'basket' || !navigator.onLine || !signedInPerson()) return
  for (const { until: _, ...coupon } of endingCoupons(sale.coupons, new Date())) {
    const { code, customerId, promotionId } = coupon
    const who = customerId !== undefined && { customerId }
    const answer = await holdCode({ id: coupon.held ?? newId(), code, ...who }).catch(() => null)
    const now: Sale = sale
    // The sale may have gone on meanwhile; and without an answer it lasts as long as it does.
    const isThere = now.stage === 'basket' && now.coupons.some((one) => one.code === code)
    if (answer && isThere)
      act({ type: 'renewCoupon', code, coupon: heldCoupon(answer, customerId) ?? { code, promotionId } })
  }
}

export const currentSale = (): Sale => sale

export const useSale = (): Sale =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => sale,
  )

/** Takes up the sale that the last page left behind, then listens for the answers to what was sold. */
export async function openSale(): Promise<void> {
  // Written by `act` and `pay` only.
  const found = (await kept.read(SALE).catch(() => undefined)) as Sale | undefined
  // An older version of this app kept articles without what promotions ask.
  if (found?.lines.every(({ article }) => Array.isArray(article.categories)) && Array.isArray(found.coupons))
    become(found)
  outbox.subscribe(takeAnswers)
  takeAnswers()
}

/**
 * Takes the cash: the sale and its command are kept in one transaction, then it is sent. The change is known at once; the
 * server's number comes when it comes. Rejects when this device cannot keep it, and then nothing was sold.
 */
export const payCash = (given: number): Promise<void> => pay(given, { parts: [], tender: 'cash' })

/**
 * The same with gift cards and store credit, and cash for the rest. They pay only when the server says so, so the sale waits for the answer, and is
 * repeated under its own key until there is one.
 */
export const payWithCards = (given: number, paying: Paying): Promise<void> => pay(given, paying)

/** What pays beside cash. */
export interface Paying {
  readonly parts: readonly CardPart[]
  readonly credit?: CreditPart | null
  /** As `dueWith` said it. */
  readonly tender: Tenders
}

/** What her store credit pays, with the code that she has shown. */
export interface CreditPart {
  readonly code: string
  /** Minor units. */
  readonly minor: number
}

/** What the store credit of the customer of a sale can pay in a currency; null: she has none, or has not shown that it is hers. */
export function creditOf({ customer }: Basket, currency: string): CreditPart | null {
  const credit = customer?.credits?.find((one) => one.currency === currency)
  const code = customer?.shownCode
  return credit && code !== undefined ? { code, minor: credit.minor } : null
}

export interface CardPart {
  readonly card: TillCard
  /** Minor units. */
  readonly minor: number
}

async function pay(given: number, { parts, credit = null, tender }: Paying): Promise<void> {
  const person = signedInPerson()
  if (sale.stage !== 'basket') return
  const saleId = newId()
  const cards = parts.reduce((sum, { minor }) => sum + minor, credit?.minor ?? 0)
  const at = new Date()
  const priced = pricedSale(sale, at, tender)
  const total = totalOf(sale, at, tender)
  if (!total) return
  const counted = { ...sale, coupons: countedOf(sale, at) }
  const paid = reduceSale(counted, { type: 'pay', saleId, given, cards, total: total.minor })
  if (paid.stage !== 'paid' || !person) return
  const spent = spentWith(paid.coupons)
  const body = {
    ...bodyOf(paid, parts, at),
    ...(credit && {
      storeCredit: { amount: { minor: credit.minor, currency: total.currency }, code: credit.code },
    }),
    soldBy: person.id,
  }
  // Cards and credit pay only when the server says so, and a total that only the server can explain is its to confirm: these are never facts.
  const fact =
    priced && cards === 0 && priced.grossMinor === total.minor ? factOf(body, paid, priced, at) : undefined
  const isAway = !navigator.onLine || isSilent(outbox.entries(), person.id)
  await outbox.commit(
    {
      id: saleId,
      kind: TILL_SALE,
      path: '/v1/till-sales',
      ...(fact && isAway ? { body: fact } : { body, ...(fact && { fact }) }),
      staffId: person.id,
      byAnyone: true,
      staffName: person.name,
      note: { amount: paid.total, pieces: piecesOf(paid.lines) },
    },
    { [SALE]: paid, [SPENT]: spent },
  )
  spendLeases(spent)
  become(paid)
  takeAnswers()
}

function bodyOf(
  { lines, coupons, customer, total, given, cards = 0 }: Paid,
  parts: readonly CardPart[],
  at: Date,
): TillSale {
  const { currency } = total
  return {
    lines: lines.map(({ article, quantity }) => ({ sku: article.sku, quantity })),
    ...(coupons.length > 0 && {
      coupons: coupons.map(({ code, held, leaseId, promotionId }) => ({
        code,
        promotionId,
        ...(held !== undefined && { held }),
        ...(leaseId !== undefined && { lease: { leaseId, at: at.toISOString() } }),
      })),
    }),
    ...(customer && { customerId: customer.id }),
    ...(cards < total.minor && { tender: { kind: 'cash', given: { minor: given, currency } } }),
    ...(parts.length > 0 && {
      giftCards: parts.map(({ card: { number, pin }, minor }) => ({
        number,
        pin,
        amount: { minor, currency },
      })),
    }),
    expectedTotal: total,
  }
}

/** Brings what the server said to the sales of this till. */
function takeAnswers(): void {
  for (const entry of outbox.entries()) {
    if (entry.kind !== TILL_SALE || entry.state !== 'refused') continue
    if (wasToldInTime(entry)) takeRefusal(entry)
    // The customer has gone with the goods: whatever the server would rather have, this was sold.
    else void outbox.amend(entry.id)
  }
  if (sale.stage !== 'paid') return
  const { saleId } = sale
  const entry = outbox.entries().find(({ id }) => id === saleId)
  if (entry?.state === 'done' && sale.number === null) {
    // Answered by POST /v1/till-sales.
    const { number } = entry.answer as SoldOrder
    act({ type: 'answered', saleId, number })
    // The PIN of a card does not stay on the device.
    if (sale.cards) void outbox.remove(saleId)
  }
}

/** Whether a "no" came while the customer still stood at the counter: to the first try, at once, with her sale on the screen. */
function wasToldInTime({ id, body, attempts, createdAt }: OutboxEntry): boolean {
  // Written by `pay`.
  const isFact = (body as TillSale).offline !== undefined
  if (isFact || sale.stage !== 'paid' || sale.saleId !== id) return false
  return waitsForCard(sale) || (attempts === 1 && Date.now() - createdAt <= TOLD_WITHIN_MS)
}

function takeRefusal({ id, problem }: OutboxEntry): void {
  if (!problem) return
  // The facts of `tills.total_changed`; other refusals have none of these.
  const facts = (problem.facts ?? {}) as {
    total?: Amount
    lines?: readonly { sku: string; unitPrice: Amount }[]
  }
  act({
    type: 'refused',
    saleId: id,
    code: problem.code,
    detail: problem.detail,
    total: facts.total ?? null,
    prices: new Map(facts.lines?.map(({ sku, unitPrice }) => [sku, unitPrice])),
  })
  // The prices or the rules on this device were not the newest; and once it waits no more, its codes are not spent.
  void outbox.remove(id).then(() => Promise.all([refreshRules(), refreshPrices()]))
}
