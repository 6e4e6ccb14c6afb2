import type { LocalDate, LocationId, Sku } from '@splot/kernel'
import type { ExplainedDifference } from '../reasons.ts'
import type { AdviceState } from '../states.ts'

/** What a supplier will send, as it was written. */
export interface NewAdvice {
  readonly locationId: LocationId
  readonly supplier: string
  /** The supplier's number: of the order or the delivery note. */
  readonly reference: string
  readonly expectedOn: LocalDate
  /** Whoever receives does not see what was announced. */
  readonly blind: boolean
  readonly note: string | null
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
}

export type AdviceLine = {
  readonly sku: Sku
  /** 0: nobody announced it. */
  readonly expected: number
  readonly received: number
  readonly damaged: number
}

export type Advice = {
  readonly id: string
  readonly number: string
  readonly locationId: LocationId
  readonly supplier: string
  readonly reference: string
  readonly expectedOn: LocalDate
  readonly blind: boolean
  readonly note: string | null
  readonly state: AdviceState
  readonly differences: readonly ExplainedDifference[] | null
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly closedAt: Date | null
  readonly closedBy: string | null
  readonly expected: number
  readonly received: number
  readonly damaged: number
}

export type AdviceReceipt = {
  readonly id: string
  readonly at: Date
  readonly staffId: string | null
  readonly lines: readonly ReceivedLine[]
}

/** Pieces of one batch: `quantity` good ones, and damaged ones, which are in quarantine. */
export interface ReceivedLine {
  readonly sku: Sku
  readonly quantity: number
  readonly damaged: number
}

export interface AdviceFilter {
  readonly places: readonly LocationId[] | null
  readonly state: AdviceState | null
  /** How number, reference or supplier begins. */
  readonly number: string | null
  readonly before: string | null
  readonly limit: number
}
