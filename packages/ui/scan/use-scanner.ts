import { useEffect, useRef, useState } from 'react'
import { createScanListener, type ScanEvent } from './listen.ts'

export type ScannerOptions = Readonly<{
  /** False lets every key through. */
  enabled?: boolean
  maxGapMs?: number
  minLength?: number
}>

/**
 * Listens to the scanner for as long as the component stands. Use it once per screen; the newest handler is always the
 * one called. Answers the quantity that waits for its scan (`3 *`), for the ScanBar.
 */
export function useScanner(
  handler: (event: ScanEvent) => void,
  { enabled = true, maxGapMs, minLength }: ScannerOptions = {},
): Readonly<{ quantity: number | null }> {
  const [quantity, setQuantity] = useState<number | null>(null)
  const newest = useRef(handler)
  useEffect(() => {
    newest.current = handler
  })
  useEffect(() => {
    if (!enabled) return
    return createScanListener(document, {
      onScan: (event) => newest.current(event),
      onQuantity: setQuantity,
      ...(maxGapMs !== undefined && { maxGapMs }),
      ...(minLength !== undefined && { minLength }),
    })
  }, [enabled, maxGapMs, minLength])
  return { quantity }
}
