import type { ChannelId, LocationId, Sku } from '@splot/kernel'

/** A label on a shelf. */
export interface Label {
  readonly deviceId: string
  readonly sku: Sku
  readonly channelId: ChannelId
  readonly locationId: LocationId
  /** What it shows, as far as its gateway has said; null: nothing yet. */
  readonly shown: {
    readonly minor: number
    readonly omnibusMinor: number | null
    readonly gtin: string
    readonly perUnitMinor: number | null
    readonly per: string | null
  } | null
  readonly shownVersion: number | null
  readonly shownAt: Date | null
  /** Tries in a row that did not reach it. */
  readonly failures: number
}

/** What a label shall show. */
export interface LabelUpdate {
  readonly deviceId: string
  readonly gtin: string
  readonly price: number
  readonly currency: string
  /** The lowest price of the days before the reduction; null: no reduction is shown. */
  readonly omnibusMin: number | null
  /** The price shown, per unit of measurement; null: none must be shown. */
  readonly perUnit: { readonly price: number; readonly per: string } | null
  /** Version of prices: a gateway never goes back to an older one. */
  readonly version: number
}

export type LabelResult = 'shown' | 'unchanged' | 'outdated' | 'unreachable'

/** The gateway that draws labels; `main` binds one where there are any. Rejects when nothing is known of the batch. */
export interface LabelGateway {
  setLabels(
    updates: readonly LabelUpdate[],
  ): Promise<readonly { readonly deviceId: string; readonly result: LabelResult }[]>
}
