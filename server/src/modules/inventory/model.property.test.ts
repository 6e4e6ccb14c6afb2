import * as fc from 'fast-check'
import { newId, type ChannelId, type HoldId, type LocationId, type OrderId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, test } from 'vitest'
import { PHYSICAL, type Command } from '#test/simulation/commands'
import { askBoth, compareState } from '#test/simulation/node-and-model'
import { StockModel, type Terms } from '#test/simulation/stock-model'
import { newHoldId, proveStock } from './index.ts'
import { openStockWorld, type StockWorld } from './test/stock-world.ts'

/** Thousands of commands; nothing here is timed. */
const PATIENCE_MS = 300_000

let world: StockWorld
let nodes: ReturnType<StockWorld['open']>[]
let clock = Date.UTC(2026, 10, 27, 6)
beforeAll(async () => {
  world = await openStockWorld(() => new Date(clock))
  nodes = [world.open(), world.open()]
})
afterAll(async () => {
  for (const node of nodes) await node.close()
  await world.close()
})

const MINUTE_MS = 60_000
const PLACES = 3
const SKUS = 2
const CHANNELS = 3

const sku = fc.nat({ max: SKUS - 1 })
const place = fc.nat({ max: PLACES - 1 })
const channel = fc.nat({ max: CHANNELS - 1 })
const pieces = fc.integer({ min: 1, max: 5 })
const minutes = fc.integer({ min: 1, max: 25 })
/** Which of the holds made so far; small numbers, so that commands meet. */
const nth = fc.nat({ max: 12 })

const wanted = fc.oneof(
  { weight: 3, arbitrary: fc.record({ sku, place, pieces }) },
  {
    weight: 2,
    arbitrary: fc.record({ sku, places: fc.uniqueArray(place, { minLength: 1, maxLength: PLACES }), pieces }),
  },
)
const lineOf = fc.record({ sku, place, keep: fc.nat({ max: 3 }) })

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      baskets: fc.array(
        fc.record({
          lines: fc.array(wanted, { minLength: 1, maxLength: 3 }),
          minutes,
          partial: fc.boolean(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('again' as const, 'reuse' as const), nth }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'allocate' as const, 'pick' as const),
      nth,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('extend' as const), nth, minutes }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('shrink' as const),
      nth,
      lines: fc.array(lineOf, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('consume' as const, 'releaseAllocated' as const),
      nth,
      part: fc.option(fc.record({ sku, place, pieces }), { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('relocate' as const, 'pin' as const),
      nth,
      sku,
      place,
      to: place,
      pieces,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom(...PHYSICAL), sku, place, pieces, less: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const term = fc.record(
  { buffer: fc.nat({ max: 2 }), ppm: fc.constantFrom(0, 150_000, 500_000), pool: fc.nat({ max: 5 }) },
  { requiredKeys: [] },
)
/** Pieces at first, and the terms of each row. */
const start = fc.record({
  onHand: fc.nat({ max: 12 }),
  safety: fc.nat({ max: 2 }),
  terms: fc.option(fc.array(term, { minLength: 1, maxLength: CHANNELS - 1 }), { nil: undefined, freq: 2 }),
})

const at = <T>(from: readonly T[], index: number): T => {
  const found = from[index % from.length]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

/** New goods in new places with these terms, in the tables and in the model. */
async function freshShop(starts: readonly (typeof start extends fc.Arbitrary<infer S> ? S : never)[]) {
  const model = new StockModel()
  const skus = Array.from({ length: SKUS }, () => world.newSku())
  const places = Array.from({ length: PLACES }, () => world.newPlace())
  const channels = Array.from({ length: CHANNELS }, () => newId<'channel'>())
  for (const [index, given] of starts.entries()) {
    const row = { sku: at(skus, index), locationId: at(places, index >> 1) }
    if (given.onHand === 0) continue
    const document = newId()
    const receive: Command = {
      do: 'receive',
      place: row.locationId,
      lines: [{ sku: row.sku, quantity: given.onHand }],
      document,
    }
    await askBoth({ node: at(nodes, index), model, now: clock }, at(channels, 0), receive)
    const known = model.row(row.sku, row.locationId)
    if (!known) throw new Error('the row was received')
    const { safety } = given
    const terms = given.terms?.map(({ pool, ...rest }, index): [ChannelId, Terms] => [
      at(channels, index),
      { ...rest, ...(pool !== undefined && { pool, used: 0 }) },
    ])
    Object.assign(known, { safety, terms: terms ? new Map(terms) : null })
    await world.query(
      'update inventory.stock set safety = $3, channel_terms = $4 where sku = $1 and location_id = $2',
      [row.sku, row.locationId, safety, terms ? JSON.stringify(Object.fromEntries(terms)) : null],
    )
  }
  return { model, skus, places, channels }
}

interface Shop {
  readonly model: StockModel
  readonly skus: readonly Sku[]
  readonly places: readonly LocationId[]
  readonly channels: readonly ChannelId[]
}

type Reserve = Extract<Command, { do: 'reserve' }>

/** Turns a step into a command on the holds that were made before; undefined where there is none yet. */
function commandOf(
  { skus, places }: Shop,
  { made, orders }: { made: Reserve['requests'][number][]; orders: Map<HoldId, OrderId> },
  step: Exclude<Step, { do: 'wait' }>,
): Command | undefined {
  if (step.do === 'sweep') return step
  if (step.do === 'reserve') {
    const requests = step.baskets.map(({ lines, minutes, partial }) => ({
      holdId: newHoldId(),
      kind: 'basket' as const,
      ttlMs: minutes * MINUTE_MS,
      partial,
      lines: lines.map((line) => ({
        sku: at(skus, line.sku),
        quantity: line.pieces,
        ...('places' in line
          ? { places: line.places.map((place) => at(places, place)) }
          : { locationId: at(places, line.place) }),
      })),
    }))
    made.push(...requests)
    return { do: 'reserve', requests }
  }
  if (!('nth' in step)) {
    const quantity = step.do === 'adjust' && step.less ? -step.pieces : step.pieces
    const lines = [{ sku: at(skus, step.sku), quantity }]
    return { do: step.do, place: at(places, step.place), lines, document: newId() }
  }
  if (made.length === 0) return undefined
  const request = at(made, step.nth)
  const { holdId } = request
  const orderId = orders.get(holdId) ?? newId<'order'>()
  orders.set(holdId, orderId)
  switch (step.do) {
    case 'again':
      return { do: 'reserve', requests: [request] }
    case 'reuse':
      return { do: 'reserve', requests: [{ ...request, ttlMs: request.ttlMs + 1 }] }
    case 'release':
      return { do: 'release', holdIds: [holdId] }
    case 'pick':
      return { do: 'pick', holdIds: [holdId] }
    case 'allocate':
      return { do: 'allocate', allocations: [{ holdId, orderId }] }
    case 'extend':
      return { do: 'extend', holdId, ttlMs: step.minutes * MINUTE_MS }
    case 'shrink': {
      const named = new Map(step.lines.map((line) => [`${line.sku} ${line.place}`, line]))
      const lines = [...named.values()].map(({ sku, place, keep }) => ({
        sku: at(skus, sku),
        locationId: at(places, place),
        quantity: keep,
      }))
      return { do: 'shrink', holdId, lines }
    }
    case 'relocate':
    case 'pin': {
      const relocation = {
        holdId,
        sku: at(skus, step.sku),
        from: at(places, step.place),
        to: at(places, step.to),
        quantity: step.pieces,
      }
      return { do: step.do, relocation }
    }
    default: {
      const { part } = step
      const line = part && {
        sku: at(skus, part.sku),
        locationId: at(places, part.place),
        quantity: part.pieces,
      }
      return { do: step.do, items: [line ? { orderId, lines: [line] } : { holdId }] }
    }
  }
}

test(
  'every answer and every counter is what a model of maps and loops says, whatever is asked in whatever order',
  { timeout: PATIENCE_MS },
  async () => {
    const starts = fc.array(start, { minLength: SKUS * PLACES, maxLength: SKUS * PLACES })
    const steps = fc.array(fc.tuple(channel, step), { minLength: 20, maxLength: 90 })
    await fc.assert(
      fc.asyncProperty(starts, steps, async (starts, steps) => {
        const shop = await freshShop(starts)
        const past = { made: [], orders: new Map() }
        for (const [index, [channel, step]] of steps.entries()) {
          if (step.do === 'wait') {
            clock += step.minutes * MINUTE_MS
            continue
          }
          const command = commandOf(shop, past, step)
          if (!command) continue
          await askBoth(
            { node: at(nodes, index), model: shop.model, now: clock },
            at(shop.channels, channel),
            command,
          )
        }
        await compareState(world.query, shop.model)
        // Nothing of this shop is due in the next one.
        clock += 120 * MINUTE_MS
        await askBoth({ node: at(nodes, 0), model: shop.model, now: clock }, at(shop.channels, 0), {
          do: 'sweep',
        })
      }),
      { numRuns: 40, endOnFailure: true },
    )
    const proof = await proveStock(world.platform.read(world.actor))
    if (proof.mismatch) throw new Error(JSON.stringify(proof.mismatch))
  },
)
