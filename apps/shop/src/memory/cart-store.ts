import { ProblemError } from '@splot/client'
import { useSyncExternalStore } from 'react'
import type { CartKey, LineWish, Sending, Wanted } from '../api/buy.ts'
import type { Cart } from '../api/types.ts'
import { remembered, textOf, type Remembered } from './device.ts'

/** The calls a basket needs; `api/buy.ts` in the shop, a fake in tests. */
export interface CartCalls {
  readonly startCart: (line: Wanted) => Promise<Cart>
  readonly readCart: (key: CartKey) => Promise<Cart>
  readonly addLine: (key: CartKey, line: Wanted) => Promise<Cart>
  readonly changeLine: (key: CartKey, lineId: string, wish: LineWish) => Promise<Cart>
  readonly sendTo: (key: CartKey, to: Sending) => Promise<Cart>
  readonly removeLine: (key: CartKey, lineId: string) => Promise<Cart>
  readonly takeCoupon: (key: CartKey, code: string) => Promise<Cart>
  readonly dropCoupon: (key: CartKey, code: string) => Promise<Cart>
}

/** A change whose price can be told without asking. */
export type BasketChange =
  | { readonly kind: 'quantity'; readonly lineId: string; readonly quantity: number }
  | { readonly kind: 'remove'; readonly lineId: string }
  | { readonly kind: 'take_coupon' | 'drop_coupon'; readonly code: string }

/** Counts a basket on this device; see `basket/count.ts`. */
export interface Counter {
  /** The basket after a change; null: too little is known to say. */
  readonly after: (cart: Cart, change: BasketChange) => Cart | null
  /** Whether it has everything that this basket is counted with. */
  readonly knows: (cart: Cart) => boolean
}

export interface CartState {
  /** Null: none, or not read yet. With changes on their way it shows what they will make of it, as far as this device can count it. */
  readonly cart: Cart | null
  readonly status: 'unread' | 'none' | 'ready' | 'unreachable'
  /** A change is on its way. */
  readonly busy: boolean
  /** The amounts were counted here, and the server has not said them yet. */
  readonly counted: boolean
  /** The server said other amounts than were counted here; its own are shown. */
  readonly corrected: boolean
}

/** After these a basket is over and the device starts a new one. */
const OVER = new Set(['carts.not_found', 'carts.not_open', 'carts.already_ordered'])

const UNREAD: CartState = { cart: null, status: 'unread', busy: false, counted: false, corrected: false }

/**
 * The basket of this device. Changes run one after another, so that two quick taps never race; what they make of the basket is shown at once
 * where it can be counted here, and the server's answer replaces it.
 */
export class CartStore {
  readonly calls: CartCalls
  readonly memory: Remembered<CartKey>
  readonly listeners = new Set<() => void>()
  state: CartState = UNREAD
  queue: Promise<unknown> = Promise.resolve()
  /** As the server told it last. */
  told: Cart | null = null
  /** Changes that the server has not answered. */
  waiting: readonly BasketChange[] = []
  counter: Counter | null = null
  /** The reading that waits for its turn. */
  refreshing: Promise<void> | null = null

  constructor(calls: CartCalls, memory: Remembered<CartKey> = cartMemory()) {
    this.calls = calls
    this.memory = memory
  }

  get key(): CartKey | null {
    return this.memory.get()
  }

  /**
   * Reads the basket that the device remembers; a basket that is over is forgotten. While one reading waits for its turn, another would tell
   * nothing else: the two are one, so that they do not pile up behind a call that hangs.
   */
  refresh(): Promise<void> {
    this.refreshing ??= this.inTurn(async () => {
      this.refreshing = null
      const { key } = this
      if (!key) return this.show({ status: 'none' })
      try {
        this.told = openOrNull(await this.calls.readCart(key))
        if (this.told === null) this.forget()
        else this.show({ status: 'ready' })
      } catch (problem) {
        if (isOver(problem)) this.forget()
        else this.show({ status: this.told ? 'ready' : 'unreachable' })
      }
    })
    return this.refreshing
  }

  /** From now on changes are counted with this. */
  countWith(counter: Counter): void {
    this.counter = counter
    this.show({})
  }

  /** Puts an article in, starting a basket when there is none. @throws ProblemError the API's "no" */
  add(line: Wanted): Promise<Cart> {
    return this.change(async () => {
      const { key } = this
      if (key) {
        try {
          return await this.calls.addLine(key, line)
        } catch (problem) {
          if (!isOver(problem)) throw problem
          this.forget()
        }
      }
      const cart = await this.calls.startCart(line)
      this.memory.set({ id: cart.id, token: cart.token ?? '' })
      return cart
    })
  }

  changeLine(lineId: string, wish: LineWish): Promise<Cart> {
    const { quantity, fulfilment } = wish
    return this.change(
      () => this.calls.changeLine(this.needKey(), lineId, wish),
      // Whether a store has it nobody knows here.
      quantity === undefined || fulfilment ? undefined : { kind: 'quantity', lineId, quantity },
    )
  }

  /** Sends the basket to another country, or in another way: delivery and VAT are those of there. */
  sendTo(to: Sending): Promise<Cart> {
    // What it counts with is of the country and the way before.
    this.counter = null
    return this.change(() => this.calls.sendTo(this.needKey(), to))
  }

  removeLine(lineId: string): Promise<Cart> {
    return this.change(() => this.calls.removeLine(this.needKey(), lineId), {
      kind: 'remove',
      lineId,
    })
  }

  /**
   * Takes everything out, also what is still on its way in: stores keep it for nobody any more. What does not arrive ends by itself when its time
   * is up.
   */
  async giveBack(): Promise<void> {
    await this.settled()
    await Promise.allSettled((this.told?.lines ?? []).map(({ lineId }) => this.removeLine(lineId)))
  }

  takeCoupon(code: string): Promise<Cart> {
    return this.change(() => this.calls.takeCoupon(this.needKey(), code), {
      kind: 'take_coupon',
      code,
    })
  }

  dropCoupon(code: string): Promise<Cart> {
    return this.change(() => this.calls.dropCoupon(this.needKey(), code), {
      kind: 'drop_coupon',
      code,
    })
  }

  /** She has signed in: her own basket takes the place of the one on this device. */
  async become(cartId: string): Promise<void> {
    await this.settled()
    // It opens by who she is.
    this.memory.set({ id: cartId, token: '' })
    // What it costs may depend on her.
    this.counter = null
    await this.refresh()
  }

  /** Resolves when every change until now was answered. */
  async settled(): Promise<void> {
    await this.queue
  }

  /** The basket was ordered, or is over. */
  forget(): void {
    this.memory.set(null)
    this.told = null
    this.counter = null
    this.show({ status: 'none', busy: false, corrected: false })
  }

  listen = (tell: () => void): (() => void) => {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }

  /** What was told, with the changes that wait for an answer, as far as they can be counted one after the other. */
  private ahead(): Cart | null {
    let cart = this.told
    for (const change of this.waiting) {
      const next = cart && this.counter?.after(cart, change)
      if (!next) break
      cart = next
    }
    return cart
  }

  needKey(): CartKey {
    const { key } = this
    if (!key) throw new Error('There is no basket to change.')
    return key
  }

  /** Runs a change in its turn; the basket that it answers is the one that is shown. */
  change(run: () => Promise<Cart>, known?: BasketChange): Promise<Cart> {
    if (known) {
      this.waiting = [...this.waiting, known]
      this.show({ corrected: false })
    }
    return this.inTurn(async () => {
      this.show({ busy: true })
      const expected = known && this.told && this.counter?.after(this.told, known)
      try {
        const cart = await run()
        this.told = cart
        this.waiting = this.waiting.filter((change) => change !== known)
        this.show({
          status: 'ready',
          busy: false,
          ...(expected && { corrected: !sameAmounts(expected, cart) }),
        })
        return cart
      } catch (problem) {
        this.waiting = this.waiting.filter((change) => change !== known)
        if (isOver(problem)) this.forget()
        else this.show({ busy: false })
        throw problem
      }
    })
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.queue.then(run, run)
    this.queue = done.catch(() => undefined)
    return done
  }

  private show(news: Partial<Pick<CartState, 'status' | 'busy' | 'corrected'>>): void {
    const cart = this.ahead()
    this.state = { ...this.state, ...news, cart, counted: cart !== this.told }
    for (const tell of this.listeners) tell()
  }
}

export const cartMemory = (): Remembered<CartKey> =>
  remembered<CartKey>('splot-cart', (value) => {
    const id = textOf(value, 'id')
    const token = textOf(value, 'token')
    return id && token !== undefined ? { id, token } : null
  })

export const isOver = (problem: unknown): boolean =>
  problem instanceof ProblemError && OVER.has(problem.problem.code)

/** Everything that rules decide of a basket. */
const amountsOf = ({ lines, totals, shippingDiscounts, coupons, gifts }: Cart): unknown => [
  lines.map(({ lineId, quantity, unitPrice, lineTotal, pricePerUnit = null, discounts }) => [
    lineId,
    quantity,
    unitPrice,
    lineTotal,
    pricePerUnit,
    discounts,
  ]),
  totals,
  shippingDiscounts,
  coupons,
  gifts.map(({ sku, missing }) => [sku, missing]),
]

/** Whether both say the same, to the byte. */
export const sameAmounts = (one: Cart, other: Cart): boolean =>
  JSON.stringify(amountsOf(one)) === JSON.stringify(amountsOf(other))

const openOrNull = (cart: Cart): Cart | null => (cart.state === 'open' ? cart : null)

/** Pieces in the basket; what the header counts. */
export const piecesIn = (cart: Cart | null): number =>
  cart?.lines.reduce((sum, line) => sum + line.quantity, cart.giftCards.length) ?? 0

export const useCartOf = (store: CartStore): CartState =>
  useSyncExternalStore(
    store.listen,
    () => store.state,
    () => UNREAD,
  )
