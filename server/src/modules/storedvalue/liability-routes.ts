import { Type } from 'typebox'
import { decimal, writeCsv } from '#platform/csv'
import { InstantSchema, route, type AnyRoute } from '#platform/http'
import { liabilityAt } from './liability.ts'
import { LiabilitySchema, showLiability } from './show.ts'
import { closed, FileSchema, office, tag } from './wire.ts'

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
    const heading = ['currency', 'kind', 'issued', 'expires', 'accounts', 'spendable', 'held', 'open']
    const lines = rows.map((row) => [
      row.currency,
      row.kind,
      row.issuedIn,
      row.expiresIn,
      row.accounts,
      decimal(row.spendableMinor),
      decimal(row.heldMinor),
      decimal(row.spendableMinor + row.heldMinor),
    ])
    return {
      filename: `gift-card-liability-${at.toISOString().slice(0, 10)}.csv`,
      csv: writeCsv(heading, lines),
      rows: lines.length,
    }
  },
})

/** What is owed to holders, to look at and as a file. */
export const liabilityRoutes: AnyRoute[] = [liability, liabilityFile]
