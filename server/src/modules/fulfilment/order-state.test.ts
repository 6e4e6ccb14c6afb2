import { expect, test } from 'vitest'
import { mayMove, type OrderState } from '#modules/orders'
import {
  fulfilmentStateNames,
  fulfilmentStates,
  fulfilmentVerbs,
  orderStateAfter,
  type FulfilmentState,
} from './index.ts'

const pickup = (state: FulfilmentState) => ({ kind: 'pickup' as const, state })
const parcel = (state: FulfilmentState) => ({ kind: 'ship' as const, state })

test('an order follows its only part', () => {
  expect(orderStateAfter('confirmed', [pickup('waiting')])).toBeNull()
  expect(orderStateAfter('confirmed', [pickup('picking')])).toBe('picking')
  expect(orderStateAfter('picking', [pickup('ready')])).toBe('ready_for_pickup')
  expect(orderStateAfter('ready_for_pickup', [pickup('collected')])).toBe('collected')
  expect(orderStateAfter('picking', [parcel('shipped')])).toBe('shipped')
  expect(orderStateAfter('shipped', [parcel('delivered')])).toBe('delivered')
})

test('with several parts the slowest decides, and the last one gives the word', () => {
  expect(orderStateAfter('picking', [pickup('ready'), pickup('waiting')])).toBeNull()
  expect(orderStateAfter('confirmed', [pickup('ready'), pickup('waiting')])).toBe('picking')
  expect(orderStateAfter('picking', [pickup('collected'), parcel('picking')])).toBeNull()
  expect(orderStateAfter('picking', [pickup('collected'), parcel('shipped')])).toBe('shipped')
  expect(orderStateAfter('picking', [pickup('ready'), parcel('shipped')])).toBe('ready_for_pickup')
  expect(orderStateAfter('ready_for_pickup', [pickup('collected'), parcel('shipped')])).toBe('collected')
  expect(orderStateAfter('collected', [pickup('collected'), parcel('delivered')])).toBeNull()
  expect(orderStateAfter('shipped', [parcel('shipped'), parcel('delivered')])).toBeNull()
  expect(orderStateAfter('picking', [pickup('cancelled'), parcel('shipped')])).toBe('shipped')
  expect(orderStateAfter('picking', [pickup('cancelled')])).toBeNull()
})

test('an order is never sent where its table of states does not lead', () => {
  const orders: OrderState[] = [
    'placed',
    'confirmed',
    'picking',
    'ready_for_pickup',
    'shipped',
    'delivered',
    'collected',
    'cancelled',
  ]
  for (const order of orders) {
    for (const first of fulfilmentStateNames) {
      for (const second of fulfilmentStateNames) {
        const to = orderStateAfter(order, [pickup(first), parcel(second)])
        if (to) expect([order, to, mayMove(order, to)]).toEqual([order, to, true])
      }
    }
  }
})

test('every verb starts from a state that leads where it goes', () => {
  const goals = { handOver: 'collected', ship: 'shipped', deliver: 'delivered', cancel: 'cancelled' } as const
  for (const [verb, to] of Object.entries(goals)) {
    for (const from of fulfilmentVerbs[verb as keyof typeof goals]) {
      expect(fulfilmentStates[from].next as readonly string[]).toContain(to)
    }
  }
})
