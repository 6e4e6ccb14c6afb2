import { newId, type FulfilmentId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type WriteContext } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { createTestDatabase, type TestDatabase } from '#test/database'
import {
  createFulfilments,
  forOrders,
  fulfilmentById,
  moveLines,
  pickPieces,
  promiseAnew,
  replaceArticle,
  startPicking,
  takeOut,
} from './index.ts'

const actor = systemActor('test')
const [tee, coat, cap] = ['TEE', 'COAT', 'CAP'] as Sku[]
let database: TestDatabase
let platform: OpenPlatform
beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

const write = <T>(work: (ctx: WriteContext) => Promise<T>) => platform.write(actor, work)
const read = (id: FulfilmentId) => fulfilmentById(platform.read(actor), id)

/** A pickup of two tees and a coat, of which somebody picks these. */
async function pickup(...picked: Sku[]) {
  const fulfilmentId = newId<'fulfilment'>()
  const orderId = newId<'order'>()
  const lines = [
    { lineNo: 1, sku: tee as Sku, quantity: 2 },
    { lineNo: 2, sku: coat as Sku, quantity: 1 },
  ]
  const where = { locationId: newId<'location'>(), promisedAt: null, holdId: null }
  await write((ctx) => createFulfilments(ctx, [{ fulfilmentId, orderId, kind: 'pickup', ...where, lines }]))
  if (picked.length > 0) await write((ctx) => startPicking(ctx, fulfilmentId))
  for (const sku of picked) await write((ctx) => pickPieces(ctx, fulfilmentId, sku, 1))
  return { fulfilmentId, orderId }
}

test('when the piece that cannot be found is taken out, the rest may be ready by that', async () => {
  const { fulfilmentId } = await pickup(tee as Sku, coat as Sku)
  await write((ctx) => takeOut(ctx, { fulfilmentId, lineNo: 1, quantity: 1 }))
  expect(await read(fulfilmentId)).toMatchObject({
    state: 'ready',
    lines: [
      { lineNo: 1, quantity: 1, picked: 1 },
      { lineNo: 2, quantity: 1, picked: 1 },
    ],
  })
})

test('a place that has nothing left to prepare is done with it', async () => {
  const { fulfilmentId } = await pickup()
  await write((ctx) => takeOut(ctx, { fulfilmentId, lineNo: 1, quantity: 2 }))
  expect(await read(fulfilmentId)).toMatchObject({ state: 'waiting', lines: [{ lineNo: 2 }] })
  await write((ctx) => takeOut(ctx, { fulfilmentId, lineNo: 2, quantity: 1 }))
  expect(await read(fulfilmentId)).toMatchObject({ state: 'cancelled' })
})

test('what lies ready is not taken out from under whoever picked it', async () => {
  const { fulfilmentId } = await pickup(tee as Sku)
  await expect(write((ctx) => takeOut(ctx, { fulfilmentId, lineNo: 1, quantity: 2 }))).rejects.toThrow(
    'not picked',
  )
})

test('pieces that go to another place wait there together', async () => {
  const { fulfilmentId, orderId } = await pickup()
  const to = { locationId: newId<'location'>(), holdId: null }
  const [early, late] = [new Date('2026-12-01T10:00:00Z'), new Date('2026-12-01T12:00:00Z')]
  await write((ctx) => moveLines(ctx, { fulfilmentId, lineNo: 1, quantity: 1 }, { ...to, promisedAt: early }))
  await write((ctx) => moveLines(ctx, { fulfilmentId, lineNo: 1, quantity: 1 }, { ...to, promisedAt: late }))
  await write((ctx) => moveLines(ctx, { fulfilmentId, lineNo: 2, quantity: 1 }, { ...to, promisedAt: early }))
  const parts = await forOrders(platform.read(actor), [orderId])
  expect(parts).toMatchObject([
    { fulfilmentId, state: 'cancelled' },
    {
      locationId: to.locationId,
      state: 'waiting',
      promisedAt: late,
      lines: [
        { lineNo: 1, sku: tee, quantity: 2 },
        { lineNo: 2, sku: coat, quantity: 1 },
      ],
    },
  ])
})

test('another article is picked in place of the missing one, and a later time is promised', async () => {
  const { fulfilmentId } = await pickup(tee as Sku)
  const until = new Date('2026-12-02T10:00:00Z')
  await write((ctx) =>
    replaceArticle(ctx, { fulfilmentId, lineNo: 1, quantity: 1 }, { lineNo: 3, sku: cap as Sku }),
  )
  await write((ctx) => promiseAnew(ctx, fulfilmentId, until))
  expect(await read(fulfilmentId)).toMatchObject({
    promisedAt: until,
    lines: [
      { lineNo: 1, sku: tee, quantity: 1, picked: 1 },
      { lineNo: 2, sku: coat },
      { lineNo: 3, sku: cap, quantity: 1, picked: 0 },
    ],
  })
})
