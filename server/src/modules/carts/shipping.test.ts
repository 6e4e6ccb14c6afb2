import { expect, test } from 'vitest'
import { shippingFor } from './shipping.ts'

const ship = { fulfilment: 'ship' } as const
const pickup = { fulfilment: 'pickup' } as const

test('the courier costs 14.99 below 200 PLN, nothing from there on, and pickup never', () => {
  const courier = { grossMinor: 14_99, freeFromMinor: 200_00 }
  expect(shippingFor([ship], 199_99, courier)).toBe(14_99)
  expect(shippingFor([ship, pickup], 50_00, courier)).toBe(14_99)
  expect(shippingFor([ship], 200_00, courier)).toBe(0)
  expect(shippingFor([pickup], 50_00, courier)).toBe(0)
  expect(shippingFor([], 0, courier)).toBe(0)
  expect(shippingFor([ship], 900_00, { ...courier, freeFromMinor: null })).toBe(14_99)
})
