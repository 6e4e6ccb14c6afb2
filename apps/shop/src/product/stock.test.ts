import { expect, test } from 'vitest'
import type { ProductPage } from '../api/types.ts'
import { afterChanges, laterFor, laterForChoice, turned, variantOf } from './stock.ts'

const STORE = '0190a000-0000-7000-8000-000000000001'
const WAREHOUSE = '0190a000-0000-7000-8000-000000000009'
const money = { minor: 9900, currency: 'PLN' }
const address = { street: 'ul. Długa 1', postcode: '00-001', city: 'Warszawa', country: 'PL' }

const page: ProductPage = {
  handle: 'koszula',
  name: 'Koszula',
  brand: 'Osnowa',
  category: 'koszule',
  price: { from: money, to: money },
  pictures: [],
  colours: [{ code: 'white', label: 'Biała' }],
  sizes: [
    { code: 'm', label: 'M', available: true },
    { code: 'l', label: 'L', available: true },
  ],
  available: true,
  online: true,
  description: '',
  attributes: [],
  options: [],
  variants: [
    {
      sku: 'K-M',
      gtin: '1',
      colour: 'white',
      size: 'm',
      price: money,
      available: 1,
      online: 0,
      stores: { [STORE]: 1 },
    },
    { sku: 'K-L', gtin: '2', colour: 'white', size: 'l', price: money, available: 4, online: 4, stores: {} },
  ],
  stores: [
    { id: STORE, code: 'WAW1', name: 'Warszawa', city: 'Warszawa', address, openNow: true, readyBy: null },
  ],
  asOf: '2026-11-21T14:00:00Z',
  later: { 'K-M': { promisedOn: '2026-12-02', kind: 'backorder' } },
}
const at = '2026-11-21T14:05:00Z'

test('the till sells the last M: the size is gone in the store and on the page', () => {
  const after = afterChanges(page, [{ sku: 'K-M', locationId: STORE, available: 0 }], at)
  expect(variantOf(after, 'white', 'm')).toMatchObject({ available: 0, stores: {} })
  expect(after.sizes.map((size) => size.available)).toEqual([false, true])
  expect(after.asOf).toBe(at)
  expect(turned(page, after, STORE).gone.map((v) => v.sku)).toEqual(['K-M'])
  expect(turned(page, after, null).gone.map((v) => v.sku)).toEqual(['K-M'])
})

test('a return brings it back', () => {
  const sold = afterChanges(page, [{ sku: 'K-M', locationId: STORE, available: 0 }], at)
  const back = afterChanges(sold, [{ sku: 'K-M', locationId: STORE, available: 2 }], at)
  expect(back.sizes[0]?.available).toBe(true)
  expect(turned(sold, back, STORE).back.map((v) => v.sku)).toEqual(['K-M'])
})

test('the warehouse changes what can be sent, not what stores have', () => {
  const after = afterChanges(page, [{ sku: 'K-L', locationId: WAREHOUSE, available: 25 }], at)
  expect(variantOf(after, 'white', 'l')).toMatchObject({ online: 10, stores: {} })
  const empty = afterChanges(page, [{ sku: 'K-L', locationId: WAREHOUSE, available: 0 }], at)
  expect(empty.sizes[1]?.available).toBe(false)
})

test('what can be promised for later is said only while no parcel can carry it', () => {
  const empty = afterChanges(page, [{ sku: 'K-M', locationId: STORE, available: 0 }], at)
  expect(laterFor(empty, variantOf(empty, 'white', 'm'))?.promisedOn).toBe('2026-12-02')
  const come = afterChanges(page, [{ sku: 'K-M', locationId: WAREHOUSE, available: 2 }], at)
  expect(laterFor(come, variantOf(come, 'white', 'm'))).toBeUndefined()
  expect(laterFor(page, variantOf(page, 'white', 'l'))).toBeUndefined()
})

test('before a size is chosen, the first day of any is said, unless something could leave now', () => {
  expect(laterForChoice(page, undefined)).toBeUndefined()
  const coming: ProductPage = {
    ...page,
    online: false,
    later: {
      'K-M': { promisedOn: '2026-12-09', kind: 'preorder' },
      'K-L': { promisedOn: '2026-12-02', kind: 'preorder' },
    },
  }
  expect(laterForChoice(coming, undefined)?.promisedOn).toBe('2026-12-02')
  expect(laterForChoice(coming, variantOf(coming, 'white', 'm'))?.promisedOn).toBe('2026-12-09')
})

test('somebody else’s article changes nothing', () => {
  const after = afterChanges(page, [{ sku: 'OTHER', locationId: STORE, available: 0 }], at)
  expect(after.variants).toEqual(page.variants)
})
