/**
 * The life of an order, in one place: the table drives the server's guards, the screens' buttons and words, and the docs.
 * Returns have states of their own on the return.
 */
export const orderStates = {
  placed: {
    words: { pl: 'Złożone, czeka na płatność', en: 'Placed, waiting for payment' },
    next: ['confirmed', 'cancelled'],
  },
  confirmed: {
    words: { pl: 'Potwierdzone', en: 'Confirmed' },
    // Delivered at once: what is sent by e-mail alone.
    next: ['picking', 'ready_for_pickup', 'shipped', 'delivered', 'collected', 'cancelled'],
  },
  picking: {
    words: { pl: 'Kompletowane', en: 'Being picked' },
    // Delivered at once: its goods could not be had, and the gift cards that it bought came by e-mail.
    next: ['ready_for_pickup', 'shipped', 'delivered', 'collected', 'cancelled'],
  },
  ready_for_pickup: {
    words: { pl: 'Gotowe do odbioru', en: 'Ready for pickup' },
    next: ['collected', 'cancelled'],
  },
  shipped: { words: { pl: 'Wysłane', en: 'Shipped' }, next: ['delivered'] },
  delivered: { words: { pl: 'Dostarczone', en: 'Delivered' }, next: [] },
  collected: { words: { pl: 'Odebrane', en: 'Collected' }, next: [] },
  cancelled: { words: { pl: 'Anulowane', en: 'Cancelled' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type OrderState = keyof typeof orderStates

export const orderStateNames = Object.keys(orderStates) as OrderState[]

/** Whether an order may go straight from one state to the other. */
export const mayMove = (from: OrderState, to: OrderState): boolean =>
  (orderStates[from].next as readonly OrderState[]).includes(to)

/** The states from which an order may go to `to`: the guard of `moveOrders`. */
export const statesBefore = (to: OrderState): OrderState[] =>
  orderStateNames.filter((from) => mayMove(from, to))

/** What may be done in which state. */
export const payableIn = ['placed'] as const satisfies readonly OrderState[]
export const cancellableIn = [
  'placed',
  'confirmed',
  'picking',
  'ready_for_pickup',
] as const satisfies readonly OrderState[]
export const pickableIn = ['confirmed', 'picking'] as const satisfies readonly OrderState[]
export const returnableIn = ['shipped', 'delivered', 'collected'] as const satisfies readonly OrderState[]
/** Nothing follows: the order's own life is over. */
export const finalStates = orderStateNames.filter((state) => orderStates[state].next.length === 0)
