import { Refusal } from '@splot/kernel'
import { Type } from 'typebox'
import { InstantSchema, UuidSchema, route, type AnyRoute } from '#platform/http'
import { locationsOf } from './model.ts'
import { isOpen, nextReady, openIntervals } from './opening.ts'
import type { Location } from './types.ts'

/** Days for which the openings are spelled out, today included. */
const UPCOMING_DAYS = 7

const ServiceSchema = Type.Union([Type.Literal('pickup'), Type.Literal('ship'), Type.Literal('returns')])

export const AddressSchema = Type.Object({
  street: Type.String(),
  postcode: Type.String(),
  city: Type.String(),
  country: Type.String(),
})

const LocationSchema = Type.Object({
  id: UuidSchema,
  code: Type.String(),
  kind: Type.Union([Type.Literal('store'), Type.Literal('warehouse')]),
  name: Type.String(),
  city: Type.String(),
  address: AddressSchema,
  lat: Type.Number(),
  lng: Type.Number(),
  phone: Type.String(),
  timeZone: Type.String(),
  services: Type.Array(ServiceSchema),
  pickupLeadMinutes: Type.Integer(),
  openingHours: Type.Array(
    Type.Object({
      weekday: Type.Integer({ minimum: 1, maximum: 7 }),
      opens: Type.String(),
      closes: Type.String(),
    }),
    { description: 'The ordinary week, local time; weekday 1 is Monday' },
  ),
  openings: Type.Array(Type.Object({ from: InstantSchema, until: InstantSchema }), {
    description: `What really opens in the next ${UPCOMING_DAYS} days: holidays, non-trading Sundays and exceptions applied`,
  }),
  openNow: Type.Boolean(),
  readyBy: Type.Union([InstantSchema, Type.Null()], {
    description: 'When an order placed now can be collected; null where nothing can be collected',
  }),
})

const listing = route({
  method: 'GET',
  path: '/v1/locations',
  summary: 'List stores and warehouses with their opening hours',
  tag: 'locations',
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object({ service: Type.Optional(ServiceSchema) }),
    response: { 200: Type.Object({ items: Type.Array(LocationSchema) }) },
  },
  handle: async (ctx, { query }) => ({
    items: locationsOf(ctx)
      .all()
      .filter((location) => !query.service || location.services.includes(query.service))
      .map((location) => shown(location, ctx.now)),
  }),
})

const one = route({
  method: 'GET',
  path: '/v1/locations/:locationId',
  summary: 'Show one store or warehouse',
  tag: 'locations',
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  schema: { params: Type.Object({ locationId: UuidSchema }), response: { 200: LocationSchema } },
  handle: async (ctx, { params }) => {
    const location = locationsOf(ctx).byId(params.locationId)
    if (location) return shown(location, ctx.now)
    throw new Refusal('not_found', 'locations.not_found', 'There is no such store or warehouse.', {
      errors: [{ pointer: '/locationId', detail: 'unknown location' }],
    })
  },
})

export const routes: AnyRoute[] = [listing, one]

const shown = (location: Location, now: Date) => ({
  id: location.id,
  code: location.code,
  kind: location.kind,
  name: location.name,
  city: location.city,
  address: location.address,
  lat: location.lat,
  lng: location.lng,
  phone: location.phone,
  timeZone: location.timeZone,
  services: [...location.services],
  pickupLeadMinutes: location.pickupLeadMinutes,
  openingHours: location.openingHours.map(({ weekday, opens, closes }) => ({
    weekday,
    opens: clock(opens),
    closes: clock(closes),
  })),
  openings: [...openIntervals(location, now, UPCOMING_DAYS)].map(({ from, until }) => ({
    from: from.toISOString(),
    until: until.toISOString(),
  })),
  openNow: isOpen(location, now),
  readyBy: readyByOf(location, now),
})

const readyByOf = (location: Location, now: Date): string | null =>
  location.services.includes('pickup') ? (nextReady(location, now)?.toISOString() ?? null) : null

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
