import { dearestFirst, type Picked, type Placed } from '../pieces.ts'

/** One part of a set: how many pieces of which lines. */
export interface Part {
  readonly quantity: number
  readonly lines: ReadonlySet<number>
}

/** Runs that may go into the parts of a set, sorted out once for every number of sets that is tried. */
export interface Pool {
  readonly parts: readonly Part[]
  /** Canonical order. */
  readonly placed: readonly Placed[]
  /** Dearest first, each with its place in `placed` and its kind. */
  readonly order: readonly { readonly place: number; readonly kind: number }[]
  /** Indices of the parts that runs of a kind fit: runs that fit the same parts can stand for each other. */
  readonly kinds: readonly (readonly number[])[]
}

/** Pieces that go into sets. */
export interface Filling {
  readonly sets: number
  /** Whether every part of every set is filled. */
  readonly full: boolean
  readonly pieces: number
  readonly minor: number
  /** How many pieces of each run, as they are placed. */
  readonly taken: readonly number[]
}

export function poolOf(parts: readonly Part[], placed: readonly Placed[]): Pool {
  const places = new Map(placed.map((one, place) => [one, place]))
  const kinds: number[][] = []
  const known = new Map<string, number>()
  const kindOf = (line: number): number => {
    const fits = parts.flatMap(({ lines }, part) => (lines.has(line) ? [part] : []))
    const key = fits.join()
    const kind = known.get(key) ?? kinds.push(fits) - 1
    known.set(key, kind)
    return kind
  }
  const order = dearestFirst(placed).map((one) => ({
    place: places.get(one) ?? 0,
    kind: kindOf(one.line),
  }))
  return { parts, placed, order, kinds }
}

/**
 * Fills the parts of `sets` sets with the dearest pieces that can. A piece that fits several parts makes room by moving to another part, as in
 * a bipartite matching: pieces that can be matched together are a matroid, so taking the dearest first is exact, not a guess, and whichever
 * chain makes room the same pieces are taken. Works on runs and kinds of them, never on single pieces.
 */
export function fillParts({ parts, placed, order, kinds }: Pool, sets: number): Filling {
  const room = parts.map(({ quantity }) => quantity * sets)
  const flow: Flow = { kinds, room, held: kinds.map(() => parts.map(() => 0)) }
  const taken = placed.map(() => 0)
  // A kind that found no room never finds any: what is full stays full.
  const shut = new Set<number>()
  let pieces = 0
  let minor = 0
  for (const { place, kind } of order) {
    const { run } = placed[place] ?? {}
    if (!run || shut.has(kind)) continue
    let left = run.pieces
    while (left > 0) {
      const moved = put(kind, left, flow)
      if (moved === 0) {
        shut.add(kind)
        break
      }
      left -= moved
    }
    taken[place] = run.pieces - left
    pieces += run.pieces - left
    minor += (run.pieces - left) * run.unitMinor
  }
  return { sets, full: room.every((left) => left === 0), pieces, minor, taken }
}

/** The pieces of a filling, canonical order. */
export const pickedIn = ({ placed }: Pool, { taken }: Filling): Picked[] =>
  placed.flatMap((one, place) => {
    const pieces = taken[place] ?? 0
    return pieces > 0 ? [{ ...one, pieces }] : []
  })

interface Flow {
  readonly kinds: Pool['kinds']
  /** Pieces that a part still takes. */
  readonly room: number[]
  /** Pieces of a kind that lie in a part. */
  readonly held: readonly number[][]
}

/** How a part was reached: by a piece of a kind, out of which part (-1: it is the new one). */
interface Step {
  readonly kind: number
  readonly from: number
}

/** Puts up to `wanted` pieces of a kind into a part, moving others along the shortest chain; says how many went in. */
function put(kind: number, wanted: number, flow: Flow): number {
  const { kinds, room, held } = flow
  const fits = kinds[kind] ?? []
  const open = fits.find((part) => (room[part] ?? 0) > 0)
  const cameFrom = new Map<number, Step>()
  for (const part of open === undefined ? fits : [open]) cameFrom.set(part, { kind, from: -1 })
  // A map that grows is walked to its end.
  for (const part of cameFrom.keys()) {
    if ((room[part] ?? 0) > 0) return shift(part, wanted, cameFrom, flow)
    for (const [other, row] of held.entries()) {
      if ((row[part] ?? 0) === 0) continue
      for (const next of kinds[other] ?? [])
        if (!cameFrom.has(next)) cameFrom.set(next, { kind: other, from: part })
    }
  }
  return 0
}

/** Moves as many pieces as every step of the chain allows, from the part with room back to the new piece. */
function shift(
  last: number,
  wanted: number,
  cameFrom: ReadonlyMap<number, Step>,
  { room, held }: Flow,
): number {
  const chain: (Step & { readonly part: number })[] = []
  let moved = Math.min(wanted, room[last] ?? 0)
  for (let part = last; part >= 0;) {
    const step = cameFrom.get(part)
    if (!step) break
    chain.push({ part, ...step })
    if (step.from >= 0) moved = Math.min(moved, held[step.kind]?.[step.from] ?? 0)
    part = step.from
  }
  for (const { part, kind, from } of chain) {
    const row = held[kind] ?? []
    row[part] = (row[part] ?? 0) + moved
    if (from >= 0) row[from] = (row[from] ?? 0) - moved
  }
  room[last] = (room[last] ?? 0) - moved
  return moved
}
