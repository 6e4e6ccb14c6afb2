import type { Label } from './queries.ts'

type Pictures = Pick<Label, 'shown' | 'next'>

/**
 * What a label shows at `now`, epoch ms, and what it will by itself later. One that was given its next picture flips at that instant, before its
 * gateway has said so; null: nothing is known, or nothing is to come.
 */
export function picturesOf({ shown, next }: Pictures, now: number) {
  const hasFlipped = next !== null && Date.parse(next.validFrom) <= now
  return hasFlipped ? { current: next, coming: null } : { current: shown, coming: next }
}
