import type { Location, LocationKind, LocationService } from './types.ts'
import { localDate, type LocationId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

type Row = {
  id: LocationId
  code: string
  kind: LocationKind
  name: string
  city: string
  address: Location['address']
  lat: number
  lng: number
  time_zone: string
  services: LocationService[]
  pickup_lead_minutes: number
  phone: string
  hours: { weekday: number; opens: number; closes: number }[]
  exceptions: { date: string; opens: number | null; closes: number | null; reason: string }[]
}

const select = `
  select l.id, l.code, l.kind, l.name, l.city, l.address, l.lat, l.lng, l.time_zone, l.services, l.pickup_lead_minutes, l.phone,
         coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens', h.opens, 'closes', h.closes)
                                    order by h.weekday, h.opens)
                     from locations.opening_hours h where h.location_id = l.id), '[]') as hours,
         coalesce((select jsonb_agg(jsonb_build_object('date', e.date, 'opens', e.opens, 'closes', e.closes, 'reason', e.reason)
                                    order by e.date)
                     from locations.hours_exception e where e.location_id = l.id), '[]') as exceptions
    from locations.location l`

const locationOf = (row: Row): Location => ({
  id: row.id,
  code: row.code,
  kind: row.kind,
  name: row.name,
  city: row.city,
  address: row.address,
  lat: row.lat,
  lng: row.lng,
  timeZone: row.time_zone,
  country: row.address.country,
  services: row.services,
  pickupLeadMinutes: row.pickup_lead_minutes,
  phone: row.phone,
  openingHours: row.hours,
  exceptions: row.exceptions.map(({ date, opens, closes, reason }) => ({
    date: localDate(date),
    hours: opens === null || closes === null ? null : { opens, closes },
    reason,
  })),
})

/** Every place, warehouses included, in the order of their codes. */
export const listLocations = async (ctx: ReadContext): Promise<Location[]> =>
  (await ctx.query<Row>(`${select} order by l.code`)).map(locationOf)

/** The place with that id, or undefined. */
export async function locationById(ctx: ReadContext, id: LocationId): Promise<Location | undefined> {
  const [row] = await ctx.query<Row>(`${select} where l.id = $1`, [id])
  return row && locationOf(row)
}

/** Ids by code, for those codes that exist. */
export async function locationsByCode(
  ctx: ReadContext,
  codes: readonly string[],
): Promise<Map<string, LocationId>> {
  const rows = await ctx.query<{ id: LocationId; code: string }>(
    `select id, code from locations.location where code = any($1)`,
    [codes],
  )
  return new Map(rows.map((row) => [row.code, row.id]))
}
