import type { Basket, BasketLine, Promotion, PricingContext } from '../index.ts'

/** A line of a shirt of category `tops` for 100.00 unless said otherwise. */
export const line = (given: Partial<BasketLine> & { readonly sku: string }): BasketLine => ({
  lineId: given.sku,
  product: given.sku.split('-')[0] ?? given.sku,
  categories: ['tops'],
  attributes: {},
  quantity: 1,
  unitMinor: 10_000,
  taxLetter: 'A',
  taxPpm: 230_000,
  fulfilment: 'ship',
  ...given,
})

export const basket = (lines: readonly BasketLine[], given: Partial<Basket> = {}): Basket => ({
  currency: 'PLN',
  lines,
  shipping: null,
  coupons: [],
  ...given,
})

/** 2026-11-22, a Sunday, noon. */
export const context = (given: Partial<PricingContext> = {}): PricingContext => ({
  at: Date.UTC(2026, 10, 22, 11),
  weekday: 7,
  minutes: 720,
  channel: 'web',
  location: null,
  segments: [],
  groups: [],
  firstOrder: null,
  tender: null,
  ...given,
})

/** Public, for ever, of no group, without conditions unless said otherwise. */
export const promotion = (given: Partial<Promotion> & Pick<Promotion, 'id' | 'action'>): Promotion => ({
  version: 1,
  name: given.id,
  label: { pl: given.id, en: given.id },
  priority: 100,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
  ...given,
})
