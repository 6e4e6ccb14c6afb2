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

test('a role may have limits of its own, in a place or everywhere; the most generous of somebody’s roles counts', async () => {
  const sku = await world.stocked(500, HERE)
  const here = world.place(HERE)
  const hired = async (
    name: string,
    ...roles: readonly (readonly [role: string, locationId: string | null])[]
  ) => {
    const who = world.clerkAt(HERE, name)
    const staffId = world.staffIdOf(who)
    await world.query(
      `insert into staff.staff (id, number, name, created_at, updated_at) values ($1, $2, $2, now(), now())`,
      [staffId, name],
    )
    for (const [role, locationId] of roles) {
      await world.query('insert into staff.assignment (staff_id, role, location_id) values ($1, $2, $3)', [
        staffId,
        role,
        locationId,
      ])
    }
    return who
  }
  const set = (role: string | null, locationId: string | null, pieces: number) =>
    world.call(world.manager, 'PUT', '/adjustment-limits', {
      locationId,
      role,
      linePieces: pieces,
      documentPieces: pieces,
    })
  const largest = async (who: Awaited<ReturnType<typeof hired>>, ...tried: readonly number[]) => {
    const states = []
    for (const pieces of tried) states.push((await world.post(who, '/adjustments', of(sku, pieces))).state)
    return states
  }
  const anna = await hired('anna', ['assistant', here])
  const basia = await hired('basia', ['assistant', here], ['store_manager', null])
  const guest = await hired('guest', ['assistant', world.place('GDA1')])
  await set('assistant', null, 3)
  await set('store_manager', null, 7)
  expect(await largest(anna, 3, 4)).toEqual(['posted', 'requested'])
  expect(await largest(basia, 7, 8)).toEqual(['posted', 'requested'])
  // Her role is of another place: what everybody may do here counts.
  expect(await largest(guest, 20, 21)).toEqual(['posted', 'requested'])
  await set('assistant', here, 9)
  expect(await largest(anna, 9, 10)).toEqual(['posted', 'requested'])
  expect(await set('pirate', here, 9)).toMatchObject({
    status: 422,
    body: { code: 'stockwork.unknown_role', errors: [{ pointer: '/role' }] },
  })
  const dropped = await world.call(
    world.manager,
    'DELETE',
    `/adjustment-limits?role=assistant&locationId=${here}`,
  )
  expect(dropped).toMatchObject({ status: 200 })
  expect(await largest(anna, 3, 4)).toEqual(['posted', 'requested'])
  for (const role of ['assistant', 'store_manager']) {
    await world.call(world.manager, 'DELETE', `/adjustment-limits?role=${role}`)
  }
  expect(await largest(anna, 20, 21)).toEqual(['posted', 'requested'])
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
