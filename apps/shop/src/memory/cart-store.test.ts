import { ProblemError } from '@splot/client'
import { expect, test } from 'vitest'
import type { CartKey, Wanted } from '../api/buy.ts'
import type { Cart } from '../api/types.ts'
import { CartStore, piecesIn, type CartCalls, type Counter } from './cart-store.ts'
import type { Remembered } from './device.ts'

const shirt: Wanted = { sku: 'KOSZ-1', quantity: 1, fulfilment: { kind: 'ship' } }
const zero = { minor: 0, currency: 'PLN' }

function cartWith(id: string, quantity: number, state = 'open'): Cart {
  const line = {
    lineId: 'line-1',
    sku: shirt.sku,
    name: { pl: 'Koszula', en: 'Shirt' },
    handle: 'koszula',
    options: {},
    picture: null,
    quantity,
    unitPrice: zero,
    lineTotal: zero,
    discounts: [],
    sellable: true,
    fulfilment: { kind: 'ship' },
    hold: { state: 'none', expiresAt: null },
    later: null,
  }
  return {
    id,
    version: 1,
    state,
    currency: 'PLN',
    shipTo: 'PL',
    delivery: null,
    lines: quantity > 0 ? [line] : [],
    giftCards: [],
    totals: { gross: zero, goods: zero, vat: [], shipping: zero, discount: zero },
    quote: '',
    shippingDiscounts: [],
    coupons: [],
    gifts: [],
  }
}

const refusal = (code: string, status: number) =>
  new ProblemError({ type: 'about:blank', title: code, status, code, detail: code })

function memoryWith(first: CartKey | null): Remembered<CartKey> {
  let value = first
  return { get: () => value, set: (next) => (value = next), listen: () => () => {} }
}

const never = () => Promise.reject(new Error('not expected'))
const calls = (some: Partial<CartCalls>): CartCalls => ({
  startCart: never,
  readCart: never,
  addLine: never,
  changeLine: never,
  removeLine: never,
  sendTo: never,
  takeCoupon: never,
  dropCoupon: never,
  ...some,
})

test('the first article starts a basket, and the device remembers its key', async () => {
  const memory = memoryWith(null)
  const store = new CartStore(
    calls({ startCart: async () => ({ ...cartWith('a', 1), token: 'secret' }) }),
    memory,
  )
  await store.add(shirt)
  expect(memory.get()).toEqual({ id: 'a', token: 'secret' })
  expect(piecesIn(store.state.cart)).toBe(1)
})

test('a basket that was ordered elsewhere is replaced by a new one without bothering anybody', async () => {
  const memory = memoryWith({ id: 'old', token: 'x' })
  const store = new CartStore(
    calls({
      addLine: () => Promise.reject(refusal('carts.not_open', 409)),
      startCart: async () => ({ ...cartWith('new', 1), token: 'y' }),
    }),
    memory,
  )
  expect((await store.add(shirt)).id).toBe('new')
  expect(memory.get()).toEqual({ id: 'new', token: 'y' })
})

test('"sold out" reaches the caller, and the basket stays as it was', async () => {
  const memory = memoryWith({ id: 'a', token: 'x' })
  const store = new CartStore(
    calls({
      readCart: async () => cartWith('a', 2),
      addLine: () => Promise.reject(refusal('carts.sold_out', 409)),
    }),
    memory,
  )
  await store.refresh()
  await expect(store.add(shirt)).rejects.toThrow('carts.sold_out')
  expect(piecesIn(store.state.cart)).toBe(2)
  expect(store.state.busy).toBe(false)
})

test('two quick taps run one after the other', async () => {
  const order: string[] = []
  let finishFirst = () => {}
  const store = new CartStore(
    calls({
      changeLine: async (_key, _line, { quantity = 0 }) => {
        order.push(`start ${quantity}`)
        if (quantity === 2) await new Promise<void>((resolve) => (finishFirst = resolve))
        order.push(`end ${quantity}`)
        return cartWith('a', quantity)
      },
    }),
    memoryWith({ id: 'a', token: 'x' }),
  )
  const first = store.changeLine('line-1', { quantity: 2 })
  const second = store.changeLine('line-1', { quantity: 3 })
  await Promise.resolve()
  await Promise.resolve()
  finishFirst()
  await Promise.all([first, second])
  expect(order).toEqual(['start 2', 'end 2', 'start 3', 'end 3'])
  expect(piecesIn(store.state.cart)).toBe(3)
})

test('while a call hangs, however many ask for the basket, it is read once when its turn comes, and anew after that', async () => {
  let reads = 0
  let answer = () => {}
  const store = new CartStore(
    calls({
      readCart: async () => {
        reads += 1
        return cartWith('a', 1)
      },
      changeLine: async () => {
        await new Promise<void>((resolve) => (answer = resolve))
        return cartWith('a', 2)
      },
    }),
    memoryWith({ id: 'a', token: 'x' }),
  )
  const change = store.changeLine('line-1', { quantity: 2 })
  const asked = Array.from({ length: 100 }, () => store.refresh())
  await Promise.resolve()
  answer()
  await Promise.all([change, ...asked])
  expect(reads).toBe(1)
  await store.refresh()
  expect(reads).toBe(2)
})

test('who walks away gives back what was still on its way into the basket', async () => {
  const removed: string[] = []
  let arrive = () => {}
  const store = new CartStore(
    calls({
      startCart: async () => {
        await new Promise<void>((resolve) => (arrive = resolve))
        return { ...cartWith('a', 1), token: 'secret' }
      },
      removeLine: async (_key, lineId) => {
        removed.push(lineId)
        return cartWith('a', 0)
      },
    }),
    memoryWith(null),
  )
  const added = store.add(shirt)
  await Promise.resolve()
  const givenBack = store.giveBack()
  arrive()
  await Promise.all([added, givenBack])
  expect(removed).toEqual(['line-1'])
  expect(piecesIn(store.state.cart)).toBe(0)
})

test('an ordered basket is forgotten; one that cannot be reached is kept', async () => {
  const ordered = memoryWith({ id: 'a', token: 'x' })
  const first = new CartStore(calls({ readCart: async () => cartWith('a', 1, 'ordered') }), ordered)
  await first.refresh()
  expect(first.state).toMatchObject({ cart: null, status: 'none' })
  expect(ordered.get()).toBeNull()

  const kept = memoryWith({ id: 'a', token: 'x' })
  const second = new CartStore(calls({ readCart: () => Promise.reject(new TypeError('offline')) }), kept)
  await second.refresh()
  expect(second.state.status).toBe('unreachable')
  expect(kept.get()).toEqual({ id: 'a', token: 'x' })
})

/** Counts a piece as one grosz, and knows nothing of codes. */
const counter: Counter = {
  knows: () => true,
  after: (cart, change) =>
    change.kind === 'quantity' ? priced(cartWith(cart.id, change.quantity), change.quantity) : null,
}
const priced = (cart: Cart, minor: number): Cart => ({
  ...cart,
  totals: { ...cart.totals, gross: { minor, currency: 'PLN' } },
})

test('a change is shown as it was counted here, and then as the server says it', async () => {
  const held = Promise.withResolvers<Cart>()
  const store = new CartStore(
    calls({ readCart: async () => cartWith('cart-1', 1), changeLine: () => held.promise }),
    memoryWith({ id: 'cart-1', token: 'secret' }),
  )
  await store.refresh()
  store.countWith(counter)
  expect(store.state.counted).toBe(false)
  const first = store.changeLine('line-1', { quantity: 2 })
  const second = store.changeLine('line-1', { quantity: 3 })
  expect(store.state).toMatchObject({ counted: true, cart: { totals: { gross: { minor: 3 } } } })
  held.resolve(priced(cartWith('cart-1', 3), 3))
  await Promise.all([first, second])
  expect(store.state).toMatchObject({ counted: false, corrected: false })
})

test('what the server counts otherwise is shown and told; what it refuses is taken back', async () => {
  const answers = [
    async () => priced(cartWith('cart-1', 2), 7),
    async () => Promise.reject(refusal('carts.sold_out', 409)),
  ]
  const store = new CartStore(
    calls({ readCart: async () => cartWith('cart-1', 1), changeLine: () => (answers.shift() ?? never)() }),
    memoryWith({ id: 'cart-1', token: 'secret' }),
  )
  await store.refresh()
  store.countWith(counter)
  await store.changeLine('line-1', { quantity: 2 })
  expect(store.state).toMatchObject({ corrected: true, cart: { totals: { gross: { minor: 7 } } } })
  const refused = store.changeLine('line-1', { quantity: 9 })
  expect(store.state).toMatchObject({ counted: true, cart: { totals: { gross: { minor: 9 } } } })
  await expect(refused).rejects.toThrow('carts.sold_out')
  expect(store.state).toMatchObject({ counted: false, cart: { totals: { gross: { minor: 7 } } } })
})
