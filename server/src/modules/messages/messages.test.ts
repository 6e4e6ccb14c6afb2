import { newId, type ChannelId, type LocalDate, type CustomerId, type OrderId, type Sku } from '@splot/kernel'
import { expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import type { Order } from '#modules/orders'
import { decideLegalBasis } from './legal-basis.ts'
import { messageKinds } from './types.ts'
import { writeMail, type LetterFulfilment } from './write.ts'

bindSecrets({ masterSecret: 'a secret that is long enough for tests' })

const order: Order = {
  orderId: newId<'order'>() satisfies OrderId,
  number: '100000017',
  channel: { id: newId<'channel'>() satisfies ChannelId, code: 'web' },
  locationId: null,
  staffId: null,
  customerId: newId<'customer'>() satisfies CustomerId,
  cartId: null,
  state: 'confirmed',
  currency: 'PLN',
  grossMinor: 1_234_50,
  shippingMinor: 0,
  shippingTaxLetter: 'A',
  shippingTaxPpm: 230_000,
  shippingTaxCountry: 'PL',
  shippingDiscounts: [],
  locale: 'pl',
  placedAt: new Date('2026-11-20T10:00:00Z'),
  stateSince: new Date('2026-11-20T10:00:00Z'),
  lines: [
    {
      lineNo: 1,
      sku: 'NIDA-WHT-M' as Sku,
      name: { pl: 'Koszula <Nida>', en: 'Nida shirt' },
      options: { size: { pl: 'M', en: 'M' } },
      quantity: 2,
      unitGrossMinor: 617_25,
      grossMinor: 1_234_50,
      taxLetter: 'A',
      taxPpm: 230_000,
      taxCountry: 'PL',
      discounts: [],
      returnedQuantity: 0,
      cancelledQuantity: 0,
      insteadOf: null,
    },
  ],
}
const pickup: LetterFulfilment = {
  kind: 'pickup',
  promisedAt: new Date('2026-11-20T16:30:00Z'),
  place: { name: 'Osnowa Łódź', address: { street: 'Piotrkowska 1', postcode: '90-001', city: 'Łódź' } },
  code: '042137',
  qr: 'SPLOT:P:x:042137',
  carrier: null,
  trackingNumber: null,
}
const letter = (locale: 'pl' | 'en') => ({
  order,
  contact: { name: 'Anna "Ania" Próba', email: 'anna@example.com', locale },
  fulfilments: [pickup],
  publicUrl: 'https://shop.example',
})

test('the confirmation carries number, total, place, time and code, in Polish', () => {
  const mail = writeMail({ kind: 'order_confirmed', ...letter('pl') })
  expect(mail.subject).toBe('Zamówienie 100000017 przyjęte')
  expect(mail.text).toContain('1\u00a0234,50\u00a0zł')
  expect(mail.text).toContain('Kod odbioru: 042137')
  expect(mail.text).toContain('piątek, 20 listopada 17:30')
  expect(mail.html).toContain('<svg')
})

test('nothing that a person or a catalogue wrote becomes markup', () => {
  const mail = writeMail({ kind: 'order_confirmed', ...letter('pl') })
  expect(mail.html).toContain('Koszula &lt;Nida&gt;')
  expect(mail.html).not.toContain('<Nida>')
})

test.each(messageKinds.filter((kind) => kind !== 'gift_card'))(
  '%s is written in both languages, whole, with a link that keeps its key out of logs',
  (kind) => {
    for (const locale of ['pl', 'en'] as const) {
      const mail = writeMail({ kind, ...letter(locale) })
      expect(mail.html).toContain(`lang="${locale}"`)
      expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/undefined|\[object/)
      expect(mail.text).toMatch(new RegExp(`https://shop\\.example/orders/${order.orderId}#token=`))
    }
  },
)

test('what is waited for has its day beside it, and how to give it up', () => {
  const awaited = [{ lineNo: 1, promisedOn: '2026-12-24' as LocalDate }]
  const moved = writeMail({ kind: 'promise_moved', ...letter('pl'), awaited })
  expect(moved.text).toContain('(czekamy na dostawę, termin: 24 grudnia 2026)')
  expect(moved.text).toContain('możesz zrezygnować na stronie zamówienia')
  const unknown = [{ lineNo: 1, promisedOn: null }]
  expect(writeMail({ kind: 'promise_moved', ...letter('en'), awaited: unknown }).html).toContain(
    'on its way to us, the date is not known yet',
  )
  expect(writeMail({ kind: 'cancelled', ...letter('en'), awaited }).text).not.toContain('on its way')
})

test('a code is said only while there is something to collect', () => {
  expect(writeMail({ kind: 'cancelled', ...letter('pl') }).text).not.toContain('042137')
  expect(writeMail({ kind: 'collected', ...letter('pl') }).html).not.toContain('<svg')
})

test('the gate lets an order message go by contract, and nothing to whoever cannot be reached', () => {
  expect(decideLegalBasis({ kind: 'shipped', contact: { email: 'a@example.com' } })).toEqual({
    may: true,
    basis: 'contract',
  })
  expect(decideLegalBasis({ kind: 'shipped', contact: null })).toEqual({
    may: false,
    why: 'nobody_to_write_to',
  })
})
