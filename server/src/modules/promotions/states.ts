/** draft: never published · live: in the rules from its instant on · archived: no longer in them, kept for ever. */
export const promotionStates = {
  draft: { words: { pl: 'szkic', en: 'draft' }, next: ['live'] },
  live: { words: { pl: 'opublikowana', en: 'published' }, next: ['archived'] },
  archived: { words: { pl: 'w archiwum', en: 'archived' }, next: ['draft'] },
} as const
export type PromotionState = keyof typeof promotionStates
// Object.keys forgets which keys it read.
export const promotionStateNames = Object.keys(promotionStates) as PromotionState[]

export const couponStates = {
  active: { words: { pl: 'czynny', en: 'active' }, next: ['paused', 'archived'] },
  paused: { words: { pl: 'wstrzymany', en: 'paused' }, next: ['active', 'archived'] },
  archived: { words: { pl: 'w archiwum', en: 'archived' }, next: [] },
} as const
export type CouponState = keyof typeof couponStates
export const couponStateNames = Object.keys(couponStates) as CouponState[]

/** reserved: a basket has it, and while nobody collected it, also after its time · committed: with an order. */
export const redemptionStates = {
  reserved: { words: { pl: 'w koszyku', en: 'in a basket' }, next: ['committed', 'released', 'expired'] },
  committed: { words: { pl: 'wykorzystany', en: 'used' }, next: ['released'] },
  released: { words: { pl: 'oddany', en: 'given back' }, next: [] },
  expired: { words: { pl: 'przepadł', en: 'ran out' }, next: ['reserved', 'committed'] },
} as const
export type RedemptionState = keyof typeof redemptionStates

export const leaseStates = {
  open: { words: { pl: 'przyznana', en: 'granted' }, next: ['settled'] },
  settled: { words: { pl: 'rozliczona', en: 'settled' }, next: [] },
} as const
export type LeaseState = keyof typeof leaseStates
