import { createHmac } from 'node:crypto'
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal, SECOND_MS } from '@splot/kernel'
import { systemActor, type Platform, type WriteContext } from '../context/index.ts'
import { secretFor } from './secrets.ts'

/** How many wrong tries something bears. */
export interface AttemptPolicy {
  /** The wrong try with this number locks. */
  readonly allowed: number
  /** The first lock; each wrong try after it doubles the lock. */
  readonly lockMs: number
  readonly longestLockMs: number
  /** Wrong tries are forgotten this long after the first of them. */
  readonly forgetMs: number
  /** Whether a right try wipes the slate (an account) or only takes itself off it (an address that many share). */
  readonly wipedBySuccess: boolean
}

/** One account, PIN or code. At most about thirty guesses a day. */
export const ACCOUNT_POLICY: AttemptPolicy = {
  allowed: 5,
  lockMs: 5 * MINUTE_MS,
  longestLockMs: HOUR_MS,
  forgetMs: DAY_MS,
  wipedBySuccess: true,
}

/** One address or device, which several people share. */
export const SHARED_POLICY: AttemptPolicy = {
  allowed: 30,
  lockMs: 5 * MINUTE_MS,
  longestLockMs: HOUR_MS,
  forgetMs: 15 * MINUTE_MS,
  wipedBySuccess: false,
}

/** Rows older than this say nothing any more. */
const KEPT_MS = 2 * DAY_MS
/** Rows cleared away after one right try. */
const MAX_CLEARED = 500
/** Keeps the power of two small; the lock has long reached its longest by then. */
const MAX_DOUBLINGS = 20

/** What is being guessed, e.g. `staff.password:ewa@example.com`, and what it bears. */
export interface Guard {
  readonly subject: string
  readonly policy: AttemptPolicy
}

/**
 * Makes one try that may be a guess. It is counted before it is checked, so that a thousand tries at once are not all
 * checked; a right one is given back. `check` answers undefined when the try was wrong, and so does this.
 * Refuses with `auth.too_many_attempts` (and Retry-After) while one of the guards is locked.
 */
export async function attempt<T>(
  platform: Platform,
  guards: readonly Guard[],
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const keyed = guards
    .map((guard) => ({ key: keyOf(guard.subject), policy: guard.policy }))
    // Two tries that share their guards lock them in one order.
    .sort((a, b) => Buffer.compare(a.key, b.key))
  await platform.write(systemActor('attempts'), async (ctx) => {
    for (const { key, policy } of keyed) await count(ctx, key, policy)
  })
  const answer = await check()
  if (answer !== undefined) {
    await platform.write(systemActor('attempts'), async (ctx) => {
      for (const { key, policy } of keyed) await giveBack(ctx, key, policy)
    })
  }
  return answer
}

const keyOf = (subject: string): Buffer =>
  createHmac('sha256', secretFor('auth.attempt')).update(subject).digest()

async function count(ctx: WriteContext, key: Buffer, policy: AttemptPolicy): Promise<void> {
  const counted = await ctx.query(
    `insert into platform.attempt as a (subject, failures, since) values ($1, 1, $2::timestamptz)
     on conflict (subject) do update set
       failures = case when a.since < $3::timestamptz then 1 else a.failures + 1 end,
       since = case when a.since < $3::timestamptz then excluded.since else a.since end,
       locked_until = case when a.since >= $3::timestamptz and a.failures + 1 >= $4::int then
         $2::timestamptz + interval '1 millisecond'
           * least($6::float8, $5::float8 * power(2, least(a.failures + 1 - $4::int, ${MAX_DOUBLINGS}))) end
     where a.locked_until is null or a.locked_until <= $2::timestamptz
     returning failures`,
    [
      key,
      ctx.now,
      new Date(ctx.now.getTime() - policy.forgetMs),
      policy.allowed,
      policy.lockMs,
      policy.longestLockMs,
    ],
  )
  if (counted.length > 0) return
  const [locked] = await ctx.query<{ locked_until: Date }>(
    `select locked_until from platform.attempt where subject = $1`,
    [key],
  )
  throw new Refusal(
    'too_many',
    'auth.too_many_attempts',
    'Too many wrong tries. Wait until the lock ends, then try again.',
    {
      retryAfterSeconds: Math.ceil(
        ((locked?.locked_until.getTime() ?? ctx.now.getTime() + SECOND_MS) - ctx.now.getTime()) / SECOND_MS,
      ),
    },
  )
}

async function giveBack(ctx: WriteContext, key: Buffer, policy: AttemptPolicy): Promise<void> {
  if (policy.wipedBySuccess) await ctx.query(`delete from platform.attempt where subject = $1`, [key])
  else {
    await ctx.query(
      `update platform.attempt set failures = greatest(failures - 1, 0),
              locked_until = case when failures - 1 >= $2::int then locked_until end
        where subject = $1`,
      [key, policy.allowed],
    )
  }
  // Rows that another transaction is clearing away are left to it.
  await ctx.query(
    `delete from platform.attempt where subject in
       (select subject from platform.attempt where since < $1 limit ${MAX_CLEARED} for update skip locked)`,
    [new Date(ctx.now.getTime() - KEPT_MS)],
  )
}
