import { Refusal, type Currency } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { CommandContext, WriteContext } from '#platform/context'
import { accountsById } from './find.ts'
import { blocked, checkAmount, reused } from './issue.ts'
import { MAX_BALANCE_MINOR } from './limits.ts'
import { pinHash, pinOf } from './number.ts'
import { post } from './post.ts'
import { accountVerbs, type AccountState } from './states.ts'
import { MOVE_ACCOUNT, NEW_PIN } from './store.ts'
import type { Account, AccountId, Posted, Posting } from './types.ts'

export const noSuchCard = (): Refusal =>
  new Refusal('not_found', 'storedvalue.no_such_account', 'There is no such card.')

async function known(ctx: WriteContext, accountId: AccountId): Promise<Account> {
  const [account] = await accountsById(ctx, [accountId])
  if (!account) throw noSuchCard()
  return account
}

/** What a refused entry means to whoever asked for it. */
export function refusalOf(posted: Posted, currency: Currency): Refusal {
  switch (posted.outcome) {
    case 'short':
      return new Refusal('conflict', 'storedvalue.short', 'There is less on this card by now.', {
        facts: { balance: { minor: posted.balanceMinor, currency } },
      })
    case 'expired':
      return new Refusal('conflict', 'storedvalue.expired', 'This card has expired.')
    case 'wrong_currency':
      return new Refusal(
        'unprocessable',
        'storedvalue.wrong_currency',
        'This card holds another currency: nothing in this one can be paid with it.',
      )
    case 'full':
      return full()
    case 'blocked':
      return blocked()
    case 'reused':
      return reused()
    default:
      return noSuchCard()
  }
}

const full = (): Refusal =>
  new Refusal(
    'conflict',
    'storedvalue.full',
    `A card holds at most ${MAX_BALANCE_MINOR / 100}. Put less on this one, or take another card.`,
    {
      facts: { mostMinor: MAX_BALANCE_MINOR },
      errors: [{ pointer: '/value/minor', detail: 'more than the card may hold' }],
    },
  )

/** Writes one entry by staff, once per `reference`. */
async function byStaff(
  ctx: WriteContext,
  wanted: Pick<Posting, 'accountId' | 'kind' | 'amountMinor' | 'currency' | 'reference' | 'reason'>,
): Promise<Account> {
  await known(ctx, wanted.accountId)
  const [posted] = await post(ctx, [{ ...wanted, orderId: null, actor: ctx.actor }])
  if (!posted || (posted.outcome !== 'done' && posted.outcome !== 'again'))
    throw refusalOf(posted ?? { outcome: 'unknown', balanceMinor: 0, amountMinor: 0 }, wanted.currency)
  const { kind, accountId: subject, amountMinor, currency, reason } = wanted
  if (posted.outcome === 'done')
    await audit(ctx, { action: `storedvalue.${kind}`, subject, detail: { amountMinor, currency, reason } })
  return known(ctx, wanted.accountId)
}

type Change = Pick<Posting, 'accountId' | 'amountMinor' | 'currency' | 'reference' | 'reason'>

/** @throws Refusal `storedvalue.no_such_account`, `storedvalue.amount`, `storedvalue.blocked`, `storedvalue.expired`, `storedvalue.wrong_currency`, `storedvalue.full`, `storedvalue.command_reused`. */
export function topUp(ctx: WriteContext, wanted: Change): Promise<Account> {
  checkAmount(wanted.amountMinor)
  return byStaff(ctx, { ...wanted, kind: 'top_up' })
}

/** Puts the book right by more or by less, with a reason; never below zero. @throws like `topUp`, and `storedvalue.short`. */
export function correct(ctx: WriteContext, wanted: Change): Promise<Account> {
  checkAmount(Math.abs(wanted.amountMinor))
  return byStaff(ctx, { ...wanted, kind: 'correction' })
}

/** Blocks or unblocks; doing it twice changes nothing. @throws Refusal `storedvalue.no_such_account`, `storedvalue.expired`. */
export async function setBlocked(
  ctx: WriteContext,
  accountId: AccountId,
  isBlocked: boolean,
  reason: string,
): Promise<Account> {
  const to: AccountState = isBlocked ? 'blocked' : 'active'
  const from = isBlocked ? accountVerbs.block : accountVerbs.unblock
  const moved = await ctx.query(MOVE_ACCOUNT, [ctx.now, accountId, from, to])
  const account = await known(ctx, accountId)
  if (account.state !== to) throw new Refusal('conflict', 'storedvalue.expired', 'This card has expired.')
  const action = isBlocked ? 'storedvalue.blocked' : 'storedvalue.unblocked'
  if (moved.length > 0) await audit(ctx, { action, subject: accountId, detail: { reason } })
  return account
}

/**
 * Gives an account another PIN: the old one opens it no more. Whoever holds the version that she saw gets it, so a repetition tells
 * the same PIN and makes no third one.
 * @throws Refusal `storedvalue.no_such_account`, 412 `storedvalue.stale`.
 */
export async function renewPin(
  ctx: CommandContext,
  accountId: AccountId,
  seenVersion: number,
): Promise<{ readonly account: Account; readonly pin: string }> {
  const version = seenVersion + 1
  const account = await ctx.platform.write(ctx.actor, async (write) => {
    const before = await known(write, accountId)
    const rows = await write.query(NEW_PIN, [
      accountId,
      seenVersion,
      pinHash(before.number, pinOf(before.number, version)),
    ])
    if (rows.length > 0) await audit(write, { action: 'storedvalue.pin_renewed', subject: accountId })
    return known(write, accountId)
  })
  if (account.pinVersion !== version)
    throw new Refusal('stale', 'storedvalue.stale', 'Somebody gave this card another PIN. Look at it again.')
  return { account, pin: pinOf(account.number, version) }
}
