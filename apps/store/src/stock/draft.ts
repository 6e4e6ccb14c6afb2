/** Pieces of one code that wait to be sent. */
export interface Piece {
  /** The SKU, or what was scanned where nobody could say which SKU that is. */
  readonly code: string
  readonly good: number
  readonly damaged: number
  /** Counted: `good` is all there is of it, whatever was scanned before. */
  readonly whole: boolean
}

/** What was scanned on one paper and is not sent yet; the newest first. */
export interface Draft {
  readonly pieces: readonly Piece[]
  /** What this device has sent of a count, for the eyes of whoever counts. */
  readonly sent: readonly Piece[]
}

export const emptyDraft: Draft = { pieces: [], sent: [] }
/** Pieces of one line, as the server takes them. */
export const MAX_PIECES = 99_999
/** Lines of one batch, as the server takes them. */
const MAX_BATCH_LINES = 1_000

export type Condition = 'good' | 'damaged'

const none = (code: string): Piece => ({ code, good: 0, damaged: 0, whole: false })

const change = (pieces: readonly Piece[], code: string, next: (piece: Piece) => Piece): Piece[] => {
  const before = pieces.find((piece) => piece.code === code) ?? none(code)
  return [next(before), ...pieces.filter((piece) => piece.code !== code)]
}

/** One more scan. */
export const add = (draft: Draft, code: string, quantity: number, condition: Condition = 'good'): Draft => ({
  ...draft,
  pieces: change(draft.pieces, code, (piece) => ({
    ...piece,
    [condition]: Math.min(MAX_PIECES, piece[condition] + quantity),
  })),
})

/** Takes pieces back that were not sent yet: good ones first. Answers the same draft when there are none. */
export function takeBack(draft: Draft, code: string, quantity: number): Draft {
  const piece = draft.pieces.find((one) => one.code === code)
  if (!piece) return draft
  const good = Math.max(0, piece.good - quantity)
  const damaged = Math.max(0, piece.damaged - Math.max(0, quantity - piece.good))
  const pieces = draft.pieces.flatMap((one) =>
    one !== piece ? one : good + damaged > 0 || piece.whole ? { ...piece, good, damaged } : [],
  )
  return { ...draft, pieces }
}

/** Counted by heap: so many there are, and what was scanned of it before does not count. A line keeps its place under the finger. */
export function setWhole(draft: Draft, code: string, quantity: number): Draft {
  const piece = { code, good: quantity, damaged: 0, whole: true }
  const isKnown = draft.pieces.some((one) => one.code === code)
  const pieces = isKnown
    ? draft.pieces.map((one) => (one.code === code ? piece : one))
    : [piece, ...draft.pieces]
  return { ...draft, pieces }
}

/** A code whose SKU is known by now; its pieces join those that have it. */
export function rename(draft: Draft, from: string, to: string): Draft {
  const piece = draft.pieces.find(({ code }) => code === from)
  if (!piece || from === to) return draft
  const rest = { ...draft, pieces: draft.pieces.filter((one) => one !== piece) }
  return {
    ...rest,
    pieces: change(rest.pieces, to, (known) => ({
      ...known,
      good: known.good + piece.good,
      damaged: known.damaged + piece.damaged,
      whole: known.whole || piece.whole,
    })),
  }
}

/** The draft once its pieces are on their way: a count remembers them, everything else begins anew. */
export function seal({ pieces, sent }: Draft): Draft {
  const next = pieces.reduceRight<readonly Piece[]>(
    (known, piece) =>
      change(known, piece.code, (before) => ({
        ...piece,
        good: piece.whole ? piece.good : before.good + piece.good,
        whole: false,
      })),
    sent,
  )
  return { pieces: [], sent: next }
}

/** What was counted of each code here, sent or not; what was touched last comes first. */
export const counted = (draft: Draft): readonly Piece[] => seal(draft).sent

/** Whether the pieces fill a batch: they are sent before there are more than the server takes at once. */
export const isFull = ({ pieces }: Draft): boolean => pieces.length * 2 >= MAX_BATCH_LINES

export const piecesIn = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { good, damaged }) => sum + good + damaged, 0)

/** The pieces as a batch of arrivals. */
export const arrivedLines = (pieces: readonly Piece[]) =>
  pieces.flatMap(({ code, good, damaged }) => [
    ...(good > 0 ? [{ code, quantity: good }] : []),
    ...(damaged > 0 ? [{ code, quantity: damaged, condition: 'damaged' as const }] : []),
  ])

/** The pieces as a batch of a count. */
export const countedLines = (pieces: readonly Piece[]) =>
  pieces.map(({ code, good, whole }) => ({ code, quantity: good, ...(whole && { whole }) }))
