import { DAY_MS, newId, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  adjust,
  allocate,
  blockLot,
  closeBin,
  consume,
  expireLots,
  findSerial,
  historyOfSerial,
  listLots,
  openBin,
  pick,
  proveStock,
  putAway,
  receive,
  releaseQuarantined,
  reserve,
  returnToStock,
  sell,
  track,
  transfer,
  writeOffQuarantined,
  type ArrivedLine,
  type BinKind,
  type SoldLine,
} from '../index.ts'
import { openStockWorld, type StockWorld } from '../test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(async () => {
  expect((await proveStock(world.platform.read(world.actor))).mismatch).toBeNull()
  await world.close()
})

/** A place with one bin of each of these kinds, named by it. */
async function shopWith(...kinds: readonly BinKind[]): Promise<LocationId> {
  const locationId = world.newPlace()
  await world.write(async (ctx) => {
    for (const kind of kinds) await openBin(ctx, { locationId, code: kind, kind })
  })
  return locationId
}

const document = { kind: 'put_away' as const, id: newId() }
const arrive = (locationId: LocationId, ...lines: ArrivedLine[]) =>
  world.write((ctx) => receive(ctx, [{ document, locationId, lines }]))
const sold = (locationId: LocationId, ...lines: SoldLine[]) =>
  world.write((ctx) => sell(ctx, [{ document, locationId, lines }]))
const carry = (locationId: LocationId, sku: Sku, quantity: number, to: string, from?: string) =>
  world.write((ctx) => putAway(ctx, [{ document, locationId, lines: [{ sku, quantity, to, from }] }]))

/** Pieces by bin (and lot), what lies in no bin under `none`. */
async function contents(sku: Sku, place: LocationId): Promise<Record<string, number>> {
  const rows = await world.query<{ bin: string; code: string | null; quantity: number }>(
    `select b.bin, l.code, b.quantity from inventory.stock s join inventory.bin_stock b on b.stock_id = s.stock_id
       left join inventory.lot l on l.lot_id = b.lot_id where s.sku = $1 and s.location_id = $2`,
    [sku, place],
  )
  const known = rows.reduce((sum, row) => sum + row.quantity, 0)
  const none = ((await world.level(sku, place))?.onHand ?? 0) - known
  return Object.fromEntries([
    ...rows.map((row) => [[row.bin, row.code].filter(Boolean).join(':'), row.quantity] as const),
    ...(none === 0 ? [] : [['none', none] as const]),
  ])
}

const available = async (sku: Sku, place: LocationId) =>
  (
    await world.query<{ free: number }>(
      `select inventory.promisable(on_hand, reserved, quarantined, safety, uncovered) as free from inventory.stock
        where sku = $1 and location_id = $2`,
      [sku, place],
    )
  )[0]?.free

const announced = async (sku: Sku) =>
  (
    await world.query<{ available: number }>(
      `select (c ->> 'available')::int as available
         from platform.event e, json_array_elements(e.data -> 'changes') c
        where e.type = 'inventory.availability_changed' and c ->> 'sku' = $1 order by (c ->> 'version')::bigint desc limit 1`,
      [sku],
    )
  )[0]?.available

test('goods are received, carried to shelf and back room, and a till takes from the shelf first', async () => {
  const place = await shopWith('shelf', 'back_room', 'receiving')
  const sku = world.newSku()
  await arrive(place, { sku, quantity: 10 })
  expect(await contents(sku, place)).toEqual({ receiving: 10 })
  await carry(place, sku, 3, 'shelf', 'receiving')
  await carry(place, sku, 7, 'back_room')
  expect(await contents(sku, place)).toEqual({ shelf: 3, back_room: 7 })
  await sold(place, { sku, quantity: 5 })
  expect(await contents(sku, place)).toEqual({ back_room: 5 })
  const rows = await world.query<{ quantity: number; bin: string }>(
    `select quantity, bin from inventory.movement where sku = $1 and kind in ('put_away', 'sale') order by id`,
    [sku],
  )
  expect(rows.reduce((sum, row) => sum + row.quantity, 0)).toBe(-5)
  expect(rows.slice(-2)).toEqual(
    expect.arrayContaining([
      { quantity: -3, bin: 'shelf' },
      { quantity: -2, bin: 'back_room' },
    ]),
  )
})

test('more than the book knew of leaves a hole, which the next delivery fills', async () => {
  const place = await shopWith('shelf', 'receiving')
  const sku = world.newSku()
  await arrive(place, { sku, quantity: 2, bin: 'shelf' })
  await sold(place, { sku, quantity: 5 })
  expect(await contents(sku, place)).toEqual({ none: -3 })
  await arrive(place, { sku, quantity: 10 })
  expect(await contents(sku, place)).toEqual({ receiving: 7 })
})

test('picked pieces wait in staging, no till takes them while there are others, and the customer gets them', async () => {
  const place = await shopWith('shelf', 'staging')
  const sku = world.newSku()
  await arrive(place, { sku, quantity: 4, bin: 'shelf' })
  const hold = world.hold([[sku, place, 2]])
  await reserve(world.command(), hold)
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: hold.holdId, orderId }]))
  for (const _ of [1, 2]) await world.write((ctx) => pick(ctx, { orderIds: [orderId] }))
  expect(await contents(sku, place)).toEqual({ shelf: 2, staging: 2 })
  await sold(place, { sku, quantity: 1 })
  expect(await contents(sku, place)).toEqual({ shelf: 1, staging: 2 })
  await world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }]))
  expect(await contents(sku, place)).toEqual({ shelf: 1 })
})

test('what came back to be looked at is on hand and not for sale, until somebody decides', async () => {
  const { sku, place } = await world.stocked(1)
  await world.write((ctx) =>
    returnToStock(ctx, [{ document, locationId: place, lines: [{ sku, quantity: 3, aside: true }] }]),
  )
  expect(await contents(sku, place)).toEqual({ QUARANTINE: 3, none: 1 })
  expect(await available(sku, place)).toBe(1)
  expect((await reserve(world.command(), world.hold([[sku, place, 2]]))).state).toBe('short')
  const looked = { document, locationId: place }
  await world.write((ctx) => releaseQuarantined(ctx, { ...looked, lines: [{ sku, quantity: 2 }] }))
  expect(await available(sku, place)).toBe(3)
  expect(await announced(sku)).toBe(3)
  await world.write((ctx) => writeOffQuarantined(ctx, { ...looked, lines: [{ sku, quantity: 1 }] }))
  expect(await contents(sku, place)).toEqual({ none: 3 })
  expect(await available(sku, place)).toBe(3)
  const more = world.write((ctx) => releaseQuarantined(ctx, { ...looked, lines: [{ sku, quantity: 1 }] }))
  await expect(more).rejects.toMatchObject({
    code: 'inventory.not_in_quarantine',
    errors: [{ pointer: '/lines/0/quantity' }],
  })
})

test('carrying pieces into quarantine takes them off sale, and two people cannot release the same one', async () => {
  const place = await shopWith('shelf', 'quarantine')
  const sku = world.newSku()
  await arrive(place, { sku, quantity: 5, bin: 'shelf' })
  await carry(place, sku, 1, 'quarantine')
  expect(await available(sku, place)).toBe(4)
  expect(await announced(sku)).toBe(4)
  const release = () =>
    world
      .write((ctx) => releaseQuarantined(ctx, { document, locationId: place, lines: [{ sku, quantity: 1 }] }))
      .then(
        () => 'released',
        () => 'refused',
      )
  expect((await Promise.all([release(), release(), release()])).sort()).toEqual([
    'refused',
    'refused',
    'released',
  ])
  expect(await contents(sku, place)).toEqual({ shelf: 5 })
})

test('a sale is one statement, whether or not its place tells pieces apart', async () => {
  const plain = await world.stocked(9)
  const shop = await shopWith('shelf', 'back_room')
  await arrive(shop, { sku: plain.sku, quantity: 9, bin: 'shelf' })
  for (const locationId of [plain.place, shop]) {
    const asked: string[] = []
    await world.write((ctx) =>
      sell(
        {
          ...ctx,
          query: (text, values) => {
            asked.push(text)
            return ctx.query(text, values)
          },
        },
        [{ document, locationId, lines: [{ sku: plain.sku, quantity: 2 }] }],
      ),
    )
    expect(asked).toHaveLength(1)
  }
})

test('a place without bins writes nothing about them, and bins are refused where they do not exist', async () => {
  const { sku, place } = await world.stocked(3)
  await sold(place, { sku, quantity: 1 })
  expect(await contents(sku, place)).toEqual({ none: 2 })
  await expect(carry(place, sku, 1, 'NOWHERE')).rejects.toMatchObject({
    code: 'inventory.unknown_bin',
    errors: [{ pointer: '/lines/0/to' }],
  })
  const bin = { locationId: place, code: 'A1' }
  await world.write((ctx) => openBin(ctx, { ...bin, kind: 'shelf' }))
  await expect(world.write((ctx) => openBin(ctx, { ...bin, kind: 'staging' }))).rejects.toMatchObject({
    code: 'inventory.bin_exists',
  })
  await carry(place, sku, 2, 'A1')
  await expect(world.write((ctx) => closeBin(ctx, place, 'A1'))).rejects.toMatchObject({
    code: 'inventory.bin_not_empty',
  })
  await carry(place, sku, 2, '', 'A1')
  await world.write((ctx) => closeBin(ctx, place, 'A1'))
  expect(await contents(sku, place)).toEqual({ none: 2 })
})

const day = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw' }).format(
    new Date(world.platform.clock().getTime() + days * DAY_MS),
  )

const tracked = async (what: Partial<Parameters<typeof track>[1]> = {}) => {
  const sku = world.newSku()
  await world.write((ctx) =>
    track(ctx, { sku, lots: true, expiry: true, serials: false, unsellableDays: 0, ...what }),
  )
  return sku
}

test('what expires first is sold first; a lot that expires goes off sale at the turn of the day', async () => {
  const place = world.newPlace()
  const sku = await tracked({ unsellableDays: 2 })
  await arrive(place, { sku, quantity: 4, lot: { code: 'LATE', expiresOn: day(30) } })
  await arrive(place, { sku, quantity: 3, lot: { code: 'SOON', expiresOn: day(5) } })
  await sold(place, { sku, quantity: 1 })
  expect(await contents(sku, place)).toEqual({ LATE: 4, SOON: 2 })
  expect(await available(sku, place)).toBe(6)
  world.turnClock(4 * DAY_MS)
  // Nobody has run the job yet: the promise still counts it, but what is taken is what may be sold.
  await sold(place, { sku, quantity: 1 })
  expect(await contents(sku, place)).toEqual({ LATE: 3, SOON: 2 })
  expect(await expireLots(world.platform)).toBe(1)
  expect(await expireLots(world.platform)).toBe(0)
  expect(await available(sku, place)).toBe(3)
  expect(await announced(sku)).toBe(3)
  expect(await listLots(world.platform.read(world.actor), sku, { limit: 10 })).toMatchObject([
    { code: 'SOON', state: 'expired', pieces: 2 },
    { code: 'LATE', state: 'sellable', pieces: 3 },
  ])
})

test('lots go on the van and come off it: the other shop sells first what expires first', async () => {
  const [here, there] = [world.newPlace(), await shopWith('receiving')]
  const sku = await tracked()
  await arrive(here, { sku, quantity: 2, lot: { code: 'SOON', expiresOn: day(20) } })
  await arrive(here, { sku, quantity: 4, lot: { code: 'LATE', expiresOn: day(40) } })
  const van = { kind: 'transfer' as const, id: newId() }
  const pieces = (locationId: LocationId, quantity: number) => [{ sku, locationId, quantity }]
  await world.write((ctx) => transfer(ctx, { document: van, out: pieces(here, 3) }))
  expect(await contents(sku, here)).toEqual({ LATE: 3 })
  await world.write((ctx) => transfer(ctx, { document: van, in: pieces(there, 1) }))
  await world.write((ctx) => transfer(ctx, { document: van, in: pieces(there, 3) }))
  // One more came off than had gone on: nobody knows its lot.
  expect(await contents(sku, there)).toEqual({
    'receiving:SOON': 2,
    'receiving:LATE': 1,
    receiving: 1,
  })
})

test('a recalled lot is off sale everywhere, whoever moves it meanwhile', async () => {
  const places = [world.newPlace(), world.newPlace()]
  const sku = await tracked({ expiry: false })
  for (const place of places) {
    await arrive(
      place,
      { sku, quantity: 20, lot: { code: 'BAD' } },
      { sku, quantity: 5, lot: { code: 'GOOD' } },
    )
  }
  const [bad] = (await listLots(world.platform.read(world.actor), sku, { limit: 10 })).filter(
    (lot) => lot.code === 'BAD',
  )
  const lotId = bad?.lotId ?? ''
  await Promise.all([
    world.write((ctx) => blockLot(ctx, lotId, 'glass')),
    ...places.flatMap((place) => Array.from({ length: 10 }, () => sold(place, { sku, quantity: 1 }))),
    arrive(places[0] ?? world.newPlace(), { sku, quantity: 1, lot: { code: 'BAD' } }),
  ])
  for (const place of places) {
    const lying = await contents(sku, place)
    const [row] = await world.query<{ quarantined: number }>(
      'select quarantined from inventory.stock where sku = $1 and location_id = $2',
      [sku, place],
    )
    expect(row?.quarantined).toBe(lying['BAD'])
    expect(await available(sku, place)).toBe(lying['GOOD'] ?? 0)
  }
  await world.write((ctx) => blockLot(ctx, lotId, null))
  expect(await available(sku, places[1] ?? ('' as LocationId))).toBe(15)
})

test('a delivery of a tracked article that does not say its lot or date is refused with a pointer', async () => {
  const place = world.newPlace()
  const sku = await tracked()
  await expect(arrive(place, { sku, quantity: 1 })).rejects.toMatchObject({
    code: 'inventory.not_told_apart',
    errors: [{ pointer: '/lines/0/lot' }],
  })
  await expect(arrive(place, { sku, quantity: 1, lot: { code: 'L1' } })).rejects.toMatchObject({
    errors: [{ pointer: '/lines/0/lot/expiresOn' }],
  })
  await expect(
    arrive(place, { sku, quantity: 1, lot: { code: 'L1', expiresOn: '2027-02-30' } }),
  ).rejects.toMatchObject({
    code: 'inventory.bad_lot',
  })
  await arrive(place, { sku, quantity: 1, lot: { code: 'L1', expiresOn: day(90) } })
  await expect(
    arrive(place, { sku, quantity: 1, lot: { code: 'L1', expiresOn: day(91) } }),
  ).rejects.toMatchObject({ code: 'inventory.lot_expiry_differs' })
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 0 })
})

test('a serial number is in one place of the network, and its whole life is told', async () => {
  const [here, there] = [world.newPlace(), world.newPlace()]
  const sku = await tracked({ lots: false, expiry: false, serials: true })
  await expect(arrive(here, { sku, quantity: 2, serials: ['A'] })).rejects.toMatchObject({
    code: 'inventory.not_told_apart',
  })
  await arrive(here, { sku, quantity: 2, serials: ['A', 'B'] })
  const twice = await Promise.allSettled([
    arrive(there, { sku, quantity: 1, serials: ['C'] }),
    arrive(here, { sku, quantity: 1, serials: ['C'] }),
  ])
  expect(twice.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  // Sold long ago, and now two shops say at the same moment that it was delivered to them.
  const known = Array.from({ length: 6 }, (_, index) => `K${index}`)
  await arrive(here, { sku, quantity: 6, serials: known })
  await sold(here, { sku, quantity: 6, serials: known })
  const again = await Promise.allSettled(
    known.flatMap((serial) =>
      [here, there].map((place) => arrive(place, { sku, quantity: 1, serials: [serial] })),
    ),
  )
  expect(again.filter((one) => one.status === 'fulfilled')).toHaveLength(6)
  await expect(arrive(there, { sku, quantity: 1, serials: ['A'] })).rejects.toMatchObject({
    code: 'inventory.serial_known',
    errors: [{ pointer: '/lines/0/serials' }],
  })
  // The customer has it in her hands: recorded, and flagged, though the book says it lies elsewhere.
  await sold(there, { sku, quantity: 1, serials: ['A'] })
  await world.write((ctx) =>
    returnToStock(ctx, [
      { document, locationId: here, lines: [{ sku, quantity: 1, serials: ['A'], aside: true }] },
    ]),
  )
  const read = world.platform.read(world.actor)
  expect(await findSerial(read, 'A', null)).toMatchObject([{ state: 'returned', locationId: here }])
  expect(await historyOfSerial(read, sku, 'A', 10)).toMatchObject([
    { was: 'sold', state: 'returned', flag: null },
    { was: 'in_stock', state: 'sold', flag: 'not_here', locationId: there },
    { was: 'new', state: 'in_stock' },
  ])
  const flagged = await world.query(
    `select data ->> 'flag' as flag from platform.event where type = 'inventory.serial_flagged' and subject = $1`,
    [sku],
  )
  expect(flagged).toEqual([{ flag: 'not_here' }])
  await world.write((ctx) =>
    adjust(ctx, [
      { document, locationId: here, reason: 'damage', lines: [{ sku, quantity: -1, serials: ['B'] }] },
    ]),
  )
  expect(await findSerial(read, 'B', sku)).toMatchObject([{ state: 'scrapped', locationId: null }])
})
