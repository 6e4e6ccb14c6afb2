import { invariant, type FulfilmentId, type OrderId, type StaffId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { variantsBySku, type Variant } from '#modules/catalogue'
import { forOrders } from '#modules/fulfilment'
import {
  causeWords,
  choiceWords,
  decisionsOf,
  incidentStateNames,
  incidentStates,
  openIn,
  situationOf,
  type Affected,
  type DecisionRow,
  type Incident,
} from '#modules/incidents'
import { listLocations } from '#modules/locations'
import { ordersById, orderStates, type Order } from '#modules/orders'
import { staffByIds } from '#modules/staff'
import type { ReadContext } from '#platform/context'
import { InstantSchema, SkuSchema, UuidSchema, WordsSchema } from '#platform/http'
import { optionsFor, type Options } from './oversell-options.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const PlaceSchema = Type.Object({
  id: UuidSchema,
  code: Type.String(),
  name: Type.String(),
  city: Type.String(),
})

const ArticleSchema = Type.Object({
  sku: SkuSchema,
  name: WordsSchema,
  options: Type.Record(Type.String(), WordsSchema, { description: 'labels by option code' }),
  picture: Nullable(Type.Object({ url: Type.String(), alt: WordsSchema })),
})

/** An incident in a list. */
export const IncidentSchema = Type.Object({
  id: UuidSchema,
  number: Type.String({ description: 'what people say' }),
  state: Type.String({ description: incidentStateNames.join(', ') }),
  words: WordsSchema,
  cause: Type.Object({ code: Type.String({ description: 'oversold, shelf_empty' }), words: WordsSchema }),
  article: ArticleSchema,
  location: PlaceSchema,
  missing: Type.Integer({ description: 'promised pieces that do not exist' }),
  undecided: Type.Integer({ description: 'of them nobody has decided about' }),
  mostMissing: Type.Integer(),
  assignedTo: Nullable(Type.Object({ id: UuidSchema, name: Type.String() })),
  openedAt: InstantSchema,
  endedAt: Nullable(InstantSchema),
})

const ObstacleSchema = Nullable(
  Type.String({
    description:
      'null: one click. Else why not: too_few, not_here, no_stock, worth_less, other_vat, no_price, picked, kit, not_paid, partly_gone',
  }),
)

const OptionsSchema = Type.Object({
  otherPlaces: Type.Array(
    Type.Object({
      location: PlaceSchema,
      available: Type.Integer(),
      readyBy: Nullable(InstantSchema),
      obstacle: ObstacleSchema,
    }),
  ),
  substitutes: Type.Array(
    Type.Object({
      article: ArticleSchema,
      available: Type.Integer({ description: 'in this place' }),
      dearerMinor: Nullable(
        Type.Integer({ description: 'minor units; the customer pays what was agreed for the missing one' }),
      ),
      obstacle: ObstacleSchema,
    }),
  ),
  wait: Type.Object({
    expectedOn: Nullable(
      Type.String({ format: 'date', description: 'when enough is announced; null: say a date yourself' }),
    ),
    obstacle: ObstacleSchema,
  }),
  cancelLine: Type.Object({ obstacle: ObstacleSchema }),
  cancelOrder: Type.Object({ obstacle: ObstacleSchema }),
})

/** An incident with who is affected, what can be done for each, and what was decided. */
export const IncidentDetailSchema = Type.Object({
  ...IncidentSchema.properties,
  exists: Type.Integer({ description: 'pieces that may be handed out here' }),
  affected: Type.Array(
    Type.Object({
      order: Nullable(
        Type.Object({
          id: UuidSchema,
          number: Type.String(),
          state: Type.String(),
          words: WordsSchema,
          customerId: Nullable(UuidSchema),
          paid: Type.Boolean({ description: 'false: she has not paid yet' }),
        }),
      ),
      lineId: Nullable(Type.Integer({ description: 'null: a set that the piece belongs to, or a basket' })),
      holdId: Nullable(UuidSchema),
      quantity: Type.Integer({ description: 'how many of her pieces are missing' }),
      promisedSince: InstantSchema,
      stage: Type.String({
        description: 'undecided, waiting, picked (they lie aside: the book is wrong), basket',
      }),
      fulfilment: Nullable(
        Type.Object({ id: UuidSchema, kind: Type.String(), promisedAt: Nullable(InstantSchema) }),
      ),
      options: Nullable(OptionsSchema),
    }),
    { description: 'the first promised first; what exists is served before them' },
  ),
  decisions: Type.Array(
    Type.Object({
      at: InstantSchema,
      choice: Type.String(),
      words: WordsSchema,
      orderId: Nullable(UuidSchema),
      lineId: Nullable(Type.Integer()),
      quantity: Type.Integer(),
      detail: Type.Record(Type.String(), Type.Unknown()),
      staffId: Nullable(UuidSchema),
    }),
  ),
})

export type IncidentView = Static<typeof IncidentSchema>
export type IncidentDetail = Static<typeof IncidentDetailSchema>

const articleOf = (sku: string, variant: Variant | undefined): IncidentView['article'] => ({
  sku,
  name: variant?.name ?? { pl: sku, en: sku },
  options: Object.fromEntries(
    Object.entries(variant?.options ?? {}).map(([code, { label }]) => [code, label]),
  ),
  picture: variant?.picture ? { url: variant.picture.url, alt: variant.picture.alt } : null,
})

/** Incidents with the names of what they are about, in their order. */
export async function showIncidents(
  ctx: ReadContext,
  incidents: readonly Incident[],
): Promise<IncidentView[]> {
  const people = [...new Set(incidents.flatMap(({ assignedTo }) => assignedTo ?? []))]
  const [variants, places, staff] = await Promise.all([
    variantsBySku(ctx, [...new Set(incidents.map(({ sku }) => sku))]),
    listLocations(ctx),
    staffByIds(ctx, people),
  ])
  const nameOf = (id: StaffId) => staff.get(id)?.name ?? ''
  return incidents.map((one) => {
    const place = places.find(({ id }) => id === one.locationId)
    return {
      id: one.incidentId,
      number: one.number,
      state: one.state,
      words: incidentStates[one.state].words,
      cause: { code: one.cause, words: causeWords[one.cause] },
      article: articleOf(one.sku, variants.get(one.sku)),
      location: {
        id: one.locationId,
        code: place?.code ?? '',
        name: place?.name ?? '',
        city: place?.city ?? '',
      },
      missing: one.missing,
      undecided: one.undecided,
      mostMissing: one.mostMissing,
      assignedTo: one.assignedTo && { id: one.assignedTo, name: nameOf(one.assignedTo) },
      openedAt: one.openedAt.toISOString(),
      endedAt: one.endedAt?.toISOString() ?? null,
    }
  })
}

/** One incident as things stand now: what is affected is counted anew, not remembered. */
export async function incidentDetail(ctx: ReadContext, incident: Incident): Promise<IncidentDetail> {
  const [[view], { exists, affected: now }, decisions] = await Promise.all([
    showIncidents(ctx, [incident]),
    situationOf(ctx, incident.sku, incident.locationId),
    decisionsOf(ctx, incident.incidentId),
  ])
  invariant(view, 'what exists is shown')
  const affected = (openIn as readonly string[]).includes(incident.state) ? now : []
  const orderIds = [...new Set(affected.flatMap(({ orderId }) => orderId ?? []))]
  const [orders, parts] = await Promise.all([ordersById(ctx, orderIds), forOrders(ctx, orderIds)])
  const byId = new Map<OrderId, Order>(orders.map((order) => [order.orderId, order]))
  const partById = new Map(parts.map((part) => [part.fulfilmentId, part]))
  const options = await optionsFor(ctx, incident, affected, partById, byId)
  return {
    ...view,
    exists,
    affected: affected.map((one, index) => showAffected(one, byId, partById, options[index] ?? null)),
    decisions: decisions.map(showDecision),
  }
}

function showAffected(
  one: Affected,
  orders: ReadonlyMap<OrderId, Order>,
  parts: ReadonlyMap<FulfilmentId, { readonly kind: string; readonly promisedAt: Date | null }>,
  options: Options | null,
): IncidentDetail['affected'][number] {
  const order = one.orderId ? orders.get(one.orderId) : undefined
  const part = one.fulfilmentId ? parts.get(one.fulfilmentId) : undefined
  return {
    order: order
      ? {
          id: order.orderId,
          number: order.number,
          state: order.state,
          words: orderStates[order.state].words,
          customerId: order.customerId,
          paid: order.state !== 'placed',
        }
      : null,
    lineId: one.lineNo,
    holdId: one.orderId ? null : (one.holds[0]?.holdId ?? null),
    quantity: one.quantity,
    promisedSince: one.since.toISOString(),
    stage: one.stage,
    fulfilment:
      part && one.fulfilmentId
        ? { id: one.fulfilmentId, kind: part.kind, promisedAt: part.promisedAt?.toISOString() ?? null }
        : null,
    options: options && {
      ...options,
      otherPlaces: options.otherPlaces.map(({ readyBy, ...place }) => ({
        ...place,
        readyBy: readyBy?.toISOString() ?? null,
      })),
      substitutes: options.substitutes.map(({ variant, ...rest }) => ({
        article: articleOf(variant.sku, variant),
        ...rest,
      })),
    },
  }
}

const showDecision = (one: DecisionRow): IncidentDetail['decisions'][number] => ({
  at: one.at.toISOString(),
  choice: one.choice,
  words: choiceWords[one.choice],
  orderId: one.orderId,
  lineId: one.lineNo,
  quantity: one.quantity,
  detail: one.detail,
  staffId: one.actor.staffId,
})
