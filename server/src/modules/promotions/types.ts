import type { Currency, CustomerId, DeviceId, Id, LocationId, OrderId, StaffId } from '@splot/kernel'
import type { Promotion, RuleSet, Words } from '@splot/rules'
import type { Actor } from '#platform/context'
import type { CouponState, LeaseState, PromotionState, RedemptionState } from './states.ts'

export type PromotionId = Id<'promotion'>
export type CouponId = Id<'coupon'>
export type CouponBatchId = Id<'coupon-batch'>
export type RedemptionId = Id<'redemption'>
export type LeaseId = Id<'coupon-lease'>

/** What people write; id and version are given by us. */
export type PromotionDraft = Omit<Promotion, 'id' | 'version'>

/** A promotion as the office keeps it: what is published, and what somebody is working on. */
export interface PromotionRecord {
  readonly promotionId: PromotionId
  readonly state: PromotionState
  /** The newest words about it: of the draft, or of what was published last. */
  readonly content: PromotionDraft
  /** True: `content` is not published yet. */
  readonly changed: boolean
  /** Of the record, for If-Match. */
  readonly version: number
  /** Published last; 0: never. */
  readonly revision: number
  /** From when the last published revision counts. */
  readonly startsAt: Date | null
  readonly updatedAt: Date
  readonly updatedBy: StaffId | null
}

/** A set of promotions published together. */
export interface RuleSetRecord {
  readonly version: number
  readonly startsAt: Date
  readonly publishedAt: Date
  readonly publishedBy: StaffId | null
  readonly reason: string
  /** Published again only because something was put before it. */
  readonly carriedOver: boolean
}

/** A rule set with the instant from which it counts. */
export interface TimedRuleSet extends RuleSet {
  readonly startsAt: Date
}

export interface CouponLimits {
  /** Uses of the whole coupon (all codes of it together); null: as many as people like. */
  readonly total: number | null
  /** Uses of each unique code; of no meaning for a generic one. */
  readonly perCode: number
  readonly perCustomer: number | null
  /** Uses within any so many days up to now. */
  readonly period: {
    readonly days: number
    readonly total: number | null
    readonly perCustomer: number | null
  } | null
}

/** What one code (generic) or a heap of codes (unique) is good for. */
export interface Coupon {
  readonly couponId: CouponId
  readonly promotionId: PromotionId
  readonly kind: 'generic' | 'unique'
  readonly name: string
  /** Generic: as people type it. Unique: null. */
  readonly code: string | null
  readonly limits: CouponLimits
  readonly validFrom: Date | null
  readonly validUntil: Date | null
  /** Codes of channels; null: everywhere. */
  readonly channels: readonly string[] | null
  readonly state: CouponState
  readonly version: number
}

/** Why a code is not good; `unknown` is also said of what belongs to somebody else. */
export type CouponRefusal =
  | 'unknown'
  | 'not_yet'
  | 'over'
  | 'other_channel'
  | 'customer_needed'
  | 'used_up'
  | 'set_aside'
  | 'customer_limit'
  | 'period_limit'
  | 'let_go'

/** For whom and where a code is asked about. */
export interface Asker {
  /** Code of the channel. */
  readonly channel: string
  readonly customerId: CustomerId | null
}

export interface RefusedCoupon {
  readonly state: 'refused'
  readonly code: string
  readonly reason: CouponRefusal
  /** For the shopper. */
  readonly words: Words
}

export type FoundCoupon =
  | {
      readonly state: 'granted'
      /** As people see it. */
      readonly code: string
      readonly couponId: CouponId
      readonly promotionId: PromotionId
    }
  | RefusedCoupon

export interface WantedCoupon extends Asker {
  /** For the open sale of this till. */
  readonly deviceId?: DeviceId
  /** Made by the caller, kept before it asks, so that it can ask again: the idempotency key. */
  readonly redemptionId: RedemptionId
  readonly code: string
  /** The basket that takes it: it never takes one code twice. Null: a sale without a basket. */
  readonly cartId: string | null
}

export interface TakenCoupon {
  readonly state: 'taken'
  /** That of an earlier take of the same code by the same basket, where there is one. */
  readonly redemptionId: RedemptionId
  readonly couponId: CouponId
  readonly promotionId: PromotionId
  readonly code: string
  readonly expiresAt: Date
}

export type Taken = TakenCoupon | RefusedCoupon

export interface RedemptionOfOrder {
  readonly redemptionId: RedemptionId
  readonly orderId: OrderId
  /** Who placed it: in combined batches each order names its own. */
  readonly actor?: Actor
}

/** All redemptions of an order are committed, or none. */
export type CommittedOrder =
  | { readonly orderId: OrderId; readonly state: 'committed' }
  | {
      readonly orderId: OrderId
      readonly state: 'gone'
      readonly coupons: readonly (RefusedCoupon & { readonly redemptionId: RedemptionId })[]
    }

export interface Redemption {
  readonly redemptionId: RedemptionId
  readonly couponId: CouponId
  readonly promotionId: PromotionId
  readonly code: string
  readonly cartId: string | null
  readonly customerId: CustomerId | null
  readonly channel: string
  readonly orderId: OrderId | null
  readonly leaseId: LeaseId | null
  /** The till that keeps it for its open sale; null: a basket, or a sale that was being recorded. */
  readonly deviceId: DeviceId | null
  readonly state: RedemptionState
  readonly takenAt: Date
  readonly expiresAt: Date
  readonly committedAt: Date | null
  /** Used without a network beyond what was granted: somebody should look. */
  readonly beyondLease: boolean
}

/** Uses of a generic coupon, or unique codes, that a till may spend without asking, until an instant. */
export interface Lease {
  readonly leaseId: LeaseId
  readonly couponId: CouponId
  readonly promotionId: PromotionId
  /** Of a generic coupon; null: unique codes, one use of each. */
  readonly code: string | null
  /** The batch of unique codes. */
  readonly batchId: CouponBatchId | null
  readonly deviceId: DeviceId
  readonly locationId: LocationId | null
  readonly uses: number
  readonly spent: number
  readonly until: Date
  readonly state: LeaseState
  readonly grantedAt: Date
}

/** A use that happened at a till without a network: a fact. */
export interface OfflineUse {
  readonly redemptionId: RedemptionId
  readonly code: string
  readonly orderId: OrderId
  readonly leaseId: LeaseId | null
  readonly customerId: CustomerId | null
  readonly channel: string
  readonly at: Date
}

export interface CouponBatch {
  readonly batchId: CouponBatchId
  readonly couponId: CouponId
  readonly wanted: number
  readonly made: number
  readonly createdAt: Date
  readonly finishedAt: Date | null
  /** When the codes were first downloaded; they can be for a day after that. */
  readonly exportedAt: Date | null
}

/** Two promotions that can both apply, of which nothing says who comes first. */
export interface Conflict {
  readonly promotions: readonly [
    { readonly id: string; readonly name: string },
    { readonly id: string; readonly name: string },
  ]
  readonly words: Words
}

/** What promotions may be about; asked from the read models of this process when a draft is checked. */
export interface Range {
  readonly isSku: (sku: string) => boolean
  /** Handle and category of a SKU's product, or of the product with that handle. */
  readonly productOf: (
    skuOrHandle: string,
  ) => { readonly handle: string; readonly category: string } | undefined
  /** The category and everything below it; undefined when there is none. */
  readonly categoryWithin: (handle: string) => ReadonlySet<string> | undefined
  readonly isAttribute: (code: string) => boolean
  /** Whether some product has this value of the attribute. */
  readonly isAttributeValue: (code: string, value: string) => boolean
  readonly isChannel: (code: string) => boolean
  readonly isLocation: (id: string) => boolean
  readonly isCurrency: (code: Currency) => boolean
}
