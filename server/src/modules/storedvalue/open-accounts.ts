import { invariant } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { NUMBER_TRIES } from './limits.ts'
import { newNumber, pinHash, pinOf } from './number.ts'
import { doneBy } from './post.ts'
import { INSERT_ACCOUNTS } from './store.ts'
import type { AccountId, NewAccount } from './types.ts'

/** Cards begin with the first version of their PIN. */
const FIRST_PIN = 1

/**
 * Opens accounts, each with a number of its own and its first entry, in one statement. A number that is taken is drawn again.
 * Answers the accounts that are new: one that is there already, or a second credit of one customer in one currency, is left alone.
 */
export async function openAccounts(
  ctx: WriteContext,
  wanted: readonly NewAccount[],
): Promise<Set<AccountId>> {
  const opened = new Set<AccountId>()
  let left = wanted
  for (let tries = 0; tries < NUMBER_TRIES && left.length > 0; tries += 1) {
    const rows = await ctx.query<{ id: AccountId }>(INSERT_ACCOUNTS, [
      JSON.stringify(left.map(rowOf)),
      ctx.now,
    ])
    for (const { id } of rows) opened.add(id)
    left = left.filter(({ accountId }) => !opened.has(accountId))
  }
  for (const account of wanted) {
    if (!opened.has(account.accountId) || account.batchId) continue
    const { accountId, kind, orderId, amountMinor, currency, actor } = account
    emit(ctx, {
      type: account.kindOfEntry === 'issue' ? 'storedvalue.issued' : 'storedvalue.refunded',
      subject: accountId,
      actor,
      data: { accountId, kind, orderId, amountMinor, currency, balanceMinor: amountMinor },
    })
  }
  return opened
}

function rowOf(account: NewAccount) {
  const { accountId, kind, amountMinor, currency, customerId, batchId, note, expiresAt } = account
  invariant(Number.isSafeInteger(amountMinor) && amountMinor > 0, 'an account is opened with some value')
  const number = newNumber()
  return {
    id: accountId,
    kind,
    number,
    // The credit of a customer is hers when she has signed in; a number opens it only once she has asked for a PIN.
    pin_hash: customerId ? null : pinHash(number, pinOf(number, FIRST_PIN)).toString('base64'),
    amount: amountMinor,
    currency,
    customer_id: customerId,
    batch_id: batchId,
    note,
    expires_at: expiresAt,
    entry_kind: account.kindOfEntry,
    reference: account.reference,
    order_id: account.orderId,
    ...snake(account),
    reason: note,
  }
}

const snake = ({ actor }: NewAccount) => {
  const { locationId, ...rest } = doneBy(actor)
  return { ...rest, location_id: locationId }
}
