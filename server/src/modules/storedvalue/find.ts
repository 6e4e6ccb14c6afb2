import type { CustomerId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { ACCOUNTS_BY_ID, CREDITS_OF, ENTRIES_OF, LIST_ACCOUNTS, PROVE } from './store.ts'
import type { Account, AccountId, AccountKind, AccountState, BatchId, Entry } from './types.ts'

type Plain<T> = T & Record<string, unknown>

/** Accounts as they are now, in the order of their ids. */
export const accountsById = (ctx: ReadContext, ids: readonly AccountId[]): Promise<Account[]> =>
  ctx.query<Plain<Account>>(ACCOUNTS_BY_ID, [ctx.now, ids])

/** The store credit of a customer, one account per currency. */
export const creditsOf = (ctx: ReadContext, customerId: CustomerId): Promise<Account[]> =>
  ctx.query<Plain<Account>>(CREDITS_OF, [ctx.now, customerId])

export interface AccountFilter {
  /** A number, or its beginning. */
  readonly q: string | null
  readonly kind: AccountKind | null
  readonly state: AccountState | null
  readonly customerId: CustomerId | null
  readonly batchId: BatchId | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export const listAccounts = (ctx: ReadContext, filter: AccountFilter): Promise<Account[]> =>
  ctx.query<Plain<Account>>(LIST_ACCOUNTS, [
    ctx.now,
    filter.q,
    filter.kind,
    filter.state,
    filter.customerId,
    filter.batchId,
    filter.before,
    filter.limit,
  ])

/** What happened to an account, newest first. */
export const entriesOf = (
  ctx: ReadContext,
  accountId: AccountId,
  page: { readonly before: number | null; readonly limit: number },
): Promise<Entry[]> => ctx.query<Plain<Entry>>(ENTRIES_OF, [accountId, page.before, page.limit])

/** Accounts whose balance is not the sum of their entries: none, or something is badly wrong. */
export const proveLedger = (
  ctx: ReadContext,
): Promise<{ accountId: AccountId; balanceMinor: number; sumMinor: number }[]> => ctx.query(PROVE, [])
