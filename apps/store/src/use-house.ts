import { useSyncExternalStore } from 'react'
import type { Device, Enrolment, Session } from './device/session.ts'
import { device, outbox } from './house.ts'

export const useDevice = (): Device => useSyncExternalStore(device.subscribe, device.current)

export const useOutbox = () => useSyncExternalStore(outbox.subscribe, outbox.entries)

/** Who works where; only inside of the signed-in part of the app. */
export function useHere(): { readonly enrolment: Enrolment; readonly session: Session } {
  const now = useDevice()
  if (now.stage !== 'enrolled' || !now.session) throw new Error('nobody is signed in')
  return { enrolment: now.enrolment, session: now.session }
}

/** Whether the browser believes that there is a network. */
export const useOnline = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      window.addEventListener('online', tell)
      window.addEventListener('offline', tell)
      return () => {
        window.removeEventListener('online', tell)
        window.removeEventListener('offline', tell)
      }
    },
    () => navigator.onLine,
  )
