import { expect, test } from 'vitest'
import { queuesByPlace, tally } from './board.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const at = (location: string, promisedAt: string | null, state = 'waiting') => ({
  state,
  promisedAt,
  location: { id: location, code: location, name: location },
})
const work = [
  at('krakow', '2026-11-21T12:30:00Z'),
  at('krakow', '2026-11-21T11:30:00Z', 'picking'),
  at('lodz', '2026-11-21T11:00:00Z'),
  at('lodz', '2026-11-21T15:00:00Z', 'ready'),
  at('warehouse', null),
]

test('late, soon and ready are counted apart; what is ready waits for its customer, not for us', () => {
  expect(tally(work, now)).toEqual({ waiting: 4, late: 2, soon: 1, ready: 1 })
})

test('the place with the earliest promise comes first, one without promises last', () => {
  expect(queuesByPlace(work, now)).toEqual([
    { id: 'lodz', name: 'lodz', waiting: 1, late: 1, next: '2026-11-21T11:00:00Z' },
    { id: 'krakow', name: 'krakow', waiting: 2, late: 1, next: '2026-11-21T11:30:00Z' },
    { id: 'warehouse', name: 'warehouse', waiting: 1, late: 0, next: null },
  ])
})
