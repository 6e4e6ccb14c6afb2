import { allocate, invariant, PPM, type Ppm } from '@splot/kernel'

/**
 * What has touched a piece so far: a node of a tree with the latest promotion, so that pieces touched by the same promotions in the same
 * order share one object and can be told equal by identity.
 */
export interface Mark {
  /** Rank of the promotion in the compiled rules; -1 at the root: nothing has touched the piece. */
  readonly rank: number
  readonly group: string | null
  readonly exclusive: boolean
  readonly before: Mark | null
  readonly next: Map<number, Mark>
}

export interface Marking {
  readonly rank: number
  readonly group: string | null
  readonly exclusive: boolean
}

export const untouched = (): Mark => ({
  rank: -1,
  group: null,
  exclusive: false,
  before: null,
  next: new Map(),
})

function markWith(mark: Mark, by: Marking): Mark {
  const known = mark.next.get(by.rank)
  if (known) return known
  const made: Mark = {
    rank: by.rank,
    group: by.group,
    exclusive: by.exclusive,
    before: mark,
    next: new Map(),
  }
  mark.next.set(by.rank, made)
  return made
}

/** The rank of the promotion that keeps `by` away from a piece with this mark, or -1 when nothing does. */
export function blockerOf(mark: Mark, by: Marking): number {
  for (let at = mark; at.before !== null; at = at.before) {
    if (by.exclusive || at.exclusive || (by.group !== null && by.group === at.group)) return at.rank
  }
  return -1
}

/** Pieces of one line that cost the same and were touched by the same promotions: 999 pieces need no 999 objects. */
export interface Run {
  readonly pieces: number
  /** What one of them costs now, minor units. */
  readonly unitMinor: number
  readonly mark: Mark
}

/** Some pieces of a run and what they cost less together; 0 when they are only used up ("the two that were bought"). */
export interface Take {
  /** Index of the line in canonical order. */
  readonly line: number
  readonly run: Run
  readonly pieces: number
  readonly minor: number
}

/** A run and the line that it lies in. */
export interface Placed {
  readonly line: number
  readonly run: Run
}

export const costOf = (runs: readonly Run[]): number => {
  let minor = 0
  for (const run of runs) minor += run.pieces * run.unitMinor
  return minor
}

export const countOf = (placed: readonly Placed[]): number => {
  let pieces = 0
  for (const { run } of placed) pieces += run.pieces
  return pieces
}

/** `ppm` of an amount of at least 0, rounded half up to the minor unit; exact for every safe amount up to a million ppm. */
export function shareOf(minor: number, ppm: Ppm): number {
  const millions = Math.floor(minor / PPM)
  const rest = minor - millions * PPM
  return millions * ppm + Math.floor((rest * ppm + PPM / 2) / PPM)
}

/** Takes an amount off runs of one line in proportion to what they cost; `minor` is at most their cost. */
export function takeOff(line: number, runs: readonly Run[], minor: number): Take[] {
  if (runs.length === 1) return [takeAll(line, runs[0] as Run, minor)] // length was just looked at
  const parts = allocate(
    minor,
    runs.map((run) => run.pieces * run.unitMinor),
  )
  return runs.map((run, index) => takeAll(line, run, parts[index] ?? 0))
}

const takeAll = (line: number, run: Run, minor: number): Take => ({ line, run, pieces: run.pieces, minor })

/** Some pieces of a run that make up sets. */
export type Picked = Placed & { readonly pieces: number }

/**
 * What sets cost less, over all pieces that make them up by what they cost: also over those that were "only bought". So goods with different
 * VAT rates are split rightly, and a return brings what was paid for its pieces, whichever of a set come back: nobody keeps the free one for
 * nothing. `placed`: runs in canonical order, among them all that were picked.
 */
export function spread(placed: readonly Placed[], picked: readonly Picked[], minor: number): Take[] {
  const pieces = new Map<Run, number>()
  for (const one of picked) pieces.set(one.run, (pieces.get(one.run) ?? 0) + one.pieces)
  const used = placed.filter(({ run }) => pieces.has(run))
  const parts = allocate(
    minor,
    used.map(({ run }) => (pieces.get(run) ?? 0) * run.unitMinor),
  )
  return used.map((one, index) => ({ ...one, pieces: pieces.get(one.run) ?? 0, minor: parts[index] ?? 0 }))
}

/** Dearest first; equal ones stay in canonical order, because sorting is stable. */
export const dearestFirst = (placed: readonly Placed[]): Placed[] =>
  placed.toSorted((a, b) => b.run.unitMinor - a.run.unitMinor)

/**
 * The runs of a line after the takes: pieces that were taken cost less and carry the mark. An amount that does not divide by the pieces
 * leaves some of them one minor unit cheaper, so every run still has a whole price.
 */
export function afterTakes(runs: readonly Run[], takes: readonly Take[], by: Marking): Run[] {
  const after: Run[] = []
  for (const run of runs) {
    let left = run.pieces
    for (const take of takes) {
      if (take.run !== run) continue
      left -= take.pieces
      const each = Math.floor(take.minor / take.pieces)
      const oneMore = take.minor - each * take.pieces
      const mark = markWith(run.mark, by)
      put(after, { pieces: take.pieces - oneMore, unitMinor: run.unitMinor - each, mark })
      put(after, { pieces: oneMore, unitMinor: run.unitMinor - each - 1, mark })
    }
    invariant(left >= 0, 'a piece was taken twice')
    put(after, { pieces: left, unitMinor: run.unitMinor, mark: run.mark })
  }
  return after.length > 1
    ? after.sort((a, b) => b.unitMinor - a.unitMinor || compareMarks(a.mark, b.mark))
    : after
}

/** Pieces that cost the same stand in the order of what touched them last, so that nothing depends on how they came about. */
function compareMarks(a: Mark, b: Mark): number {
  let [left, right]: [Mark | null, Mark | null] = [a, b]
  while (left !== null && right !== null) {
    if (left.rank !== right.rank) return left.rank - right.rank
    left = left.before
    right = right.before
  }
  return 0
}

function put(runs: Run[], one: Run): void {
  if (one.pieces === 0) return
  invariant(one.unitMinor >= 0, 'a piece costs less than nothing')
  const index = runs.findIndex((run) => run.unitMinor === one.unitMinor && run.mark === one.mark)
  const same = runs[index]
  if (same) runs[index] = { ...same, pieces: same.pieces + one.pieces }
  else runs.push(one)
}
