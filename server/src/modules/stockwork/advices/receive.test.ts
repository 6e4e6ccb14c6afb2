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

let deliveries = 0
const announced = (lines: readonly (readonly [string, number])[], more: object = {}) =>
  world.post(world.manager, '/advices', {
    locationId: world.place('LDZ1'),
    supplier: 'Tkalnia Łódź',
    reference: `WZ ${(deliveries += 1)}`,
    expectedOn: '2026-12-01',
    lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
    ...more,
  })

test('a delivery is announced, received by two people in steps, and closed with a reason for each difference', async () => {
  const [few, many, broken] = [world.newSku(), world.newSku(), world.newSku()]
  const surprise = world.newSku()
  const advice = await announced([
    [few, 10],
    [many, 3],
    [broken, 5],
  ])
  expect(advice).toMatchObject({
    number: expect.stringMatching(/^D\d{8}$/),
    state: 'announced',
    totals: { expected: 18, received: 0, damaged: 0 },
  })
  const [ala, ola] = [world.clerkAt('LDZ1', 'Ala'), world.clerkAt('LDZ1', 'Ola')]
  const receipts = `/advices/${advice.id}/receipts` as const
  await world.post(ala, receipts, {
    lines: [
      { code: `G${few}`, quantity: 4 },
      { code: few, quantity: 4 },
    ],
  })
  expect(await world.onHand(few, 'LDZ1')).toBe(8)
  await world.post(ola, receipts, {
    lines: [
      { code: many, quantity: 4 },
      { code: broken, quantity: 4 },
      { code: broken, quantity: 1, condition: 'damaged' },
      { code: surprise, quantity: 2 },
    ],
  })
  const close = `/advices/${advice.id}/close` as const
  const refused = await world.call(ala, 'POST', close, { commandId: world.newId() })
  expect(refused).toMatchObject({ status: 422, body: { code: 'stockwork.difference_unexplained' } })
  const closed = await world.post(ala, close, {
    reasons: [
      { kind: 'short', reason: 'follows_later' },
      { kind: 'damaged', reason: 'damaged_on_the_way', note: 'mokry karton' },
      { reason: 'wrong_article' },
      { sku: many, reason: 'sent_too_many' },
    ],
  })
  expect(closed).toMatchObject({ state: 'closed', totals: { received: 18, damaged: 1 } })
  expect(closed.differences).toEqual([
    { sku: few, kind: 'short', quantity: 2, reason: 'follows_later', note: null },
    { sku: many, kind: 'over', quantity: 1, reason: 'sent_too_many', note: null },
    { sku: broken, kind: 'damaged', quantity: 1, reason: 'damaged_on_the_way', note: 'mokry karton' },
    { sku: surprise, kind: 'unexpected', quantity: 2, reason: 'wrong_article', note: null },
  ])
  expect(closed.history.map(({ verb }) => verb)).toEqual([
    'advice.announce',
    'advice.receive',
    'advice.receive',
    'advice.close',
  ])
  const late = { commandId: world.newId(), lines: [{ code: few, quantity: 1 }] }
  expect(await world.call(ala, 'POST', receipts, late)).toMatchObject({
    status: 409,
    body: { code: 'stockwork.advice_closed' },
  })
})

test('whoever receives blind sees what she scanned, and not what was announced', async () => {
  const [sku, other] = [world.newSku(), world.newSku()]
  const advice = await announced(
    [
      [sku, 7],
      [other, 2],
    ],
    { blind: true },
  )
  const clerk = world.clerkAt('LDZ1')
  const path = `/advices/${advice.id}` as const
  expect(await world.get(clerk, path)).toMatchObject({ totals: { expected: null }, lines: [] })
  await world.post(clerk, `${path}/receipts`, { lines: [{ code: sku, quantity: 6 }] })
  const seen = await world.get(clerk, path)
  expect(seen.lines).toEqual([{ sku, expected: null, received: 6, damaged: 0, open: null }])
  const manager = await world.get(world.manager, path)
  expect(manager.lines).toContainEqual({ sku, expected: 7, received: 6, damaged: 0, open: 1 })
})

test('a batch that is sent late and twice, by whoever holds the device by then, comes in once', async () => {
  const sku = world.newSku()
  const advice = await announced([[sku, 5]])
  const receipts = `/advices/${advice.id}/receipts` as const
  const batch = {
    commandId: world.newId(),
    at: world.now().toISOString(),
    lines: [{ code: sku, quantity: 5 }],
  }
  const answers = await Promise.all(
    ['Ala', 'Ola', 'Iza'].map((name) => world.call(world.clerkAt('LDZ1', name), 'POST', receipts, batch)),
  )
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect(await world.onHand(sku, 'LDZ1')).toBe(5)
  await world.post(world.manager, `/advices/${advice.id}/close`)
  // After the end a repetition is still an answer, and another batch is not.
  expect(await world.call(world.manager, 'POST', receipts, batch)).toMatchObject({ status: 201 })
  const other = { ...batch, lines: [{ code: sku, quantity: 6 }] }
  expect(await world.call(world.manager, 'POST', receipts, other)).toMatchObject({
    status: 422,
    body: { code: 'stockwork.command_reused' },
  })
  expect(await world.onHand(sku, 'LDZ1')).toBe(5)
})

test('the same delivery note is announced once, unless it was cancelled', async () => {
  const sku = world.newSku()
  const first = await announced([[sku, 5]], { reference: 'WZ twice' })
  const again = {
    commandId: world.newId(),
    locationId: world.place('LDZ1'),
    supplier: 'Tkalnia Łódź',
    reference: 'WZ twice',
    expectedOn: '2026-12-02',
    lines: [{ sku, quantity: 5 }],
  }
  expect(await world.call(world.manager, 'POST', '/advices', again)).toMatchObject({
    status: 409,
    body: { code: 'stockwork.advice_exists', facts: { number: first.number } },
  })
  await world.post(world.manager, `/advices/${first.id}/cancel`)
  expect(await world.call(world.manager, 'POST', '/advices', again)).toMatchObject({ status: 201 })
})

test('lists are paged, and found by place, state and what people say', async () => {
  const sku = world.newSku()
  const made = []
  for (let i = 0; i < 5; i += 1) made.push(await announced([[sku, 1]], { supplier: 'Przędzalnia' }))
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: { items: { id: string }[]; next: string | null } = await world.get(
      world.manager,
      `/advices?q=przędz&limit=2${cursor ? `&cursor=${cursor}` : ''}` as '/advices',
    )
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor)
  expect(seen).toEqual(made.map(({ id }) => id).reverse())
  const byNumber = await world.get(world.manager, `/advices?q=${made[0]?.number.toLowerCase()}` as '/advices')
  expect(byNumber.items).toHaveLength(1)
  expect((await world.get(world.clerkAt('GDA1'), '/advices')).items).toEqual([])
  expect(await world.call(world.clerkAt('GDA1'), 'GET', `/advices/${made[0]?.id}`)).toMatchObject({
    status: 403,
  })
})
