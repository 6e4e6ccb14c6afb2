import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import { systemActor, type Query } from '#platform/context'
import { proveStock } from '#modules/inventory'
import { Agenda } from './agenda.ts'
import { type Command } from './commands.ts'
import { askBoth, compareState, Divergence } from './node-and-model.ts'
import { openNode, type SimulatedNode } from './node.ts'
import { randomOf, type Random } from './random.ts'
import { StockModel, type Terms } from './stock-model.ts'

const STORES = 22
const SKUS = 10
const NODES = 3
/** 27 November 2026, a Friday, six in the morning. */
const OPENS_AT = Date.UTC(2026, 10, 27, 6)
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
  const shop: Shop = {
    random,
    agenda,
    model,
    nodes,
    skus: Array.from({ length: SKUS }, (_, at) => `SKU-${at}` as Sku),
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
      counts.set(command.do, (counts.get(command.do) ?? 0) + 1)
      return askBoth({ node: node.platform, model, now: agenda.now }, channel(name), command)
    },
    query: first.platform.read(systemActor('simulation')).query,
    counts,
    close: async () => {
      await Promise.all(nodes.map(({ platform }) => platform.close()))
    },
  }
  try {
    await stockUp(shop, first)
    await setTerms(shop, first)
    while (nodes.length < NODES) nodes.push(await openNode(url, clock, random))
    await first.startOver()
    for (const node of nodes) await node.startOver()
  } catch (error) {
    await shop.close()
    throw error
  }
  return shop
}

/** Opening stock: plenty in the warehouse, little in the stores, none here and there. */
async function stockUp(shop: Shop, node: SimulatedNode): Promise<void> {
  const { random, skus, stores, warehouse, shelf } = shop
  for (const place of [warehouse, ...stores]) {
    const lines = skus.flatMap((sku) => {
      const quantity = place === warehouse ? random.int(10, 40) : random.int(0, 5)
      if (quantity > 0) shelf.add(sku, place, quantity)
      return quantity > 0 ? [{ sku, quantity }] : []
    })
    if (lines.length > 0) await shop.ask(node, 'web', { do: 'receive', place, lines, document: random.id() })
  }
}

/** Some shelves keep a display minimum; in the warehouse channels have buffers and pools. As publishing a policy writes them. */
async function setTerms(
  { random, model, channel, warehouse }: Shop,
  { platform }: SimulatedNode,
): Promise<void> {
  for (const row of model.rows.values()) {
    row.safety = row.locationId !== warehouse && random.chance(0.3) ? 1 : 0
    row.terms = row.locationId === warehouse && random.chance(0.7) ? termsOf(random, channel) : null
  }
  const rows = [...model.rows.values()]
  await platform.write(systemActor('simulation'), (ctx) =>
    ctx.query(
      `update inventory.stock s set safety = d.safety, channel_terms = d.terms, version = s.version + 2
         from unnest($1::text[], $2::uuid[], $3::int[], $4::jsonb[]) as d(sku, location_id, safety, terms)
        where s.sku = d.sku and s.location_id = d.location_id`,
      [
        rows.map((row) => row.sku),
        rows.map((row) => row.locationId),
        rows.map((row) => row.safety),
        rows.map((row) => (row.terms ? JSON.stringify(Object.fromEntries(row.terms)) : null)),
      ],
    ),
  )
}

const termsOf = (random: Random, channel: Shop['channel']): Map<string, Terms> =>
  new Map<string, Terms>([
    [channel('marketplace'), { pool: random.int(1, 6), used: 0 }],
    [channel('web'), random.chance(0.5) ? { buffer: random.int(0, 2) } : { ppm: random.int(0, 20) * 10_000 }],
    ...(random.chance(0.3)
      ? [[channel('app'), { pool: random.int(1, 3), used: 0, buffer: 1 }] as const]
      : []),
  ])

/** Everything that must hold at any moment: every counter is the model's, the books add up, connected copies are right. */
export async function checkEverything(shop: Shop): Promise<void> {
  const { model, query, nodes, channel } = shop
  await compareState(query, model)
  const proof = await proveStock(shop.nodes[0]?.platform.read(systemActor('simulation')) as never)
  if (!proof.proven) throw new Divergence('the books do not add up', null, null, proof.mismatch)
  await compareOversold(shop)
  for (const [at, node] of nodes.entries()) {
    if (node.partitioned) continue
    await node.follow(false)
    for (const row of model.rows.values()) {
      for (const name of [null, ...channelNames]) {
        const id = name === null ? undefined : channel(name)
        const wanted = Math.max(0, model.room(row, id ?? null))
        const got = node.availability().available(row.sku, row.locationId, id)
        if (got !== wanted)
          throw new Divergence(`node ${at} shows ${name ?? 'everybody'} another number`, row.sku, wanted, got)
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
