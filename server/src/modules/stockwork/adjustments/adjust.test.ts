import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStockworkWorld, type StockworkWorld } from '../test/stockwork-world.ts'

let world: StockworkWorld
beforeAll(async () => {
  world = await openStockworkWorld()
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

const HERE = 'LDZ1'
const of = (sku: string, quantity: number, more: object = {}) => ({
  locationId: world.place(HERE),
  reason: 'damage',
  lines: [{ sku, quantity }],
  ...more,
})

test('within the limit it is posted, beyond it somebody must approve, who may also do it at once', async () => {
  const sku = await world.stocked(100, HERE)
  const clerk = world.clerkAt(HERE)
  const small = await world.post(clerk, '/adjustments', of(sku, -20))
  expect(small).toMatchObject({ state: 'posted', number: expect.stringMatching(/^K\d{8}$/) })
  expect(small.levels).toMatchObject([{ sku, onHand: 80 }])
  const large = await world.post(clerk, '/adjustments', of(sku, -21, { note: 'zalane' }))
  expect(large).toMatchObject({ state: 'requested', levels: [{ onHand: 80 }] })
  const approve = `/adjustments/${large.adjustmentId}/approve` as const
  expect(await world.call(clerk, 'POST', approve, { commandId: world.newId() })).toMatchObject({
    status: 403,
  })
  const waiting = await world.get(world.manager, '/adjustments?state=requested' as '/adjustments')
  expect(waiting.items.map(({ number }) => number)).toEqual([large.number])
  expect(await world.post(world.manager, approve, { note: 'widziałem' })).toMatchObject({
    state: 'posted',
    decisionNote: 'widziałem',
  })
  expect(await world.onHand(sku, HERE)).toBe(59)
  expect(await world.post(world.manager, '/adjustments', of(sku, -50))).toMatchObject({ state: 'posted' })
  expect(await world.onHand(sku, HERE)).toBe(9)
})

test('the limit is of the SKU and of the whole paper, splitting lines does not help, and a place may have its own', async () => {
  const [one, other] = [await world.stocked(500, HERE), await world.stocked(500, HERE)]
  const clerk = world.clerkAt(HERE)
  const state = async (lines: object[]) =>
    (await world.post(clerk, '/adjustments', { ...of(one, 1), lines })).state
  expect(
    await state([
      { sku: one, quantity: 15 },
      { sku: one, quantity: -15 },
    ]),
  ).toBe('requested')
  const limit = (linePieces: number, documentPieces: number, locationId: string | null = world.place(HERE)) =>
    world.call(world.manager, 'PUT', '/adjustment-limits', { locationId, linePieces, documentPieces })
  expect(await limit(5, 8)).toMatchObject({
    status: 200,
    body: {
      items: [{ locationId: null }, { locationId: world.place(HERE), linePieces: 5, documentPieces: 8 }],
    },
  })
  expect(
    await state([
      { sku: one, quantity: 5 },
      { sku: other, quantity: 3 },
    ]),
  ).toBe('posted')
  expect(await state([{ sku: one, quantity: 6 }])).toBe('requested')
  expect(
    await state([
      { sku: one, quantity: 5 },
      { sku: other, quantity: -4 },
    ]),
  ).toBe('requested')
  const local = { name: 'local', may: ['stock.approve'], at: world.place(HERE) }
  expect(
    await world.call(local, 'PUT', '/adjustment-limits', {
      locationId: null,
      linePieces: 1,
      documentPieces: 1,
    }),
  ).toMatchObject({ status: 403 })
  await limit(20, 100)
})

test('a rejected request books nothing and cannot be approved any more', async () => {
  const sku = await world.stocked(100, HERE)
  const { adjustmentId } = await world.post(world.clerkAt(HERE), '/adjustments', of(sku, -30))
  expect(
    await world.post(world.manager, `/adjustments/${adjustmentId}/reject`, { note: 'policz jeszcze raz' }),
  ).toMatchObject({ state: 'rejected', decisionNote: 'policz jeszcze raz' })
  const approve = `/adjustments/${adjustmentId}/approve` as const
  expect(await world.call(world.manager, 'POST', approve, { commandId: world.newId() })).toMatchObject({
    status: 409,
    body: { code: 'stockwork.adjustment_state', facts: { state: 'rejected' } },
  })
  expect(await world.onHand(sku, HERE)).toBe(100)
})

test('an adjustment is taken back once, by who may approve, and the ledger shows both', async () => {
  const sku = await world.stocked(10, HERE)
  const clerk = world.clerkAt(HERE)
  const { adjustmentId } = await world.post(clerk, '/adjustments', of(sku, -4))
  const document = { kind: 'adjustment', id: adjustmentId }
  const undo = { commandId: world.newId(), document, reason: 'znalazły się' }
  expect(await world.call(clerk, 'POST', '/undo', undo)).toMatchObject({ status: 403 })
  const answers = await Promise.all([
    world.call(world.manager, 'POST', '/undo', undo),
    world.call(world.manager, 'POST', '/undo', undo),
    world.call(world.manager, 'POST', '/undo', { ...undo, commandId: world.newId() }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409].sort())
  expect(await world.onHand(sku, HERE)).toBe(10)
  const ledger = await world.query(
    `select kind, quantity, document_kind, note from inventory.movement where sku = $1 and kind = 'damage' order by id`,
    [sku],
  )
  expect(ledger).toMatchObject([
    { quantity: -4, document_kind: 'adjustment' },
    { quantity: 4, document_kind: 'undo', note: 'znalazły się' },
  ])
})

test('a receipt is taken back: the pieces leave the book, and the advice waits for them again', async () => {
  const sku = world.newSku()
  const advice = await world.post(world.manager, '/advices', {
    locationId: world.place(HERE),
    supplier: 'Tkalnia',
    reference: 'WZ 7',
    expectedOn: '2026-12-01',
    lines: [{ sku, quantity: 5 }],
  })
  const path = `/advices/${advice.id}` as const
  const taken = await world.post(world.manager, `${path}/receipts`, {
    lines: [
      { code: sku, quantity: 4 },
      { code: sku, quantity: 1, condition: 'damaged' },
    ],
  })
  expect(await world.onHand(sku, HERE)).toBe(5)
  const document = { kind: 'receipt', id: taken.receipts[0]?.id }
  await world.post(world.manager, '/undo', { document, reason: 'another delivery' })
  expect(await world.onHand(sku, HERE)).toBe(0)
  const after = await world.get(world.manager, path)
  expect(after.lines).toEqual([{ sku, expected: 5, received: 0, damaged: 0, open: 5 }])
  expect(after.receipts[0]?.undone).toMatchObject({ reason: 'another delivery' })
})
