import { useEffect } from 'react'
import { api, device } from '../house.ts'

const MINUTE_MS = 60_000
/** Signs of somebody being there. Scans are key presses too. */
const SIGNS = ['keydown', 'pointerdown', 'touchstart', 'wheel'] as const

/** Locks the screen; the basket stays. The server is told when it can hear, the screen does not wait for it. */
export async function lock(why: 'locked' | 'expired' = 'locked'): Promise<void> {
  // Built before the session is forgotten here: its headers still carry it.
  const told = api.POST('/v1/devices/staff-lock')
  await Promise.race([told.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500))])
  await device.locked(why)
}

/** Locks after `minutes` without a key or a touch. Sleep counts: a clock is compared, not a timer trusted. */
export function useAutoLock(minutes: number): void {
  useEffect(() => {
    let last = Date.now()
    const touch = () => (last = Date.now())
    const check = () => {
      if (Date.now() - last >= minutes * MINUTE_MS) void lock('expired')
    }
    const clock = setInterval(check, 5_000)
    document.addEventListener('visibilitychange', check)
    for (const sign of SIGNS) document.addEventListener(sign, touch, { capture: true, passive: true })
    return () => {
      clearInterval(clock)
      document.removeEventListener('visibilitychange', check)
      for (const sign of SIGNS) document.removeEventListener(sign, touch, { capture: true })
    }
  }, [minutes])
}
