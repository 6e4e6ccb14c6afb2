/**
 * The life of a fulfilment, in one place: the table drives the server's guards, the screens' buttons and words, and the
 * docs.
 */
export const fulfilmentStates = {
  /** Some of it is still on its way to us: nobody picks yet. */
  awaiting_stock: {
    words: { pl: 'Czeka na dostawę towaru', en: 'Waiting for goods to arrive' },
    next: ['waiting', 'cancelled'],
  },
  waiting: {
    words: { pl: 'Czeka na kompletację', en: 'Waiting to be picked' },
    next: ['picking', 'cancelled'],
  },
  picking: {
    words: { pl: 'Kompletowane', en: 'Being picked' },
    next: ['ready', 'shipped', 'cancelled'],
  },
  ready: { words: { pl: 'Gotowe do odbioru', en: 'Ready for pickup' }, next: ['collected', 'cancelled'] },
  shipped: { words: { pl: 'Wysłane', en: 'Shipped' }, next: ['delivered'] },
  delivered: { words: { pl: 'Dostarczone', en: 'Delivered' }, next: [] },
  collected: { words: { pl: 'Odebrane', en: 'Collected' }, next: [] },
  cancelled: { words: { pl: 'Anulowane', en: 'Cancelled' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type FulfilmentState = keyof typeof fulfilmentStates

export const fulfilmentStateNames = Object.keys(fulfilmentStates) as FulfilmentState[]

/** What may be done in which state. */
export const fulfilmentVerbs = {
  /** The last piece that was on its way has come. */
  arrive: ['awaiting_stock'],
  /** Starting again what is being picked changes nothing. */
  startPicking: ['waiting', 'picking'],
  pick: ['picking'],
  handOver: ['ready'],
  ship: ['picking'],
  deliver: ['shipped'],
  cancel: ['awaiting_stock', 'waiting', 'picking', 'ready'],
} as const satisfies Record<string, readonly FulfilmentState[]>

export type FulfilmentVerb = keyof typeof fulfilmentVerbs

export const mayDo = (verb: FulfilmentVerb, state: FulfilmentState): boolean =>
  (fulfilmentVerbs[verb] as readonly FulfilmentState[]).includes(state)

/** What a place can do something about: its queue. */
export const openStates = ['waiting', 'picking', 'ready'] as const satisfies readonly FulfilmentState[]

/** The goods are no longer ours to stop. */
export const goneStates = ['shipped', 'delivered', 'collected'] as const satisfies readonly FulfilmentState[]
