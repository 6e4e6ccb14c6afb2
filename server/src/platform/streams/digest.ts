import type { Cursor, Tail } from '../events/index.ts'
import type { Changed, Values } from './topic.ts'

/** One subject is told at most once in this time; what has rested longer is told at once. */
const SUBJECT_REST_MS = 100
const LOOK_EVERY_MS = 25
/** Parts told at once: a message of some hundred kilobytes. What is more waits for the next look. */
export const MAX_TOLD = 2_000

interface Held {
  /** Everything that this subject has told so far is in facts at or before this. */
  readonly since: Cursor
  readonly parts: Set<string>
}

/** Gathers what changes in a read model, and hands it on: the first change at once, the next ones together after a rest. */
export interface Digest {
  readonly values: Values
  /** Called by the tail's reader when everybody has had the facts of a page. */
  pageEnded(): void
  /** Everything at or before this has been handed on: who resumes from here misses nothing. */
  safe(): Cursor
  close(): void
}

export function openDigest(tail: Tail, values: Values, handOn: (changed: Changed) => void): Digest {
  const held = new Map<string, Held>()
  const toldAt = new Map<string, number>()
  let position = tail.cursor()
  let timer: NodeJS.Timeout | undefined

  const stop = values.onChange((subject, part) => {
    let entry = held.get(subject)
    if (!entry) held.set(subject, (entry = { since: position, parts: new Set() }))
    entry.parts.add(part)
    timer ??= setTimeout(look, LOOK_EVERY_MS)
  })

  const flush = (): void => {
    const now = performance.now()
    const changed = new Map<string, ReadonlySet<string>>()
    let parts = 0
    for (const [subject, entry] of held) {
      if (now - (toldAt.get(subject) ?? -Infinity) < SUBJECT_REST_MS) continue
      held.delete(subject)
      toldAt.set(subject, now)
      changed.set(subject, entry.parts)
      parts += entry.parts.size
      if (parts >= MAX_TOLD) break
    }
    if (changed.size > 0) handOn(changed)
  }

  const look = (): void => {
    timer = undefined
    flush()
    const rested = performance.now() - SUBJECT_REST_MS
    for (const [subject, at] of toldAt) if (at <= rested) toldAt.delete(subject)
    if (held.size > 0 || toldAt.size > 0) timer = setTimeout(look, LOOK_EVERY_MS)
  }

  return {
    values,
    pageEnded: () => {
      position = tail.cursor()
      flush()
    },
    // Held in order of their first change: the first one is the furthest back.
    safe: () => held.values().next().value?.since ?? position,
    close: () => {
      stop()
      clearTimeout(timer)
    },
  }
}
