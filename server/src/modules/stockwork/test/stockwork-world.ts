import { newId, type LocationId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { expect } from 'vitest'
import { levelsAt, proveStock, receive } from '#modules/inventory'
import { importLocations, locationsByCode } from '#modules/locations'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { buildServer } from '#platform/http'
import { must, readAnswer, type AnswerOf, type AnsweredWith } from '#test/answers'
import { createTestDatabase } from '#test/database'
import { snapshot } from '#test/snapshot'
import { bindArticles, routes } from '../index.ts'

export type StockworkWorld = Awaited<ReturnType<typeof openStockworkWorld>>

/** Who asks: a name, what she may do, and where (everywhere when left out). */
export interface Who {
  readonly name: string
  readonly may: readonly string[]
  readonly at?: LocationId
}

const PERMISSIONS = ['read', 'receive', 'adjust', 'transfer', 'count', 'approve'].map(
  (what) => `stock.${what}`,
)
const CATEGORIES: Readonly<Record<string, readonly string[]>> = { hats: ['HAT-1', 'HAT-2'] }

/**
 * The doors of this module over a database of their own, two stores and a warehouse, and a clock that the test moves. Every SKU that
 * begins with `T-` or `HAT-` is known, and every one has its SKU with a `G` in front as its bar code.
 */
export async function openStockworkWorld() {
  const database = await createTestDatabase()
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  const platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }), clock, poolSize: 12 })
  const system = systemActor('test')
  bindArticles({
    skusOf: async (_ctx, codes) =>
      new Map(
        codes.flatMap((code) => {
          const sku = code.replace(/^G/, '')
          return /^(T|HAT)-/.test(sku) ? [[code, sku as Sku] as const] : []
        }),
      ),
    skusWithin: async (_ctx, category) => CATEGORIES[category] as readonly Sku[] | undefined,
  })
  const places = await platform.write(system, async (ctx) => {
    await importLocations(ctx, ['LDZ1', 'GDA1', 'MAG1'].map(store))
    return locationsByCode(ctx, ['LDZ1', 'GDA1', 'MAG1'])
  })
  const place = (code: string): LocationId => {
    const id = places.get(code)
    if (!id) throw new Error(`no place ${code}`)
    return id
  }
  const people = new Map<string, Actor>()
  const actorOf = ({ name, may, at }: Who): Actor => {
    const before = people.get(name)
    const staffId = before?.staffId ?? newId<'staff'>()
    const grants = may.map((permission) => ({ permission, locationId: at ?? null }))
    const actor = { ...system, kind: 'staff' as const, id: staffId, staffId, locationId: at ?? null, grants }
    people.set(name, actor)
    return actor
  }
  const app = await buildServer({
    platform,
    routes,
    authenticate: async (request) => {
      const actor = people.get(String(request.headers['x-who']))
      if (!actor) throw new Error('nobody')
      return actor
    },
    version: 'test',
  })
  const manager: Who = { name: 'manager', may: PERMISSIONS }
  let made = 0
  const query = platform.read(system).query

  const levelOf = async (sku: Sku, code: string) =>
    (await levelsAt(platform.read(system), place(code), [sku]))[0]

  const call = async <Method extends string, Path extends string>(
    who: Who,
    method: Method,
    path: Path,
    body?: unknown,
  ): Promise<AnsweredWith<AnswerOf<Method, `/v1/stock${Path}`>>> => {
    actorOf(who)
    const answer = await app.inject({
      method: method as 'GET',
      url: `/v1/stock${path}`,
      headers: { 'x-who': who.name },
      ...(body !== undefined && { payload: body as object }),
    })
    return readAnswer(answer.statusCode, answer.headers, answer.body)
  }

  return {
    platform,
    query,
    place,
    manager,
    /** Somebody who may do everything in one place except approving. */
    clerkAt: (code: string, name = `clerk-${code}`): Who => ({
      name,
      may: PERMISSIONS.filter((permission) => permission !== 'stock.approve'),
      at: place(code),
    }),
    staffIdOf: (who: Who) => actorOf(who).staffId,
    newSku: () => `T-${(made += 1)}` as Sku,
    newId: () => newId<'command'>() as string,
    now: clock,
    wait: (ms: number) => void (ahead += ms),
    call,
    get: async <Path extends string>(who: Who, path: Path) => must(await call(who, 'GET', path), 200).body,
    /** Posts a command under a new id, and wants it to be taken. */
    post: async <Path extends string>(who: Who, path: Path, body: object = {}) => {
      const answer = await call(who, 'POST', path, { commandId: newId(), ...body })
      expect([answer.status, answer.body]).toEqual([answer.status < 300 ? answer.status : 200, answer.body])
      return must(answer, answer.status as 200).body
    },
    /** Stocks a SKU with so many pieces. */
    stocked: async (pieces: number, code: string, sku = `T-${(made += 1)}` as Sku) => {
      const document = { kind: 'receipt' as const, id: newId() }
      const lines = [{ sku, quantity: pieces }]
      if (pieces > 0)
        await platform.write(system, (ctx) => receive(ctx, [{ document, locationId: place(code), lines }]))
      return sku
    },
    write: <T>(work: Parameters<typeof platform.write<T>>[1]) => platform.write(system, work),
    command: () => platform.command(system),
    onHand: async (sku: Sku, code: string) => (await levelOf(sku, code))?.onHand ?? 0,
    reserved: async (sku: Sku, code: string) => (await levelOf(sku, code))?.reserved ?? 0,
    /** Everything that was written, so that a refusal can be shown to have left nothing. */
    rows: async () =>
      (
        await query<{ rows: string }>(
          `select string_agg(t, ' ' order by t) as rows from (
             select 'c' || id || verb as t from stockwork.command union all
             select 'a' || id || state from stockwork.advice union all
             select 'l' || advice_id || sku || received || '/' || damaged from stockwork.advice_line union all
             select 't' || id || state from stockwork.transfer union all
             select 'k' || transfer_id || sku || shipped || '/' || received from stockwork.transfer_line union all
             select 'n' || id || state from stockwork.count union all
             select 's' || batch_id || sku from stockwork.count_scan union all
             select 'j' || id || state from stockwork.adjustment union all
             select 'u' || id from stockwork.undo) all_rows`,
        )
      )[0]?.rows + JSON.stringify(await snapshot(query)),
    prove: async () => expect((await proveStock(platform.read(system))).mismatch).toBeNull(),
    close: async () => {
      await app.close()
      await platform.close()
      await database.drop()
    },
  }
}

const store = (code: string) => ({
  code,
  kind: code.startsWith('MAG') ? ('warehouse' as const) : ('store' as const),
  name: `Splot ${code}`,
  city: code,
  address: { street: 'Piotrkowska 1', postcode: '90-001', city: code, country: 'PL' },
  lat: 51.77,
  lng: 19.46,
  timeZone: 'Europe/Warsaw',
  services: ['pickup' as const],
  pickupLeadMinutes: 60,
  phone: '+48 42 000 00 00',
  openingHours: [],
  exceptions: [],
})
