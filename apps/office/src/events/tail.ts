import type { Fact } from '../api/types.ts'

/** Facts that the tail keeps above the list; who needs more reads the list. */
const MAX_FRESH = 500
const MAX_SUMMARY_LENGTH = 140

/** A fact on top of those that came before it, each once: a stream that came back repeats its last. */
export function withNew(before: readonly Fact[], fact: Fact): readonly Fact[] {
  if (before.some(({ id }) => id === fact.id)) return before
  return [fact, ...before].slice(0, MAX_FRESH)
}

/** The same question as the list asks: a whole type or its module, and a subject. */
export function fits(
  fact: Pick<Fact, 'type' | 'subject'>,
  asked: { type?: string; subject?: string },
): boolean {
  const { type, subject } = asked
  const ofType = !type || fact.type === type || fact.type.startsWith(`${type}.`)
  return ofType && (!subject || fact.subject === subject)
}

/** Modules whose facts carry the order as their subject. */
const ORDER_FACTS = /^(orders|payments|fulfilment|returns|tills|messages)\./

/** Whether a fact belongs to an order's life, whose id is its subject. */
export const isOrderFact = ({ type, data, subject }: Pick<Fact, 'type' | 'data' | 'subject'>): boolean =>
  ORDER_FACTS.test(type) || data['orderId'] === subject

/** The data on one line: names and values, lists by their length, ids by their end. */
export function summary(data: Readonly<Record<string, unknown>>): string {
  const text = Object.entries(data)
    .map(([name, value]) => `${name}: ${short(value)}`)
    .join(' · ')
  return text.length > MAX_SUMMARY_LENGTH ? `${text.slice(0, MAX_SUMMARY_LENGTH)}…` : text
}

function short(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`
  if (typeof value === 'object' && value !== null) return '{…}'
  const text = String(value)
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? `…${text.slice(-6)}` : text
}
