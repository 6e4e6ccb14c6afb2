import type { DeviceId, Id, LocationId, StaffId } from '@splot/kernel'
import type { Grant } from '#platform/context'

export type StaffSessionId = Id<'staff-session'>
export type MachineKeyId = Id<'machine-key'>

/** A role, everywhere (`locationId: null`) or in one place. */
export interface Assignment {
  readonly role: string
  readonly locationId: LocationId | null
}

/** Somebody who works here; secrets never leave the store. */
export interface StaffMember {
  readonly id: StaffId
  /** What is typed on a till: short, unique, never reused. */
  readonly number: string
  readonly name: string
  readonly email: string | null
  readonly active: boolean
  readonly hasPassword: boolean
  readonly hasPin: boolean
  readonly assignments: readonly Assignment[]
  /** Grows with every change: the ETag. */
  readonly version: number
}

export type DeviceKind = 'till' | 'handheld' | 'kiosk'

/** A till, tablet or kiosk that was enrolled in one place. */
export interface Device {
  readonly id: DeviceId
  readonly name: string
  readonly kind: DeviceKind
  readonly locationId: LocationId
  /** Code of the channel that it sells in. */
  readonly channelCode: string
  readonly idleMinutes: number
  readonly enrolledAt: Date
  readonly revokedAt: Date | null
}

/** A key of a machine or a channel, as shown in lists: without its secret. */
export interface MachineKey {
  readonly id: MachineKeyId
  readonly name: string
  readonly kind: 'publishable' | 'secret'
  /** The first characters of the key. */
  readonly hint: string
  readonly channelCode: string
  readonly locationId: LocationId | null
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** Somebody to load in bulk; `locationCode: null` works everywhere. Secrets are plain here and hashed on the way in. */
export interface ImportedStaff {
  readonly number: string
  readonly name: string
  readonly pin: string
  readonly email: string
  readonly password?: string
  readonly role: string
  readonly locationCode: string | null
}

/** One line of the audit log. */
export interface AuditLine {
  readonly id: string
  readonly at: Date
  readonly staffId: StaffId | null
  readonly staffName: string | null
  readonly actorKind: string
  readonly actorId: string
  readonly locationId: LocationId | null
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** What a person may do where she has signed in. */
export interface SignedIn {
  readonly staff: StaffMember
  readonly grants: readonly Grant[]
}
