export * from './states.ts'
export type * from './types.ts'
export { MAX_CODES_OF_BASKET, MAX_CODE_LENGTH, MAX_RESERVED_MS, RESERVED_MS } from './limits.ts'
export { bindRange, bindSegments } from './ports.ts'
export { countsIn, openPromotions, rulesOf, type RulesModel } from './rules.ts'
export { normalise } from './coupons/code.ts'
export { refusalWords } from './words.ts'
export { codesAwaiting, type AwaitingCode } from './coupons/awaiting.ts'
export { findCoupons } from './coupons/find.ts'
export { slowingGuesses } from './coupons/guesses.ts'
export { takeCoupon } from './coupons/take.ts'
export { commitRedemptions } from './coupons/commit.ts'
export { extendRedemptions, releaseOfOrders, releaseRedemptions } from './coupons/release.ts'
export { RedemptionSchema, showRedemption } from './coupons/redemption-wire.ts'
export { redemptionsOfCoupon } from './coupons/store.ts'
export { redemptionsById, usesOfBasket, usesOfOrders } from './coupons/read.ts'
export { lockCounters, recordOfflineUses, type RecordedUse } from './coupons/offline.ts'
export { coveredBy, grantLease, leaseOf, leaseWithCode, settleLease } from './coupons/leases.ts'
export { grantCodes } from './coupons/lease-codes.ts'
export { leasesOfCoupon } from './coupons/lease-store.ts'
export { LeaseSchema, showLease } from './coupons/lease-wire.ts'
export { changeCoupon, couponFor, makeCoupon, type CouponTerms, type NewCoupon } from './coupons/make.ts'
export {
  issueCode,
  makeCodes,
  makeCodesJob,
  orderCodes,
  resumeBatches,
  resumeBatchesJob,
} from './coupons/batches.ts'
export { tidyJob, tidyLeases, tidyRedemptions } from './coupons/tidy.ts'
export { draftPromotion } from './draft.ts'
export { publishPromotions, type Publication } from './publish.ts'
export { routes } from './routes.ts'
export { promotionsForSegment, ruleSetByVersion, rulesAt } from './store.ts'
export { rulesWith, type WhatIf } from './what-if.ts'
export { DraftSchema, PromotionSchema } from './schema.ts'
export { tell } from './wire.ts'
