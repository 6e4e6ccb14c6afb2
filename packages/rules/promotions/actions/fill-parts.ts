import { dearestFirst, type Picked, type Placed } from '../pieces.ts'

/** One part of a set: how many pieces of which lines. */
export interface Part {
  readonly quantity: number
  readonly lines: ReadonlySet<number>
}

/** Pieces that go into sets. */
export interface Filling {
  readonly sets: number
  /** Whether every part of every set is filled. */
  readonly full: boolean
  readonly pieces: number
  readonly minor: number
  /** In canonical order. */
  readonly picked: readonly Picked[]
}

/**
 * Fills the parts of `sets` sets with the dearest pieces that can. A piece that fits several parts makes room by moving to another part, as in
 * a bipartite matching: pieces that can be matched together are a matroid, so taking the dearest first is exact, not a guess. Works on runs,
 * never on single pieces.
 */
export function fillParts(parts: readonly Part[], placed: readonly Placed[], sets: number): Filling {
  const room = parts.map(({ quantity }) => quantity * sets)
  const order = dearestFirst(placed)
  const held = order.map(() => parts.map(() => 0))
  for (const [index, { run }] of order.entries()) {
    for (let left = run.pieces; left > 0;) {
      const moved = place(index, left, { parts, order, room, held })
      if (moved === 0) break
      left -= moved
    }
  }
  const counts = held.map((row) => row.reduce((sum, count) => sum + count, 0))
  const picked = placed.flatMap((one) => {
    const pieces = counts[order.indexOf(one)] ?? 0
    return pieces > 0 ? [{ ...one, pieces }] : []
  })
  return {
    sets,
    full: room.every((left) => left === 0),
    pieces: picked.reduce((sum, { pieces }) => sum + pieces, 0),
    minor: picked.reduce((sum, { run, pieces }) => sum + pieces * run.unitMinor, 0),
    picked,
  }
}

interface Flow {
  readonly parts: readonly Part[]
  readonly order: readonly Placed[]
  /** Pieces that a part still takes. */
  readonly room: number[]
  /** Pieces of a run that lie in a part. */
  readonly held: number[][]
}

/** Puts up to `wanted` pieces of a run into a part, moving other runs' pieces along the shortest chain; says how many went in. */
function place(start: number, wanted: number, flow: Flow): number {
  const { parts, order, room, held } = flow
  /** How a part was reached: from which run, and that run out of which part (-1: it is the new one). */
  const cameFrom = new Map<number, { readonly run: number; readonly from: number }>()
  const queue: { readonly run: number; readonly from: number }[] = [{ run: start, from: -1 }]
  for (const { run, from } of queue) {
    for (const [part, { lines }] of parts.entries()) {
      if (cameFrom.has(part) || !lines.has(order[run]?.line ?? -1)) continue
      cameFrom.set(part, { run, from })
      if ((room[part] ?? 0) > 0) return shift(part, wanted, cameFrom, flow)
      for (const [other, row] of held.entries()) {
        if ((row[part] ?? 0) > 0) queue.push({ run: other, from: part })
      }
    }
  }
  return 0
}

/** Moves as many pieces as every step of the chain allows, from the part with room back to the new run. */
function shift(
  last: number,
  wanted: number,
  cameFrom: ReadonlyMap<number, { readonly run: number; readonly from: number }>,
  { room, held }: Flow,
): number {
  const chain: { readonly part: number; readonly run: number; readonly from: number }[] = []
  let moved = Math.min(wanted, room[last] ?? 0)
  for (let part = last; part >= 0;) {
    const step = cameFrom.get(part)
    if (!step) break
    chain.push({ part, ...step })
    if (step.from >= 0) moved = Math.min(moved, held[step.run]?.[step.from] ?? 0)
    part = step.from
  }
  for (const { part, run, from } of chain) {
    const row = held[run] ?? []
    row[part] = (row[part] ?? 0) + moved
    if (from >= 0) row[from] = (row[from] ?? 0) - moved
  }
  room[last] = (room[last] ?? 0) - moved
  return moved
}
