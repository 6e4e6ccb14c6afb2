import type { Kept } from '@splot/offline'

/** What the office enrolled: this device, its key and its place. */
export interface Enrolment {
  readonly deviceId: string
  readonly key: string
  readonly name: string
  readonly kind: 'till' | 'handheld' | 'kiosk'
  readonly idleMinutes: number
  readonly location: {
    readonly id: string
    readonly code: string
    readonly name: string
    readonly city: string
  }
}

export interface Person {
  readonly id: string
  readonly number: string
  readonly name: string
}

export interface Session {
  readonly token: string
  readonly person: Person
  readonly permissions: readonly string[]
}

/** Why nobody is signed in just now. */
export type Ended = 'locked' | 'expired' | 'revoked' | null

export type Device =
  | { readonly stage: 'opening' }
  | { readonly stage: 'unknown'; readonly storage: 'kept' | 'refused' }
  | {
      readonly stage: 'enrolled'
      readonly enrolment: Enrolment
      readonly session: Session | null
      /** Who may go on with her PIN alone. */
      readonly lockedFor: Person | null
      readonly ended: Ended
    }

const ENROLMENT = 'enrolment'
const SESSION = 'session'

export interface DeviceState {
  open(): Promise<void>
  current(): Device
  subscribe(tell: () => void): () => void
  enrolled(enrolment: Enrolment): Promise<void>
  signedIn(session: Session): Promise<void>
  /** Keeps the person in mind, so that she only types her PIN. */
  locked(why: Exclude<Ended, null>): Promise<void>
  signedOut(): Promise<void>
  /** The office has revoked the device's key: it must be enrolled anew. */
  forgotten(): Promise<void>
}

/** Who this device is and who works on it, kept on the device and told to every screen. */
export function createDeviceState(kept: Kept): DeviceState {
  let device: Device = { stage: 'opening' }
  const listeners = new Set<() => void>()
  const become = (next: Device): void => {
    device = next
    for (const tell of listeners) tell()
  }
  const enrolledNow = () => (device.stage === 'enrolled' ? device : undefined)
  return {
    open: async () => {
      try {
        // These two names are written below, with these shapes.
        const enrolment = (await kept.read(ENROLMENT)) as Enrolment | undefined
        const session = (await kept.read(SESSION)) as
          | { session: Session | null; lockedFor: Person | null }
          | undefined
        if (!enrolment) return become({ stage: 'unknown', storage: 'kept' })
        become({
          stage: 'enrolled',
          enrolment,
          session: session?.session ?? null,
          lockedFor: session?.lockedFor ?? null,
          ended: null,
        })
      } catch {
        become({ stage: 'unknown', storage: 'refused' })
      }
    },
    current: () => device,
    subscribe: (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    enrolled: async (enrolment) => {
      await kept.write(ENROLMENT, enrolment)
      become({ stage: 'enrolled', enrolment, session: null, lockedFor: null, ended: null })
    },
    signedIn: async (session) => {
      const now = enrolledNow()
      if (!now) return
      await kept.write(SESSION, { session, lockedFor: null })
      become({ ...now, session, lockedFor: null, ended: null })
    },
    locked: async (why) => {
      const now = enrolledNow()
      if (!now?.session) return
      const lockedFor = now.session.person
      become({ ...now, session: null, lockedFor, ended: why })
      await kept.write(SESSION, { session: null, lockedFor })
    },
    signedOut: async () => {
      const now = enrolledNow()
      if (!now) return
      become({ ...now, session: null, lockedFor: null, ended: null })
      await kept.forget(SESSION)
    },
    forgotten: async () => {
      become({ stage: 'unknown', storage: 'kept' })
      await kept.forget(SESSION)
      await kept.forget(ENROLMENT)
    },
  }
}
