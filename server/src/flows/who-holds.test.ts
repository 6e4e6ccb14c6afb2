import { newId, Refusal, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newHoldId, reserve } from '#modules/inventory'
import { bindArticles, requestTransfer } from '#modules/stockwork'
import type { Actor } from '#platform/context'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { routes } from './who-holds-routes.ts'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
  bindArticles({
    skusOf: async (_ctx, codes) => new Map(codes.map((code) => [code, code as Sku])),
    skusWithin: async () => undefined,
  })
})
afterAll(() => world.close())

interface Page {
  readonly items: readonly { readonly holdId: string; readonly quantity: number }[]
  readonly next: string | null
}

// The answer of the only door of these routes is what its schema says.
const whoHolds = async (actor: Actor, query: object) =>
  (await routes[0]?.handle(world.platform.read(actor), { query })) as Page

const reservedOf = async (sku: string, locationId: LocationId) =>
  (
    await world.query<{ reserved: number }>(
      'select reserved from inventory.stock where sku = $1 and location_id = $2',
      [sku, locationId],
    )
  )[0]?.reserved

const basket = async (sku: string, quantity: number, ttlMs: number) => {
  const holdId = newHoldId()
  const lines = [{ sku: sku as Sku, locationId: world.store, quantity }]
  await reserve(world.platform.command(world.visitor), { holdId, kind: 'basket', ttlMs, lines })
  return holdId
}

test('an order, a basket and a basket whose time is over explain what is reserved, and name no person', async () => {
  await world.stock('TEE-S', world.store, 9)
  const bought = await world.buy([world.pickup('TEE-S', 2)])
  const lapsed = await basket('TEE-S', 1, 1)
  const live = await basket('TEE-S', 3, 600_000)
  const reader = world.assistant(world.store, ['stock.read'])
  const query = { sku: 'TEE-S', locationId: world.store }
  await expect
    .poll(async () => (await whoHolds(reader, query)).items)
    .toMatchObject([
      { holdId: live, kind: 'basket', state: 'pinned', quantity: 3, holder: null, lapsed: false },
      { holdId: lapsed, quantity: 1, holder: null, lapsed: true },
      {
        state: 'allocated',
        quantity: 2,
        holder: { kind: 'order', id: bought.id, number: bought.number },
        expiresAt: null,
      },
    ])
  const { items } = await whoHolds(reader, query)
  expect(items.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(await reservedOf('TEE-S', world.store))
  const fields = [
    'createdAt',
    'expiresAt',
    'holdId',
    'kind',
    'lapsed',
    'locationId',
    'holder',
    'quantity',
    'state',
    'words',
  ]
  expect(Object.keys(items[0] ?? {}).sort()).toEqual(['channelId', ...fields].sort())

  const first = await whoHolds(reader, { ...query, limit: 2 })
  const second = await whoHolds(reader, { ...query, limit: 2, cursor: first.next })
  expect([...first.items, ...second.items]).toEqual(items)
  expect(second.next).toBeNull()
})

test('a transfer whose pieces are kept is told by its own number', async () => {
  await world.stock('TEE-L', world.store, 4)
  const commandId = newId<'transfer'>()
  const sender = world.assistant(world.store, ['stock.transfer'])
  await requestTransfer(world.platform.command(sender), {
    commandId,
    at: new Date(),
    fromId: world.store,
    toId: world.otherStore,
    hold: true,
    expectedOn: null,
    note: null,
    lines: [{ code: 'TEE-L', quantity: 3 }],
  })
  const reader = world.assistant(world.store, ['stock.read'])
  expect((await whoHolds(reader, { sku: 'TEE-L', locationId: world.store })).items).toMatchObject([
    {
      state: 'allocated',
      quantity: 3,
      holder: { kind: 'transfer', id: commandId, number: expect.stringMatching(/^T/) },
    },
  ])
})

test('staff of another shop do not see who holds pieces here', async () => {
  await world.stock('TEE-M', world.store, 4)
  await basket('TEE-M', 1, 600_000)
  const stranger = world.assistant(world.otherStore, ['stock.read'])
  expect((await whoHolds(stranger, { sku: 'TEE-M' })).items).toEqual([])
  await expect(whoHolds(stranger, { sku: 'TEE-M', locationId: world.store })).rejects.toSatisfy(
    (error) => error instanceof Refusal && error.code === 'auth.forbidden',
  )
  expect((await whoHolds(stranger, { sku: newId() })).items).toEqual([])
})
