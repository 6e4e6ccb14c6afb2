import { useCallback, useEffect, useRef, useState } from 'react'

/** A shopper who does nothing for so long may have gone. */
const QUIET_MS = 60_000
/** How long she is asked whether she is still there. */
export const ASKED_SECONDS = 20
const LOOK_EVERY_MS = 1_000
/** Signs of somebody being there; scans are key presses too. */
const SIGNS = ['keydown', 'pointerdown', 'wheel', 'scroll'] as const

/**
 * Seconds until everything is wiped while nobody does anything; null while somebody does. Any touch before the end is an answer. Calls
 * `over` at the end. A clock is compared, not a timer trusted: a screen may sleep.
 */
export function useQuiet(enabled: boolean, over: () => void): { left: number | null; stay: () => void } {
  const [left, setLeft] = useState<number | null>(null)
  const last = useRef(0)
  const end = useRef(over)
  useEffect(() => {
    end.current = over
  })
  const stay = useCallback(() => {
    last.current = Date.now()
    setLeft(null)
  }, [])
  useEffect(() => {
    if (!enabled) return
    last.current = Date.now()
    const look = () => {
      const quiet = Date.now() - last.current - QUIET_MS
      const seconds = ASKED_SECONDS - Math.floor(quiet / 1_000)
      if (quiet < 0) setLeft(null)
      else if (seconds > 0) setLeft(seconds)
      else end.current()
    }
    const clock = setInterval(look, LOOK_EVERY_MS)
    for (const sign of SIGNS) document.addEventListener(sign, stay, { capture: true, passive: true })
    return () => {
      clearInterval(clock)
      for (const sign of SIGNS) document.removeEventListener(sign, stay, { capture: true })
    }
  }, [enabled, stay])
  return { left: enabled ? left : null, stay }
}
