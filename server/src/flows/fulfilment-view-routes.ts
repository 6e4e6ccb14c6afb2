import type { FulfilmentId, LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { fulfilmentStateNames, listFulfilments, openStates } from '#modules/fulfilment'
import { ordersById } from '#modules/orders'
import { keepToLocation } from '#platform/auth'
import { authorise, type Actor } from '#platform/context'
import {
  decodeCursor,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { fulfilmentFor, FulfilmentSchema, fulfilmentView, showFulfilments } from './fulfilment-view.ts'

/** Who may work in a store: people, and machines with the permission. */
export const storePeople = ['staff', 'machine'] as const

/** The places whose queue the actor may see: the one asked for, those her grants reach, or null for everywhere. */
function queuePlaces(actor: Actor, asked: string | undefined): readonly LocationId[] | null {
  if (asked !== undefined) {
    // The schema has checked that it is a UUID.
    const locationId = asked as LocationId
    keepToLocation(actor, locationId)
    authorise(actor, 'fulfilment.pick', locationId)
    return [locationId]
  }
  if (actor.locationId) return [actor.locationId]
  const grants = actor.grants.filter((grant) => grant.permission === 'fulfilment.pick')
  if (actor.kind === 'system' || grants.some((grant) => grant.locationId === null)) return null
  return grants.flatMap((grant) => grant.locationId ?? [])
}

const list = route({
  method: 'GET',
  path: '/v1/fulfilments',
  summary: 'List what places have to prepare, the earliest promise first',
  description:
    'Without `state`: what is still to be done. Orders that nobody has paid for yet are left out, so a page may hold fewer than `limit`; go on while `next` is given.',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.pick',
  power: 'read',
  schema: {
    query: Type.Object({
      locationId: Type.Optional(UuidSchema),
      state: Type.Optional(Type.Union(fulfilmentStateNames.map((state) => Type.Literal(state)))),
      kind: Type.Optional(Type.Union([Type.Literal('pickup'), Type.Literal('ship')])),
      ...PageQuery,
    }),
    response: { 200: pageOf(FulfilmentSchema) },
  },
  handle: async (ctx, { query }) => {
    const [promise, id] = decodeCursor(query.cursor, ['maybeInstant', 'uuid'])
    const rows = await listFulfilments(
      ctx,
      {
        locations: queuePlaces(ctx.actor, query.locationId),
        states: query.state ? [query.state] : openStates,
        kind: query.kind ?? null,
      },
      {
        limit: rowsAsked(query),
        after:
          id === undefined
            ? null
            : // The cursor has been checked to hold an id.
              { promisedAt: promise ? new Date(promise) : null, fulfilmentId: id as FulfilmentId },
      },
    )
    const { items, next } = pageFrom(rows, query, (part) => [
      part.promisedAt?.toISOString() ?? '',
      part.fulfilmentId,
    ])
    const orders = await ordersById(ctx, [...new Set(items.map((row) => row.orderId))])
    const paid = orders.filter((order) => order.state !== 'placed')
    return { items: await showFulfilments(ctx, items, paid), next }
  },
})

const one = route({
  method: 'GET',
  path: '/v1/fulfilments/:id',
  summary: 'Show what a place prepares',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.pick',
  power: 'read',
  schema: { params: Type.Object({ id: UuidSchema }), response: { 200: FulfilmentSchema } },
  handle: async (ctx, { params }) =>
    fulfilmentView(ctx, await fulfilmentFor(ctx, params.id as FulfilmentId, 'fulfilment.pick')),
})

export const routes: AnyRoute[] = [list, one]
