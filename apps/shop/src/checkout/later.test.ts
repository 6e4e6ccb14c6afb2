import { expect, test } from 'vitest'
import type { CartLine } from '../api/types.ts'
import { agreedDays, waitsUntil } from './later.ts'

const zero = { minor: 0, currency: 'PLN' }
const line = (lineId: string, kind: 'ship' | 'pickup', day: string | null): CartLine => ({
  lineId,
  sku: lineId,
  name: { pl: lineId, en: lineId },
  handle: null,
  options: {},
  picture: null,
  quantity: 1,
  unitPrice: zero,
  lineTotal: zero,
  discounts: [],
  sellable: true,
  fulfilment: { kind },
  hold: { state: 'none', expiresAt: null },
  later: day === null ? null : { promisedOn: day, kind: 'preorder' },
})

test('she agrees to the days she sees, and to nothing about the rest', () => {
  const lines = [line('coat', 'ship', '2026-12-02'), line('tee', 'ship', null)]
  expect(agreedDays({ lines })).toEqual([{ lineId: 'coat', promisedOn: '2026-12-02' }])
})

test('a parcel waits for its last piece; what she collects does not, and one day for all needs no word', () => {
  const coat = line('coat', 'ship', '2026-12-02')
  expect(waitsUntil({ lines: [coat, line('tee', 'ship', null)] })).toBe('2026-12-02')
  expect(waitsUntil({ lines: [coat, line('hat', 'ship', '2026-12-09')] })).toBe('2026-12-09')
  expect(waitsUntil({ lines: [coat, line('hat', 'ship', '2026-12-02')] })).toBeUndefined()
  expect(waitsUntil({ lines: [coat, line('tee', 'pickup', null)] })).toBeUndefined()
  expect(waitsUntil({ lines: [line('tee', 'ship', null)] })).toBeUndefined()
})
