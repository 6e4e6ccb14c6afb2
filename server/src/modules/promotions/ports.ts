import type { WriteContext } from '#platform/context'
import type { Range } from './types.ts'

/** Where nobody has bound a catalogue (the demo is loaded before read models are open) everything that is named is taken for known. */
const anything: Range = {
  isSku: () => true,
  productOf: (handle) => ({ handle, category: '' }),
  categoryWithin: (handle) => new Set([handle]),
  isAttribute: () => true,
  isAttributeValue: () => true,
  isChannel: () => true,
  isLocation: () => true,
  isCurrency: () => true,
}

let bound: Range = anything

/** Called by main: what there is to be promoted, from the read models of this process. */
export function bindRange(range: Range): void {
  bound = range
}

/** What promotions may be about. */
export const rangeOf = (): Range => bound

/** Of these codes of segments those that there are; they stay until the transaction ends. */
export type KeepSegments = (ctx: WriteContext, codes: readonly string[]) => Promise<ReadonlySet<string>>

let keepSegments: KeepSegments = async (_ctx, codes) => new Set(codes)

/** Called by main: who keeps the segments that promotions may ask for. Until then each is taken for known, as the rest is. */
export function bindSegments(keep: KeepSegments): void {
  keepSegments = keep
}

/** Which of these segments there are, until the transaction ends. */
export const segmentsKept: KeepSegments = (ctx, codes) => keepSegments(ctx, codes)
