import { drain } from './drain.ts'
import { newId, type LocationId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { routes as approvals } from '#flows/approve-proposals-routes'
import { receive, release, reserve, sell } from '#modules/inventory'
import { importLocations, locationsByCode } from '#modules/locations'
import { replenishmentSubscriber, routes } from '#modules/replenishment'
import { bindArticles } from '#modules/stockwork'
import { systemActor, type Actor } from '#platform/context'
import { registerSubscribers } from '#platform/events'
import { openPlatform } from '#platform/database'
import { buildServer } from '#platform/http'
import { createTestDatabase } from './database.ts'

export type ReplenishmentWorld = Awaited<ReturnType<typeof openReplenishmentWorld>>

const RIGHTS = ['stock.read', 'stock.approve', 'stock.policy', 'stock.transfer', 'stock.receive']

/** Two stores and a warehouse on a database of their own, the doors of replenishment, and a clock that can be turned. */
export async function openReplenishmentWorld() {
  const database = await createTestDatabase()
  let ahead = 0
  const platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
  const system = systemActor('test')
  bindArticles({
    skusOf: async (_ctx, codes) => new Map(codes.map((code) => [code, code as Sku])),
    skusWithin: async () => undefined,
  })
  const places = await platform.write(system, async (ctx) => {
    await importLocations(ctx, ['LDZ1', 'GDA1', 'MAG1'].map(place))
    return locationsByCode(ctx, ['LDZ1', 'GDA1', 'MAG1'])
  })
  const placeOf = (code: string): LocationId => {
    const id = places.get(code)
    if (!id) throw new Error(`no place ${code}`)
    return id
  }
  await registerSubscribers(platform, [replenishmentSubscriber])
  const people = new Map<string, Actor>()
  const person = (name: string, rights: readonly string[] = RIGHTS, at: LocationId | null = null): Actor => {
    const staffId = newId<'staff'>()
    const grants = rights.map((permission) => ({ permission, locationId: at }))
    const actor: Actor = { ...system, kind: 'staff', id: staffId, staffId, locationId: at, grants }
    people.set(name, actor)
    return actor
  }
  person('manager')
  const app = await buildServer({
    platform,
    routes: [...routes, ...approvals],
    authenticate: (request) => people.get(String(request.headers['x-who'])) ?? system,
    version: 'test',
  })
  let made = 0
  const document = () => ({ kind: 'receipt' as const, id: newId() })
  const line = (sku: Sku, locationId: LocationId, quantity: number) => ({
    document: document(),
    locationId,
    lines: [{ sku, quantity }],
  })
  return {
    platform,
    query: platform.read(system).query,
    place: placeOf,
    person,
    newSku: () => `T-${(made += 1)}` as Sku,
    turnClock: (ms: number) => void (ahead += ms),
    receive: (sku: Sku, code: string, quantity: number) =>
      platform.write(system, (ctx) => receive(ctx, [line(sku, placeOf(code), quantity)])),
    /** One delivery of many SKUs. */
    receiveAll: (skus: readonly Sku[], code: string, quantity: number) =>
      platform.write(system, (ctx) =>
        receive(ctx, [
          {
            document: document(),
            locationId: placeOf(code),
            lines: skus.map((sku) => ({ sku, quantity })),
          },
        ]),
      ),
    sell: (sku: Sku, code: string, quantity: number) =>
      platform.write(system, (ctx) => sell(ctx, [line(sku, placeOf(code), quantity)])),
    /** Somebody puts pieces into a basket; the answer takes them out again. */
    basket: async (sku: Sku, code: string, quantity: number) => {
      const holdId = newId<'hold'>()
      const lines = [{ sku, locationId: placeOf(code), quantity }]
      await reserve(platform.command(system), { holdId, kind: 'basket', ttlMs: 60_000, lines })
      return () => release(platform.command(system), [holdId])
    },
    react: async () => {
      await drain(platform, replenishmentSubscriber)
    },
    ask: async <T>(
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      body?: object,
      options: { who?: string; ifMatch?: number } = {},
    ) => {
      const answer = await app.inject({
        method,
        url: `/v1/replenishment${path}`,
        headers: {
          'x-who': options.who ?? 'manager',
          ...(options.ifMatch !== undefined && { 'if-match': `"${options.ifMatch}"` }),
        },
        ...(body && { payload: body }),
      })
      return {
        status: answer.statusCode,
        body: (answer.body === '' ? null : answer.json()) as T & { code: string; facts: unknown },
      }
    },
    close: async () => {
      await app.close()
      await platform.close()
      await database.drop()
    },
  }
}

const place = (code: string) => ({
  code,
  kind: code.startsWith('MAG') ? ('warehouse' as const) : ('store' as const),
  name: `Splot ${code}`,
  city: 'Łódź',
  address: { street: 'Prosta 1', postcode: '90-001', city: 'Łódź', country: 'PL' },
  lat: 52,
  lng: 19,
  timeZone: 'Europe/Warsaw',
  services: ['pickup' as const],
  pickupLeadMinutes: 60,
  phone: '+48421234567',
  openingHours: [],
  exceptions: [],
})
