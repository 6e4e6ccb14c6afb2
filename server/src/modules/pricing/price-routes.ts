import { Refusal, type ChannelId, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { holds, type ReadContext } from '#platform/context'
import {
  CurrencySchema,
  InstantSchema,
  MoneySchema,
  route,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { bookOf } from './model.ts'
import { pricePerUnit, PricePerUnitSchema } from './per-unit.ts'
import { BEFORE_FIRST, isAnnounced, mergedWith, reductionsOf } from './presented/reductions.ts'
import { historyOf } from './presented/store.ts'
import { surroundings } from './surroundings.ts'
import type { PriceScope } from './types.ts'
import { closed, FromQuantitySchema, Nullable, tag } from './wire.ts'

/** Changes of a presented price that one answer shows. */
const MAX_HISTORY = 500
const MAX_GROUPS = 20

const ReductionSchema = Type.Object({
  price: MoneySchema,
  before: Type.Optional(
    Type.Object(MoneySchema.properties, {
      description:
        'the regular price; missing: what is asked is not below the lowest price, so nothing is announced',
    }),
  ),
  lowestPrice: Type.Object(MoneySchema.properties, {
    description: 'the lowest price of the 30 days before the reduction; it must stand beside it',
  }),
  beforeFirst: Type.Optional(Type.Boolean({ description: BEFORE_FIRST })),
  since: InstantSchema,
  percent: Nullable(Type.Integer({ description: 'off the lowest price; null: no percentage may be said' })),
})

const PriceSchema = Type.Object({
  sku: SkuSchema,
  price: MoneySchema,
  taxLetter: Type.String(),
  taxPpm: Type.Integer(),
  source: Type.Object({
    list: Type.String(),
    version: Type.Integer(),
    fromQuantity: Type.Integer(),
    listPrice: MoneySchema,
    exceptions: Type.Array(Type.Object({ id: UuidSchema, reason: WordsSchema, change: MoneySchema })),
  }),
  versionInForce: Type.Integer(),
  reduction: Nullable(ReductionSchema),
  pricePerUnit: Type.Optional(PricePerUnitSchema),
  next: Nullable(
    Type.Object({ at: InstantSchema, price: Nullable(MoneySchema) }, { description: 'staff only' }),
  ),
  history: Type.Optional(
    Type.Array(
      Type.Object({
        at: InstantSchema,
        price: Nullable(MoneySchema),
        regular: Nullable(MoneySchema),
        reduced: Type.Boolean(),
      }),
      { description: 'staff only: what was presented, newest first' },
    ),
  ),
})

const price = route({
  method: 'GET',
  path: '/v1/prices/:sku',
  summary: 'Tell what one piece costs, why, and what may be said of it when it is reduced',
  description:
    'Staff with `prices.read` also see the history of presented prices and the next planned one. The channel is the one of the credential unless staff name another.',
  tag,
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    params: Type.Object({ sku: SkuSchema }),
    query: Type.Object(
      {
        channelId: Type.Optional(UuidSchema),
        locationId: Type.Optional(UuidSchema),
        currency: Type.Optional(CurrencySchema),
        group: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: MAX_GROUPS })),
        quantity: Type.Optional(FromQuantitySchema),
      },
      closed,
    ),
    response: { 200: PriceSchema },
  },
  handle: async (ctx, { params, query }) => {
    const isStaff = ctx.actor.kind !== 'visitor' && holds(ctx.actor, 'prices.read')
    const { sku } = params
    const scope: PriceScope = {
      // The schema has checked that they are UUIDs; nobody but staff asks in the name of others.
      channel: ((isStaff && query.channelId) || ctx.actor.channel.id) as ChannelId,
      location: (query.locationId ?? ctx.actor.locationId) as LocationId | null,
      currency: query.currency ?? 'PLN',
      groups: isStaff ? (query.group ?? []) : [],
      quantity: query.quantity ?? 1,
    }
    const book = bookOf(ctx)
    const found = book.priceOf(sku, scope)
    if (!found) throw noPrice()
    const { gross, source } = found
    const money = (minor: number) => ({ minor, currency: gross.currency })
    const reduction = shownReduction(ctx, sku, scope, gross.minor)
    const perUnit = pricePerUnit(surroundings().article(sku)?.netContent, gross, reduction?.price.minor)
    return {
      sku,
      price: gross,
      taxLetter: found.taxRate,
      taxPpm: found.ppm,
      source: {
        list: source.list,
        version: source.version,
        fromQuantity: source.fromQuantity,
        listPrice: money(source.listMinor),
        exceptions: source.exceptions.map(({ id, reason, minor }) => ({ id, reason, change: money(minor) })),
      },
      versionInForce: book.versionInForce(),
      reduction,
      ...(perUnit && { pricePerUnit: perUnit }),
      next: isStaff ? shownNext(book, sku, scope) : null,
      ...(isStaff && { history: await shownHistory(ctx, sku, scope) }),
    }
  },
})

function shownReduction(ctx: ReadContext, sku: string, scope: PriceScope, minor: number) {
  const found = reductionsOf(ctx).running(sku, scope, minor)
  if (!found) return null
  const money = (amount: number) => ({ minor: amount, currency: scope.currency })
  return {
    price: money(found.minor),
    ...(isAnnounced(found) && { before: money(found.regularMinor) }),
    lowestPrice: money(found.lowestMinor),
    ...(found.beforeFirst && { beforeFirst: true }),
    since: found.since.toISOString(),
    percent: found.percent,
  }
}

/** The next instant at which this price will be another one, as far as it is published. */
function shownNext(book: ReturnType<typeof bookOf>, sku: string, scope: PriceScope) {
  const now = book.priceOf(sku, scope)?.gross.minor
  for (const { effectiveAt } of book.versions) {
    if (effectiveAt <= book.platform.clock()) continue
    const then = book.priceAt(sku, scope, effectiveAt)
    if (then?.gross.minor !== now) return { at: effectiveAt.toISOString(), price: then?.gross ?? null }
  }
  return null
}

async function shownHistory(ctx: ReadContext, sku: string, scope: PriceScope) {
  const { channel, currency, location = null } = scope
  const rows = await historyOf(ctx, [sku], { channel, currency, location })
  const own = rows.filter((row) => row.location !== null)
  const everywhere = rows.filter((row) => row.location === null)
  const money = (minor: number | null) => (minor === null ? null : { minor, currency })
  return mergedWith(own, everywhere)
    .toReversed()
    .slice(0, MAX_HISTORY)
    .map((row) => ({
      at: row.at.toISOString(),
      price: money(row.minor),
      regular: money(row.regularMinor),
      reduced: row.reduced,
    }))
}

const noPrice = (): Refusal =>
  new Refusal('not_found', 'pricing.no_price', 'This article has no price here.', {
    errors: [{ pointer: '/sku', detail: 'has no price' }],
  })

export const priceRoutes: AnyRoute[] = [price]
