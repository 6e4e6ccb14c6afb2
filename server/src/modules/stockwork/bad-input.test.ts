import { newId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refused } from '#test/answers'
import { openStockworkWorld, type StockworkWorld, type Who } from './test/stockwork-world.ts'

let world: StockworkWorld
/** One of each paper, open. */
let papers: { sku: Sku; advice: string; transfer: string; count: string }
beforeAll(async () => {
  world = await openStockworkWorld()
  const sku = await world.stocked(50, 'LDZ1')
  const lines = [{ sku, quantity: 5 }]
  const advice = await world.post(world.manager, '/advices', { ...adviceOf(sku), reference: 'open' })
  const transfer = await world.post(world.manager, '/transfers', {
    fromId: world.place('LDZ1'),
    toId: world.place('GDA1'),
    lines,
  })
  await world.post(world.manager, `/transfers/${transfer.id}/ship`)
  const count = await world.post(world.manager, '/counts', countOf([sku]))
  papers = { sku, advice: advice.id, transfer: transfer.id, count: count.id }
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

const adviceOf = (sku: string, more: object = {}) => ({
  locationId: world.place('LDZ1'),
  supplier: 'Tkalnia',
  reference: newId(),
  expectedOn: '2026-12-01',
  lines: [{ sku, quantity: 5 }],
  ...more,
})
const countOf = (values: readonly string[], more: object = {}) => ({
  locationId: world.place('LDZ1'),
  scope: { kind: 'skus', values },
  ...more,
})

interface Expected {
  readonly status: number
  readonly code: string
  readonly pointer?: string
}

/** Sends what must be refused, and sees that it is a clear problem and that nothing was written. */
async function refuses(
  who: Who,
  path: string,
  body: object,
  expected: Expected,
  method = 'POST',
): Promise<void> {
  const before = await world.rows()
  const answer = await world.call(who, method, path, { commandId: world.newId(), ...body })
  expect([path, answer.status, refused(answer).code]).toEqual([path, expected.status, expected.code])
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  if (expected.pointer !== undefined) {
    expect(refused(answer).errors?.map(({ pointer }) => pointer)).toContain(expected.pointer)
  }
  expect(await world.rows()).toBe(before)
}

/** Every door that takes pieces of an article, with one line. */
const doorsFor = (code: unknown, quantity: unknown): [path: string, body: object, field: string][] => [
  ['/advices', adviceOf('', { lines: [{ sku: code, quantity }] }), 'sku'],
  [`/advices/${papers.advice}/receipts`, { lines: [{ code, quantity }] }, 'code'],
  [
    '/transfers',
    { fromId: world.place('LDZ1'), toId: world.place('GDA1'), lines: [{ sku: code, quantity }] },
    'sku',
  ],
  [`/transfers/${papers.transfer}/receipts`, { lines: [{ code, quantity }] }, 'code'],
  [`/counts/${papers.count}/scans`, { lines: [{ code, quantity }] }, 'code'],
  [
    '/adjustments',
    { locationId: world.place('LDZ1'), reason: 'found', lines: [{ sku: code, quantity }] },
    'sku',
  ],
  [
    '/put-away-tasks/done',
    { locationId: world.place('LDZ1'), lines: [{ code, quantity, to: 'A-1' }] },
    'code',
  ],
]

test('an article that nobody knows', async () => {
  for (const [path, body, field] of doorsFor('NO-SUCH', 1)) {
    const unknown = { status: 422, code: 'inventory.unknown_sku', pointer: `/lines/0/${field}` }
    await refuses(world.manager, path, body, unknown)
  }
  const unknown = { status: 422, code: 'inventory.unknown_sku' }
  await refuses(world.manager, '/counts', countOf(['NO-SUCH']), unknown)
})

test('zero, negative, fractional, absurd quantities and what is no number', async () => {
  for (const quantity of [-1, 1.5, 1e9, Number.MAX_SAFE_INTEGER, '2', null, true]) {
    for (const [path, body] of doorsFor(papers.sku, quantity)) {
      // An adjustment may go down.
      if (path === '/adjustments' && quantity === -1) continue
      await refuses(world.manager, path, body, {
        status: 400,
        code: 'http.invalid_input',
        pointer: '/lines/0/quantity',
      })
    }
  }
  for (const [path, body] of doorsFor(papers.sku, 0)) {
    const code = path.endsWith('/scans') ? 'stockwork.bad_quantity' : 'http.invalid_input'
    await refuses(world.manager, path, body, { status: 400, code, pointer: '/lines/0/quantity' })
  }
})

test('a place that nobody knows, the same place twice, a category and a bin that are not there', async () => {
  const nowhere = newId()
  const { sku } = papers
  const unknown = { status: 422, code: 'stockwork.unknown_place' }
  await refuses(world.manager, '/advices', adviceOf(sku, { locationId: nowhere }), unknown)
  await refuses(world.manager, '/counts', countOf([sku], { locationId: nowhere }), unknown)
  const lines = [{ sku, quantity: 1 }]
  await refuses(world.manager, '/adjustments', { locationId: nowhere, reason: 'found', lines }, unknown)
  const [fromId, toId] = [world.place('LDZ1'), world.place('GDA1')]
  await refuses(
    world.manager,
    '/transfers',
    { fromId, toId: nowhere, lines },
    { ...unknown, pointer: '/toId' },
  )
  await refuses(
    world.manager,
    '/transfers',
    { fromId: nowhere, toId, lines },
    { ...unknown, pointer: '/fromId' },
  )
  await refuses(
    world.manager,
    '/transfers',
    { fromId, toId: fromId, lines },
    { status: 422, code: 'stockwork.same_place', pointer: '/toId' },
  )
  await refuses(world.manager, '/counts', countOf([], { scope: { kind: 'categories', values: ['boots'] } }), {
    status: 422,
    code: 'stockwork.unknown_category',
    pointer: '/scope/values/0',
  })
  const nothing = { status: 422, code: 'stockwork.nothing_to_count' }
  await refuses(world.manager, '/counts', countOf([]), nothing)
  await refuses(world.manager, '/counts', countOf([], { scope: { kind: 'bin', values: ['Z-99'] } }), {
    status: 422,
    code: 'inventory.unknown_bin',
    pointer: '/scope/values/0',
  })
})

test('papers of a place of somebody else, and steps without the permission', async () => {
  const stranger = world.clerkAt('MAG1')
  const forbidden = { status: 403, code: 'auth.forbidden' }
  const { sku, advice, transfer, count } = papers
  const lines = [{ code: sku, quantity: 1 }]
  await refuses(stranger, '/advices', adviceOf(sku), forbidden)
  await refuses(stranger, `/advices/${advice}/receipts`, { lines }, forbidden)
  await refuses(stranger, `/advices/${advice}/close`, {}, forbidden)
  await refuses(stranger, `/advices/${advice}/cancel`, {}, forbidden)
  await refuses(stranger, `/transfers/${transfer}/receipts`, { lines }, forbidden)
  await refuses(stranger, `/transfers/${transfer}/close`, {}, forbidden)
  await refuses(stranger, '/counts', countOf([sku]), forbidden)
  await refuses(stranger, `/counts/${count}/scans`, { lines }, forbidden)
  await refuses(stranger, `/counts/${count}/submit`, {}, forbidden)
  await refuses(world.clerkAt('LDZ1'), `/counts/${count}/approve`, {}, forbidden)
  const document = { kind: 'transfer', id: transfer }
  await refuses(world.clerkAt('LDZ1'), '/undo', { document, reason: 'mine' }, forbidden)
  for (const path of [
    `/advices/${advice}`,
    `/transfers/${transfer}`,
    `/counts/${count}`,
    `/counts/${count}/csv`,
  ]) {
    expect([path, (await world.call(stranger, 'GET', path)).status]).toEqual([path, 403])
  }
})

test('papers that are not there, closed ones, and steps out of turn', async () => {
  const { sku, advice, transfer, count } = papers
  const lines = [{ code: sku, quantity: 1 }]
  const missing = { status: 404, code: 'stockwork.not_found' }
  for (const path of ['/advices/%/receipts', '/transfers/%/receipts', '/counts/%/scans']) {
    await refuses(world.manager, path.replace('%', newId()), { lines }, missing)
  }
  for (const path of [
    '/advices/%/close',
    '/transfers/%/ship',
    '/counts/%/submit',
    '/adjustments/%/approve',
  ]) {
    await refuses(world.manager, path.replace('%', newId()), {}, missing)
  }
  const nothing = { document: { kind: 'receipt', id: newId() }, reason: 'nothing' }
  await refuses(world.manager, '/undo', nothing, missing)
  const moved = { status: 409, code: 'stockwork.transfer_state' }
  await refuses(world.manager, `/transfers/${transfer}/ship`, {}, moved)
  await refuses(world.manager, `/transfers/${transfer}/cancel`, {}, moved)
  await refuses(world.manager, `/counts/${count}/approve`, {}, { status: 409, code: 'stockwork.count_state' })
  const document = { kind: 'count', id: count }
  await refuses(
    world.manager,
    '/undo',
    { document, reason: 'early' },
    { status: 409, code: 'stockwork.count_state' },
  )

  const done = await world.post(world.manager, '/advices', adviceOf(sku))
  await world.post(world.manager, `/advices/${done.id}/receipts`, { lines })
  const closed = { status: 409, code: 'stockwork.advice_closed' }
  await refuses(world.manager, `/advices/${done.id}/cancel`, {}, closed)
  await world.post(world.manager, `/advices/${done.id}/close`, { reasons: [{ reason: 'other' }] })
  await refuses(world.manager, `/advices/${done.id}/receipts`, { lines }, closed)
  await refuses(world.manager, `/advices/${done.id}/close`, {}, closed)
  await refuses(world.manager, `/advices/${done.id}`, { note: 'late' }, closed, 'PATCH')
  expect(advice).not.toBe(done.id)
})

test('a command id that was used for something else, and clocks that are far off', async () => {
  const { sku, advice, count } = papers
  const lines = [{ code: sku, quantity: 1 }]
  const commandId = world.newId()
  await world.post(world.manager, `/advices/${advice}/receipts`, { commandId, lines })
  const reused = { status: 422, code: 'stockwork.command_reused', pointer: '/commandId' }
  await refuses(world.manager, `/counts/${count}/scans`, { commandId, lines }, reused)
  await refuses(world.manager, '/advices', adviceOf(sku, { commandId }), reused)
  const off = (ms: number) => new Date(world.now().getTime() + ms).toISOString()
  const badTime = { status: 400, code: 'stockwork.bad_time', pointer: '/at' }
  const day = 24 * 60 * 60_000
  for (const at of [off(day), off(-31 * day)]) {
    await refuses(world.manager, `/advices/${advice}/receipts`, { at, lines }, badTime)
  }
  await refuses(world.manager, `/counts/${count}/scans`, { at: off(-day), lines }, badTime)
  const invalid = { status: 400, code: 'http.invalid_input', pointer: '/commandId' }
  await refuses(world.manager, `/advices/${advice}/receipts`, { commandId: 'x', lines }, invalid)
})
