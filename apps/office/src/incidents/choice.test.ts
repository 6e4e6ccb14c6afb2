import { expect, test } from 'vitest'
import { choiceOf, dueOn, proposed } from './choice.ts'

const place = (id: string, obstacle: string | null) => ({
  location: { id, code: id, name: id, city: id },
  available: 1,
  readyBy: null,
  obstacle,
})
const options = (over: object) => ({
  otherPlaces: [],
  substitutes: [],
  wait: { obstacle: null, expectedOn: null },
  cancelLine: { obstacle: null },
  cancelOrder: { obstacle: null },
  ...over,
})

test('the same article from the first place that has enough is proposed before anything else', () => {
  const otherPlaces = [place('few', 'too_few'), place('enough', null)]
  expect(proposed({ options: options({ otherPlaces }) })).toBe('other_place enough')
})

test('without another place she waits, and only what can be neither moved nor waited for is cancelled', () => {
  expect(proposed({ options: options({}) })).toBe('wait')
  expect(proposed({ options: options({ wait: { obstacle: 'picked', expectedOn: null } }) })).toBe(
    'cancel_line',
  )
  const stuck = { wait: { obstacle: 'picked', expectedOn: null }, cancelLine: { obstacle: 'picked' } }
  expect(proposed({ options: options(stuck) })).toBe('cancel_order')
  expect(proposed({ options: null })).toBeNull()
})

test('a choice becomes the command that carries it out', () => {
  expect(choiceOf('other_place p1', '')).toEqual({ kind: 'other_place', locationId: 'p1' })
  expect(choiceOf('substitute TEE-L', '')).toEqual({ kind: 'substitute', sku: 'TEE-L' })
  expect(choiceOf('wait', '2026-12-01')).toEqual({ kind: 'wait', until: '2026-12-01T17:00:00Z' })
  expect(choiceOf('wait', '')).toBeNull()
  expect(dueOn('2026-13-45')).toBeNull()
})
