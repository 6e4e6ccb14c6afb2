import { newId } from '@splot/kernel'
import { compileRules, normaliseCode, readUniqueCode, type CompiledRules, type RuleSet } from '@splot/rules'
import { api, ask, kept, outbox, signedInPerson } from '../house.ts'
import { inTurn } from './keep-fresh.ts'
import { NO_RULES } from './price-sale.ts'
import type { CodeLease } from './leased-codes.ts'
import type { SaleCoupon } from './sale.ts'

/** The name under which the rules are kept on the device. */
const RULES = 'rules'
/** The name under which is kept what was spent here: `Spent`. */
export const SPENT = 'spent-codes'
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
  /** Kept by older builds without them. */
  readonly codeLeases?: readonly CodeLease[]
}

/** Uses that were spent here and that the server may not have heard of yet, by lease, or by the signs of a unique code. */
type Spent = Readonly<Record<string, number>>

let known: Known = { sets: [], leases: [], codeLeases: [] }
let spentHere: Spent = {}
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
  // Written by `pay` and `refreshRules` only.
  spentHere = ((await kept.read(SPENT).catch(() => undefined)) as Spent | undefined) ?? {}
}

/** Reads the newest rules; without an answer the last ones count on. */
export const refreshRules = inTurn(async () => {
  // The door opens for people on a device; nobody sells before that.
  if (!signedInPerson()) return
  const before = spentHere
  const isAllTold = outbox.entries().every(({ state }) => state === 'done')
  try {
    const { sets, leases, codeLeases } = await ask(api.GET('/v1/rules/till'))
    const next: Known = {
      sets: sets
        .map(({ startsAt, ...set }) => ({
          startsAt: Date.parse(startsAt),
          // The generated types cut conditions off; the server checked them when they were published.
          set: set as unknown as RuleSet,
        }))
        .sort((a, b) => a.startsAt - b.startsAt || a.set.version - b.set.version),
      leases: leases.flatMap(({ code, ...lease }) => (code === null ? [] : { ...lease, code })),
      codeLeases,
    }
    become(next)
    // What was told before it was asked, the server has counted in this answer.
    if (isAllTold && spentHere === before) spentHere = {}
    await Promise.all([kept.write(RULES, next), kept.write(SPENT, spentHere)])
  } catch {
    // No network, nobody signed in, or no room: what is known counts on.
  }
})

/** Loaded while there is a network, because it is needed when there is none. */
const recognition = () => import('./leased-codes.ts')

function become(next: Known): void {
  known = next
  if ((next.codeLeases ?? []).length > 0) recognition().catch(() => {})
  compiled = null
  for (const tell of listeners) tell()
}

/** Tells when other rules have come. */
export function onRules(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** Whether a unique code was spent here and the server may not have heard of it yet: with a network, too, it is not sold by again. */
export const isSpentHere = (code: string): boolean => spentHere[readUniqueCode(code) ?? ''] !== undefined

/**
 * The code with a lease that still has a use for it; `used`: all that this till had of it are spent; undefined: nothing of it was set aside here.
 * `taken`: codes of the open sale, which are good however often they are typed.
 */
export async function leasedCode(
  code: string,
  taken: readonly SaleCoupon[],
): Promise<SaleCoupon | 'used' | undefined> {
  const asked = normaliseCode(code)
  const lasts = ({ until }: { readonly until: string }): boolean => Date.parse(until) > Date.now()
  const own = known.leases.filter((one) => normaliseCode(one.code) === asked && lasts(one))
  const again = taken.find(({ leaseId }) => own.some(({ id }) => id === leaseId))
  if (again) return again
  const lease = own.find(({ id, uses, spent }) => spent + (spentHere[id] ?? 0) < uses)
  if (lease)
    return { code: lease.code, promotionId: lease.promotionId, leaseId: lease.id, until: lease.until }
  if (own.length > 0) return 'used'
  const leases = known.codeLeases?.filter(lasts) ?? []
  if (leases.length === 0) return undefined
  const { findLeased } = await recognition()
  const found = await findLeased(code, leases)
  if (!found) return undefined
  const { id, promotionId, until } = found
  const signs = readUniqueCode(code)
  return (
    taken.find((one) => readUniqueCode(one.code) === signs) ?? {
      code: code.trim().toUpperCase(),
      promotionId,
      leaseId: id,
      until,
    }
  )
}

/** What is spent here together with a sale of these codes, until the server says so itself; `spendLeases` remembers it. */
export function spentWith(coupons: readonly SaleCoupon[]): Spent {
  const spent: Record<string, number> = { ...spentHere }
  for (const { code, leaseId } of coupons) {
    const key = readUniqueCode(code) ?? leaseId
    if (key !== undefined) spent[key] = (spent[key] ?? 0) + 1
  }
  return spent
}

export function spendLeases(spent: Spent): void {
  spentHere = spent
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
