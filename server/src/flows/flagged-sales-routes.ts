import type { StaffId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  listFlagged,
  reasonWords,
  settleFlagged,
  type FlaggedSale,
  type FlaggedSaleId,
} from '#modules/incidents'
import { locationById, locationsOf, type LocationsModel } from '#modules/locations'
import { staffByIds } from '#modules/staff'
import { placesAsked, type ReadContext } from '#platform/context'
import {
  InstantSchema,
  MoneySchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'

const tag = 'incidents'
const people = ['staff', 'machine'] as const
const permission = 'stock.incident'
const closed = { additionalProperties: false } as const
const PersonSchema = Type.Union([Type.Object({ id: UuidSchema, name: Type.String() }), Type.Null()])

const FlaggedSaleSchema = Type.Object({
  id: UuidSchema,
  number: Type.String({ description: 'what people say' }),
  order: Type.Object({ id: UuidSchema, number: Type.String() }),
  location: Type.Object({ id: UuidSchema, code: Type.String(), name: Type.String() }),
  soldBy: PersonSchema,
  deviceId: Type.Union([UuidSchema, Type.Null()]),
  soldAt: InstantSchema,
  arrivedAt: InstantSchema,
  sold: Type.Object(MoneySchema.properties, { description: 'what the customer paid' }),
  due: Type.Union([Type.Object(MoneySchema.properties), Type.Null()], {
    description: 'what it would have come to; null: nobody can say',
  }),
  reasons: Type.Array(
    Type.Object({
      code: Type.String({
        description:
          'price_differed, vat_differed, no_price, unknown_article, promotion_not_in_force, promotion_missed, promotion_differed, code_refused, code_beyond_lease, counted_otherwise, seller_not_allowed, sender_not_allowed, customer_not_recognised, told_late, before_enrolment, clock',
      }),
      words: WordsSchema,
    }),
  ),
  settled: Type.Union([
    Type.Object({ at: InstantSchema, by: PersonSchema, note: Type.String() }),
    Type.Null(),
  ]),
})
type Shown = Static<typeof FlaggedSaleSchema>

const list = route({
  method: 'GET',
  path: '/v1/incidents/sales',
  summary:
    'List till sales that were made without a network and are not what was published by then, newest first',
  description: 'They are recorded as they were paid; each says what it would have come to, and why.',
  tag,
  audience: people,
  permission,
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        state: Type.Optional(
          Type.Union([Type.Literal('open'), Type.Literal('settled')], {
            description: 'open: nobody has looked at it; both when left out',
          }),
        ),
        locationId: Type.Optional(UuidSchema),
      },
      closed,
    ),
    response: { 200: pageOf(FlaggedSaleSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listFlagged(ctx, {
      places: placesAsked(ctx.actor, permission, query.locationId),
      settled: query.state === undefined ? null : query.state === 'settled',
      ...pageAsked(query),
    })
    const { items, next } = pageFrom(rows, query, ({ id }) => id)
    return { items: await show(ctx, items, locationsOf(ctx).byId), next }
  },
})

const settle = route({
  method: 'POST',
  path: '/v1/incidents/sales/:id/settle',
  summary: 'Say what came of a flagged sale; the sale itself stays what it was',
  description: 'Kept in the audit log. 409 `incidents.sale_settled` when somebody was faster.',
  tag,
  audience: people,
  permission,
  power: 'write',
  schema: {
    params: Type.Object({ id: UuidSchema }),
    body: Type.Object({ note: Type.String({ minLength: 3, maxLength: 500 }) }, closed),
    response: { 200: FlaggedSaleSchema },
  },
  handle: async (ctx, { params, body }) => {
    const sale = await settleFlagged(ctx, params.id as FlaggedSaleId, body.note)
    // Inside a transaction there is no read model.
    const place = await locationById(ctx, sale.locationId)
    const [shown] = await show(ctx, [sale], () => place)
    // One was asked for.
    return shown as Shown
  },
})

/** Flagged sales with the names of people and places, and their reasons in words. */
async function show(
  ctx: ReadContext,
  sales: readonly FlaggedSale[],
  placeOf: LocationsModel['byId'],
): Promise<Shown[]> {
  const ids = [...new Set(sales.flatMap(({ staffId, settledBy }) => [staffId ?? [], settledBy ?? []].flat()))]
  const staff = await staffByIds(ctx, ids)
  const person = (id: StaffId | null) => id && { id, name: staff.get(id)?.name ?? '' }
  return sales.map((sale) => {
    const place = placeOf(sale.locationId)
    const { currency, settledAt } = sale
    return {
      id: sale.id,
      number: sale.number,
      order: { id: sale.orderId, number: sale.orderNumber },
      location: { id: sale.locationId, code: place?.code ?? '', name: place?.name ?? '' },
      soldBy: person(sale.staffId),
      deviceId: sale.deviceId,
      soldAt: sale.soldAt.toISOString(),
      arrivedAt: sale.arrivedAt.toISOString(),
      sold: { minor: sale.soldMinor, currency },
      due: sale.dueMinor === null ? null : { minor: sale.dueMinor, currency },
      reasons: sale.reasons.map((reason) => ({ code: reason.kind, words: reasonWords(reason, currency) })),
      settled: settledAt && {
        at: settledAt.toISOString(),
        by: person(sale.settledBy),
        note: sale.note ?? '',
      },
    }
  })
}

export const routes: AnyRoute[] = [list, settle]
