import { newId } from '@splot/kernel'
import { compileRules, type CompiledRules, type RuleSet } from '@splot/rules'
import { api, ask, kept, outbox, signedInPerson } from '../house.ts'
import { inTurn } from './keep-fresh.ts'
import { NO_RULES } from './price-sale.ts'
import type { SaleCoupon } from './sale.ts'

/** The name under which the rules are kept on the device. */
const RULES = 'rules'
/** Uses that are asked for ahead when a code was good here: enough for some hours without a network. */
const LEASED_USES = 5
/** A lease ends by itself after this; what is left of it is free again. */
const LEASE_MS = 12 * 60 * 60_000

/** Uses of a code that this till may spend without asking. */
interface KnownLease {
  readonly id: string
  readonly code: string
  readonly promotionId: string
  readonly uses: number
  readonly spent: number
  /** RFC 3339. */
  readonly until: string
}

interface Known {
  /** The rules in force, and those that wait for their instant, by instant. */
  readonly sets: readonly { readonly startsAt: number; readonly set: RuleSet }[]
  readonly leases: readonly KnownLease[]
}

let known: Known = { sets: [], leases: [] }
/** Uses that were spent here and that the server may not have heard of yet, by lease. */
const spentHere = new Map<string, number>()
let compiled: { readonly startsAt: number; readonly rules: CompiledRules } | null = null
const listeners = new Set<() => void>()

/** The rules in force at an instant, also one that came while there was no network. */
export function rulesAt(at: Date): CompiledRules {
  const due = known.sets.findLast(({ startsAt }) => startsAt <= at.getTime())
  if (!due) return NO_RULES
  if (compiled?.startsAt !== due.startsAt || compiled.rules.version !== due.set.version)
    compiled = { startsAt: due.startsAt, rules: compileRules(due.set) }
  return compiled.rules
}

/** Takes up the rules that this device knows. */
export async function openRules(): Promise<void> {
  // Written by `refreshRules` only.
  const found = (await kept.read(RULES).catch(() => undefined)) as Known | undefined
  if (Array.isArray(found?.sets)) become(found)
}

/** Reads the newest rules; without an answer the last ones count on. */
export const refreshRules = inTurn(async () => {
  // The door opens for people on a device; nobody sells before that.
  if (!signedInPerson()) return
  try {
    const { sets, leases } = await ask(api.GET('/v1/rules/till'))
    const next: Known = {
      sets: sets
        .map(({ startsAt, ...set }) => ({
          startsAt: Date.parse(startsAt),
          // The generated types cut conditions off; the server checked them when they were published.
          set: set as unknown as RuleSet,
        }))
        .sort((a, b) => a.startsAt - b.startsAt || a.set.version - b.set.version),
      leases: leases.flatMap(({ code, ...lease }) => (code === null ? [] : { ...lease, code })),
    }
    become(next)
    // What is not waiting here any more, the server has counted.
    if (outbox.entries().every(({ state }) => state === 'done')) spentHere.clear()
    await kept.write(RULES, next)
  } catch {
    // No network, nobody signed in, or no room: what is known counts on.
  }
})

function become(next: Known): void {
  known = next
  compiled = null
  for (const tell of listeners) tell()
}

/** Tells when other rules have come. */
export function onRules(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** A typed code as it is compared: capital letters, without spaces, dashes and what else people put between. */
export const normaliseCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The code with a lease that still has a use for it, or undefined. `taken`: codes of the open sale. */
export function leasedCode(code: string, taken: readonly SaleCoupon[]): SaleCoupon | undefined {
  const asked = normaliseCode(code)
  const lease = known.leases.find(
    ({ id, code: own, uses, spent, until }) =>
      normaliseCode(own) === asked &&
      Date.parse(until) > Date.now() &&
      spent + (spentHere.get(id) ?? 0) + taken.filter(({ leaseId }) => leaseId === id).length < uses,
  )
  return lease && { code: lease.code, promotionId: lease.promotionId, leaseId: lease.id }
}

/** Remembers what was spent, until the server says so itself. */
export function spendLeases(coupons: readonly SaleCoupon[]): void {
  for (const { leaseId } of coupons)
    if (leaseId !== undefined) spentHere.set(leaseId, (spentHere.get(leaseId) ?? 0) + 1)
}

/** Asks for uses of a code ahead, in case the network goes; a code that cannot be set aside is not. */
export async function askForLease(code: string): Promise<void> {
  const asked = normaliseCode(code)
  if (
    known.leases.some((lease) => normaliseCode(lease.code) === asked && Date.parse(lease.until) > Date.now())
  )
    return
  const until = new Date(Date.now() + LEASE_MS).toISOString()
  await ask(api.POST('/v1/coupons/leases', { body: { id: newId(), code, uses: LEASED_USES, until } })).then(
    refreshRules,
    () => undefined,
  )
}
