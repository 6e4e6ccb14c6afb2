import { ProblemError } from '@splot/client'
import { useSyncExternalStore } from 'react'
import type { CartKey, LineWish, Wanted } from '../api/buy.ts'
import type { Cart } from '../api/types.ts'
import { remembered, textOf, type Remembered } from './device.ts'

/** The calls a basket needs; `api/buy.ts` in the shop, a fake in tests. */
export interface CartCalls {
  readonly startCart: (line: Wanted) => Promise<Cart>
  readonly readCart: (key: CartKey) => Promise<Cart>
  readonly addLine: (key: CartKey, line: Wanted) => Promise<Cart>
  readonly changeLine: (key: CartKey, lineId: string, wish: LineWish) => Promise<Cart>
  readonly removeLine: (key: CartKey, lineId: string) => Promise<Cart>
  readonly takeCoupon: (key: CartKey, code: string) => Promise<Cart>
  readonly dropCoupon: (key: CartKey, code: string) => Promise<Cart>
}

export interface CartState {
  /** Null: none, or not read yet. */
  readonly cart: Cart | null
  readonly status: 'unread' | 'none' | 'ready' | 'unreachable'
  /** A change is on its way. */
  readonly busy: boolean
}

/** After these a basket is over and the device starts a new one. */
const OVER = new Set(['carts.not_found', 'carts.not_open', 'carts.already_ordered'])

const UNREAD: CartState = { cart: null, status: 'unread', busy: false }

/** The basket of this device. Changes run one after another, so that two quick taps never race. */
export class CartStore {
  readonly calls: CartCalls
  readonly memory: Remembered<CartKey>
  readonly listeners = new Set<() => void>()
  state: CartState = UNREAD
  queue: Promise<unknown> = Promise.resolve()

  constructor(calls: CartCalls, memory: Remembered<CartKey> = cartMemory()) {
    this.calls = calls
    this.memory = memory
  }

  get key(): CartKey | null {
    return this.memory.get()
  }

  /** Reads the basket that the device remembers; a basket that is over is forgotten. */
  refresh(): Promise<void> {
    return this.inTurn(async () => {
      const { key } = this
      if (!key) return this.show({ cart: null, status: 'none', busy: false })
      try {
        this.show({ cart: openOrNull(await this.calls.readCart(key)), status: 'ready', busy: false })
        if (this.state.cart === null) this.forget()
      } catch (problem) {
        if (isOver(problem)) this.forget()
        else this.show({ ...this.state, status: this.state.cart ? 'ready' : 'unreachable', busy: false })
      }
    })
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
      if (cart.token) this.memory.set({ id: cart.id, token: cart.token })
      return cart
    })
  }

  changeLine(lineId: string, wish: LineWish): Promise<Cart> {
    return this.change(() => this.calls.changeLine(this.needKey(), lineId, wish))
  }

  removeLine(lineId: string): Promise<Cart> {
    return this.change(() => this.calls.removeLine(this.needKey(), lineId))
  }

  takeCoupon(code: string): Promise<Cart> {
    return this.change(() => this.calls.takeCoupon(this.needKey(), code))
  }

  dropCoupon(code: string): Promise<Cart> {
    return this.change(() => this.calls.dropCoupon(this.needKey(), code))
  }

  /** The basket was ordered, or is over. */
  forget(): void {
    this.memory.set(null)
    this.show({ cart: null, status: 'none', busy: false })
  }

  listen = (tell: () => void): (() => void) => {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }

  private needKey(): CartKey {
    const { key } = this
    if (!key) throw new Error('There is no basket to change.')
    return key
  }

  private change(run: () => Promise<Cart>): Promise<Cart> {
    return this.inTurn(async () => {
      this.show({ ...this.state, busy: true })
      try {
        const cart = await run()
        this.show({ cart, status: 'ready', busy: false })
        return cart
      } catch (problem) {
        if (isOver(problem)) this.forget()
        else this.show({ ...this.state, busy: false })
        throw problem
      }
    })
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.queue.then(run, run)
    this.queue = done.catch(() => undefined)
    return done
  }

  private show(state: CartState): void {
    this.state = state
    for (const tell of this.listeners) tell()
  }
}

export const cartMemory = (): Remembered<CartKey> =>
  remembered<CartKey>('splot-cart', (value) => {
    const id = textOf(value, 'id')
    const token = textOf(value, 'token')
    return id && token ? { id, token } : null
  })

const isOver = (problem: unknown): boolean =>
  problem instanceof ProblemError && OVER.has(problem.problem.code)

const openOrNull = (cart: Cart): Cart | null => (cart.state === 'open' ? cart : null)

/** Pieces in the basket; what the header counts. */
export const piecesIn = (cart: Cart | null): number =>
  cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0

export const useCartOf = (store: CartStore): CartState =>
  useSyncExternalStore(
    store.listen,
    () => store.state,
    () => UNREAD,
  )
