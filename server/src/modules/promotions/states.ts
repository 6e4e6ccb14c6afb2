/** draft: never published · live: in the rules from its instant on · archived: no longer in them, kept for ever. */
export const promotionStates = {
  draft: { words: { pl: 'szkic', en: 'draft' } },
  live: { words: { pl: 'opublikowana', en: 'published' } },
  archived: { words: { pl: 'w archiwum', en: 'archived' } },
} as const
export type PromotionState = keyof typeof promotionStates
// Object.keys forgets which keys it read.
export const promotionStateNames = Object.keys(promotionStates) as PromotionState[]

export const couponStates = {
  active: { words: { pl: 'czynny', en: 'active' } },
  paused: { words: { pl: 'wstrzymany', en: 'paused' } },
  archived: { words: { pl: 'w archiwum', en: 'archived' } },
} as const
export type CouponState = keyof typeof couponStates
export const couponStateNames = Object.keys(couponStates) as CouponState[]

/** reserved: a basket has it, and while nobody collected it, also after its time · committed: with an order. */
export const redemptionStates = {
  reserved: { words: { pl: 'w koszyku', en: 'in a basket' } },
  committed: { words: { pl: 'wykorzystany', en: 'used' } },
  released: { words: { pl: 'oddany', en: 'given back' } },
  expired: { words: { pl: 'przepadł', en: 'ran out' } },
} as const
export type RedemptionState = keyof typeof redemptionStates

/** Those that count against the limits. */
export const countedIn = ['reserved', 'committed'] as const satisfies readonly RedemptionState[]

export const leaseStates = {
  open: { words: { pl: 'przyznana', en: 'granted' } },
  settled: { words: { pl: 'rozliczona', en: 'settled' } },
} as const
export type LeaseState = keyof typeof leaseStates
