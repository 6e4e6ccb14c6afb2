import { Type, type Static } from 'typebox'
import { invariant, Refusal, type FulfilmentId } from '@splot/kernel'
import { variantsBySku } from '#modules/catalogue'
import {
  fulfilmentById,
  fulfilmentStateNames,
  fulfilmentStates,
  type Fulfilment,
  type FulfilmentVerb,
} from '#modules/fulfilment'
import { locationById } from '#modules/locations'
import { ordersById, type Order } from '#modules/orders'
import { keepToLocation } from '#platform/auth'
import { authorise, type ReadContext } from '#platform/context'
import { InstantSchema, SkuSchema, UuidSchema, WordsSchema } from '#platform/http'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** What a place prepares, as the people who prepare it see it. */
export const FulfilmentSchema = Type.Object({
  id: UuidSchema,
  orderId: UuidSchema,
  orderNumber: Type.String(),
  kind: Type.String({ description: 'pickup, ship' }),
  state: Type.String({ description: fulfilmentStateNames.join(', ') }),
  words: WordsSchema,
  location: Type.Object({ id: UuidSchema, code: Type.String(), name: Type.String() }),
  promisedAt: Nullable(InstantSchema),
  createdAt: InstantSchema,
  stateSince: InstantSchema,
  carrier: Nullable(Type.String()),
  trackingNumber: Nullable(Type.String()),
  pieces: Type.Integer({ description: 'in all' }),
  picked: Type.Integer({ description: 'of them lie ready' }),
  lines: Type.Array(
    Type.Object({
      lineId: Type.Integer({ description: 'the order line, from 1' }),
      sku: SkuSchema,
      gtin: Nullable(Type.String()),
      name: WordsSchema,
      options: Type.Record(Type.String(), WordsSchema, { description: 'labels by option code' }),
      picture: Nullable(Type.Object({ url: Type.String(), alt: WordsSchema })),
      quantity: Type.Integer(),
      picked: Type.Integer(),
    }),
  ),
})

export type FulfilmentView = Static<typeof FulfilmentSchema>

/** The fulfilment, for somebody who holds `permission` in its own place. */
export async function fulfilmentFor(
  ctx: ReadContext,
  id: FulfilmentId,
  permission: 'fulfilment.pick' | 'fulfilment.handover',
): Promise<Fulfilment> {
  const found = await fulfilmentById(ctx, id)
  if (!found) throw new Refusal('not_found', 'fulfilment.not_found', 'There is no such fulfilment.')
  keepToLocation(ctx.actor, found.locationId)
  authorise(ctx.actor, permission, found.locationId)
  return found
}

const verbWords: Record<FulfilmentVerb, string> = {
  arrive: 'released to picking',
  startPicking: 'picked',
  pick: 'picked',
  handOver: 'handed over',
  ship: 'shipped',
  deliver: 'delivered',
  cancel: 'cancelled',
}

/** The refusal of a verb that the table of states does not allow here. */
export const wrongState = (verb: FulfilmentVerb, state: Fulfilment['state']): Refusal =>
  new Refusal(
    'conflict',
    'fulfilment.wrong_state',
    `This cannot be ${verbWords[verb]} now: it is "${fulfilmentStates[state].words.en.toLowerCase()}". Look at the queue again.`,
    { facts: { state } },
  )

/** One fulfilment with the names of what is in it. */
export async function fulfilmentView(ctx: ReadContext, fulfilment: Fulfilment): Promise<FulfilmentView> {
  const [view] = await showFulfilments(ctx, [fulfilment], await ordersById(ctx, [fulfilment.orderId]))
  invariant(view, 'a fulfilment belongs to an order')
  return view
}

/** Fulfilments with the names of what is in them; those whose order is not among `orders` are left out. */
export async function showFulfilments(
  ctx: ReadContext,
  fulfilments: readonly Fulfilment[],
  orders: readonly Order[],
): Promise<FulfilmentView[]> {
  const placeIds = [...new Set(fulfilments.map((one) => one.locationId))]
  const [variants, places] = await Promise.all([
    variantsBySku(ctx, [...new Set(fulfilments.flatMap((one) => one.lines.map((line) => line.sku)))]),
    Promise.all(placeIds.map((id) => locationById(ctx, id))),
  ])
  return fulfilments.flatMap((one) => {
    const order = orders.find((order) => order.orderId === one.orderId)
    if (!order) return []
    const place = places.find((place) => place?.id === one.locationId)
    return [
      {
        id: one.fulfilmentId,
        orderId: one.orderId,
        orderNumber: order.number,
        kind: one.kind,
        state: one.state,
        words: fulfilmentStates[one.state].words,
        location: { id: one.locationId, code: place?.code ?? '', name: place?.name ?? '' },
        promisedAt: one.promisedAt?.toISOString() ?? null,
        createdAt: one.createdAt.toISOString(),
        stateSince: one.stateSince.toISOString(),
        carrier: one.carrier,
        trackingNumber: one.trackingNumber,
        pieces: one.lines.reduce((sum, line) => sum + line.quantity, 0),
        picked: one.lines.reduce((sum, line) => sum + line.picked, 0),
        lines: one.lines.map(({ lineNo, sku, quantity, picked }) => {
          const bought = order.lines.find((line) => line.lineNo === lineNo)
          const variant = variants.get(sku)
          const picture = variant?.picture
          return {
            lineId: lineNo,
            sku,
            gtin: variant?.gtin ?? null,
            name: bought?.name ?? { pl: sku, en: sku },
            options: { ...bought?.options },
            picture: picture ? { url: picture.url, alt: picture.alt } : null,
            quantity,
            picked,
          }
        }),
      },
    ]
  })
}
