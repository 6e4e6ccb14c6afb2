import { isId, Refusal, type FulfilmentId, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { fulfilmentStateNames, listFulfilments, openStates, type QueuePosition } from '#modules/fulfilment'
import { ordersById } from '#modules/orders'
import { keepToLocation } from '#platform/auth'
import { authorise, type Actor } from '#platform/context'
import {
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  pageOf,
  PageQuery,
  route,
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
    const limit = query.limit ?? DEFAULT_PAGE
    const rows = await listFulfilments(
      ctx,
      {
        locations: queuePlaces(ctx.actor, query.locationId),
        states: query.state ? [query.state] : openStates,
        kind: query.kind ?? null,
      },
      { limit: limit + 1, after: query.cursor === undefined ? null : positionIn(query.cursor) },
    )
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const orders = await ordersById(ctx, [...new Set(page.map((row) => row.orderId))])
    const paid = orders.filter((order) => order.state !== 'placed')
    return {
      items: await showFulfilments(ctx, page, paid),
      next: last ? encodeCursor([last.promisedAt?.toISOString() ?? '', last.fulfilmentId]) : null,
    }
  },
})

/** A forged cursor must not reach the columns. */
function positionIn(cursor: string): QueuePosition {
  const [promise, id] = decodeCursor(cursor, 2)
  const promisedAt = promise === '' ? null : new Date(String(promise))
  if (typeof id === 'string' && isId(id) && !(promisedAt && Number.isNaN(promisedAt.getTime()))) {
    return { promisedAt, fulfilmentId: id as FulfilmentId }
  }
  throw new Refusal('invalid', 'http.bad_cursor', 'This cursor is not one of ours. Start again without it.', {
    errors: [{ pointer: '/cursor', detail: 'not a cursor from a page before' }],
  })
}

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
