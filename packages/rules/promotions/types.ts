import type { Currency, Ppm } from '@splot/kernel'
import type { VatShare } from '../basket.ts'

/** A text in the languages of the screens. */
export interface Words {
  readonly pl: string
  readonly en: string
}

/** How goods leave: over the counter, collected, or sent. */
export type FulfilmentKind = 'counter' | 'pickup' | 'ship'

/** Where the price of a line comes from; kept with an order, so that a price can be traced to rows. */
export interface PriceSource {
  /** Code of the price list. */
  readonly list: string
  /** Version of prices that was in force. */
  readonly version: number
  /** Pieces from which this price counts; 1 without a quantity break. */
  readonly fromQuantity: number
  /** What the list says for one piece, before the exceptions. */
  readonly listMinor: number
  /** Documented exceptions ("5 % less in the app"), in the order in which they were taken; `minor` is what one changed, below 0 when cheaper. */
  readonly exceptions: readonly { readonly id: string; readonly reason: Words; readonly minor: number }[]
}

export interface BasketLine {
  readonly lineId: string
  readonly sku: string
  /** Handle of the product that the SKU is a variant of. */
  readonly product: string
  /** Its category and every one above it. */
  readonly categories: readonly string[]
  /** Value code by attribute or option code: `{ colour: 'navy', brand: 'splot' }`. */
  readonly attributes: Readonly<Record<string, string>>
  /** Pieces, at least 1. */
  readonly quantity: number
  /** Gross of one piece before promotions, exceptions of the price list included, minor units. */
  readonly unitMinor: number
  readonly price?: PriceSource
  readonly taxLetter: string
  readonly taxPpm: Ppm
  /** ISO 3166 code of the country whose VAT it bears; missing: the seller's own. */
  readonly taxCountry?: string
  readonly fulfilment: FulfilmentKind
}

/** A code that was found good for this basket; the promotion it opens counts only with it. */
export interface GrantedCoupon {
  /** As people see it. */
  readonly code: string
  readonly promotionId: string
}

export interface Basket {
  readonly currency: Currency
  readonly lines: readonly BasketLine[]
  /** What sending costs before promotions; null when nothing is sent. */
  readonly shipping: {
    readonly minor: number
    readonly taxLetter: string
    readonly taxPpm: Ppm
    readonly taxCountry?: string
  } | null
  readonly coupons: readonly GrantedCoupon[]
}

/** One tender, or several that pay together. */
export type Tenders = string | readonly string[]

/** Everything outside the basket that a rule may ask. The same context gives the same bytes in every runtime. */
export interface PricingContext {
  /** Epoch ms. */
  readonly at: number
  /** The wall clock where the rules are read (`wallClock` of the kernel): ISO weekday 1…7 and minutes since midnight. */
  readonly weekday: number
  readonly minutes: number
  /** Code of the sales channel. */
  readonly channel: string
  /** Id of the store at whose counter this happens; null elsewhere. */
  readonly location: string | null
  readonly segments: readonly string[]
  readonly groups: readonly string[]
  /** Whether the customer has not bought before; null when nobody knows who she is. */
  readonly firstOrder: boolean | null
  /** With what all of it is paid: one tender, or each that pays a part. Null before it is chosen. */
  readonly tender: Tenders | null
}

/** Narrows which lines a promotion is about. All of a list must hold; `not` turns one around. */
export type LineCondition =
  | { readonly kind: 'products'; readonly anyOf: readonly string[]; readonly not?: boolean } // SKUs and handles
  | { readonly kind: 'categories'; readonly anyOf: readonly string[]; readonly not?: boolean }
  | {
      readonly kind: 'attributes'
      readonly attribute: string
      readonly anyOf: readonly string[]
      readonly not?: boolean
    }
  | { readonly kind: 'fulfilment'; readonly anyOf: readonly FulfilmentKind[]; readonly not?: boolean }

/**
 * Must hold for the promotion to count at all. Quantity and value are those of the lines that its own line conditions leave, so that a
 * line no promotion matches never changes the price of another; pieces that it may not touch count too, the SKU of its gift never.
 */
export type BasketCondition =
  | { readonly kind: 'channel'; readonly anyOf: readonly string[] }
  | { readonly kind: 'location'; readonly anyOf: readonly string[] }
  | { readonly kind: 'segment'; readonly anyOf: readonly string[] }
  | { readonly kind: 'group'; readonly anyOf: readonly string[] }
  | { readonly kind: 'first_order' }
  /** Minutes since midnight, `[from, until)`; a window over midnight has `until` before `from`. */
  | {
      readonly kind: 'hours'
      readonly weekdays: readonly number[]
      readonly from: number
      readonly until: number
    }
  | { readonly kind: 'quantity'; readonly atLeast: number }
  /** Gross after the promotions before this one. */
  | { readonly kind: 'value'; readonly atLeastMinor: number }
  /** Each tender that pays is one of these: who pays a grosz another way has not paid so. */
  | { readonly kind: 'tender'; readonly anyOf: readonly string[] }

export type Condition = LineCondition | BasketCondition

export type Action =
  /** Off every line, rounded half up line by line. */
  | { readonly kind: 'line_percent'; readonly ppm: Ppm }
  /** Off every piece. */
  | { readonly kind: 'line_amount'; readonly minor: number }
  /** What a piece costs; a piece that is cheaper already stays so. */
  | { readonly kind: 'fixed_price'; readonly minor: number }
  /** Off the sum of the lines, then allocated to them. */
  | { readonly kind: 'basket_percent'; readonly ppm: Ppm }
  | { readonly kind: 'basket_amount'; readonly minor: number }
  /**
   * For every `buy` pieces of the promotion's lines, `get` pieces (of `of`; of the same lines when it is missing) cost `ppm` less, the
   * cheapest ones. A piece is bought or got, never both. What they cost less is split over all pieces of the sets by what they cost, here
   * and in the two below, so that a return of the bought ones never leaves the got ones for nothing.
   */
  | {
      readonly kind: 'buy_get'
      readonly buy: number
      readonly get: number
      readonly of?: readonly LineCondition[]
      readonly ppm: Ppm
      readonly atMostTimes?: number
    }
  /** Of every `every` pieces, dearest first, the `free` cheapest are free ("3 for 2"). */
  | {
      readonly kind: 'cheapest_free'
      readonly every: number
      readonly free: number
      readonly atMostTimes?: number
    }
  /** A set of pieces for one price. */
  | {
      readonly kind: 'bundle'
      readonly parts: readonly { readonly of: readonly LineCondition[]; readonly quantity: number }[]
      readonly minor: number
      readonly atMostTimes?: number
    }
  /** The highest tier that is reached counts. */
  | {
      readonly kind: 'quantity_tiers'
      readonly tiers: readonly { readonly atLeast: number; readonly ppm: Ppm }[]
    }
  | {
      readonly kind: 'value_tiers'
      readonly tiers: readonly { readonly atLeastMinor: number; readonly minor: number }[]
    }
  /** Pieces of that SKU in the basket cost nothing, up to `quantity`; `gifts` of the answer says how many are missing. */
  | { readonly kind: 'gift'; readonly sku: string; readonly quantity: number }
  /** Off what sending costs; a million ppm is free delivery. */
  | { readonly kind: 'shipping_percent'; readonly ppm: Ppm }
  | { readonly kind: 'shipping_price'; readonly minor: number }

export type ActionKind = Action['kind']
export type ConditionKind = Condition['kind']

export interface Promotion {
  readonly id: string
  /** Grows with every change that is published. */
  readonly version: number
  /** What the office calls it. */
  readonly name: string
  /** What shopper and receipt read. */
  readonly label: Words
  /** Lower counts first; equal ones in the order of their ids. */
  readonly priority: number
  /** Of the promotions of one group at most one touches a piece: the one that is best for the customer. Null: goes with all. */
  readonly group: string | null
  /** True: a piece that it touches is touched by nothing else, and it touches none that something else did. */
  readonly exclusive: boolean
  /** Epoch ms, `[from, until)`; null is open. */
  readonly validFrom: number | null
  readonly validUntil: number | null
  /**
   * `code`: only with a granted coupon. `individual`: only for those it was made for, by a granted coupon or by a condition on segment, group or
   * first order; never counted for the lowest price.
   */
  readonly audience: 'public' | 'code' | 'individual'
  /** A public code ("everybody types LATO"): counted for the lowest price although it is a code. */
  readonly publicCode?: boolean
  /** What a voluntary partial return does to it. A statutory withdrawal or complaint always keeps it. */
  readonly returns: 'keep' | 'recompute'
  readonly currency: Currency
  /** The most that it may take off one basket, minor units. */
  readonly atMostMinor?: number
  readonly conditions: readonly Condition[]
  readonly action: Action
}

/** Promotions that are in force together, published as one version. */
export interface RuleSet {
  readonly version: number
  readonly promotions: readonly Promotion[]
}

export interface Discount {
  readonly promotionId: string
  readonly label: Words
  /** What it took off, minor units, above 0. */
  readonly minor: number
  /** Pieces that it lowered, or that make up the sets that it lowered; of shipping 0. */
  readonly pieces: number
  /** The code that opened it. */
  readonly code?: string
}

export interface PricedLine {
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
  readonly unitMinor: number
  /** As the basket had it, so that an order keeps where its prices came from. */
  readonly price?: PriceSource
  /** `unitMinor` times `quantity`. */
  readonly listMinor: number
  /** In the order in which they were taken. */
  readonly discounts: readonly Discount[]
  /** What the line costs: never below 0. */
  readonly grossMinor: number
  readonly taxLetter: string
  readonly taxPpm: Ppm
  readonly taxCountry?: string
}

export interface PricedShipping {
  readonly listMinor: number
  readonly discounts: readonly Discount[]
  readonly grossMinor: number
  readonly taxLetter: string
  readonly taxPpm: Ppm
  readonly taxCountry?: string
}

/** The first thing that kept a promotion from counting, with what was wanted and what was there. */
export interface Obstacle {
  readonly reason:
    | 'not_yet'
    | 'over'
    | 'needs_code'
    | 'other_currency'
    | 'no_matching_goods'
    | 'another_is_better'
    | 'already_lower'
    | BasketCondition['kind']
    | 'gift_missing'
    | 'nothing_to_send'
  /** Minor units or pieces. */
  readonly wanted?: number
  readonly had?: number
}

export interface PromotionTrace {
  readonly promotionId: string
  readonly version: number
  /** In all, minor units; 0 when it did not count. */
  readonly minor: number
  readonly obstacle?: Obstacle
}

export interface PricedBasket {
  readonly currency: Currency
  /** Of the rule set. */
  readonly rulesVersion: number
  /** In the order of the basket. */
  readonly lines: readonly PricedLine[]
  readonly shipping: PricedShipping | null
  /** Goods before promotions, all discounts with those of shipping, and what is to be paid. */
  readonly listMinor: number
  readonly discountMinor: number
  readonly shippingMinor: number
  readonly grossMinor: number
  readonly vat: readonly VatShare[]
  /** Gifts that the basket has a right to and does not hold yet. */
  readonly gifts: readonly { readonly promotionId: string; readonly sku: string; readonly missing: number }[]
  /** What counted, in the order in which it was taken. */
  readonly applied: readonly PromotionTrace[]
  /** Every coupon of the basket, and why it did not count where it did not. */
  readonly coupons: readonly {
    readonly code: string
    readonly promotionId: string
    readonly minor: number
    readonly obstacle?: Obstacle
  }[]
  /** Only when asked for: every promotion of the set that did not count, with the first condition that failed. */
  readonly rejected?: readonly PromotionTrace[]
}
