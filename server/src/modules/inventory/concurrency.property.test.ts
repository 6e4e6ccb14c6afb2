import * as fc from 'fast-check'
import {
  MINUTE_MS,
  newId,
  type ChannelId,
  type HoldId,
  type LocationId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { expectNoCircle } from '#test/circles'
import { ask, PHYSICAL, type Command, type TimedReservation } from '#test/simulation/commands'
import { askBoth } from '#test/simulation/node-and-model'
import { StockModel } from '#test/simulation/stock-model'
import { newHoldId, proveStock } from './index.ts'
import { openStockWorld, type StockWorld } from './test/stock-world.ts'
import { expectNoGrantBeyondWhatWasThere, expectOversoldToldOnce, keepHistory } from './test/history.ts'

/** Four processes with eight connections each: 32 at once. */
const PROCESSES = 4
const CONNECTIONS = 8

/** Thousands of commands; nothing here is timed. */
const PATIENCE_MS = 300_000

let world: StockWorld
let nodes: OpenPlatform[]
let ahead = 0
const now = () => new Date(Date.now() + ahead)
beforeAll(async () => {
  world = await openStockWorld(now)
  nodes = Array.from({ length: PROCESSES }, () =>
    openPlatform({ url: world.url, log: world.platform.log, clock: now, poolSize: CONNECTIONS }),
  )
  await keepHistory(world.query)
})
afterEach(async () => {
  const { mismatch } = await proveStock(world.platform.read(world.actor))
  expect(mismatch).toBeNull()
  expectNoCircle(...nodes)
})
afterAll(async () => {
  for (const node of nodes) await node.close()
  await world.close()
})

const ROWS = 6
/** As many as a run has steps. */
const MOST_HOLDS = 120
const SKUS = 2
const row = fc.nat({ max: ROWS - 1 })
const nth = fc.nat({ max: 40 })
const pieces = fc.integer({ min: 1, max: 4 })

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      lines: fc.array(fc.record({ row, pieces, choose: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      partial: fc.boolean(),
      short: fc.boolean(),
      channel: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'again' as const,
        'release' as const,
        'extend' as const,
        'shrink' as const,
        'allocate' as const,
        'pick' as const,
        'consume' as const,
        'releaseAllocated' as const,
        'relocate' as const,
        'pin' as const,
      ),
      nth,
      row,
      pieces,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom(...PHYSICAL), row, pieces, less: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 6 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Shop {
  readonly skus: readonly Sku[]
  readonly places: readonly LocationId[]
  readonly channels: readonly ChannelId[]
  readonly holdIds: readonly HoldId[]
}

const at = <T>(from: readonly T[], index: number): T => {
  const found = from[index % from.length]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

/** Two articles in three places, ten pieces each; one channel has a pool and one a buffer in half of the rows. */
async function freshShop(): Promise<Shop> {
  const shop = {
    skus: Array.from({ length: SKUS }, () => world.newSku()),
    places: Array.from({ length: ROWS / SKUS }, () => world.newPlace()),
    channels: Array.from({ length: 3 }, () => newId<'channel'>()),
    holdIds: Array.from({ length: MOST_HOLDS }, () => newHoldId()),
  }
  const lines = shop.skus.map((sku) => ({ sku, quantity: 10 }))
  for (const place of shop.places)
    await ask(at(nodes, 0), at(shop.channels, 0), { do: 'receive', place, lines, document: newId() })
  const terms = { [at(shop.channels, 0)]: { pool: 3, used: 0 }, [at(shop.channels, 1)]: { buffer: 1 } }
  await world.query(
    'update inventory.stock set channel_terms = $3, safety = 1 where sku = $1 and location_id = any($2)',
    [at(shop.skus, 0), shop.places, JSON.stringify(terms)],
  )
  return shop
}

const skuOf = (shop: Shop, row: number) => at(shop.skus, row)
const placeOf = (shop: Shop, row: number) => at(shop.places, row >> 1)

/** Steps name holds by number and any process may serve any of them, so commands of one hold meet, cross and overtake. */
function commandOf(
  shop: Shop,
  asked: TimedReservation[],
  orders: ReadonlyMap<HoldId, OrderId>,
  step: Exclude<Step, { do: 'wait' }>,
): Command {
  if (step.do === 'sweep') return step
  if (step.do === 'reserve') {
    const request: TimedReservation = {
      holdId: at(shop.holdIds, asked.length),
      kind: 'basket',
      ttlMs: (step.short ? 1 : 20) * MINUTE_MS,
      partial: step.partial,
      lines: step.lines.map(({ row, pieces, choose }) => ({
        sku: skuOf(shop, row),
        quantity: pieces,
        ...(choose ? { places: [placeOf(shop, row), ...shop.places] } : { locationId: placeOf(shop, row) }),
      })),
    }
    asked.push(request)
    return { do: 'reserve', requests: [request] }
  }
  if (!('nth' in step)) {
    const quantity = step.do === 'adjust' && step.less ? -step.pieces : step.pieces
    return {
      do: step.do,
      place: placeOf(shop, step.row),
      lines: [{ sku: skuOf(shop, step.row), quantity }],
      document: newId(),
    }
  }
  const holdId = at(shop.holdIds, step.nth)
  const orderId = orders.get(holdId) ?? newId<'order'>()
  const line = { sku: skuOf(shop, step.row), locationId: placeOf(shop, step.row), quantity: step.pieces }
  switch (step.do) {
    case 'again':
      return { do: 'reserve', requests: asked.filter((request) => request.holdId === holdId) }
    case 'release':
    case 'pick':
      return { do: step.do, holdIds: [holdId] }
    case 'allocate':
      return { do: 'allocate', allocations: [{ holdId, orderId }] }
    case 'extend':
      return { do: 'extend', holdId, ttlMs: 10 * MINUTE_MS }
    case 'shrink':
      return { do: 'shrink', holdId, lines: [line] }
    case 'relocate':
    case 'pin': {
      const { locationId: from, ...rest } = line
      return { do: step.do, relocation: { holdId, ...rest, from, to: at(shop.places, step.row) } }
    }
    default:
      return { do: step.do, items: [step.pieces > 2 ? { orderId } : { orderId, lines: [line] }] }
  }
}

const signOf = (command: Extract<Command, { place: LocationId }>) =>
  command.do === 'sell' || command.do === 'transferOut' ? -1 : 1

/** Sends all of it at once; answers what must have become of the pieces, whatever came first. */
async function atOnce(shop: Shop, steps: readonly Step[]): Promise<number> {
  const asked: TimedReservation[] = []
  const orders = new Map(shop.holdIds.map((holdId) => [holdId, newId<'order'>()]))
  let moved = 0
  await Promise.all(
    steps.map(async (step, index) => {
      if (step.do === 'wait') return void (ahead += step.minutes * MINUTE_MS)
      const command = commandOf(shop, asked, orders, step)
      const channel = at(shop.channels, 'channel' in step ? step.channel : 0)
      const answer = await ask(at(nodes, index), channel, command)
      if ('place' in command) for (const line of command.lines) moved += line.quantity * signOf(command)
      if (command.do === 'consume') moved -= handedOver(answer)
    }),
  )
  return moved
}

/** Pieces in the comparable lines of `consume`. */
const handedOver = (answer: unknown): number =>
  (answer as { lines: string[] }[])
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + Number(/quantity (\d+)/.exec(line)?.[1] ?? 0), 0)

test(
  'from 32 connections at once nothing is promised beyond what is there, and what the world breaks is told once',
  { timeout: PATIENCE_MS },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120 }), async (steps) => {
        const shop = await freshShop()
        const moved = await atOnce(shop, steps)
        await expectNoGrantBeyondWhatWasThere(world.query, shop.skus)
        await expectOversoldToldOnce(world.query, shop.skus)
        // Who won is a matter of arrival; how many pieces there are is not.
        const [sum] = await world.query<{ pieces: number }>(
          'select sum(on_hand)::int as pieces from inventory.stock where sku = any($1)',
          [shop.skus],
        )
        expect(sum?.pieces).toBe(ROWS * 10 + moved)
      }),
      { numRuns: 25, endOnFailure: true },
    )
  },
)

test('commands replayed in any order after the fact change nothing', { timeout: PATIENCE_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), fc.nat(), async (steps, seed) => {
      const shop = await freshShop()
      const asked: TimedReservation[] = []
      const orders = new Map(shop.holdIds.map((holdId) => [holdId, newId<'order'>()]))
      const repeatable = steps.flatMap((step) => {
        if (step.do === 'wait' || !['reserve', 'release', 'allocate', 'pick', 'consume'].includes(step.do))
          return []
        // One piece of an order may be handed over as often as there is one: only all of it is over after the first time.
        const command = commandOf(shop, asked, orders, step.do === 'consume' ? { ...step, pieces: 4 } : step)
        return [{ command, channel: at(shop.channels, 'channel' in step ? step.channel : 0) }]
      })
      const carryOut = ({ command, channel }: (typeof repeatable)[number], index: number) =>
        ask(at(nodes, index + seed), channel, command)
      // First by stages, so that each command has had its effect; a hold that is allocated cannot be released any more, and so on.
      const stages = ['reserve', 'release', 'allocate', 'pick', 'consume']
      for (const stage of stages)
        await Promise.all(repeatable.filter(({ command }) => command.do === stage).map(carryOut))
      const before = await stateOf(shop)
      await Promise.all(repeatable.toReversed().map(carryOut))
      expect(await stateOf(shop)).toEqual(before)
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

const stateOf = async (shop: Shop) => [
  await world.query(
    'select sku, location_id, on_hand, reserved, channel_terms from inventory.stock where sku = any($1) order by 1, 2',
    [shop.skus],
  ),
  await world.query(
    `select h.hold_id, h.state, l.quantity, l.outstanding from inventory.hold h left join inventory.hold_line l using (hold_id)
      where h.hold_id = any($1) order by h.hold_id, l.stock_id`,
    [shop.holdIds],
  ),
]

test(
  'what others do with other articles changes no answer: one shop is exact while another is in uproar',
  { timeout: PATIENCE_MS },
  async () => {
    const quiet = fc.array(
      fc.record({
        row,
        pieces,
        channel: fc.nat({ max: 2 }),
        next: fc.constantFrom('keep', 'release', 'allocate', 'consume'),
      }),
      { minLength: 10, maxLength: 25 },
    )
    // The clock stands still: others' sweeps are the one thing that may be in the way of a lapsed piece for a moment.
    const uproar = fc.array(
      step.filter((one) => one.do !== 'wait' && one.do !== 'sweep'),
      { minLength: 60, maxLength: 120 },
    )
    await fc.assert(
      fc.asyncProperty(quiet, uproar, async (quiet, uproar) => {
        const [loud, calm] = [await freshShop(), await freshShop()]
        const model = await modelOf(calm)
        const noise = atOnce(loud, uproar)
        const channelOf = (index: number) => at(calm.channels, index)
        for (const [index, { row, pieces, channel, next }] of quiet.entries()) {
          const node = at(nodes, index)
          const holdId = at(calm.holdIds, index)
          const line = { sku: skuOf(calm, row), locationId: placeOf(calm, row), quantity: pieces }
          const commands: Command[] = [
            { do: 'reserve', requests: [{ holdId, kind: 'basket', ttlMs: 50 * MINUTE_MS, lines: [line] }] },
          ]
          if (next === 'release') commands.push({ do: 'release', holdIds: [holdId] })
          if (next === 'allocate' || next === 'consume')
            commands.push({ do: 'allocate', allocations: [{ holdId, orderId: newId<'order'>() }] })
          if (next === 'consume') commands.push({ do: 'consume', items: [{ holdId }] })
          // How long a hold lasts is compared elsewhere: here the clock is the machine's.
          for (const command of commands)
            await askBoth({ node, model, now: 0, timeless: true }, channelOf(channel), command)
        }
        await noise
      }),
      { numRuns: 12, endOnFailure: true },
    )
  },
)

/** The model of a shop as `freshShop` makes it. */
async function modelOf(shop: Shop): Promise<StockModel> {
  const model = new StockModel()
  for (const locationId of shop.places) {
    model.answer(0, at(shop.channels, 0), {
      do: 'receive',
      place: locationId,
      lines: shop.skus.map((sku) => ({ sku, quantity: 10 })),
      document: newId(),
    })
    const special = model.row(at(shop.skus, 0), locationId)
    if (!special) throw new Error('it was received')
    special.safety = 1
    special.terms = new Map([
      [at(shop.channels, 0), { pool: 3, used: 0 }],
      [at(shop.channels, 1), { buffer: 1 }],
    ])
  }
  return model
}
