import type { HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { HoldKind, StockLine } from '#modules/inventory'
import type { TimedReservation } from './commands.ts'
import { folded, wholeKits } from './kit-model.ts'
import { send } from './network.ts'
import type { SimulatedNode } from './node.ts'
import { HOUR, MINUTE, nextNode, type ChannelName, type Shop } from './shop.ts'

const BASKET_TTL_MS = 15 * MINUTE
const TILL_TTL_MS = 10 * MINUTE

/** Answers come back as comparable JSON; only their state is of interest to people. */
const stateOf = (answer: unknown): string => (answer as { state?: string } | null)?.state ?? ''
const firstState = (answer: unknown): string => stateOf((answer as readonly unknown[])[0])

/** Where an app's copy says that there are pieces; stale copies send people to empty shelves, which the reservation then tells them. */
const placesWith = (node: SimulatedNode, shop: Shop, channel: ChannelName, sku: Sku): LocationId[] => {
  const found = node
    .availability()
    .bySku(sku, shop.channel(channel))
    .map(([place]) => place)
  return found.length > 0 ? found.slice(0, 5) : [shop.warehouse, ...shop.stores.slice(0, 3)]
}

/** Somebody fills a basket: articles to be sent from anywhere, or kept in a store. */
export async function shopperComes(shop: Shop, channel: ChannelName): Promise<void> {
  const { random, skus, stores, kits } = shop
  const node = nextNode(shop)
  const lines = Array.from({ length: random.int(1, 3) }, () => {
    // A few articles are what everybody wants, alone or in a kit.
    const single = random.chance(0.5) ? random.pick(skus.slice(0, 2)) : random.pick(skus)
    const sku = random.chance(0.25) ? random.pick(kits) : single
    const quantity = random.int(1, 3)
    if (random.chance(0.4)) return { sku, locationId: random.pick(stores), quantity }
    return { sku, places: placesWith(node, shop, channel, sku), quantity }
  })
  const kind: HoldKind = channel === 'marketplace' ? 'marketplace' : 'basket'
  const request: TimedReservation = {
    holdId: random.id<'hold'>(),
    kind,
    ttlMs: BASKET_TTL_MS,
    lines,
    partial: random.chance(0.2),
  }
  send(shop, node, channel, { do: 'reserve', requests: [request] }, async (answer) => {
    if (firstState(answer) === 'held') return inTheBasket(shop, channel, request)
    if (firstState(answer) === 'short' && random.chance(0.5)) {
      // She takes what there is, under a new id.
      const fewer = { ...request, holdId: random.id<'hold'>(), partial: true }
      send(shop, node, channel, { do: 'reserve', requests: [fewer] }, async (second) => {
        if (firstState(second) === 'held') await inTheBasket(shop, channel, fewer)
      })
    }
  })
}

/** She looks around, changes her mind, comes back too late, leaves, or buys. */
async function inTheBasket(shop: Shop, channel: ChannelName, { holdId }: TimedReservation): Promise<void> {
  const { random, agenda } = shop
  const mood = random.next()
  if (channel !== 'marketplace' && random.chance(0.3)) {
    agenda.in(random.int(1, 20) * MINUTE, 'extend', async () =>
      send(shop, nextNode(shop), channel, { do: 'extend', holdId, ttlMs: BASKET_TTL_MS }),
    )
  }
  if (random.chance(0.2)) {
    agenda.in(random.int(1, 10) * MINUTE, 'shrink', async () => {
      const [line] = wordsOf(shop, holdId)
      const lines = line ? [{ ...line, quantity: random.int(0, line.quantity - 1) }] : []
      if (line) send(shop, nextNode(shop), channel, { do: 'shrink', holdId, lines })
    })
  }
  // She never comes back, and her basket lapses.
  if (mood < 0.25) return
  const after = random.int(1, 25) * MINUTE
  if (mood < 0.35) {
    agenda.in(after, 'release', async () =>
      send(shop, nextNode(shop), channel, { do: 'release', holdIds: [holdId] }),
    )
    return
  }
  const orderId = random.id<'order'>()
  agenda.in(after, 'order', async () =>
    send(
      shop,
      nextNode(shop),
      channel,
      { do: 'allocate', allocations: [{ holdId, orderId }] },
      async (answer) => {
        if (firstState(answer) === 'allocated') orderStands(shop, channel, holdId, orderId)
      },
    ),
  )
}

const linesOf = ({ model }: Shop, holdId: HoldId): StockLine[] =>
  (model.holds.get(holdId)?.lines ?? []).map(({ row, outstanding }) => ({
    sku: row.sku,
    locationId: row.locationId,
    quantity: outstanding,
  }))

/** What a hold has, in the words of who asked for it. */
const wordsOf = (shop: Shop, holdId: HoldId): StockLine[] =>
  folded(linesOf(shop, holdId), shop.model.holds.get(holdId)?.kits?.held ?? [])

/** The order is prepared some time later, or called off, wholly or one piece of it. */
function orderStands(shop: Shop, channel: ChannelName, holdId: HoldId, orderId: OrderId): void {
  const { random, agenda } = shop
  const after = random.int(5, 90) * MINUTE
  if (random.chance(0.08)) {
    agenda.in(after, 'cancel', async () =>
      send(shop, nextNode(shop), channel, { do: 'releaseAllocated', items: [{ orderId }] }),
    )
    return
  }
  if (random.chance(0.15)) {
    agenda.in(random.int(1, 60) * MINUTE, 'give up', async () => {
      const line = wordsOf(shop, holdId).find(({ quantity }) => quantity > 0)
      if (!line) return
      const items = [{ orderId, lines: [{ ...line, quantity: 1 }] }]
      // Not through the network: a second copy would be another piece.
      await shop.ask(nextNode(shop), channel, { do: 'releaseAllocated', items })
    })
  }
  agenda.in(after, 'prepare', () => prepare(shop, channel, holdId, orderId))
}

/** A shelf may have fewer pieces than the book says: the book is put right, and another place serves, or the line is dropped. */
async function prepare(shop: Shop, channel: ChannelName, holdId: HoldId, orderId: OrderId): Promise<void> {
  const { random, agenda, shelf } = shop
  const node = nextNode(shop)
  for (const line of linesOf(shop, holdId)) {
    const missing = line.quantity - shelf.get(line.sku, line.locationId)
    if (missing <= 0) continue
    await count(shop, line.sku, line.locationId)
    const pieces = Math.min(missing, line.quantity)
    const other = placesWith(node, shop, channel, line.sku).find((place) => place !== line.locationId)
    const relocation = {
      holdId,
      sku: line.sku,
      from: line.locationId,
      to: other ?? shop.warehouse,
      quantity: pieces,
    }
    if (relocation.to !== line.locationId) {
      const answer = await shop.ask(node, channel, {
        do: random.chance(0.5) ? 'relocate' : 'pin',
        relocation,
      })
      if (stateOf(answer) === 'moved') continue
    }
    const items = [{ orderId, lines: [{ ...line, quantity: pieces }] }]
    await shop.ask(node, channel, { do: 'releaseAllocated', items })
  }
  send(shop, node, channel, { do: 'pick', holdIds: [holdId] })
  agenda.in(random.int(5, 60) * MINUTE, 'hand over', async () => {
    const handed = linesOf(shop, holdId)
    const collected = !random.chance(0.07)
    const command = collected ? 'consume' : 'releaseAllocated'
    send(shop, nextNode(shop), channel, { do: command, items: [{ orderId }] }, async (answer) => {
      if (!collected || firstState(answer) !== 'done') return
      for (const line of handed) shelf.add(line.sku, line.locationId, -line.quantity)
      if (random.chance(0.15)) agenda.in(random.int(1, 4) * HOUR, 'return', () => bringBack(shop, handed))
    })
  })
}

/** What was bought comes back, to a store that may be another one. */
async function bringBack(shop: Shop, lines: readonly StockLine[]): Promise<void> {
  const { random, shelf } = shop
  const place = random.pick(shop.stores)
  const pieces = mergedPieces(lines)
  for (const { sku, quantity } of pieces) shelf.add(sku, place, quantity)
  // Some of it somebody must look at before it may be sold again.
  const back = pieces.map((line) => ({ ...line, aside: random.chance(0.25) }))
  if (back.length > 0)
    send(shop, nextNode(shop), 'till', { do: 'return', place, lines: back, document: random.id() })
}

const mergedPieces = (lines: readonly StockLine[]): { sku: Sku; quantity: number }[] =>
  [...Map.groupBy(lines, (line) => line.sku)]
    .map(([sku, same]) => ({ sku, quantity: same.reduce((sum, line) => sum + line.quantity, 0) }))
    .filter(({ quantity }) => quantity > 0)

/** A till sells what lies there, promised or not; some tills hold what was scanned until it is paid for. */
export async function tillSells(shop: Shop): Promise<void> {
  const { random, skus, stores, shelf, agenda } = shop
  const place = random.pick(stores)
  const node = nextNode(shop)
  if (random.chance(0.15)) return sellKit(shop, place)
  const sku = random.pick(skus)
  const lying = shelf.get(sku, place)
  if (lying === 0) return
  const quantity = Math.min(lying, random.int(1, 2))
  if (random.chance(0.6)) {
    shelf.add(sku, place, -quantity)
    send(shop, node, 'till', { do: 'sell', place, lines: [{ sku, quantity }], document: random.id() })
    return
  }
  const holdId = random.id<'hold'>()
  const orderId = random.id<'order'>()
  const request = {
    holdId,
    kind: 'till' as const,
    ttlMs: TILL_TTL_MS,
    lines: [{ sku, locationId: place, quantity }],
    partial: true,
  }
  send(shop, node, 'till', { do: 'reserve', requests: [request] }, async (answer) => {
    if (firstState(answer) !== 'held') return
    agenda.in(2 * MINUTE, 'pay', async () =>
      send(shop, node, 'till', { do: 'allocate', allocations: [{ holdId, orderId }] }, async () =>
        send(shop, node, 'till', { do: 'consume', items: [{ holdId }] }, async (paid) => {
          if (firstState(paid) === 'done') shelf.add(sku, place, -quantity)
        }),
      ),
    )
  })
}

/** A kit over the counter is its pieces, if all of them lie there. */
async function sellKit(shop: Shop, place: LocationId): Promise<void> {
  const { random, kits, shelf, model } = shop
  const kit = model.kits.get(random.pick(kits))
  if (!kit || wholeKits(kit, (sku) => shelf.get(sku, place)) === 0) return
  for (const [sku, each] of kit.components) shelf.add(sku, place, -each)
  const lines = [{ sku: kit.sku, quantity: 1 }]
  send(shop, nextNode(shop), 'till', { do: 'sell', place, lines, document: random.id() })
}

/** What was put aside is thrown away, a piece of it. */
export async function lookAtWhatIsAside(shop: Shop): Promise<void> {
  const { random, model, shelf } = shop
  const aside = [...model.rows.values()].filter((row) =>
    model.lots.sharesOf(row.sku, row.locationId).some((share) => share.aside),
  )
  if (aside.length === 0) return
  const { sku, locationId } = random.pick(aside)
  shelf.add(sku, locationId, -1)
  const lines = [{ sku, quantity: -1, aside: true }]
  send(shop, nextNode(shop), 'till', { do: 'adjust', place: locationId, lines, document: random.id() })
}

/** Somebody counts one article in one place: the book says what lies there. */
export async function count(shop: Shop, sku: Sku, place: LocationId): Promise<void> {
  const difference = shop.shelf.get(sku, place) - (shop.model.row(sku, place)?.onHand ?? 0)
  if (difference === 0) return
  const lines = [{ sku, quantity: difference }]
  await shop.ask(nextNode(shop), 'till', { do: 'adjust', place, lines, document: shop.random.id() })
}
