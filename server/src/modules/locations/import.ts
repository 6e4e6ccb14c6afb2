import { newId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { locationsByCode } from './list.ts'
import type { ImportedLocation } from './types.ts'

/** Adds places, or changes those whose code exists: ids stay, hours and exceptions are replaced. Publishes `locations.changed`. */
export async function importLocations(
  ctx: WriteContext,
  locations: readonly ImportedLocation[],
): Promise<void> {
  await ctx.query(
    `insert into locations.location
       (id, code, kind, name, city, address, lat, lng, time_zone, services, pickup_lead_minutes, phone)
     select id, code, kind, name, city, address, lat, lng, "timeZone", services, "pickupLeadMinutes", phone
       from jsonb_to_recordset($1::jsonb)
            as l(id uuid, code text, kind text, name text, city text, address jsonb, lat float8, lng float8,
                 "timeZone" text, services text[], "pickupLeadMinutes" int, phone text)
     on conflict (code) do update set
       kind = excluded.kind, name = excluded.name, city = excluded.city, address = excluded.address, lat = excluded.lat,
       lng = excluded.lng, time_zone = excluded.time_zone, services = excluded.services,
       pickup_lead_minutes = excluded.pickup_lead_minutes, phone = excluded.phone`,
    [JSON.stringify(locations.map((location) => ({ ...location, id: newId<'location'>() })))],
  )
  const ids = await locationsByCode(
    ctx,
    locations.map((location) => location.code),
  )
  await replaceHours(ctx, locations, ids)
  emit(ctx, { type: 'locations.changed', subject: 'locations', data: { codes: [...ids.keys()].sort() } })
}

async function replaceHours(
  ctx: WriteContext,
  locations: readonly ImportedLocation[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const all = [...ids.values()]
  const hours = locations.flatMap(({ code, openingHours }) =>
    openingHours.map((open) => ({ id: ids.get(code), ...open })),
  )
  const exceptions = locations.flatMap(({ code, exceptions: days }) =>
    days.map(({ date, hours: open, reason }) => ({ id: ids.get(code), date, reason, ...open })),
  )
  await Promise.all([
    ctx.query(`delete from locations.opening_hours where location_id = any($1)`, [all]),
    ctx.query(`delete from locations.hours_exception where location_id = any($1)`, [all]),
    ctx.query(
      `insert into locations.opening_hours (location_id, weekday, opens, closes)
       select id, weekday, opens, closes
         from jsonb_to_recordset($1::jsonb) as h(id uuid, weekday int, opens int, closes int)`,
      [JSON.stringify(hours)],
    ),
    ctx.query(
      `insert into locations.hours_exception (location_id, date, opens, closes, reason)
       select id, date, opens, closes, reason
         from jsonb_to_recordset($1::jsonb) as e(id uuid, date date, opens int, closes int, reason text)`,
      [JSON.stringify(exceptions)],
    ),
  ])
}
