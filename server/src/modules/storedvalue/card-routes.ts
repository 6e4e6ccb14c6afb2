import { invariant, type CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import {
  InstantSchema,
  MoneySchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { correct, noSuchCard, renewPin, setBlocked, topUp } from './change.ts'
import { accountsById, entriesOf, listAccounts } from './find.ts'
import { issueFreeCard } from './issue.ts'
import { pinOf } from './number.ts'
import { AccountSchema, EntrySchema, PinSchema, showAccount, showEntry } from './show.ts'
import { accountKindWords, accountStateNames } from './states.ts'
import type { Account, AccountId, AccountKind, AccountState, BatchId } from './types.ts'
import { closed, NoteSchema, office, params, ReasonSchema, tag } from './wire.ts'

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
    const rows = await listAccounts(ctx, {
      q: query.q?.replaceAll(' ', '') || null,
      // The schema has checked names and ids.
      kind: (query.kind as AccountKind | undefined) ?? null,
      state: (query.state as AccountState | undefined) ?? null,
      customerId: (query.customerId as CustomerId | undefined) ?? null,
      batchId: (query.batchId as BatchId | undefined) ?? null,
      ...pageAsked(query),
    })
    return pageFrom(rows, query, ({ accountId }) => accountId, showAccount)
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
    const { before, limit } = pageAsked(query, 'digits')
    const rows = await entriesOf(ctx, accountId, { before: before === null ? null : Number(before), limit })
    return pageFrom(
      rows,
      query,
      ({ seq }) => seq,
      (entry) => showEntry(entry, account.currency),
    )
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

/** Money put on a card, or taken off it, by staff; once per command. */
const moving = (noun: 'top-ups' | 'corrections', move: typeof topUp, summary: string, description = '') =>
  route({
    method: 'POST',
    path: `/v1/gift-cards/:id/${noun}`,
    summary,
    description:
      `${description} Once per \`commandId\`; the same with another amount is 422 \`storedvalue.command_reused\`.`.trimStart(),
    tag,
    audience: office,
    permission: 'giftcards.issue',
    everywhere: true,
    power: 'write',
    schema: {
      params,
      body: Type.Object({ commandId: UuidSchema, amount: MoneySchema, reason: ReasonSchema }, closed),
      response: { 200: AccountSchema },
    },
    handle: async (ctx, { params, body: { amount, commandId, reason } }) =>
      showAccount(
        await move(ctx, {
          accountId: params.id as AccountId,
          amountMinor: amount.minor,
          currency: amount.currency,
          reference: commandId,
          reason,
        }),
      ),
  })

const addMoney = moving('top-ups', topUp, 'Top a card up')
const putRight = moving(
  'corrections',
  correct,
  'Put the book of a card right',
  'A negative amount takes away, never below zero: `storedvalue.short` (409).',
)

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

/** Gift cards and store credit, one by one. */
export const cardRoutes: AnyRoute[] = [list, one, entries, issue, addMoney, putRight, block, unblock, newPin]
