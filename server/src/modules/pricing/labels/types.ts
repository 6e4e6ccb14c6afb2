import type { ChannelId, LocationId, Sku } from '@splot/kernel'

/** Everything that stands on a label, as the price component of the screens has it; the gateway's wire. Amounts are minor units. */
export interface LabelContent {
  readonly gtin: string
  /** Of the article, in the language of the store. */
  readonly name: string
  readonly currency: string
  readonly price: number
  /** The regular price of what is reduced; null: nothing is announced, for no reduction runs or none below the lowest price. */
  readonly regular: number | null
  /** The lowest price of the days before the reduction; null: no reduction is shown. */
  readonly omnibusMin: number | null
  /** `omnibusMin` is the price before the first reduction (goods that spoil), and the label must say so; missing: it is the lowest. */
  readonly beforeFirst?: boolean
  /** The price shown, per unit of measurement; null: none must be shown. */
  readonly perUnit: { readonly price: number; readonly per: string } | null
  /** Why the price is not that of the list, in words for the shopper. */
  readonly reasons: readonly string[]
}

/** What a label will show from an instant on. */
export interface NextPicture extends LabelContent {
  /** The version of prices that is in force then. */
  readonly version: number
  /** RFC 3339. */
  readonly validFrom: string
}

/** A label on a shelf. */
export interface Label {
  readonly deviceId: string
  readonly sku: Sku
  readonly channelId: ChannelId
  readonly locationId: LocationId
  /** What it shows, as far as its gateway has said; null: nothing is known. */
  readonly shown: LabelContent | null
  readonly shownVersion: number | null
  readonly shownAt: Date | null
  /** What its gateway holds for it, and lets it show by itself at its instant; null: nothing. */
  readonly next: NextPicture | null
  /** Of which plans `next` was reckoned; null: of none yet. */
  readonly reckonedFor: string | null
  /** The question whose answer is awaited or was lost: it may show and hold that already; null: what is said above is certain. */
  readonly asked: string | null
  /** Tries in a row that did not reach it. */
  readonly failures: number
}

/** What a label shall show now, and what from an instant on. */
export interface LabelUpdate extends LabelContent {
  readonly deviceId: string
  /** Version of prices. */
  readonly version: number
  /** When this was true, RFC 3339: a gateway never goes back to something older, be it sent or its own flip. */
  readonly asOf: string
  /** Null takes back what it was told before. */
  readonly next: NextPicture | null
}

export type LabelResult = 'shown' | 'unchanged' | 'outdated' | 'unreachable'

/** The gateway that draws labels; `main` binds one where there are any. Rejects when nothing is known of the batch. */
export interface LabelGateway {
  setLabels(
    updates: readonly LabelUpdate[],
  ): Promise<readonly { readonly deviceId: string; readonly result: LabelResult }[]>
}
