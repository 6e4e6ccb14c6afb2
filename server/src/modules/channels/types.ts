import type { ChannelId, Currency } from '@splot/kernel'

export type ChannelKind = 'web' | 'app' | 'till' | 'kiosk' | 'call-centre' | 'office'

/** A text in the languages of the screens. */
export interface Words {
  readonly pl: string
  readonly en: string
}

/** A sales channel: where a basket, an order or a price comes from. */
export interface Channel {
  readonly id: ChannelId
  /** Stable name in keys and events: `web`, `app`, `store`, `kiosk`, `call-centre`, `office`. */
  readonly code: string
  readonly kind: ChannelKind
  readonly name: Words
  /** The currency that this channel sells in unless a basket says otherwise. */
  readonly currency: Currency
  /** Whose law it sells under where no place tells (ISO 3166-1 alpha-2). */
  readonly country: string
}

export type ImportedChannel = Omit<Channel, 'id' | 'country'> & { readonly country?: string }
