import { Refusal, type CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import { invariant } from '@splot/kernel'
import {
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  InstantSchema,
  MoneySchema,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { batchById, cardsOfBatch, listBatches, orderBatch } from './batches.ts'
import { correct, renewPin, setBlocked, topUp } from './change.ts'
import { accountsById, creditsOf, entriesOf, listAccounts } from './find.ts'
import { giveCredit, issueFreeCard } from './issue.ts'
import { liabilityAt } from './liability.ts'
import { MAX_BATCH_CARDS } from './limits.ts'
import { pinOf } from './number.ts'
import { recognise } from './recognise.ts'
import {
  AccountSchema,
  BalanceSchema,
  BatchSchema,
  EntrySchema,
  LiabilitySchema,
  NumberSchema,
  OwnEntrySchema,
  PinSchema,
  showAccount,
  showBalance,
  showBatch,
  showEntry,
  showLiability,
  showOwnEntry,
} from './show.ts'
import { accountKindWords, accountStateNames } from './states.ts'
import type { Account, AccountId, AccountKind, AccountState, BatchId } from './types.ts'

const tag = 'gift cards'
const office = ['staff', 'machine'] as const
const closed = { additionalProperties: false } as const
const params = Type.Object({ id: UuidSchema })
const ReasonSchema = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const NoteSchema = Type.String({ maxLength: 200, default: '' })
/** More than anybody types by hand, fewer than guessing needs. */
const BALANCES_PER_MINUTE = 30

const noSuchCard = (): Refusal =>
  new Refusal('not_found', 'storedvalue.no_such_account', 'There is no such card.')

const balance = route({
  method: 'POST',
  path: '/v1/gift-cards/balance',
  summary: 'Ask what a card holds, with its number and PIN',
  description:
    '`storedvalue.not_recognised` (404) for a number that nobody has and for a wrong PIN alike; five wrong ones lock the number for a while, `storedvalue.locked` (429). A blocked or expired card is told in `state`.',
  tag,
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  perMinute: BALANCES_PER_MINUTE,
  schema: {
    body: Type.Object({ number: NumberSchema, pin: PinSchema }, closed),
    response: { 200: BalanceSchema },
  },
  handle: async (ctx, { body, ip }) => showBalance(await recognise(ctx, body, ip)),
})

const ownCredit = route({
  method: 'GET',
  path: '/v1/store-credit',
  summary: 'See my store credit',
  tag,
  audience: ['customer'],
  permission: null,
  power: 'read',
  schema: {
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            ...BalanceSchema.properties,
            entries: Type.Array(OwnEntrySchema, {
              description: `what happened to it, the last ${DEFAULT_PAGE} times, newest first`,
            }),
          }),
        ),
      }),
    },
  },
  handle: async (ctx) => {
    invariant(ctx.actor.customerId, 'a customer has an id')
    const credits = await creditsOf(ctx, ctx.actor.customerId)
    const items = credits.map(async (credit) => {
      const rows = await entriesOf(ctx, credit.accountId, { before: null, limit: DEFAULT_PAGE })
      return { ...showBalance(credit), entries: rows.map((row) => showOwnEntry(row, credit.currency)) }
    })
    return { items: await Promise.all(items) }
  },
})

const list = route({
  method: 'GET',
  path: '/v1/gift-cards',
  summary: 'List gift cards and store credit, newest first',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        q: Type.Optional(
          Type.String({ maxLength: 32, pattern: '^[0-9 ]*$', description: 'a number, or its beginning' }),
        ),
        kind: Type.Optional(Type.String({ enum: Object.keys(accountKindWords) })),
        state: Type.Optional(Type.String({ enum: accountStateNames })),
        customerId: Type.Optional(UuidSchema),
        batchId: Type.Optional(UuidSchema),
      },
      closed,
    ),
    response: { 200: pageOf(AccountSchema) },
  },
  handle: async (ctx, { query }) => {
    const limit = query.limit ?? DEFAULT_PAGE
    const rows = await listAccounts(ctx, {
      q: query.q?.replaceAll(' ', '') || null,
      // The schema has checked names and ids.
      kind: (query.kind as AccountKind | undefined) ?? null,
      state: (query.state as AccountState | undefined) ?? null,
      customerId: (query.customerId as CustomerId | undefined) ?? null,
      batchId: (query.batchId as BatchId | undefined) ?? null,
      before: query.cursor === undefined ? null : (decodeCursor(query.cursor, ['uuid'])[0] ?? null),
      limit: limit + 1,
    })
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      items: rows.slice(0, limit).map(showAccount),
      next: last ? encodeCursor([last.accountId]) : null,
    }
  },
})

const one = route({
  method: 'GET',
  path: '/v1/gift-cards/:id',
  summary: 'See one gift card or store credit',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { params, response: { 200: AccountSchema } },
  handle: async (ctx, { params }) => {
    const [account] = await accountsById(ctx, [params.id as AccountId])
    if (!account) throw noSuchCard()
    return showAccount(account)
  },
})

const entries = route({
  method: 'GET',
  path: '/v1/gift-cards/:id/entries',
  summary: 'List what happened to a card, newest first',
  description: 'The entries sum to the balance; each carries the balance after it.',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { params, query: Type.Object(PageQuery, closed), response: { 200: pageOf(EntrySchema) } },
  handle: async (ctx, { params, query }) => {
    const accountId = params.id as AccountId
    const [account] = await accountsById(ctx, [accountId])
    if (!account) throw noSuchCard()
    const limit = query.limit ?? DEFAULT_PAGE
    const before = query.cursor === undefined ? null : Number(decodeCursor(query.cursor, ['digits'])[0])
    const rows = await entriesOf(ctx, accountId, { before, limit: limit + 1 })
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      items: rows.slice(0, limit).map((entry) => showEntry(entry, account.currency)),
      next: last ? encodeCursor([last.seq]) : null,
    }
  },
})

const WithPinSchema = Type.Object({ ...AccountSchema.properties, pin: PinSchema })

const withPin = (account: Account) => ({
  ...showAccount(account),
  pin: pinOf(account.number, account.pinVersion),
})

const issue = route({
  method: 'POST',
  path: '/v1/gift-cards',
  summary: 'Issue a gift card that nobody pays for',
  description: 'Answers number and PIN. A card that is sold comes from `POST /v1/gift-cards/sales`.',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'command',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        amount: MoneySchema,
        note: Type.Optional(NoteSchema),
        expiresAt: Type.Optional({ ...InstantSchema, description: 'default: two years from now' }),
      },
      closed,
    ),
    response: { 201: WithPinSchema },
  },
  handle: async (ctx, { body, key }) => {
    const { amount, note = '', expiresAt } = body
    const { accountId } = await issueFreeCard(
      ctx,
      {
        amountMinor: amount.minor,
        currency: amount.currency,
        note,
        ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
      },
      key,
    )
    const [account] = await accountsById(ctx.platform.read(ctx.actor), [accountId])
    invariant(account, 'a card that was issued stands')
    return withPin(account)
  },
})

const credit = route({
  method: 'POST',
  path: '/v1/store-credits',
  summary: 'Give a customer store credit',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      { commandId: UuidSchema, customerId: UuidSchema, amount: MoneySchema, reason: ReasonSchema },
      closed,
    ),
    response: { 201: AccountSchema },
  },
  handle: async (ctx, { body }) => {
    const { customerId, amount, commandId, reason } = body
    const accountId = await giveCredit(ctx, {
      customerId: customerId as CustomerId,
      amountMinor: amount.minor,
      currency: amount.currency,
      reference: commandId,
      reason,
    })
    const [account] = await accountsById(ctx, [accountId])
    invariant(account, 'credit that was given stands')
    return showAccount(account)
  },
})

const MoveMoneySchema = Type.Object(
  { commandId: UuidSchema, amount: MoneySchema, reason: ReasonSchema },
  closed,
)

const addMoney = route({
  method: 'POST',
  path: '/v1/gift-cards/:id/top-ups',
  summary: 'Top a card up',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  schema: { params, body: MoveMoneySchema, response: { 200: AccountSchema } },
  handle: async (ctx, { params, body: { amount, commandId, reason } }) =>
    showAccount(
      await topUp(ctx, {
        accountId: params.id as AccountId,
        amountMinor: amount.minor,
        currency: amount.currency,
        reference: commandId,
        reason,
      }),
    ),
})

const putRight = route({
  method: 'POST',
  path: '/v1/gift-cards/:id/corrections',
  summary: 'Put the book of a card right',
  description: 'A negative amount takes away, never below zero: `storedvalue.short` (409).',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  schema: { params, body: MoveMoneySchema, response: { 200: AccountSchema } },
  handle: async (ctx, { params, body: { amount, commandId, reason } }) =>
    showAccount(
      await correct(ctx, {
        accountId: params.id as AccountId,
        amountMinor: amount.minor,
        currency: amount.currency,
        reference: commandId,
        reason,
      }),
    ),
})

const blocking = (verb: 'block' | 'unblock', summary: string, description: string) =>
  route({
    method: 'POST',
    path: `/v1/gift-cards/:id/${verb}`,
    summary,
    description,
    tag,
    audience: office,
    permission: 'giftcards.issue',
    everywhere: true,
    power: 'write',
    schema: { params, body: Type.Object({ reason: ReasonSchema }, closed), response: { 200: AccountSchema } },
    handle: async (ctx, { params, body }) =>
      showAccount(await setBlocked(ctx, params.id as AccountId, verb === 'block', body.reason)),
  })

const block = blocking(
  'block',
  'Block a card',
  'Nothing is paid with it until it is unblocked; it keeps its value.',
)
const unblock = blocking('unblock', 'Unblock a card', 'An expired card stays expired.')

const newPin = route({
  method: 'POST',
  path: '/v1/gift-cards/:id/pin',
  summary: 'Give a card another PIN',
  description: 'The old one opens it no more. Say which version was seen: a repetition answers the same PIN.',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'command',
  idempotency: 'none',
  schema: {
    params,
    body: Type.Object({ pinVersion: Type.Integer({ minimum: 1 }) }, closed),
    response: { 200: WithPinSchema },
  },
  handle: async (ctx, { params, body }) => {
    const { account, pin } = await renewPin(ctx, params.id as AccountId, body.pinVersion)
    return { ...showAccount(account), pin }
  },
})

const makeBatch = route({
  method: 'POST',
  path: '/v1/gift-cards/batches',
  summary: 'Order many gift cards at once',
  description: 'A job issues them; ask the batch how far it is.',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        cards: Type.Integer({ minimum: 1, maximum: MAX_BATCH_CARDS }),
        amount: MoneySchema,
        note: Type.Optional(NoteSchema),
        expiresAt: Type.Optional(InstantSchema),
      },
      closed,
    ),
    response: { 202: BatchSchema },
  },
  handle: async (ctx, { body: { cards, amount, note = '', expiresAt } }) =>
    showBatch(
      await orderBatch(ctx, cards, {
        amountMinor: amount.minor,
        currency: amount.currency,
        note,
        ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
      }),
    ),
})

const batches = route({
  method: 'GET',
  path: '/v1/gift-cards/batches',
  summary: 'List batches of gift cards, newest first',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { query: Type.Object(PageQuery, closed), response: { 200: pageOf(BatchSchema) } },
  handle: async (ctx, { query }) => {
    const limit = query.limit ?? DEFAULT_PAGE
    const before = query.cursor === undefined ? null : (decodeCursor(query.cursor, ['uuid'])[0] ?? null)
    const rows = await listBatches(ctx, before, limit + 1)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return { items: rows.slice(0, limit).map(showBatch), next: last ? encodeCursor([last.batchId]) : null }
  },
})

const batch = route({
  method: 'GET',
  path: '/v1/gift-cards/batches/:id',
  summary: 'See how far a batch of gift cards is',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { params, response: { 200: BatchSchema } },
  handle: async (ctx, { params }) => {
    const found = await batchById(ctx, params.id as BatchId)
    if (!found)
      throw new Refusal('not_found', 'storedvalue.no_such_batch', 'There is no such batch of cards.')
    return showBatch(found)
  },
})

const FileSchema = Type.Object({ filename: Type.String(), csv: Type.String(), rows: Type.Integer() })

const batchFile = route({
  method: 'POST',
  path: '/v1/gift-cards/batches/:id/file',
  summary: 'Take the file of a batch for the printer: numbers and PINs',
  description:
    'Whoever takes it stands in the audit log. `storedvalue.batch_not_done` (409) while cards are missing.',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  // A kept answer would keep the PINs.
  idempotency: 'none',
  schema: { params, response: { 200: FileSchema } },
  handle: (ctx, { params }) => cardsOfBatch(ctx, params.id as BatchId),
})

const LiabilityQuery = Type.Object(
  { at: Type.Optional({ ...InstantSchema, description: 'default: now' }) },
  closed,
)
const instantOf = (now: Date, at: string | undefined) => (at === undefined ? now : new Date(at))

const liability = route({
  method: 'GET',
  path: '/v1/gift-cards/liability',
  summary: 'See what is owed to holders of gift cards and store credit at an instant',
  description:
    'Sums of the entries written until then, by currency, kind, month of issue and month of expiry.',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { query: LiabilityQuery, response: { 200: LiabilitySchema } },
  handle: async (ctx, { query }) => {
    const at = instantOf(ctx.now, query.at)
    return showLiability(at, await liabilityAt(ctx, at))
  },
})

const liabilityFile = route({
  method: 'GET',
  path: '/v1/gift-cards/liability/csv',
  summary: 'The report of liability as a CSV file',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { query: LiabilityQuery, response: { 200: FileSchema } },
  handle: async (ctx, { query }) => {
    const at = instantOf(ctx.now, query.at)
    const rows = await liabilityAt(ctx, at)
    const amount = (minor: number) => (minor / 100).toFixed(2)
    const lines = rows.map((row) =>
      [
        row.currency,
        row.kind,
        row.issuedIn,
        row.expiresIn ?? '',
        row.accounts,
        amount(row.spendableMinor),
        amount(row.heldMinor),
        amount(row.spendableMinor + row.heldMinor),
      ].join(';'),
    )
    const heading = 'currency;kind;issued;expires;accounts;spendable;held;open'
    return {
      filename: `gift-card-liability-${at.toISOString().slice(0, 10)}.csv`,
      csv: `\uFEFF${[heading, ...lines].join('\r\n')}\r\n`,
      rows: lines.length,
    }
  },
})

export const routes: AnyRoute[] = [
  balance,
  ownCredit,
  makeBatch,
  batches,
  batch,
  batchFile,
  liability,
  liabilityFile,
  list,
  one,
  entries,
  issue,
  credit,
  addMoney,
  putRight,
  block,
  unblock,
  newPin,
]
