import type { Currency, LocationId, OrderId, RefundId, ReturnId, Sku, StaffId } from '@splot/kernel'
import type { VatRow } from '#modules/tax'
import type { Actor } from '#platform/context'
import type { ReturnReason } from './reasons.ts'
import type { Disposition, ReturnState } from './states.ts'

export interface ReturnLine {
  /** The order line, from 1. */
  readonly lineNo: number
  readonly sku: Sku
  readonly quantity: number
  readonly reason: ReturnReason
  readonly disposition: Disposition
  /** What was paid for exactly these pieces, VAT included. */
  readonly refundMinor: number
}

export type ReturnRefundState = 'none' | 'saved' | 'unknown' | 'refused' | 'done'

export interface NewReturn {
  readonly returnId: ReturnId
  readonly orderId: OrderId
  readonly orderNumber: string
  /** Where the goods were received. */
  readonly locationId: LocationId
  readonly currency: Currency
  /** Lines and shipping. */
  readonly refundMinor: number
  readonly shippingMinor: number
  /** The VAT in it, as it was charged. */
  readonly vat: readonly VatRow[]
  /** Null: nothing to give back. */
  readonly refundId: RefundId | null
  /** The day on which she said that she withdraws (YYYY-MM-DD, of the retailer), when it was another than that of the goods. */
  readonly withdrawnOn: string | null
  readonly lines: readonly ReturnLine[]
  readonly actor: Actor
}

export interface Return {
  readonly returnId: ReturnId
  /** `R`, digits, the last one a Luhn digit: what people see and say. */
  readonly number: string
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly locationId: LocationId
  readonly staffId: StaffId | null
  readonly state: ReturnState
  readonly currency: Currency
  /** What is owed or was given back. */
  readonly refundMinor: number
  readonly shippingMinor: number
  /** The VAT in it, as it was charged; empty when it was not kept. */
  readonly vat: readonly VatRow[]
  /** What was given back: `refundMinor` once the state is `refunded`, else 0. */
  readonly refundedMinor: number
  readonly refundId: RefundId | null
  /** The tender that gets it: `card`, `blik`, `cash`. */
  readonly refundMethod: string | null
  readonly refundState: ReturnRefundState
  readonly createdAt: Date
  /** See `NewReturn`. */
  readonly withdrawnOn: string | null
  readonly refundedAt: Date | null
  readonly lines: readonly ReturnLine[]
}

export interface ReturnFilter {
  readonly orderId: OrderId | null
  readonly state: ReturnState | null
  /** Null: every place. */
  readonly locations: readonly LocationId[] | null
}

/** What payments said about the refund of a return. */
export interface ToldRefund {
  readonly refundId: RefundId
  readonly state: Exclude<ReturnRefundState, 'none'>
  readonly actor?: Actor
}
