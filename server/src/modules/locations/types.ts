import type { LocalDate, LocationId, TimeZone } from '@splot/kernel'

export type LocationKind = 'store' | 'warehouse'
export type LocationService = 'pickup' | 'ship' | 'returns'

export interface Address {
  readonly street: string
  readonly postcode: string
  readonly city: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** Ordinary hours of one ISO weekday (1 Monday … 7 Sunday), minutes since local midnight, `[opens, closes)`. */
export interface OpeningHours {
  readonly weekday: number
  readonly opens: number
  readonly closes: number
}

/** One day that differs from the ordinary week; `hours: null` means closed all day. It wins over every rule, the statute included. */
export interface HoursException {
  readonly date: LocalDate
  readonly hours: { readonly opens: number; readonly closes: number } | null
  readonly reason: string
}

/** What the calendar needs to know about a place. */
export interface Timetable {
  readonly kind: LocationKind
  readonly timeZone: TimeZone
  /** Public holidays and the Sunday ban follow this country's statute. */
  readonly country: string
  readonly openingHours: readonly OpeningHours[]
  readonly exceptions: readonly HoursException[]
}

export interface Location extends Timetable {
  readonly id: LocationId
  /** What people see: `WAW1`. */
  readonly code: string
  readonly name: string
  readonly city: string
  readonly address: Address
  readonly lat: number
  readonly lng: number
  readonly services: readonly LocationService[]
  /** Working minutes from an order to "ready for pickup". */
  readonly pickupLeadMinutes: number
  readonly phone: string
}

export type ImportedLocation = Omit<Location, 'id' | 'country'>

/** The places of the retailer in memory, as of the newest `locations.changed`; all of it synchronous. */
export interface LocationsModel {
  readonly all: () => readonly Location[]
  readonly byId: (id: string) => Location | undefined
  readonly byCode: (code: string) => Location | undefined
  /** Grows by one with every reload. */
  readonly version: () => number
}
