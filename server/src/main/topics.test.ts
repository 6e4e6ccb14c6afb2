import { newId, type LocationId } from '@splot/kernel'
import { expect, test } from 'vitest'
import { visitorOn } from '#platform/auth'
import { systemActor, type Actor, type Grant } from '#platform/context'
import type { StoredEvent } from '#platform/events'
import { tellAvailability, topics } from './topics.ts'

const here = newId<'location'>() satisfies LocationId
const there = newId<'location'>()
const visitor = visitorOn(systemActor('test').channel)

const staffWith = (...grants: Grant[]): Actor => ({ ...visitor, kind: 'staff', id: 'somebody', grants })

const fact = (type: string, locationId: LocationId | null, data = {}): StoredEvent => ({
  xid: '1',
  seq: 1,
  id: newId(),
  type,
  version: 1,
  subject: newId(),
  locationId,
  channelId: visitor.channel.id,
  actor: { kind: 'system', id: 'test', staffId: null },
  occurredAt: new Date(),
  data,
})

function told(name: string, event: StoredEvent, actor: Actor): unknown {
  const topic = topics.find((one) => one.name === name)
  return topic && 'pick' in topic ? topic.pick(event, { skus: null, actor }) : undefined
}

test('only the availability of articles is open to everybody', () => {
  expect(topics.filter(({ permission }) => permission === null).map(({ name }) => name)).toEqual([
    'availability',
  ])
})

/** A model in which a channel of its own has fewer pieces than the others. */
const modelOf = (pieces: ReadonlyMap<string, number>, special?: { channel: string; available: number }) => ({
  available: (_sku: string, place: string, channel?: string) =>
    special && channel === special.channel ? special.available : (pieces.get(place) ?? 0),
  versionOf: () => 4,
  asOf: () => new Date(0),
})

const seenBy = (model: ReturnType<typeof modelOf>, actor: Actor, skus: ReadonlySet<string> | null = null) =>
  tellAvailability(model, new Map([['A', new Set([here, there])]]), { skus, actor })?.changes.map(
    (change) => (change as { available: number }).available,
  )

test('how many pieces a store really has is told to nobody who may not read its stock', () => {
  const model = modelOf(
    new Map([
      [here, 137],
      [there, 3],
    ]),
  )
  expect(seenBy(model, visitor)).toEqual([10, 3])
  expect(seenBy(model, staffWith({ permission: 'stock.read', locationId: there }))).toEqual([10, 3])
  expect(seenBy(model, staffWith({ permission: 'stock.read', locationId: here }))).toEqual([137, 3])
  expect(seenBy(model, visitor, new Set(['B']))).toBeUndefined()
})

test('who is bound to a channel is told the number of that channel', () => {
  const model = modelOf(new Map([[here, 9]]), { channel: visitor.channel.id, available: 2 })
  expect(seenBy(model, visitor)).toEqual([2, 2])
  const elsewhere = { ...visitor, channel: { id: newId<'channel'>(), code: 'marketplace' } }
  expect(seenBy(model, elsewhere)).toEqual([9, 0])
})

test('whoever reads orders in one store hears of its work and of what belongs to no store, not of another store', () => {
  const actor = staffWith({ permission: 'orders.read', locationId: here })
  expect(told('work', fact('fulfilment.created', here), actor)).not.toBeNull()
  expect(told('work', fact('orders.confirmed', null), actor)).not.toBeNull()
  expect(told('work', fact('fulfilment.created', there), actor)).toBeNull()
})

test('whoever reads the stock of one store hears of its incidents and papers, and of the policies, not of another store', () => {
  const actor = staffWith({ permission: 'stock.read', locationId: here })
  expect(told('stock', fact('incidents.opened', here), actor)).not.toBeNull()
  expect(told('stock', fact('stockwork.count_closed', here), actor)).not.toBeNull()
  expect(told('stock', fact('inventory.policy_published', null), actor)).not.toBeNull()
  expect(told('stock', fact('incidents.opened', there), actor)).toBeNull()
  expect(told('stock', fact('inventory.moved', here), actor)).toBeNull()
})

test('the whole log is told to those who may read it everywhere; a key of one store hears that store alone', () => {
  const bound = staffWith({ permission: 'events.read', locationId: here })
  expect(told('all', fact('tills.sale_settled', here), bound)).not.toBeNull()
  expect(told('all', fact('tills.sale_settled', there), bound)).toBeNull()
  expect(told('all', fact('orders.placed', null), bound)).toBeNull()
  const everywhere = staffWith({ permission: 'events.read', locationId: null })
  expect(told('all', fact('orders.placed', null), everywhere)).not.toBeNull()
})
