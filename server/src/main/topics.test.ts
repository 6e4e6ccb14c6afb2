import { newId, type LocationId } from '@splot/kernel'
import { expect, test } from 'vitest'
import { visitorOn } from '#platform/auth'
import { systemActor, type Actor, type Grant } from '#platform/context'
import type { StoredEvent } from '#platform/events'
import { topics } from './topics.ts'

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

const told = (name: string, event: StoredEvent, actor: Actor): unknown =>
  topics.find((topic) => topic.name === name)?.pick(event, { skus: null, actor })

test('only the availability of articles is open to everybody', () => {
  expect(topics.filter(({ permission }) => permission === null).map(({ name }) => name)).toEqual([
    'availability',
  ])
})

test('how many pieces a store really has is told to nobody who may not read its stock', () => {
  const changes = [
    { sku: 'A', locationId: here, available: 137, version: 4 },
    { sku: 'A', locationId: there, available: 3, version: 2 },
  ]
  const event = fact('inventory.availability_changed', null, { changes })
  const seenBy = (actor: Actor) =>
    (told('availability', event, actor) as { changes: { available: number }[] }).changes.map(
      (c) => c.available,
    )
  expect(seenBy(visitor)).toEqual([10, 3])
  expect(seenBy(staffWith({ permission: 'stock.read', locationId: there }))).toEqual([10, 3])
  expect(seenBy(staffWith({ permission: 'stock.read', locationId: here }))).toEqual([137, 3])
})

test('whoever reads orders in one store hears of its work and of what belongs to no store, not of another store', () => {
  const actor = staffWith({ permission: 'orders.read', locationId: here })
  expect(told('work', fact('fulfilment.created', here), actor)).not.toBeNull()
  expect(told('work', fact('orders.confirmed', null), actor)).not.toBeNull()
  expect(told('work', fact('fulfilment.created', there), actor)).toBeNull()
})

test('the whole log is told to those who may read it everywhere; a key of one store hears that store alone', () => {
  const bound = staffWith({ permission: 'events.read', locationId: here })
  expect(told('all', fact('tills.sale_settled', here), bound)).not.toBeNull()
  expect(told('all', fact('tills.sale_settled', there), bound)).toBeNull()
  expect(told('all', fact('orders.placed', null), bound)).toBeNull()
  const everywhere = staffWith({ permission: 'events.read', locationId: null })
  expect(told('all', fact('orders.placed', null), everywhere)).not.toBeNull()
})
