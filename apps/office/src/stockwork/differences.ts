/** Why what came is not what was written: one kind of it, of one article. */
export interface Difference {
  readonly sku: string
  readonly kind: 'short' | 'over' | 'damaged' | 'unexpected'
  readonly quantity: number
}

interface Line {
  readonly sku: string
  /** Pieces that were announced or sent. */
  readonly written: number
  /** Good pieces. */
  readonly received: number
  readonly damaged: number
}

/** How what came differs from what was written, as the server will count it when the paper is closed. */
export function differencesOf(lines: readonly Line[]): Difference[] {
  return lines.flatMap(({ sku, written, received, damaged }) => {
    const arrived = received + damaged
    const found: Difference[] = []
    if (arrived < written) found.push({ sku, kind: 'short', quantity: written - arrived })
    if (arrived > written) {
      found.push({ sku, kind: written === 0 ? 'unexpected' : 'over', quantity: arrived - written })
    }
    if (damaged > 0) found.push({ sku, kind: 'damaged', quantity: damaged })
    return found
  })
}
