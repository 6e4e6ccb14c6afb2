import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINUTE_MS, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import {
  adjust,
  allocate,
  consume,
  expireHolds,
  extend,
  newHoldId,
  proveStock,
  receive,
  release,
  releaseAllocated,
  reserve,
  returnToStock,
  sell,
} from './index.ts'
import { openStockWorld, receipt, type StockWorld } from './test/stock-world.ts'

let world: StockWorld
let other: ReturnType<StockWorld['open']>
beforeAll(async () => {
  world = await openStockWorld()
  other = world.open()
})
afterAll(async () => {
  await other.close()
  await world.close()
})

const ROWS = 4
/** Small numbers on few rows: everything clashes with everything. */
const row = fc.nat({ max: ROWS - 1 })
const pieces = fc.integer({ min: 1, max: 4 })
const nth = fc.nat({ max: 30 })

const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      lines: fc.array(fc.tuple(row, pieces), { minLength: 1, maxLength: 3 }),
      short: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), hold: nth }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'extend' as const), hold: nth }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('allocate' as const, 'consume' as const, 'cancel' as const),
      hold: nth,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('sell' as const, 'receive' as const, 'return' as const, 'lose' as const),
      row,
      pieces,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 10 }) }),
  },
)
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never

/** Runs a command on fresh rows; holds are found by their number, so that commands meet each other's holds. */
function runner(rows: readonly { sku: Sku; place: LocationId }[]) {
  const asked: ReturnType<StockWorld['hold']>[] = []
  const orderOf = new Map<HoldId, ReturnType<StockWorld['newOrder']>>()
  const at = (index: number) => {
    const found = rows[index]
    if (!found) throw new Error('rows are numbered')
    return found
  }
  const moved = (index: number, quantity: number) => ({
    document: { kind: 'adjustment' as const, id: newHoldId() },
    locationId: at(index).place,
    lines: [{ sku: at(index).sku, quantity }],
  })
  const physical = (what: 'sell' | 'receive' | 'return' | 'lose', index: number, quantity: number) =>
    world.write((ctx) => {
      if (what === 'sell') return sell(ctx, [moved(index, quantity)])
      if (what === 'receive') return receive(ctx, [moved(index, quantity)])
      if (what === 'return') return returnToStock(ctx, [moved(index, quantity)])
      return adjust(ctx, [{ ...moved(index, -quantity), reason: 'theft' }])
    })
  let turn = 0
  return async (step: Command): Promise<void> => {
    // Two processes take turns.
    const command = world.commandOf((turn += 1) % 2 ? other : world.platform)
    if (step.do === 'reserve') {
      const lines = step.lines.map(([index, quantity]) => [at(index).sku, at(index).place, quantity] as const)
      const hold = world.hold(lines, { ttlMs: (step.short ? 1 : 20) * MINUTE_MS })
      asked.push(hold)
      await reserve(command, hold)
    } else if (step.do === 'wait') world.turnClock(step.minutes * MINUTE_MS)
    else if (step.do === 'sweep') await expireHolds(world.platform)
    else if ('row' in step) await physical(step.do, step.row, step.pieces)
    else {
      const hold = asked[step.hold % Math.max(1, asked.length)]
      if (!hold) return
      const { holdId } = hold
      const orderId = orderOf.get(holdId) ?? world.newOrder()
      orderOf.set(holdId, orderId)
      if (step.do === 'again') await reserve(command, hold)
      else if (step.do === 'release') await release(command, [holdId])
      else if (step.do === 'extend') await extend(command, holdId, 10 * MINUTE_MS)
      else if (step.do === 'allocate') await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))
      else if (step.do === 'cancel') await world.write((ctx) => releaseAllocated(ctx, [{ holdId }]))
      else await world.write((ctx) => consume(ctx, [{ holdId, document: world.order(orderId) }]))
    }
  }
}

const freshRows = async () => {
  const place = world.newPlace()
  const rows = Array.from({ length: ROWS }, () => ({ sku: world.newSku(), place }))
  await world.write((ctx) =>
    receive(ctx, [
      receipt(
        place,
        rows.map(({ sku }) => [sku, 10] as const),
      ),
    ]),
  )
  return rows
}

/** Grants beyond what was there: a reservation that made a row promise more than it has. */
const overGranted = async (rows: readonly { sku: Sku }[]) =>
  world.query(`select sku from inventory.stock where sku = any($1) and reserved > greatest(on_hand, 0)`, [
    rows.map(({ sku }) => sku),
  ])

test('whatever happens at the same time, nothing is lost, doubled or promised twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 60 }), async (steps) => {
      const rows = await freshRows()
      const run = runner(rows)
      await Promise.all(steps.map((step) => run(step)))
      const proof = await proveStock(world.platform.read(world.actor))
      expect(proof.mismatch).toBeNull()
    }),
    { numRuns: 40, endOnFailure: true },
  )
})

test('without thefts and tills no row ever promises more than it has', async () => {
  const orderly = command.filter((step) => step.do !== 'sell' && step.do !== 'lose')
  await fc.assert(
    fc.asyncProperty(fc.array(orderly, { minLength: 10, maxLength: 60 }), async (steps) => {
      const rows = await freshRows()
      const run = runner(rows)
      const watching = steps.map(async (step) => {
        await run(step)
        expect(await overGranted(rows)).toEqual([])
      })
      await Promise.all(watching)
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('every command replayed in another order changes nothing any more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(row, pieces), { minLength: 5, maxLength: 40 }),
      fc.integer(),
      async (wanted, seed) => {
        const rows = await freshRows()
        const holds = wanted.map(([index, quantity]) => {
          const { sku, place } = rows[index] ?? { sku: world.newSku(), place: world.newPlace() }
          return world.hold([[sku, place, quantity]])
        })
        const answers = new Map<HoldId, string>()
        for (const hold of holds) answers.set(hold.holdId, (await reserve(world.command(), hold)).state)
        const shuffled = holds.toSorted((a, b) => hashOf(a.holdId, seed) - hashOf(b.holdId, seed))
        const again = await Promise.all(
          shuffled.map(async (hold) => [hold.holdId, (await reserve(world.command(), hold)).state] as const),
        )
        for (const [holdId, state] of again) expect(state).toBe(answers.get(holdId))
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
})

const hashOf = (text: string, seed: number): number =>
  [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, seed)
