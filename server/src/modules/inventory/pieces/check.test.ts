import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LocationId, Sku } from '@splot/kernel'
import { adjust, openBin, proveStock, receive, reserve, track } from '../index.ts'
import { proveStockPage } from '../proof.ts'
import { openStockWorld, receipt, type StockWorld } from '../test/stock-world.ts'
import { checkStock, stateOfCheck } from './check.ts'

let world: StockWorld
beforeEach(async () => {
  world = await openStockWorld()
})
afterEach(() => world.close())

const read = () => world.platform.read(world.actor)

/** Seven rows; the fourth and the sixth by key are the ones that somebody meddles with. */
async function sevenRows(): Promise<{ sku: Sku; place: LocationId }[]> {
  const rows = []
  for (let made = 0; made < 7; made += 1) rows.push(await world.stocked(5, `ROW-${made}` as Sku))
  return rows
}

const meddle = (text: string, values: readonly unknown[]) => world.write((ctx) => ctx.query(text, values))

test('the running check covers every row in pages, finds each row that was meddled with once, and closes it when it is put right', async () => {
  const rows = await sevenRows()
  const [, , , fourth, , sixth] = rows
  for (const row of [fourth, sixth])
    await meddle('update inventory.stock set on_hand = on_hand + 1 where sku = $1', [row?.sku])
  const found = await checkStock(world.platform, 3)
  expect(found.map((one) => [one.sku, one.onHand, one.moved])).toEqual([
    [fourth?.sku, 6, 5],
    [sixth?.sku, 6, 5],
  ])
  expect(await stateOfCheck(read())).toMatchObject({ open: 2, roundRows: 7 })
  expect(await checkStock(world.platform, 3)).toHaveLength(2)
  const told = await world.query(
    `select subject from platform.event where type = 'inventory.discrepancy_found'`,
  )
  expect(told).toHaveLength(2)
  await meddle('update inventory.stock set on_hand = on_hand - 1 where sku = $1', [fourth?.sku])
  await checkStock(world.platform, 3)
  expect(await stateOfCheck(read())).toMatchObject({ open: 1 })
  expect(await world.query('select sku, what from inventory.discrepancy where gone_at is null')).toEqual([
    { sku: sixth?.sku, what: 'on_hand' },
  ])
})

test('the proof names a reservation, a bin, a quarantine and a serial number that do not agree', async () => {
  const { sku, place } = await world.stocked(5)
  await world.write(async (ctx) => {
    await openBin(ctx, { locationId: place, code: 'A1', kind: 'shelf' })
    await track(ctx, { sku, lots: false, expiry: false, serials: true, unsellableDays: 0 })
  })
  const document = receipt(place, []).document
  const lines = [{ sku, quantity: 2, bin: 'A1', serials: ['S1', 'S2'] }]
  await world.write((ctx) => receive(ctx, [{ document, locationId: place, lines }]))
  await reserve(world.command(), world.hold([[sku, place, 2]]))
  expect(await proveStock(read())).toEqual({ proven: true, rows: 1, mismatch: null, next: null })
  const wrongs = [
    ['update inventory.stock set reserved = 3 where sku = $1', { reserved: 3, held: 2 }],
    [
      'update inventory.bin_stock set quantity = 3 where bin = $1',
      { bin: { bin: 'A1', lotId: null, pieces: 3, moved: 2 } },
    ],
    ['update inventory.stock set quarantined = 1 where sku = $1', { quarantined: 1, setAside: 0 }],
    [
      `update inventory.serial set state = 'sold', location_id = null where serial = 'S1' and sku = $1`,
      { serials: 1, serialsMoved: 2 },
    ],
  ] as const
  for (const [text, expected] of wrongs) {
    const proof = await world
      .write(async (ctx) => {
        await ctx.query(text, [text.includes('bin =') ? 'A1' : sku])
        const page = await proveStockPage(ctx)
        throw Object.assign(new Error('undo'), { page })
      })
      .catch((error: { page?: Awaited<ReturnType<typeof proveStockPage>> }) => error.page)
    expect(proof?.mismatch).toMatchObject({ sku, locationId: place, ...expected })
  }
})

test('a movement without a row is found, pages follow each other, and a shop proves its own rows', async () => {
  const rows = await sevenRows()
  const shop = rows[2]
  const first = await proveStockPage(read(), null, undefined, 3)
  expect(first).toMatchObject({ proven: true, rows: 3, next: [rows[2]?.sku, rows[2]?.place] })
  expect(await proveStock(read(), [shop?.place ?? world.newPlace()])).toMatchObject({ proven: true, rows: 1 })
  await world.write((ctx) =>
    adjust(ctx, [
      {
        document: receipt(world.newPlace(), []).document,
        locationId: shop?.place ?? world.newPlace(),
        reason: 'found',
        lines: [{ sku: 'ROW-3X' as Sku, quantity: 1 }],
      },
    ]),
  )
  await meddle(`delete from inventory.stock where sku = 'ROW-3X' and $1`, [true])
  expect((await proveStock(read())).mismatch).toMatchObject({ sku: 'ROW-3X', onHand: 0, moved: 1 })
})
