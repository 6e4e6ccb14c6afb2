import { newId, type LocationId, type Sku } from '@splot/kernel'
import { expect, test } from 'vitest'
import type { StoredEvent } from '#platform/events'
import type { AvailabilityChange } from '../events.ts'
import { gatherAvailability } from './gather.ts'

const here = newId<'location'>() satisfies LocationId
const there = newId<'location'>() satisfies LocationId

let seq = 0
const fact = (...changes: readonly (readonly [string, LocationId, number, number])[]): StoredEvent => ({
  xid: '1',
  seq: (seq += 1),
  id: newId(),
  type: 'inventory.availability_changed',
  version: 1,
  subject: 'stock',
  locationId: null,
  channelId: newId(),
  actor: { kind: 'system', id: 'test', staffId: null },
  occurredAt: new Date(),
  data: {
    changes: changes.map(([sku, locationId, available, version]): AvailabilityChange => ({
      sku: sku as Sku,
      locationId,
      available,
      version,
    })),
  },
})

test('of each row the highest version is told, whichever fact came last', () => {
  const facts = [
    fact(['A', here, 9, 1], ['B', here, 5, 7]),
    fact(['A', here, 7, 3]),
    fact(['A', here, 8, 2], ['A', there, 1, 1]),
  ]
  const [told, ...more] = gatherAvailability.gather(facts)
  expect(more).toEqual([])
  expect(told).toMatchObject({ id: facts[2]?.id, seq: facts[2]?.seq, locationId: null })
  expect(told?.data).toEqual({
    changes: [
      { sku: 'A', locationId: here, available: 7, version: 3 },
      { sku: 'B', locationId: here, available: 5, version: 7 },
      { sku: 'A', locationId: there, available: 1, version: 1 },
    ],
  })
})

test('a message stays of a size that can be sent, and nothing is left out', () => {
  const facts = Array.from({ length: 30 }, (_, each) =>
    fact(...Array.from({ length: 100 }, (_, at) => [`S${each * 100 + at}`, here, 1, 1] as const)),
  )
  const told = gatherAvailability.gather(facts)
  const sizes = told.map(({ data }) => (data as { changes: unknown[] }).changes.length)
  expect(sizes).toEqual([1_000, 1_000, 1_000])
  expect(told.at(-1)?.id).toBe(facts.at(-1)?.id)
  expect(gatherAvailability.gather([])).toEqual([])
})
