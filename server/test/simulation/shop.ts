import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import { systemActor, type Query } from '#platform/context'
import { proveStock } from '#modules/inventory'
import { Agenda } from './agenda.ts'
import { type Command } from './commands.ts'
import {
  askBoth,
  compareLedger,
  compareLots,
  comparePapers,
  compareState,
  Divergence,
} from './node-and-model.ts'
import { openNode, type SimulatedNode } from './node.ts'
import { randomOf, type Random } from './random.ts'
import { StockModel } from './stock-model.ts'
import { bindRetailer } from './surroundings.ts'
import { anyLot, anyRules } from './terms.ts'

const STORES = 22
const SKUS = 10
const KITS = 2
const NODES = 3
/** 27 November 2026, a Friday: in Łódź it is one o'clock, and the turn of the day is still to come. */
const OPENS_AT = Date.UTC(2026, 10, 27, 12)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const channelNames = ['web', 'app', 'till', 'call centre', 'marketplace'] as const
export type ChannelName = (typeof channelNames)[number]

/** The retailer of one seed: its goods and places, the processes that serve it, and the model that knows what they must say. */
export interface Shop {
  readonly random: Random
  readonly agenda: Agenda
  readonly model: StockModel
  readonly nodes: readonly SimulatedNode[]
  readonly skus: readonly Sku[]
  /** Of these every delivery says lot and expiry date. */
  readonly perishable: readonly Sku[]
  /** Sold by a SKU of their own, and never in stock. */
  readonly kits: readonly Sku[]
  readonly warehouse: LocationId
  readonly stores: readonly LocationId[]
  readonly channel: (name: ChannelName) => ChannelId
  /** What really lies there, which the book does not always know. */
  readonly shelf: Shelf
  /** Asks now, at this node, and holds the answer to the model's. */
  readonly ask: (node: SimulatedNode, channel: ChannelName, command: Command) => Promise<unknown>
  readonly query: Query
  /** How often something was asked, by its name: a story in which nothing happens proves nothing. */
  readonly counts: Map<string, number>
  readonly close: () => Promise<void>
}

export interface Shelf {
  get(sku: Sku, place: LocationId): number
  add(sku: Sku, place: LocationId, pieces: number): void
}

export async function openShop(url: string, seed: number): Promise<Shop> {
  const random = randomOf(seed)
  const agenda = new Agenda(OPENS_AT)
  const model = new StockModel()
  const clock = () => new Date(agenda.now)
  const nodes: SimulatedNode[] = []
  const first = await openNode(url, clock, random)
  nodes.push(first)
  const channels = new Map(channelNames.map((name) => [name, random.id<'channel'>()]))
  const channel = (name: ChannelName) => channels.get(name) as ChannelId
  const lying = new Map<string, number>()
  const counts = new Map<string, number>()
  const skus = Array.from({ length: SKUS }, (_, at) => `SKU-${at}` as Sku)
  bindRetailer()
  const shop: Shop = {
    random,
    agenda,
    model,
    nodes,
    skus,
    perishable: skus.filter((_, at) => at % 3 === 1),
    kits: Array.from({ length: KITS }, (_, at) => `KIT-${at}` as Sku),
    warehouse: random.id<'location'>(),
    stores: Array.from({ length: STORES }, () => random.id<'location'>()),
    channel,
    shelf: {
      get: (sku, place) => lying.get(`${sku} ${place}`) ?? 0,
      add: (sku, place, pieces) => {
        const key = `${sku} ${place}`
        lying.set(key, Math.max(0, (lying.get(key) ?? 0) + pieces))
      },
    },
    ask: (node, name, command) => {
      const what = command.do === 'paper' ? command.step.verb : command.do
      counts.set(what, (counts.get(what) ?? 0) + 1)
      return askBoth({ node: node.platform, model, now: agenda.now }, channel(name), command)
    },
    query: first.platform.read(systemActor('simulation')).query,
    counts,
    close: async () => {
      await Promise.all(nodes.map(({ platform }) => platform.close()))
    },
  }
  try {
    await buildPlaces(shop, first)
    for (const sku of shop.perishable) await shop.ask(first, 'web', { do: 'track', sku })
    await stockUp(shop, first)
    for (const sku of shop.kits) await shop.ask(first, 'web', anyKit(shop, sku))
    await shop.ask(first, 'web', { do: 'publish', rules: anyRules(shop) })
    while (nodes.length < NODES) nodes.push(await openNode(url, clock, random))
    await first.startOver()
    for (const node of nodes) await node.startOver()
  } catch (error) {
    await shop.close()
    throw error
  }
  return shop
}

/** Papers are only written for places that are known. */
async function buildPlaces({ warehouse, stores }: Shop, { platform }: SimulatedNode): Promise<void> {
  const ids = [warehouse, ...stores]
  await platform.write(systemActor('simulation'), (ctx) =>
    ctx.query(
      `insert into locations.location (id, code, kind, name, city, address, lat, lng, time_zone, services, pickup_lead_minutes, phone)
       select id, 'P' || at, case at when 1 then 'warehouse' else 'store' end, 'Splot', 'Łódź', '{}', 51.77, 19.46, 'Europe/Warsaw', '{}', 60, ''
         from unnest($1::uuid[]) with ordinality as p(id, at)`,
      [ids],
    ),
  )
}

/** Opening stock: plenty in the warehouse, little in the stores, none here and there. */
async function stockUp(shop: Shop, node: SimulatedNode): Promise<void> {
  const { random, skus, stores, warehouse, shelf } = shop
  for (const place of [warehouse, ...stores]) {
    const lines = skus.flatMap((sku) => {
      const quantity = place === warehouse ? random.int(10, 40) : random.int(0, 5)
      if (quantity > 0) shelf.add(sku, place, quantity)
      return quantity > 0 ? [{ sku, quantity, lot: anyLot(shop, sku) }] : []
    })
    if (lines.length > 0) await shop.ask(node, 'web', { do: 'receive', place, lines, document: random.id() })
  }
}

/** One or two pieces of two or three articles; what everybody wants is in it. */
export function anyKit({ random, skus }: Shop, sku: Sku): Command {
  const others = random.shuffle(skus.slice(2)).slice(0, random.int(1, 2))
  const components = [random.pick(skus.slice(0, 2)), ...others].map((component) => [
    component,
    random.chance(0.3) ? 2 : 1,
  ])
  return { do: 'defineKit', sku, components: Object.fromEntries(components) }
}

/** Everything that must hold at any moment: every counter and paper is the model's, the books add up, connected copies are right. */
export async function checkEverything(shop: Shop): Promise<void> {
  const { model, query, nodes, channel, kits, warehouse, stores } = shop
  await compareState(query, model)
  await compareLots(query, model)
  await comparePapers(query, model)
  await compareLedger(query)
  const proof = await proveStock(shop.nodes[0]?.platform.read(systemActor('simulation')) as never)
  if (!proof.proven) throw new Divergence('the books do not add up', null, null, proof.mismatch)
  await compareOversold(shop)
  for (const [at, node] of nodes.entries()) {
    if (node.partitioned) continue
    await node.follow(false)
    const ofKits = kits.flatMap((sku) => [warehouse, ...stores].map((locationId) => ({ sku, locationId })))
    for (const { sku, locationId } of [...model.rows.values(), ...ofKits]) {
      for (const name of [null, ...channelNames]) {
        const id = name === null ? undefined : channel(name)
        const wanted = model.shown(sku, locationId, id ?? null)
        const got = node.availability().available(sku, locationId, id)
        if (got !== wanted)
          throw new Divergence(`node ${at} shows ${name ?? 'everybody'} another number`, sku, wanted, got)
      }
    }
  }
}

/** Each promise that the world broke was told once, and nothing else was. */
async function compareOversold({ model, query }: Shop): Promise<void> {
  const told = await query<{ text: string }>(
    `select concat_ws(' ', data ->> 'sku', data ->> 'locationId', data ->> 'onHand', data ->> 'reserved', data ->> 'missing') as text
       from platform.event where type = 'inventory.oversold' order by seq`,
  )
  const wanted = model.oversold.map(({ sku, locationId, onHand, reserved, missing }) =>
    [sku, locationId, onHand, reserved, missing].join(' '),
  )
  const got = told.map(({ text }) => text)
  if (wanted.toSorted().join('\n') !== got.toSorted().join('\n'))
    throw new Divergence('other incidents were told', null, wanted, got)
}

export const nextNode = ({ nodes, random }: Shop): SimulatedNode => random.pick(nodes)
