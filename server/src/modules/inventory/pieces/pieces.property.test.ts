import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, Refusal, type LocationId, type OrderId, type Sku } from '@splot/kernel'
import {
  adjust,
  allocate,
  assemble,
  blockLot,
  consume,
  defineKit,
  listLots,
  openBin,
  pick,
  proveStock,
  putAway,
  receive,
  releaseAllocated,
  releaseQuarantined,
  reserve,
  returnToStock,
  sell,
  takeApart,
  track,
  transfer,
  writeOffQuarantined,
} from '../index.ts'
import { openStockWorld, type StockWorld } from '../test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

const BINS = ['shelf', 'back_room', 'staging', 'quarantine', 'receiving'] as const
const kinds = [
  'receive',
  'sell',
  'sellKit',
  'return',
  'aside',
  'damage',
  'found',
  'carry',
  'transfer',
  'release',
  'writeOff',
  'hold',
  'holdKit',
  'pick',
  'consume',
  'cancel',
  'block',
  'unblock',
  'assemble',
  'takeApart',
] as const

/** Small numbers on few rows: everything clashes with everything. */
const step = fc.record({
  do: fc.constantFrom(...kinds),
  sku: fc.nat({ max: 2 }),
  place: fc.nat({ max: 1 }),
  pieces: fc.integer({ min: 1, max: 4 }),
  lot: fc.nat({ max: 1 }),
  bin: fc.nat({ max: BINS.length }),
  nth: fc.nat({ max: 20 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A plain SKU, one with lots, one with serial numbers; a shop with bins and one without; a kit of both and a packed one. */
async function freshWorld() {
  const [plain, lotted, numbered, kit, box] = [0, 1, 2, 3, 4].map(() => world.newSku()) as [
    Sku,
    Sku,
    Sku,
    Sku,
    Sku,
  ]
  const places: [LocationId, LocationId] = [world.newPlace(), world.newPlace()]
  await world.write(async (ctx) => {
    for (const kind of BINS) await openBin(ctx, { locationId: places[0], code: kind, kind })
    await track(ctx, { sku: lotted, lots: true, expiry: false, serials: false, unsellableDays: 0 })
    await track(ctx, { sku: numbered, lots: false, expiry: false, serials: true, unsellableDays: 0 })
    const components = [
      { sku: plain, quantity: 2 },
      { sku: lotted, quantity: 1 },
    ]
    await defineKit(ctx, { sku: kit, kind: 'virtual', components })
    await defineKit(ctx, { sku: box, kind: 'packed', components })
  })
  return { skus: [plain, lotted, numbered] as const, kit, box, places }
}

type Fresh = Awaited<ReturnType<typeof freshWorld>>

function runner({ skus, kit, box, places }: Fresh) {
  const orders: OrderId[] = []
  let serial = 0
  const moved = new Map<string, number>()
  const count = (sku: Sku, place: LocationId, pieces: number) =>
    moved.set(`${sku} ${place}`, pieces + (moved.get(`${sku} ${place}`) ?? 0))
  const countKit = (place: LocationId, kits: number) => {
    count(skus[0], place, 2 * kits)
    count(skus[1], place, kits)
  }
  const act = async (given: Step): Promise<void> => {
    const sku = skus[given.sku] ?? skus[0]
    const place = places[given.place] ?? places[0]
    const other = places[1 - given.place] ?? places[1]
    const document = { kind: 'adjustment' as const, id: newId() }
    const numbers = Array.from({ length: given.pieces }, () => `S${(serial += 1)}`)
    const line = { sku, quantity: given.pieces }
    const arrived = {
      ...line,
      ...(sku === skus[1] && { lot: { code: `L${given.lot}` } }),
      ...(sku === skus[2] && { serials: numbers }),
    }
    // A number that may be here, elsewhere, gone or never seen.
    const named =
      sku === skus[2] && given.lot === 1
        ? { ...line, quantity: 1, serials: [`S${1 + (given.nth % Math.max(1, serial))}`] }
        : line
    const base = { document, locationId: place }
    const bin = BINS[given.bin]
    switch (given.do) {
      case 'receive':
        await world.write((ctx) => receive(ctx, [{ ...base, lines: [arrived] }]))
        return void count(sku, place, given.pieces)
      case 'sell':
        await world.write((ctx) => sell(ctx, [{ ...base, lines: [named] }]))
        return void count(sku, place, -named.quantity)
      case 'sellKit':
        await world.write((ctx) => sell(ctx, [{ ...base, lines: [{ sku: kit, quantity: given.pieces }] }]))
        return countKit(place, -given.pieces)
      case 'return':
      case 'aside':
        await world.write((ctx) =>
          returnToStock(ctx, [{ ...base, lines: [{ ...named, aside: given.do === 'aside' }] }]),
        )
        return void count(sku, place, named.quantity)
      case 'damage':
      case 'found': {
        const sign = given.do === 'damage' ? -1 : 1
        const signed = { ...named, quantity: sign * named.quantity }
        await world.write((ctx) => adjust(ctx, [{ ...base, reason: given.do as 'damage', lines: [signed] }]))
        return void count(sku, place, signed.quantity)
      }
      case 'carry':
        await world.write((ctx) =>
          putAway(ctx, [
            {
              ...base,
              locationId: places[0],
              lines: [{ ...line, to: bin ?? '', from: BINS[given.nth % 6] }],
            },
          ]),
        )
        return
      case 'transfer': {
        const pieces = { sku, quantity: given.pieces }
        await world.write((ctx) =>
          transfer(ctx, {
            document,
            out: [{ ...pieces, locationId: place }],
            in: [{ ...pieces, locationId: other }],
          }),
        )
        count(sku, place, -given.pieces)
        return void count(sku, other, given.pieces)
      }
      case 'release':
        return world.write((ctx) => releaseQuarantined(ctx, { ...base, lines: [line] }))
      case 'writeOff':
        await world.write((ctx) => writeOffQuarantined(ctx, { ...base, lines: [line] }))
        return void count(sku, place, -given.pieces)
      case 'hold':
      case 'holdKit': {
        const hold = world.hold([[given.do === 'hold' ? sku : kit, place, given.pieces]])
        await reserve(world.command(), { ...hold, partial: given.lot === 1 })
        const orderId = world.newOrder()
        const [held] = await world.write((ctx) => allocate(ctx, [{ holdId: hold.holdId, orderId }]))
        if (held?.state === 'allocated') orders.push(orderId)
        return
      }
      case 'block':
      case 'unblock': {
        const lots = await listLots(world.platform.read(world.actor), skus[1], { limit: 9 })
        const lotId = lots[given.lot]?.lotId ?? newId()
        await world.write((ctx) => blockLot(ctx, lotId, given.do === 'block' ? 'recall' : null))
        return
      }
      case 'assemble':
      case 'takeApart': {
        const sign = given.do === 'assemble' ? 1 : -1
        const assembly = { ...base, sku: box, quantity: given.pieces }
        await world.write((ctx) => (sign === 1 ? assemble : takeApart)(ctx, assembly))
        count(box, place, sign * given.pieces)
        return countKit(place, -sign * given.pieces)
      }
      default: {
        const orderId = orders[given.nth % Math.max(1, orders.length)]
        if (!orderId) return
        if (given.do === 'pick') return void (await world.write((ctx) => pick(ctx, { orderIds: [orderId] })))
        if (given.do === 'cancel')
          return void (await world.write((ctx) => releaseAllocated(ctx, [{ orderId }])))
        const [gone] = await world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }]))
        for (const one of gone?.lines ?? []) {
          if (one.sku === kit) countKit(one.locationId, -one.quantity)
          else count(one.sku, one.locationId, -one.quantity)
        }
      }
    }
  }
  const run = (given: Step) =>
    act(given).catch((error: unknown) => {
      // Only what must be named, and what must lie in quarantine, is ever refused.
      if (!(error instanceof Refusal)) throw error
      expect(error.code).toMatch(/^inventory\.(not_in_quarantine|serial_known)$/)
    })
  return { run, moved }
}

const rowsOf = (skus: readonly Sku[]) =>
  world.query<{
    sku: Sku
    place: LocationId
    onHand: number
    lying: number
    quarantined: number
    aside: number
  }>(
    `select s.sku, s.location_id as place, s.on_hand as "onHand", s.quarantined,
            coalesce((select sum(quantity) from inventory.movement m
                       where m.sku = s.sku and m.location_id = s.location_id and (m.bin is not null or m.lot_id is not null)), 0)::int as lying,
            coalesce((select sum(b.quantity) from inventory.bin_stock b where b.stock_id = s.stock_id), 0)::int as aside
       from inventory.stock s where s.sku = any($1)`,
    [skus],
  )

async function check(fresh: Fresh, moved: ReadonlyMap<string, number>): Promise<void> {
  expect((await proveStock(world.platform.read(world.actor))).mismatch).toBeNull()
  const rows = await rowsOf([...fresh.skus, fresh.box])
  for (const row of rows) {
    expect([row.sku, row.place, row.onHand]).toEqual([
      row.sku,
      row.place,
      moved.get(`${row.sku} ${row.place}`) ?? 0,
    ])
    expect(row.aside).toBe(row.lying)
    // Bins never claim more than there is, unless more left than anybody knew of.
    expect(row.quarantined).toBeLessThanOrEqual(row.aside)
  }
}

test('one after the other: bins, lots, serial numbers and quarantine always sum to what is there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50 }), async (steps) => {
      const fresh = await freshWorld()
      const { run, moved } = runner(fresh)
      for (const one of steps) await run(one)
      await check(fresh, moved)
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('all at once: nothing is lost, doubled or left in two bins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const fresh = await freshWorld()
      const { run, moved } = runner(fresh)
      await Promise.all(steps.map((one) => run(one)))
      await check(fresh, moved)
    }),
    { numRuns: 20, endOnFailure: true },
  )
})
