import { type ScanState, useFormat } from '@splot/ui'
import { useEffect, useRef, useState } from 'react'
import { useTakeScan } from '../scan/scans.tsx'
import { play } from '../scan/sound.ts'
import { type Label, readLabel } from './labels.ts'
import { useT } from './words.ts'

export interface Said {
  readonly state: ScanState
  readonly text: string
}

export interface ScannedPiece {
  /** The SKU, or what was scanned while nobody can say which SKU that is. */
  readonly code: string
  readonly label: Label | undefined
  readonly quantity: number
}

export interface PieceScans {
  readonly said: (Said & { readonly count: number }) | null
  readonly say: (said: Said) => void
  /** As if it had been scanned: for labels that cannot be read. */
  readonly take: (code: string, quantity: number) => void
}

/** "Koszula lniana, biały, M", or the bare code while there is no name. */
export const nameOf = (label: Label | undefined, code: string): string =>
  label ? [label.name, label.options].filter(Boolean).join(', ') : code

/**
 * Takes scans of articles one after the other, reads their labels and says what each did: shown, spoken and heard. Without a network a
 * code that this device has never seen is taken as it is; one that the server does not know is not.
 */
export function usePieceScans(
  isOpen: boolean,
  onPiece: (piece: ScannedPiece) => Said,
  /** Other texts: a bin's label, a paper's number. Answers what it did, or whether it was one at all. */
  onText?: (text: string) => Said | boolean,
): PieceScans {
  const t = useT('scan')
  const { locale } = useFormat()
  const [said, setSaid] = useState<PieceScans['said']>(null)
  const line = useRef(Promise.resolve())
  const newest = useRef(onPiece)
  useEffect(() => {
    newest.current = onPiece
  })
  const say = ({ state, text }: Said) => {
    play(state === 'error' || state === 'warn' ? 'wrong' : 'ok')
    setSaid((last) => ({ state, text, count: (last?.count ?? 0) + 1 }))
  }
  const take = (code: string, quantity: number) => {
    line.current = line.current
      .then(async () => {
        const read = await readLabel(code, locale)
        if (read.state === 'unknown') return say({ state: 'error', text: t('unknown', { code }) })
        const label = read.state === 'known' ? read.label : undefined
        return say(newest.current({ code: label?.sku ?? code, label, quantity }))
      })
      .catch(() => say({ state: 'error', text: t('notKept') }))
  }
  useTakeScan(({ scan, quantity }) => {
    if (!isOpen || (scan.kind !== 'product' && scan.kind !== 'unknown')) return false
    const done = scan.kind === 'unknown' && onText?.(scan.text)
    if (typeof done === 'object') say(done)
    else if (!done) take(scan.kind === 'product' ? scan.gtin : scan.text.slice(0, 64), quantity)
    return true
  })
  return { said, say, take }
}
