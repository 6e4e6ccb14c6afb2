import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal, SECOND_MS } from '@splot/kernel'
import { attempt, type AttemptPolicy } from '#platform/auth'
import type { CommandContext, Platform } from '#platform/context'

/** A basket or an account: people mistype, and try what they once saw. */
const OWN_POLICY: AttemptPolicy = {
  allowed: 10,
  lockMs: 5 * MINUTE_MS,
  longestLockMs: DAY_MS,
  forgetMs: HOUR_MS,
  wipedBySuccess: false,
}
/** An address, a till, the server of a shop: many people stand behind it. */
const SHARED_POLICY: AttemptPolicy = { ...OWN_POLICY, allowed: 60, longestLockMs: HOUR_MS }
const SERVER_POLICY: AttemptPolicy = { ...SHARED_POLICY, allowed: 600 }

/** Subjects that a process remembers; the oldest are forgotten first, the database still knows them. */
const MAX_SLATES = 100_000

interface Slate {
  failures: number
  /** Epoch ms. */
  since: number
  lockedUntil: number
}

interface Guard {
  readonly subject: string
  readonly policy: AttemptPolicy
}

const memories = new WeakMap<Platform, Map<string, Slate>>()

/**
 * Lets somebody ask about a code, and counts wrong ones (`wrongIn` says how many, or a refusal `coupons.unknown`) by address, basket and account, till or key;
 * right ones cost nothing. Counted in this process at once and for all processes in the database, so that guessing is slow wherever it is
 * tried. Every door through which codes come uses it.
 * @throws Refusal `promotions.too_many_guesses` (429, with Retry-After) while one of them is locked.
 */
export async function slowingGuesses<T>(
  ctx: CommandContext,
  from: { readonly ip: string; readonly cartId: string | null },
  ask: () => Promise<T>,
  wrongIn: (answer: T) => number = () => 0,
): Promise<T> {
  const guards = guardsOf(ctx, from)
  let memory = memories.get(ctx.platform)
  if (!memory) memories.set(ctx.platform, (memory = new Map()))
  const now = ctx.now.getTime()
  for (const { subject } of guards) {
    const lockedUntil = memory.get(subject)?.lockedUntil ?? 0
    if (lockedUntil > now) throw tooMany(lockedUntil - now)
  }
  const wrong = async () => {
    for (const guard of guards) count(memory, guard, now)
    for (const guard of guards) await countEverywhere(ctx, memory, guard)
  }
  try {
    const answer = await ask()
    for (let left = wrongIn(answer); left > 0; left -= 1) await wrong()
    return answer
  } catch (error) {
    if (error instanceof Refusal && error.code === UNKNOWN_CODE) await wrong()
    throw error
  }
}

/** What doors that put a code into a basket refuse with. */
const UNKNOWN_CODE = 'coupons.unknown'

function guardsOf({ actor }: CommandContext, { ip, cartId }: { ip: string; cartId: string | null }): Guard[] {
  const own = (kind: string, id: string | null): Guard[] =>
    id === null ? [] : [{ subject: `coupons.${kind}:${id}`, policy: OWN_POLICY }]
  const mine = [...own('basket', cartId), ...own('customer', actor.customerId)]
  if (actor.deviceId !== null)
    return [...mine, { subject: `coupons.device:${actor.deviceId}`, policy: SHARED_POLICY }]
  return actor.kind === 'machine'
    ? [...mine, { subject: `coupons.key:${actor.id}`, policy: SERVER_POLICY }]
    : [...mine, { subject: `coupons.address:${ip}`, policy: SHARED_POLICY }]
}

function count(memory: Map<string, Slate>, { subject, policy }: Guard, now: number): void {
  const known = memory.get(subject)
  const slate =
    known && now - known.since < policy.forgetMs ? known : { failures: 0, since: now, lockedUntil: 0 }
  slate.failures += 1
  if (slate.failures >= policy.allowed) slate.lockedUntil = now + policy.lockMs
  memory.set(subject, slate)
  if (memory.size <= MAX_SLATES) return
  const [oldest] = memory.keys()
  if (oldest !== undefined) memory.delete(oldest)
}

async function countEverywhere(
  { platform, now }: CommandContext,
  memory: Map<string, Slate>,
  guard: Guard,
): Promise<void> {
  try {
    await attempt(platform, [guard], () => Promise.resolve(undefined))
  } catch (error) {
    if (!(error instanceof Refusal) || error.retryAfterSeconds === undefined) throw error
    const lockMs = error.retryAfterSeconds * SECOND_MS
    const slate = memory.get(guard.subject)
    if (slate) slate.lockedUntil = Math.max(slate.lockedUntil, now.getTime() + lockMs)
    throw tooMany(lockMs)
  }
}

const tooMany = (ms: number): Refusal =>
  new Refusal(
    'too_many',
    'promotions.too_many_guesses',
    'Too many wrong codes were tried from here. Wait a while, then try again.',
    { retryAfterSeconds: Math.ceil(ms / SECOND_MS) },
  )
