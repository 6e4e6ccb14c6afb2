import { expect, test } from 'vitest'
import { withoutEchoes } from './timeline.ts'

const moved = (xid: string, to: string) => ({ xid, type: 'orders.state_changed', data: { to } })
const fact = (xid: string, type: string) => ({ xid, type, data: {} })

test('what happened is told once: the change of state that came with it is left out', () => {
  const started = fact('7', 'fulfilment.picking_started')
  const ready = fact('9', 'fulfilment.ready')
  const events = [started, moved('7', 'picking'), ready, moved('9', 'ready_for_pickup')]
  expect(withoutEchoes(events)).toEqual([started, ready])
})

test('a change of state that nothing else tells stays', () => {
  // Of two parcels the first one left earlier; the order is on its way only with the second.
  const events = [fact('7', 'fulfilment.ready'), moved('8', 'ready_for_pickup'), moved('7', 'shipped')]
  expect(withoutEchoes(events)).toEqual(events)
})
