import { newId, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { NetContent, Words } from '@splot/rules'
import pino from 'pino'
import { routes as taxRoutes } from '#modules/tax'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { buildServer } from '#platform/http'
import { createTestDatabase } from '#test/database'
import { readAnswer, type AnswerOf, type AnsweredWith } from '#test/answers'
import { bindPricing, openPriceList, openPrices, routes, type TaxLetter } from '../index.ts'

export type PricingWorld = Awaited<ReturnType<typeof openPricingWorld>>

/** Ids of the channels that every installation has. */
export const WEB = '019aa000-0000-7000-8000-000000000001' as ChannelId
export const STORE = '019aa000-0000-7000-8000-000000000002' as ChannelId

/** The doors of pricing and tax over a database of their own, a standard list, a range that tests add to, and a clock that they turn. */
export async function openPricingWorld() {
  const database = await createTestDatabase()
  let ahead = 0
  const open = () =>
    openPlatform({
      url: database.url,
      log: pino({ level: 'silent' }),
      clock: () => new Date(Date.now() + ahead),
    })
  const platform = open()
  const system = systemActor('test')
  const places = { LDZ1: newId<'location'>() as LocationId, GDA1: newId<'location'>() as LocationId }
  const articles = new Map<
    string,
    {
      taxLetter: TaxLetter
      gtin: string
      name: Words
      categories: readonly string[]
      netContent?: NetContent
    }
  >()
  const demand = new Map<string, { available: number; sold: number }>()
  bindPricing({
    article: (sku) => articles.get(sku),
    skusWithin: (category) => {
      const found = [...articles].filter(([, { categories }]) => categories.includes(category))
      return found.length === 0 ? undefined : found.map(([sku]) => sku as Sku)
    },
    demandOf: async () => demand,
    countryOf: () => 'PL',
    goodsVersion: () => [...articles].map(([sku, { netContent }]) => `${sku}${netContent?.amount}`).join(),
    isChannel: (id) => id === WEB || id === STORE,
    isLocation: (id) => Object.values(places).includes(id as LocationId),
  })
  const standard = await platform.write(system, (ctx) =>
    openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null }),
  )
  const tail = openTail(platform)
  await tail.start()
  const prices = await openPrices(platform, tail)
  const people = new Map<string, Actor>()
  const person = (name: string, rights: readonly string[], at: LocationId | null = null): Actor => {
    const staffId = newId<'staff'>()
    const grants = rights.map((permission) => ({ permission, locationId: at }))
    const actor: Actor = { ...system, kind: 'staff', id: staffId, staffId, locationId: at, grants }
    people.set(name, actor)
    return actor
  }
  person('manager', ['prices.read', 'prices.write'])
  person('reader', ['prices.read'])
  person('controller', ['prices.read', 'prices.write', 'costs.read', 'costs.write'])
  const atDevice = (code: string): Actor => ({
    ...person('', ['till.sell'], places.LDZ1),
    channel: { id: STORE, code },
    deviceId: newId<'device'>(),
  })
  people.set('till', atDevice('store'))
  people.set('kiosk', atDevice('kiosk'))
  people.set('till nobody is at', { ...atDevice('store'), kind: 'device', staffId: null, grants: [] })
  const machine = (rights: readonly string[]): Actor => ({
    ...person('', rights),
    kind: 'machine',
    staffId: null,
  })
  people.set('key', machine(['till.sell']))
  people.set('key of prices', machine(['prices.read']))
  const visitor: Actor = { ...system, kind: 'visitor', id: 'visitor', channel: { id: WEB, code: 'web' } }
  const app = await buildServer({
    platform,
    routes: [...routes, ...taxRoutes],
    authenticate: async (request) => people.get(String(request.headers['x-who'])) ?? visitor,
    version: 'test',
  })
  let made = 0
  const world = {
    platform,
    database,
    prices,
    places,
    standard,
    /** What tests say of stock and sales. */
    demand,
    person,
    openPlatform: open,
    query: platform.read(system).query,
    now: () => platform.clock(),
    /** An instant so many milliseconds from now. */
    ahead: (ms: number) => new Date(platform.clock().getTime() + ms).toISOString(),
    turnClock: (ms: number) => void (ahead += ms),
    newSku: (categories: readonly string[] = [], taxLetter: TaxLetter = 'A', netContent?: NetContent) => {
      const sku = `P-${String((made += 1)).padStart(4, '0')}`
      articles.set(sku, {
        taxLetter,
        gtin: `59000000${sku.slice(2).padStart(5, '0')}`,
        name: { pl: `Towar ${sku}`, en: `Article ${sku}` },
        categories,
        ...(netContent && { netContent }),
      })
      return sku as Sku
    },
    call: async <Method extends 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Path extends string>(
      method: Method,
      path: Path,
      body?: object,
      who = 'manager',
      headers: Readonly<Record<string, string>> = {},
    ): Promise<AnsweredWith<AnswerOf<Method, `/v1${Path}`>>> => {
      const answer = await app.inject({
        method,
        url: `/v1${path}`,
        headers: { 'x-who': who, ...headers },
        ...(body && { payload: body }),
      })
      return readAnswer(answer.statusCode, answer.headers, answer.body)
    },
    /** The bytes of an answer, for what headers decide. */
    read: (path: string, headers: Readonly<Record<string, string>>, who = 'manager') =>
      app.inject({ method: 'GET', url: `/v1${path}`, headers: { ...headers, 'x-who': who } }),
    close: async () => {
      await app.close()
      await platform.close()
      await database.drop()
    },
  }
  return world
}
