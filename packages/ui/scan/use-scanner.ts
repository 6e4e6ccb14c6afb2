import { useEffect, useRef, useState } from 'react'
import { createScanListener, type ScanEvent } from './listen.ts'

export type ScannerOptions = Readonly<{
  /** False lets every key through. */
  enabled?: boolean
  /** A person's keys outside of any field; see `ScanOptions.onTyped`. */
  onTyped?: (text: string) => void
  maxGapMs?: number
  minLength?: number
}>

/**
 * Listens to the scanner for as long as the component stands. Use it once per screen; the newest handler is always the
 * one called. Answers the quantity that waits for its scan (`3 *`), for the ScanBar.
 */
export function useScanner(
  handler: (event: ScanEvent) => void,
  { enabled = true, onTyped, maxGapMs, minLength }: ScannerOptions = {},
): Readonly<{ quantity: number | null }> {
  const [quantity, setQuantity] = useState<number | null>(null)
  const newest = useRef({ handler, onTyped })
  useEffect(() => {
    newest.current = { handler, onTyped }
  })
  useEffect(() => {
    if (!enabled) return
    return createScanListener(document, {
      onScan: (event) => newest.current.handler(event),
      onTyped: (text) => newest.current.onTyped?.(text),
      onQuantity: setQuantity,
      ...(maxGapMs !== undefined && { maxGapMs }),
      ...(minLength !== undefined && { minLength }),
    })
  }, [enabled, maxGapMs, minLength])
  return { quantity }
}
