import { invariant } from '@splot/kernel'
import { Type } from 'typebox'
import { DEFAULT_PAGE, route, type AnyRoute } from '#platform/http'
import { creditsOf, entriesOf } from './find.ts'
import { recognise } from './recognise.ts'
import { BalanceSchema, NumberSchema, PinSchema, showBalance, OwnEntrySchema, showOwnEntry } from './show.ts'
import { closed, tag } from './wire.ts'

/** More than anybody types by hand, fewer than guessing needs. */
const BALANCES_PER_MINUTE = 30

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

/** What holders see of their own. */
export const creditRoutes: AnyRoute[] = [balance, ownCredit]
