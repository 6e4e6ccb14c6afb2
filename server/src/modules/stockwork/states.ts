/** The lives of the papers of stock, in one place each: guards, screens and docs read these tables. */
type States = Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export const adviceStates = {
  announced: { words: { pl: 'Zapowiedziana', en: 'Announced' }, next: ['receiving', 'closed', 'cancelled'] },
  receiving: { words: { pl: 'W przyjęciu', en: 'Being received' }, next: ['closed'] },
  closed: { words: { pl: 'Zamknięta', en: 'Closed' }, next: [] },
  cancelled: { words: { pl: 'Odwołana', en: 'Cancelled' }, next: [] },
} as const satisfies States
export type AdviceState = keyof typeof adviceStates
export const adviceVerbs = {
  'receive, close, change': ['announced', 'receiving'],
  cancel: ['announced'],
} as const satisfies Record<string, readonly AdviceState[]>

export const transferStates = {
  requested: {
    words: { pl: 'Czeka na zgodę', en: 'Waiting for approval' },
    next: ['approved', 'rejected', 'cancelled'],
  },
  approved: { words: { pl: 'Do wysłania', en: 'To be shipped' }, next: ['shipped', 'cancelled'] },
  shipped: { words: { pl: 'W drodze', en: 'In transit' }, next: ['closed', 'undone'] },
  closed: { words: { pl: 'Zamknięte', en: 'Closed' }, next: ['undone'] },
  rejected: { words: { pl: 'Odrzucone', en: 'Rejected' }, next: [] },
  cancelled: { words: { pl: 'Odwołane', en: 'Cancelled' }, next: [] },
  undone: { words: { pl: 'Wycofane', en: 'Undone' }, next: [] },
} as const satisfies States
export type TransferState = keyof typeof transferStates
export const transferVerbs = {
  'approve, reject': ['requested'],
  ship: ['approved'],
  'receive, close': ['shipped'],
  cancel: ['requested', 'approved'],
  undo: ['shipped', 'closed'],
} as const satisfies Record<string, readonly TransferState[]>

export const countStates = {
  counting: {
    words: { pl: 'Liczenie', en: 'Counting' },
    next: ['recounting', 'review', 'posted', 'cancelled'],
  },
  recounting: {
    words: { pl: 'Ponowne liczenie', en: 'Recounting' },
    next: ['recounting', 'review', 'posted', 'cancelled'],
  },
  review: {
    words: { pl: 'Do zatwierdzenia', en: 'To be approved' },
    next: ['posted', 'recounting', 'cancelled'],
  },
  posted: { words: { pl: 'Zaksięgowana', en: 'Posted' }, next: ['undone'] },
  cancelled: { words: { pl: 'Anulowana', en: 'Cancelled' }, next: [] },
  undone: { words: { pl: 'Wycofana', en: 'Undone' }, next: [] },
} as const satisfies States
export type CountState = keyof typeof countStates
export const countVerbs = {
  'scan, submit': ['counting', 'recounting'],
  'approve, recount': ['review'],
  cancel: ['counting', 'recounting', 'review'],
  undo: ['posted'],
} as const satisfies Record<string, readonly CountState[]>

export const adjustmentStates = {
  requested: { words: { pl: 'Czeka na zgodę', en: 'Waiting for approval' }, next: ['posted', 'rejected'] },
  posted: { words: { pl: 'Zaksięgowana', en: 'Posted' }, next: ['undone'] },
  rejected: { words: { pl: 'Odrzucona', en: 'Rejected' }, next: [] },
  undone: { words: { pl: 'Wycofana', en: 'Undone' }, next: [] },
} as const satisfies States
export type AdjustmentState = keyof typeof adjustmentStates
export const adjustmentVerbs = {
  'approve, reject': ['requested'],
  undo: ['posted'],
} as const satisfies Record<string, readonly AdjustmentState[]>
