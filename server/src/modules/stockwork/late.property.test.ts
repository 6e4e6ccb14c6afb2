import type { Sku } from '@splot/kernel'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStockworkWorld, type StockworkWorld } from './test/stockwork-world.ts'

let world: StockworkWorld
beforeAll(async () => {
  world = await openStockworkWorld()
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

const HERE = 'LDZ1'
const SKUS = ['T-late-1', 'T-late-2', 'T-late-3'] as Sku[]
const RUNS = 8
/** A run is some fifty requests; on a machine that others use too they take their time. */
const TIMEOUT_MS = 300_000
const counters = ['Ala', 'Ola', 'Iza']

interface Batch {
  readonly who: number
  /** Seconds after the document began; also tells ties apart. */
  readonly second: number
  readonly lines: readonly { readonly sku: number; readonly quantity: number; readonly flag: boolean }[]
}

const batchArb: fc.Arbitrary<Batch> = fc.record({
  who: fc.nat({ max: counters.length - 1 }),
  second: fc.integer({ min: 1, max: 240 }),
  lines: fc.uniqueArray(
    fc.record({
      sku: fc.nat({ max: SKUS.length - 1 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      flag: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3, selector: ({ sku }) => sku },
  ),
})

/** The batches, each at least once and some twice, in any order; sent so many at a time. */
const deliveriesArb = fc
  .uniqueArray(batchArb, { minLength: 1, maxLength: 7, selector: ({ second }) => second })
  .chain((batches) =>
    fc.record({
      batches: fc.constant(batches),
      order: fc
        .tuple(
          fc.shuffledSubarray(
            batches.map((_, index) => index),
            { minLength: batches.length },
          ),
          fc.array(fc.nat({ max: batches.length - 1 }), { maxLength: 5 }),
        )
        .map(([once, again]) => [...again, ...once, ...again.toReversed()]),
      atOnce: fc.integer({ min: 1, max: 4 }),
    }),
  )

/** Sends the batches as devices with a bad network do, and wants every answer to be a yes. */
async function deliver(
  path: string,
  { batches, order, atOnce }: { batches: readonly Batch[]; order: readonly number[]; atOnce: number },
  began: Date,
  lineOf: (line: Batch['lines'][number]) => object,
): Promise<void> {
  const ids = batches.map(() => world.newId())
  for (let first = 0; first < order.length; first += atOnce) {
    const answers = await Promise.all(
      order.slice(first, first + atOnce).map((index) => {
        const { who, second, lines } = batches[index] as Batch
        return world.call(world.clerkAt(HERE, counters[who]), 'POST', path as '/undo', {
          commandId: ids[index],
          at: new Date(began.getTime() + second * 1000).toISOString(),
          lines: lines.map((line) => ({ code: SKUS[line.sku], quantity: line.quantity, ...lineOf(line) })),
        })
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  }
}

const piecesOf = (batches: readonly Batch[], sku: number, isWanted: (flag: boolean) => boolean): number =>
  batches
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.sku === sku && isWanted(line.flag) ? line.quantity : 0), 0)

const levels = () => Promise.all(SKUS.map((sku) => world.onHand(sku, HERE)))

test(
  'receipts of a delivery and of a transfer: late, twice, in any order and at once, they come to the same',
  async () => {
    await fc.assert(
      fc.asyncProperty(deliveriesArb, async (delivered) => {
        const advice = await world.post(world.manager, '/advices', {
          locationId: world.place(HERE),
          supplier: 'Tkalnia',
          reference: world.newId(),
          expectedOn: '2026-12-01',
          lines: SKUS.map((sku) => ({ sku, quantity: 10 })),
        })
        const transfer = await world.post(world.manager, '/transfers', {
          fromId: world.place('MAG1'),
          toId: world.place(HERE),
          lines: SKUS.map((sku) => ({ sku, quantity: 10 })),
        })
        await world.post(world.manager, `/transfers/${transfer.id}/ship`)
        const began = world.now()
        world.wait(300_000)
        for (const path of [`/advices/${advice.id}`, `/transfers/${transfer.id}`] as const) {
          const before = await levels()
          await deliver(`${path}/receipts`, delivered, began, ({ flag }) =>
            flag ? { condition: 'damaged' } : {},
          )
          const { lines } = await world.get(world.manager, path as `/advices/${string}`)
          for (const [index, sku] of SKUS.entries()) {
            const line = lines.find((one) => one.sku === sku)
            expect(line).toMatchObject({
              received: piecesOf(delivered.batches, index, (flag) => !flag),
              damaged: piecesOf(delivered.batches, index, (flag) => flag),
            })
          }
          const after = await levels()
          expect(after).toEqual(
            before.map((pieces, index) => pieces + piecesOf(delivered.batches, index, () => true)),
          )
        }
        await world.post(world.manager, `/transfers/${transfer.id}/close`, { reasons: [{ reason: 'other' }] })
        const [left] = await world.query<{ pieces: number }>(
          `select coalesce(sum(quantity), 0)::int as pieces from inventory.movement
          where document_id = $1 and kind in ('transfer_out', 'transfer_in')`,
          [transfer.id],
        )
        expect(left?.pieces, 'what left is what arrived plus what was lost').toBe(0)
      }),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)

test(
  'scans of a count: what is booked depends on when they were made, not on when they arrived',
  async () => {
    await fc.assert(
      fc.asyncProperty(deliveriesArb, async (delivered) => {
        const count = await world.post(world.manager, '/counts', {
          locationId: world.place(HERE),
          scope: { kind: 'skus', values: SKUS },
          recount: 'none',
        })
        const began = world.now()
        world.wait(300_000)
        await deliver(`/counts/${count.id}/scans`, delivered, began, ({ flag }) => ({ whole: flag }))
        const before = await levels()
        await world.post(world.manager, `/counts/${count.id}/submit`, { uncounted: 'leave' })
        expect(await levels()).toEqual(
          SKUS.map((_, sku) => {
            const scans = delivered.batches.filter(({ lines }) => lines.some((line) => line.sku === sku))
            return scans.length === 0 ? before[sku] : counted(scans, sku)
          }),
        )
      }),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)

/** The rule by itself: person by person in order of time, a whole figure begins anew. */
function counted(batches: readonly Batch[], sku: number): number {
  const sums = new Map<number, number>()
  for (const { who, lines } of batches.toSorted((one, other) => one.second - other.second)) {
    for (const line of lines) {
      if (line.sku === sku) sums.set(who, line.quantity + (line.flag ? 0 : (sums.get(who) ?? 0)))
    }
  }
  return [...sums.values()].reduce((sum, pieces) => sum + pieces, 0)
}
