import type { ChannelId, Id, LocationId, Sku } from '@splot/kernel'
import type { HoldKind } from '../types.ts'
import type { PolicyState } from './states.ts'

export type PolicyId = Id<'policy'>

/** For which goods (a SKU, or a category with everything below it) and in which places (one, or a region). Left out: all. */
export interface Scope {
  readonly sku?: Sku
  readonly category?: string
  readonly locationId?: LocationId
  readonly region?: string
}

/** Whether pieces that are not here may be promised. */
export interface Backorder {
  /** none: no · inbound: what is announced, on the day it comes · open: also what nobody has announced, in `leadDays`. */
  readonly against: 'none' | 'inbound' | 'open'
  /** Pieces of one SKU and place that may wait at once; no limit when left out. */
  readonly most?: number
  /** Days until an open one is promised. */
  readonly leadDays?: number
}

/** How long a hold lasts, and how long it may be extended to, counted from when it was made. Milliseconds. */
export interface HoldLimits {
  readonly ttlMs: number
  readonly capMs: number
}

/** What a rule says; what it leaves out a wider rule decides. */
export interface Terms {
  /** The display minimum, pieces; for all channels. */
  readonly safety?: number
  /** Pieces hidden from the rule's channel. */
  readonly buffer?: number
  /** A share of what is sellable hidden from the rule's channel, parts per million, rounded up. */
  readonly bufferPpm?: number
  /** Pieces kept for the rule's channel alone. */
  readonly pool?: number
  readonly backorder?: Backorder
  /** Only in rules for all goods and places. */
  readonly holds?: Partial<Record<HoldKind, HoldLimits>>
}

export interface Rule {
  /** Its place in the list, from 1. */
  readonly ruleNo: number
  readonly scope: Scope
  /** null: every channel. */
  readonly channelId: ChannelId | null
  readonly terms: Terms
}

export interface Policy {
  readonly policyId: PolicyId
  readonly version: number
  readonly state: PolicyState
  readonly name: string
  /** Grows with each change of a draft. */
  readonly edition: number
  readonly createdAt: Date
  /** `kind:id` */
  readonly createdBy: string
  readonly publishedAt: Date | null
  readonly endedAt: Date | null
}

/** How far the rows of stock carry what was published last. */
export interface PolicyProgress {
  readonly policyId: PolicyId | null
  readonly finished: boolean
  /** Rows that it changed so far. */
  readonly changed: number
}
