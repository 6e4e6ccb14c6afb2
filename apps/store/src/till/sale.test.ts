import { expect, test } from 'vitest'
import {
  cannotAdd,
  emptyBasket,
  endingCoupons,
  isCovered,
  MAX_LINES,
  MAX_PIECES,
  piecesOf,
  reduceSale,
  listTotalOf,
  waitsForCard,
  type Article,
  type Sale,
  type SaleAction,
} from './sale.ts'

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const article = (sku: string, minor = 4_990): Article => ({
  sku,
  gtin: '5900000000008',
  name: 'Koszulka',
  options: 'M',
  price: pln(minor),
  picture: null,
  product: 'koszulka',
  categories: ['odziez'],
  attributes: {},
  taxLetter: 'A',
  taxPpm: 230_000,
})
const scan = (sku: string, minor?: number, quantity = 1): SaleAction => ({
  type: 'add',
  article: article(sku, minor),
  quantity,
})
const play = (actions: readonly SaleAction[], from: Sale = emptyBasket): Sale =>
  actions.reduce(reduceSale, from)
const basket = (sale: Sale) => {
  if (sale.stage !== 'basket') throw new Error('the sale is paid')
  return sale
}
/** `total` of the one article of most tests here. */
const pay = (saleId: string, given: number, total = 4_990): SaleAction => ({
  type: 'pay',
  saleId,
  given,
  total,
})
const refusal = (code: string, total: number | null = null): SaleAction => ({
  type: 'refused',
  saleId: 'sale-1',
  code,
  detail: '',
  total: total === null ? null : pln(total),
  prices: new Map(total === null ? [] : [['A', pln(total)]]),
})

test('three scans make three pieces; the same article is one line', () => {
  const sale = basket(play([scan('A', 1_000), scan('B', 250), scan('A', 1_000)]))
  expect(sale.lines.map((line) => [line.article.sku, line.quantity])).toEqual([
    ['A', 2],
    ['B', 1],
  ])
  expect(listTotalOf(sale.lines)).toEqual(pln(2_250))
  expect(piecesOf(sale.lines)).toBe(3)
  expect(sale.last).toBe('A')
})

test('a scan with the newest price puts the whole line at that price: nobody pays two prices for one article', () => {
  const sale = basket(play([scan('A', 1_000), scan('A', 900)]))
  expect(listTotalOf(sale.lines)).toEqual(pln(1_800))
})

test('"3 *" adds three at once', () => {
  expect(piecesOf(basket(play([scan('A', 1_000, 3)])).lines)).toBe(3)
})

test('a quantity out of range is not taken', () => {
  const sale = play([scan('A')])
  for (const quantity of [0, -1, MAX_PIECES + 1, Number.NaN]) {
    expect(reduceSale(sale, { type: 'setQuantity', sku: 'A', quantity })).toBe(sale)
  }
  expect(piecesOf(basket(reduceSale(sale, { type: 'setQuantity', sku: 'A', quantity: 7 })).lines)).toBe(7)
})

test('a removed line can be put back where it was', () => {
  const before = basket(play([scan('A'), scan('B'), scan('C')]))
  const [, line] = before.lines
  if (!line) throw new Error('there are three lines')
  const after = play(
    [
      { type: 'remove', sku: 'B' },
      { type: 'putBack', line, at: 1 },
    ],
    before,
  )
  expect(basket(after).lines).toEqual(before.lines)
})

test('an emptied basket can be restored, but not over the next customer', () => {
  const { lines } = basket(play([scan('A'), scan('B')]))
  expect(basket(play([{ type: 'restore', lines }])).lines).toEqual(lines)
  const next = play([scan('C')])
  expect(reduceSale(next, { type: 'restore', lines })).toBe(next)
})

test('the limits of the server are the limits of the till, and are said before the line is added', () => {
  const full = play(Array.from({ length: MAX_LINES }, (_, at) => scan(`S${at}`)))
  expect(cannotAdd(full, article('ONE-MORE'), 1)).toBe('lines')
  expect(reduceSale(full, scan('ONE-MORE'))).toBe(full)
  expect(cannotAdd(full, article('S0'), 1)).toBeNull()
  expect(cannotAdd(full, article('S0'), MAX_PIECES)).toBe('pieces')
  const euro = { ...article('E'), price: { minor: 100, currency: 'EUR' } }
  expect(cannotAdd(play([scan('A')]), euro, 1)).toBe('currency')
})

test('cash is taken, change is counted at once, and the next scan opens the next sale', () => {
  const paid = play([scan('A', 8_730), pay('sale-1', 10_000, 8_730)])
  expect(paid).toMatchObject({ stage: 'paid', total: pln(8_730), change: 1_270, number: null })
  expect(reduceSale(paid, { type: 'answered', saleId: 'sale-1', number: '100000009' })).toMatchObject({
    number: '100000009',
  })
  const next = basket(reduceSale(paid, scan('B', 100)))
  expect(listTotalOf(next.lines)).toEqual(pln(100))
})

test('too little cash, or an empty basket, is not paid', () => {
  const sale = play([scan('A', 8_730)])
  expect(reduceSale(sale, pay('sale-1', 8_729, 8_730))).toBe(sale)
  expect(reduceSale(emptyBasket, pay('sale-1', 100))).toBe(emptyBasket)
})

test('nothing but a scan or "next" leaves the paid screen', () => {
  const paid = play([scan('A'), pay('sale-1', 10_000)])
  expect(reduceSale(paid, { type: 'remove', sku: 'A' })).toBe(paid)
  expect(reduceSale(paid, { type: 'clear' })).toBe(paid)
  expect(reduceSale(paid, pay('sale-2', 10_000))).toBe(paid)
  expect(reduceSale(paid, { type: 'next' })).toBe(emptyBasket)
})

test('a changed price reopens the basket at the new prices and says both totals', () => {
  const paid = play([scan('A', 1_000), pay('sale-1', 2_000, 1_000)])
  const reopened = basket(reduceSale(paid, refusal('tills.total_changed', 1_200)))
  expect(reopened.changed).toEqual({ was: pln(1_000), now: pln(1_200), given: 2_000 })
  expect(listTotalOf(reopened.lines)).toEqual(pln(1_200))
  // Asked once: touching the basket, or paying again, is the answer.
  expect(basket(reduceSale(reopened, scan('B'))).changed).toBeNull()
})

test('any other refusal gives the basket back as it was', () => {
  const paid = play([scan('A', 1_000), pay('sale-1', 1_000, 1_000)])
  const reopened = basket(reduceSale(paid, refusal('tills.no_price')))
  expect(reopened.refused?.code).toBe('tills.no_price')
  expect(listTotalOf(reopened.lines)).toEqual(pln(1_000))
})

test('a late answer never touches the next basket', () => {
  const next = play([scan('A'), pay('sale-1', 10_000), scan('B')])
  expect(reduceSale(next, refusal('tills.total_changed', 1_200))).toBe(next)
  expect(reduceSale(next, { type: 'answered', saleId: 'sale-1', number: '1' })).toBe(next)
})

test('a gift card pays a part: the change is of the cash, and nothing new begins before the server has answered', () => {
  const paid = play([
    scan('TEE'),
    { type: 'pay', saleId: 'sale-1', given: 2_000, cards: 3_000, total: 4_990 },
  ])
  expect(paid).toMatchObject({ stage: 'paid', cards: 3_000, given: 2_000, change: 10 })
  expect(waitsForCard(paid)).toBe(true)
  expect(cannotAdd(paid, article('SHIRT'), 1)).toBe('card')
  expect(play([scan('SHIRT'), { type: 'next' }], paid)).toBe(paid)
  const answered = play([{ type: 'answered', saleId: 'sale-1', number: '123456789' }], paid)
  expect(waitsForCard(answered)).toBe(false)
  expect(basket(play([scan('SHIRT')], answered)).lines).toHaveLength(1)
})

test('cash must cover what cards leave, and cards never pay more than the total', () => {
  const open = play([scan('TEE')])
  expect(play([{ type: 'pay', saleId: 'sale-1', given: 1_989, cards: 3_000, total: 4_990 }], open)).toBe(open)
  expect(play([{ type: 'pay', saleId: 'sale-1', given: 0, cards: 4_991, total: 4_990 }], open)).toBe(open)
  expect(play([{ type: 'pay', saleId: 'sale-1', given: 0, cards: 4_990, total: 4_990 }], open)).toMatchObject(
    { change: 0 },
  )
})

test('a recognised customer stays with her sale until she is let go, and codes that were good for her go with her', () => {
  const customer = { id: 'anna', firstName: 'Anna', groups: [], firstOrder: false }
  const coupon = { promotionId: 'p', customerId: 'anna', code: 'HERS' }
  const hers = basket(
    play([
      { type: 'recognise', customer },
      scan('A'),
      { type: 'takeCoupon', coupon },
      { type: 'takeCoupon', coupon: { promotionId: 'q', code: 'ALL' } },
    ]),
  )
  expect(hers.customer).toEqual(customer)
  const alone = basket(reduceSale(hers, { type: 'letGo' }))
  expect([alone.customer, alone.coupons.map(({ code }) => code)]).toEqual([null, ['ALL']])
  const paid = reduceSale(hers, pay('sale-1', 5_000))
  expect(paid.customer).toEqual(customer)
  expect(reduceSale(paid, refusal('tills.total_changed', 5_100)).customer).toEqual(customer)
  expect(reduceSale(paid, scan('B')).customer).toBeNull()
})

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 12, minute))
const kept = { code: 'KOD-1', promotionId: 'p', held: 'h', until: at(30).toISOString() }

test('a code of an account that has paid already is dropped with what it would pay, and she stays recognised', () => {
  const customer = { id: 'c', firstName: 'Mia', groups: [], firstOrder: false }
  const hers = { ...customer, shownCode: 'CODE', credits: [pln(1_000)] }
  const tried = [scan('A'), { type: 'recognise', customer: hers }, pay('sale-1', 4_990)] as const
  expect(basket(play([...tried, refusal('storedvalue.short')])).customer).toEqual(hers)
  const reopened = basket(play([...tried, refusal('customers.code_used')]))
  expect(reopened).toMatchObject({ customer, refused: { code: 'customers.code_used' } })
  expect(reopened.customer).toEqual(customer)
})

test('a code counts while it is covered, and is asked for again before that ends, unless it was refused', () => {
  expect([isCovered(kept, at(29)), isCovered(kept, at(30))]).toEqual([true, false])
  expect(endingCoupons([kept], at(5))).toEqual([])
  expect(endingCoupons([kept], at(15))).toEqual([kept])
  const leased = { code: 'KOD-2', promotionId: 'p', leaseId: 'l', until: at(0).toISOString() }
  const refused = { code: 'KOD-3', promotionId: 'p' }
  expect(endingCoupons([leased, refused], at(1))).toEqual([leased])
  expect(isCovered(refused, at(0))).toBe(false)
})

test('a code that is typed in another way is the same one; asked for again it keeps its place', () => {
  const other = { code: 'KOD-2', promotionId: 'q', held: 'g', until: at(30).toISOString() }
  const taken = play([
    { type: 'takeCoupon', coupon: kept },
    { type: 'takeCoupon', coupon: other },
    { type: 'takeCoupon', coupon: { ...kept, code: 'KOD1' } },
  ])
  expect(taken.coupons.map(({ code }) => code)).toEqual(['KOD-2', 'KOD1'])
  const renewed = play(
    [{ type: 'renewCoupon', code: 'KOD-2', coupon: { code: 'KOD-2', promotionId: 'q' } }],
    taken,
  )
  expect(renewed.coupons).toEqual([
    { code: 'KOD-2', promotionId: 'q' },
    { ...kept, code: 'KOD1' },
  ])
  const gone = play([{ type: 'dropCoupon', code: 'KOD1' }], taken)
  expect(play([{ type: 'renewCoupon', code: 'KOD1', coupon: kept }], gone).coupons).toEqual([other])
})
