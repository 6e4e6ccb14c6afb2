import { Divergence } from './node-and-model.ts'
import { announceDelivery, askForPieces, takeStock } from './clerks.ts'
import { ask as askEngine, type Command, type TimedReservation } from './commands.ts'
import { send } from './network.ts'
import { changeKit, publishTerms, recallLot } from './office.ts'
import { count, lookAtWhatIsAside, shopperComes, tillSells } from './people.ts'
import { checkEverything, HOUR, MINUTE, nextNode, openShop, type ChannelName, type Shop } from './shop.ts'
import { anyLot } from './terms.ts'

/** Virtual hours; the last ones have no new shoppers, so that what began comes to its end. */
const HOURS = 24
const OPEN_HOURS = 16
const RUSH_BUYERS = 40

/** How many come in an hour. */
const shoppers: Readonly<Record<Exclude<ChannelName, 'till'>, number>> = {
  web: 6,
  app: 4,
  'call centre': 2,
  marketplace: 3,
}
const TILL_SALES_AN_HOUR = 6

/** What came of a day: how often each command was given. */
export interface Day {
  readonly seed: number
  readonly commands: number
  readonly counts: Readonly<Record<string, number>>
  /** Promises that the world broke. */
  readonly oversold: number
  /** What every row of stock came to, in the order in which rows were made. */
  readonly rows: readonly string[]
}

/**
 * A day of 22 stores, a warehouse and five channels against the real engine in this (fresh, migrated) database, in virtual time. Every
 * answer is held to the model's, every counter once an hour. The same seed tells the same day.
 * @throws Divergence as soon as engine and model differ; its message says when, and what was asked.
 */
export async function simulateDay(url: string, seed: number): Promise<Day> {
  const shop = await openShop(url, seed)
  const { agenda, counts, model } = shop
  const begin = agenda.now
  try {
    plan(shop, begin)
    for (let hour = 1; hour <= HOURS; hour += 1) {
      await agenda.runUntil(begin + hour * HOUR)
      await checkEverything(shop)
    }
    for (const node of shop.nodes) await reconnect(shop, node)
    // Whatever was still open lapses, and every copy hears of it.
    await agenda.runUntil(agenda.now + 2 * HOUR)
    await shop.ask(nextNode(shop), 'web', { do: 'sweep' })
    await checkEverything(shop)
    const commands = [...counts.values()].reduce((sum, many) => sum + many, 0)
    const rows = [...model.rows.values()].map(({ sku, locationId, onHand, reserved }) =>
      [sku, locationId, onHand, reserved].join(' '),
    )
    return { seed, commands, counts: Object.fromEntries(counts), oversold: model.oversold.length, rows }
  } catch (error) {
    if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`
    throw error
  } finally {
    await shop.close()
  }
}

function plan(shop: Shop, begin: number): void {
  const { agenda, random } = shop
  const sometime = (hours: number) => begin + random.int(0, hours * HOUR)
  const many = (times: number, what: string, run: () => Promise<void>) => {
    for (let index = 0; index < times; index += 1) agenda.at(sometime(OPEN_HOURS), what, run)
  }
  for (const channel of ['web', 'app', 'call centre', 'marketplace'] as const) {
    many(shoppers[channel] * OPEN_HOURS, channel, () => shopperComes(shop, channel))
  }
  many(TILL_SALES_AN_HOUR * OPEN_HOURS, 'till', () => tillSells(shop))
  many(8, 'delivery', () => delivery(shop))
  many(8, 'announcement', () => announceDelivery(shop))
  many(6, 'transfer', () => transfer(shop))
  many(10, 'request', () => askForPieces(shop))
  many(8, 'stocktaking', () => takeStock(shop))
  many(6, 'look aside', () => lookAtWhatIsAside(shop))
  many(3, 'recall', () => recallLot(shop))
  many(3, 'terms', () => publishTerms(shop))
  many(1, 'another kit', () => changeKit(shop))
  many(14, 'count', () => count(shop, random.pick(shop.skus), random.pick(shop.stores)))
  // Nobody knows of it until somebody counts, or looks for a piece that is not there.
  many(25, 'theft', async () => shop.shelf.add(random.pick(shop.skus), random.pick(shop.stores), -1))
  many(3, 'rush', () => rush(shop))
  many(1, 'late comers', () => lateComers(shop))
  many(2, 'partition', () => partition(shop))
  many(OPEN_HOURS * 6, 'follow', async () => {
    const node = nextNode(shop)
    if (!node.partitioned) await node.follow(true)
  })
  sweeps(shop, begin)
}

/** The worker sweeps now and then, and is down for some hours. */
function sweeps(shop: Shop, begin: number): void {
  const { agenda, random } = shop
  const downFrom = begin + random.int(1, 12) * HOUR
  const downUntil = downFrom + random.int(1, 4) * HOUR
  for (let at = begin; at < begin + HOURS * HOUR; at += 20 * MINUTE) {
    if (at >= downFrom && at < downUntil) continue
    agenda.at(at, 'sweep', async () => void (await shop.ask(nextNode(shop), 'web', { do: 'sweep' })))
    agenda.at(at, 'lots', async () => void (await shop.ask(nextNode(shop), 'web', { do: 'expireLots' })))
  }
}

/** What comes off the lorry is not always what its papers say. */
async function delivery(shop: Shop): Promise<void> {
  const { random, skus, warehouse, shelf } = shop
  const place = random.chance(0.6) ? warehouse : random.pick(shop.stores)
  const lines = random
    .shuffle(skus)
    .slice(0, 3)
    .map((sku) => ({ sku, quantity: random.int(1, 10), lot: anyLot(shop, sku) }))
  for (const { sku, quantity } of lines) shelf.add(sku, place, random.chance(0.1) ? quantity - 1 : quantity)
  send(shop, nextNode(shop), 'till', { do: 'receive', place, lines, document: random.id() })
}

/** From the warehouse to a store, some hours on the way, a piece lost now and then. */
async function transfer(shop: Shop): Promise<void> {
  const { random, skus, warehouse, stores, shelf, agenda } = shop
  const sku = random.pick(skus)
  const quantity = Math.min(random.int(1, 5), shelf.get(sku, warehouse))
  if (quantity === 0) return
  const to = random.pick(stores)
  const document = random.id()
  shelf.add(sku, warehouse, -quantity)
  send(shop, nextNode(shop), 'till', {
    do: 'transferOut',
    place: warehouse,
    lines: [{ sku, quantity }],
    document,
  })
  const arrived = random.chance(0.1) ? quantity - 1 : quantity
  if (arrived === 0) return
  agenda.in(random.int(1, 4) * HOUR, 'arrival', async () => {
    shelf.add(sku, to, arrived)
    send(shop, nextNode(shop), 'till', {
      do: 'transferIn',
      place: to,
      lines: [{ sku, quantity: arrived }],
      document,
    })
  })
}

/** A node is cut off; when it is back it hears everything late, or begins anew. */
async function partition(shop: Shop): Promise<void> {
  const { random, agenda } = shop
  const node = nextNode(shop)
  // One at least must serve.
  if (node.partitioned || shop.nodes.filter((other) => !other.partitioned).length < 2) return
  node.partitioned = true
  agenda.in(random.int(10, 90) * MINUTE, 'back', () => reconnect(shop, node))
}

async function reconnect(shop: Shop, node: Shop['nodes'][number]): Promise<void> {
  if (!node.partitioned) return
  node.partitioned = false
  await (shop.random.chance(0.5) ? node.follow(true) : node.startOver())
}

/**
 * Many want the last pieces at the same moment, through every process at once. Who wins is chance, how many is not: an order of arrival
 * that explains the answers must exist, and with one piece each that is winners first.
 */
async function rush(shop: Shop): Promise<void> {
  const { random, nodes, stores } = shop
  const sku = random.pick(shop.skus)
  const place = random.pick([shop.warehouse, ...stores])
  const requests = Array.from({ length: RUSH_BUYERS }, (): TimedReservation => ({
    holdId: random.id<'hold'>(),
    kind: 'basket',
    ttlMs: 15 * MINUTE,
    lines: [{ sku, locationId: place, quantity: 1 }],
  }))
  const winners = await allAtOnce(
    shop,
    requests.map((request): Command => ({ do: 'reserve', requests: [request] })),
    (answer) => (answer as readonly { state: string }[])[0]?.state === 'held',
  )
  const held = winners.flatMap((command) => (command.do === 'reserve' ? command.requests : []))
  // All winners do the same, so it does not matter who they are.
  if (held.length > 0 && random.chance(0.5)) {
    const holdIds = held.map(({ holdId }) => holdId)
    await shop.ask(random.pick(nodes), 'web', { do: 'release', holdIds })
  }
}

/** Baskets of two rounds ran out and were swept; now all of them come back for the pieces of one round. */
async function lateComers(shop: Shop): Promise<void> {
  const { random, agenda, shelf } = shop
  const sku = random.pick(shop.skus)
  const place = random.pick(shop.stores)
  const node = nextNode(shop)
  const pieces = 12
  shelf.add(sku, place, pieces)
  await shop.ask(node, 'till', {
    do: 'receive',
    place,
    lines: [{ sku, quantity: pieces, lot: anyLot(shop, sku) }],
    document: random.id(),
  })
  const round = async (): Promise<TimedReservation[]> => {
    const requests = Array.from({ length: pieces }, (): TimedReservation => ({
      holdId: random.id<'hold'>(),
      kind: 'basket',
      ttlMs: MINUTE,
      lines: [{ sku, locationId: place, quantity: 1 }],
    }))
    await shop.ask(node, 'web', { do: 'reserve', requests })
    agenda.now += 2 * MINUTE
    await shop.ask(node, 'web', { do: 'sweep' })
    return requests
  }
  const comers = [...(await round()), ...(await round())]
  const commands = comers.map(({ holdId }): Command => ({
    do: 'allocate',
    allocations: [{ holdId, orderId: random.id<'order'>() }],
  }))
  const winners = await allAtOnce(
    shop,
    commands,
    (answer) => (answer as readonly { state: string }[])[0]?.state === 'allocated',
  )
  const orders = winners.flatMap((command) => (command.do === 'allocate' ? command.allocations : []))
  if (orders.length > 0)
    await shop.ask(node, 'web', { do: 'releaseAllocated', items: orders.map(({ holdId }) => ({ holdId })) })
}

/** Asks all of it at the same moment through all nodes that are connected; then the model is told in an order that explains it. */
async function allAtOnce(
  shop: Shop,
  commands: readonly Command[],
  won: (answer: unknown) => boolean,
): Promise<readonly Command[]> {
  const { nodes, model, agenda, counts } = shop
  const connected = nodes.filter((node) => !node.partitioned)
  const channel = shop.channel('web')
  const answers = await Promise.all(
    commands.map((command, index) => {
      const node = connected[index % connected.length]
      if (!node) throw new Error('one node at least is connected')
      return askEngine(node.platform, channel, command)
    }),
  )
  counts.set('at once', (counts.get('at once') ?? 0) + commands.length)
  const asked = commands.map((command, index) => ({ command, answer: answers[index] }))
  const winners = asked.filter(({ answer }) => won(answer))
  for (const { command, answer } of [...winners, ...asked.filter((one) => !winners.includes(one))]) {
    const wanted = model.answer(agenda.now, channel, command)
    if (JSON.stringify(wanted) !== JSON.stringify(answer))
      throw new Divergence(
        `no order explains the answers of a rush (${winners.length} won)`,
        command,
        wanted,
        answer,
      )
  }
  return winners.map(({ command }) => command)
}
