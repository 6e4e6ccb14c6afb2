import type { Piece } from './draft.ts'

/** A line of a paper by which goods come in. */
export interface ExpectedLine {
  readonly sku: string
  /** Null: it is not told to whoever receives. */
  readonly expected: number | null
  readonly received: number
  readonly damaged: number
}

export interface ArrivalLine extends ExpectedLine {
  /** Pieces among them that the server does not know of yet. */
  readonly unsent: number
}

export type DifferenceKind = 'short' | 'over' | 'damaged' | 'unexpected'

export interface Difference {
  readonly sku: string
  readonly kind: DifferenceKind
  readonly quantity: number
}

/** A batch as it was put into the outbox. */
export interface SentBatch {
  readonly lines: readonly { readonly code: string; readonly quantity: number; readonly condition?: string }[]
}

/** The pieces of batches that the paper does not show yet. */
export const piecesOf = ({ lines }: SentBatch): Piece[] =>
  lines.map(({ code, quantity, condition }) => ({
    code,
    good: condition === 'damaged' ? 0 : quantity,
    damaged: condition === 'damaged' ? quantity : 0,
    whole: false,
  }))

/**
 * What has arrived by now, as the person sees it: what the server knows, what is on its way, and what she scans. A code whose SKU is not
 * known yet stands as a line of its own. What was touched last comes first, then what is missing, then what is complete.
 */
export function arrivalsOf(
  lines: readonly ExpectedLine[],
  unsent: readonly Piece[],
  skuOf: (code: string) => string,
  isBlind: boolean,
): ArrivalLine[] {
  const bySku = new Map<string, ArrivalLine>(lines.map((line) => [line.sku, { ...line, unsent: 0 }]))
  const touched: string[] = []
  for (const { code, good, damaged } of unsent) {
    const sku = skuOf(code)
    const known = bySku.get(sku) ?? {
      sku,
      expected: isBlind ? null : 0,
      received: 0,
      damaged: 0,
      unsent: 0,
    }
    bySku.set(sku, {
      ...known,
      received: known.received + good,
      damaged: known.damaged + damaged,
      unsent: known.unsent + good + damaged,
    })
    if (!touched.includes(sku)) touched.push(sku)
  }
  const rank = (line: ArrivalLine) => {
    const at = touched.indexOf(line.sku)
    return at >= 0 ? at : isComplete(line) ? touched.length + 1 : touched.length
  }
  return [...bySku.values()].sort((a, b) => rank(a) - rank(b))
}

export const arrived = ({ received, damaged }: ExpectedLine): number => received + damaged

export const isComplete = (line: ExpectedLine): boolean =>
  line.expected !== null && line.expected > 0 && arrived(line) === line.expected

/** How what arrived differs from what was written; the server finds the same. Blind papers differ in nothing that we know of. */
export const differencesOf = (lines: readonly ExpectedLine[]): Difference[] =>
  lines.flatMap((line): Difference[] => {
    const { sku, expected, damaged } = line
    if (expected === null) return []
    const more = arrived(line) - expected
    return [
      ...(more < 0 ? [{ sku, kind: 'short' as const, quantity: -more }] : []),
      ...(more > 0
        ? [{ sku, kind: expected === 0 ? ('unexpected' as const) : ('over' as const), quantity: more }]
        : []),
      ...(damaged > 0 ? [{ sku, kind: 'damaged' as const, quantity: damaged }] : []),
    ]
  })

/** Reasons that make sense for a difference, the likeliest first. */
export const reasonsFor = {
  short: ['sent_too_few', 'follows_later', 'lost_on_the_way', 'stolen', 'miscounted', 'other'],
  over: ['sent_too_many', 'miscounted', 'other'],
  damaged: ['damaged_on_the_way', 'other'],
  unexpected: ['wrong_article', 'sent_too_many', 'miscounted', 'other'],
} as const satisfies Record<DifferenceKind, readonly string[]>

export type Reason = (typeof reasonsFor)[DifferenceKind][number]
