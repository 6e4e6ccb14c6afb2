import type { LocationId, LocalDate, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'

/** What is still to come by a document. */
export interface StillToCome {
  readonly document: { readonly kind: 'receipt' | 'transfer'; readonly id: string }
  readonly locationId: LocationId
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number; readonly expectedOn: LocalDate }[]
}

type TellInbound = (ctx: WriteContext, stillToCome: StillToCome) => Promise<void>

/** The one call to `expectInbound` of inventory: absolute, said with each change of an advice or a transfer under way. */
export const tellInbound: TellInbound = async () => {}
