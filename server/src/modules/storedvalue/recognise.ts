import { invariant, Refusal, SECOND_MS } from '@splot/kernel'
import { attempt, SHARED_POLICY } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { accountsById } from './find.ts'
import { PIN_TRIES } from './limits.ts'
import { isNumber, numberKey, pinHash } from './number.ts'
import { TRY_PIN } from './store.ts'
import type { Account, AccountId } from './types.ts'

export interface Shown {
  readonly number: string
  readonly pin: string
}

/**
 * The account that number and PIN open. Whoever guesses is slowed down by card and by address (on a till: by device), and gets the
 * same answer for a number that nobody has and for a PIN that is wrong. Right tries never lock each other out.
 * @throws Refusal `storedvalue.not_recognised`, `storedvalue.locked`, `auth.too_many_attempts`.
 */
export async function recognise(ctx: CommandContext, shown: Shown, ip: string): Promise<Account> {
  // A typing error is no guess: whoever counts check digits herself learns nothing from it.
  if (!isNumber(shown.number)) throw notRecognised()
  const { deviceId } = ctx.actor
  const guard = {
    subject: deviceId ? `storedvalue.device:${deviceId}` : `storedvalue.address:${ip}`,
    policy: SHARED_POLICY,
  }
  const accountId = await attempt(ctx.platform, [guard], () => tryPin(ctx, shown))
  if (!accountId) throw notRecognised()
  const [account] = await accountsById(ctx.platform.read(ctx.actor), [accountId])
  invariant(account, 'accounts are never deleted')
  return account
}

/** Undefined: wrong, and counted. */
async function tryPin(ctx: CommandContext, { number, pin }: Shown): Promise<AccountId | undefined> {
  const [tried] = await ctx.platform.write(ctx.actor, (write) =>
    write.query<{
      outcome: 'right' | 'wrong' | 'locked'
      accountId: AccountId | null
      lockedUntil: Date | null
    }>(TRY_PIN, [
      number,
      numberKey(number),
      pinHash(number, pin),
      write.now,
      PIN_TRIES.allowed,
      PIN_TRIES.lockMs,
      PIN_TRIES.longestMs,
      PIN_TRIES.forgetMs,
    ]),
  )
  if (tried?.outcome === 'locked') {
    const left = (tried.lockedUntil?.getTime() ?? 0) - ctx.now.getTime()
    throw new Refusal(
      'too_many',
      'storedvalue.locked',
      'The PIN of this number was wrong too often. Wait until the lock ends, or ask our staff.',
      { retryAfterSeconds: Math.max(1, Math.ceil(left / SECOND_MS)) },
    )
  }
  return tried?.accountId ?? undefined
}

const notRecognised = (): Refusal =>
  new Refusal(
    'not_found',
    'storedvalue.not_recognised',
    'This number and PIN do not belong together. Check both and try again.',
  )
