import { Type, type Static } from 'typebox'
import { CurrencySchema, InstantSchema, MoneySchema, UuidSchema, WordsSchema } from '#platform/http'
import { NUMBER_PATTERN, PIN_PATTERN } from './number.ts'
import { accountKindWords, accountStateNames, accountStates, entryWords } from './states.ts'
import type { Account, Batch, Entry, LiabilityRow } from './types.ts'

export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const NumberSchema = Type.String({
  pattern: NUMBER_PATTERN,
  description: 'sixteen digits without spaces, the last one a Luhn digit',
})
export const PinSchema = Type.String({ pattern: PIN_PATTERN, description: 'six digits' })

/** What opens a card, and what it shall pay. */
export const CardPartSchema = Type.Object(
  { number: NumberSchema, pin: PinSchema, amount: MoneySchema },
  { additionalProperties: false },
)

const StateSchema = Type.String({ description: accountStateNames.join(', ') })

export const AccountSchema = Type.Object({
  id: UuidSchema,
  kind: Type.String({ description: Object.keys(accountKindWords).join(', ') }),
  kindWords: WordsSchema,
  number: NumberSchema,
  state: StateSchema,
  words: WordsSchema,
  balance: { ...MoneySchema, description: 'what may be spent now' },
  held: { ...MoneySchema, description: 'waits for the rest of an order’s money; not in the balance' },
  customerId: Nullable(UuidSchema),
  batchId: Nullable(UuidSchema),
  note: Type.String(),
  issuedAt: InstantSchema,
  expiresAt: Nullable(InstantSchema),
  pinVersion: Type.Integer(),
})

export const showAccount = (account: Account): Static<typeof AccountSchema> => ({
  id: account.accountId,
  kind: account.kind,
  kindWords: accountKindWords[account.kind],
  number: account.number,
  state: account.state,
  words: accountStates[account.state].words,
  balance: { minor: account.balanceMinor, currency: account.currency },
  held: { minor: account.heldMinor, currency: account.currency },
  customerId: account.customerId,
  batchId: account.batchId,
  note: account.note,
  issuedAt: account.issuedAt.toISOString(),
  expiresAt: account.expiresAt?.toISOString() ?? null,
  pinVersion: account.pinVersion,
})

/** What the holder of a card may know of it. */
export const BalanceSchema = Type.Object({
  kind: AccountSchema.properties.kind,
  state: StateSchema,
  words: WordsSchema,
  lastFour: Type.String(),
  balance: AccountSchema.properties.balance,
  held: AccountSchema.properties.held,
  expiresAt: Nullable(InstantSchema),
})

export function showBalance(account: Account): Static<typeof BalanceSchema> {
  const { kind, state, words, number, balance, held, expiresAt } = showAccount(account)
  return { kind, state, words, lastFour: number.slice(-4), balance, held, expiresAt }
}

export const EntrySchema = Type.Object({
  id: Type.Integer(),
  kind: Type.String({ description: Object.keys(entryWords).join(', ') }),
  words: WordsSchema,
  amount: { ...MoneySchema, description: 'what leaves is negative' },
  balanceAfter: MoneySchema,
  orderId: Nullable(UuidSchema),
  at: InstantSchema,
  actor: Type.Object({ kind: Type.String(), id: Type.String(), staffId: Nullable(UuidSchema) }),
  channel: Type.String(),
  locationId: Nullable(UuidSchema),
  reason: Type.String(),
})

export const showEntry = (entry: Entry, currency: string): Static<typeof EntrySchema> => ({
  id: entry.seq,
  kind: entry.kind,
  words: entryWords[entry.kind],
  amount: { minor: entry.amountMinor, currency },
  balanceAfter: { minor: entry.balanceAfterMinor, currency },
  orderId: entry.orderId,
  at: entry.at.toISOString(),
  actor: entry.actor,
  channel: entry.channel,
  locationId: entry.locationId,
  reason: entry.reason,
})

/** What the holder sees of it: not who did it, nor why it says so in our books. */
export const OwnEntrySchema = Type.Object({
  kind: EntrySchema.properties.kind,
  words: WordsSchema,
  amount: EntrySchema.properties.amount,
  balanceAfter: MoneySchema,
  at: InstantSchema,
})

export function showOwnEntry(entry: Entry, currency: string): Static<typeof OwnEntrySchema> {
  const { kind, words, amount, balanceAfter, at } = showEntry(entry, currency)
  return { kind, words, amount, balanceAfter, at }
}

export const BatchSchema = Type.Object({
  id: UuidSchema,
  cards: Type.Integer(),
  issued: Type.Integer(),
  amount: MoneySchema,
  note: Type.String(),
  expiresAt: Nullable(InstantSchema),
  createdAt: InstantSchema,
  doneAt: Nullable(InstantSchema),
})

export const showBatch = (batch: Batch): Static<typeof BatchSchema> => ({
  id: batch.batchId,
  cards: batch.cards,
  issued: batch.issued,
  amount: { minor: batch.amountMinor, currency: batch.currency },
  note: batch.note,
  expiresAt: batch.expiresAt?.toISOString() ?? null,
  createdAt: batch.createdAt.toISOString(),
  doneAt: batch.doneAt?.toISOString() ?? null,
})

export const LiabilitySchema = Type.Object({
  at: InstantSchema,
  rows: Type.Array(
    Type.Object({
      currency: CurrencySchema,
      kind: AccountSchema.properties.kind,
      kindWords: WordsSchema,
      issuedIn: Type.String({ description: 'YYYY-MM' }),
      expiresIn: Nullable(Type.String({ description: 'YYYY-MM; null: never' })),
      accounts: Type.Integer(),
      spendable: MoneySchema,
      held: MoneySchema,
      open: { ...MoneySchema, description: 'what is owed: spendable and held' },
    }),
  ),
  totals: Type.Array(Type.Object({ open: MoneySchema, accounts: Type.Integer() }), {
    description: 'by currency',
  }),
})

export function showLiability(at: Date, rows: readonly LiabilityRow[]): Static<typeof LiabilitySchema> {
  const totals = [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, same]) => ({
    open: { minor: same.reduce((sum, row) => sum + row.spendableMinor + row.heldMinor, 0), currency },
    accounts: same.reduce((sum, row) => sum + row.accounts, 0),
  }))
  return {
    at: at.toISOString(),
    rows: rows.map((row) => ({
      currency: row.currency,
      kind: row.kind,
      kindWords: accountKindWords[row.kind],
      issuedIn: row.issuedIn,
      expiresIn: row.expiresIn,
      accounts: row.accounts,
      spendable: { minor: row.spendableMinor, currency: row.currency },
      held: { minor: row.heldMinor, currency: row.currency },
      open: { minor: row.spendableMinor + row.heldMinor, currency: row.currency },
    })),
    totals,
  }
}
