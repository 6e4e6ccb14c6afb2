import { invariant, Refusal, SECOND_MS } from '@splot/kernel'
import { attempt, SHARED_POLICY, type Guard } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { accountsById } from './find.ts'
import { PIN_TRIES } from './limits.ts'
import { isNumber, numberKey, pinHash } from './number.ts'
import { CARD_BY_NUMBER, TRY_PIN } from './store.ts'
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
  const accountId = await attempt(ctx.platform, [guardOf(ctx, ip)], () => tryPin(ctx, shown))
  if (!accountId) throw notRecognised()
  const [account] = await accountsById(ctx.platform.read(ctx.actor), [accountId])
  invariant(account, 'accounts are never deleted')
  return account
}

/** Who guesses: a till by its device, anybody else by where she asks from. */
const guardOf = ({ actor: { deviceId } }: CommandContext, ip: string): Guard => ({
  subject: deviceId ? `storedvalue.device:${deviceId}` : `storedvalue.address:${ip}`,
  policy: SHARED_POLICY,
})

/**
 * The gift card of a number, to put money on it: no PIN is needed for that, and nothing of the card may be told to who has none. Numbers
 * that nobody has are counted as guesses, together with wrong PINs.
 * @throws Refusal `storedvalue.no_such_card`, `auth.too_many_attempts`.
 */
export async function cardByNumber(ctx: CommandContext, number: string, ip: string): Promise<Account> {
  const find = async () => {
    const [found] = await ctx.platform
      .read(ctx.actor)
      .query<Account & Record<string, unknown>>(CARD_BY_NUMBER, [ctx.now, number])
    return found
  }
  const card = isNumber(number) ? await attempt(ctx.platform, [guardOf(ctx, ip)], find) : undefined
  if (card) return card
  throw new Refusal(
    'not_found',
    'storedvalue.no_such_card',
    'There is no gift card with this number. Check it and try again.',
    { errors: [{ pointer: '/number', detail: 'not one of our gift cards' }] },
  )
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
