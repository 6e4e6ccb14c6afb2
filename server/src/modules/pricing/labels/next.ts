import { isDeepStrictEqual } from 'node:util'
import { DAY_MS } from '@splot/kernel'
import type { Platform, ReadContext } from '#platform/context'
import { bookOf } from '../model.ts'
import type { Presenting } from '../presented/record.ts'
import { foreseeReductions } from '../presented/reductions.ts'
import { plansUntil, type Plans } from '../presented/store.ts'
import { contentAt } from './content.ts'
import type { Label, LabelContent, NextPicture } from './types.ts'

/** How far ahead a gateway is told: it may be away over a long weekend. */
const AHEAD_MS = 4 * DAY_MS
/** Instants that are looked through for one that changes a label; later ones are told once these are over. */
const MOST_INSTANTS = 12

/** What is planned for the next days, as far as labels are concerned. */
export const plansAhead = (ctx: ReadContext): Promise<Plans> =>
  plansUntil(ctx, new Date(ctx.now.getTime() + AHEAD_MS), MOST_INSTANTS)

/**
 * The next picture of each of these labels, by its id: what it says from the first planned instant on at which that is something else than
 * `contents` say now. None: nothing of it changes, or nothing can be said because the article has no price then.
 */
export async function nextPictures(
  platform: Platform,
  ctx: ReadContext,
  labels: readonly Label[],
  contents: ReadonlyMap<string, LabelContent>,
  { instants }: Plans,
  presenting: Presenting,
): Promise<Map<string, NextPicture>> {
  const found = new Map<string, NextPicture>()
  let open = labels.filter(({ deviceId }) => contents.has(deviceId))
  for (const at of instants) {
    if (open.length === 0) break
    const skus = [...new Set(open.map(({ sku }) => sku))]
    const reductionOf = await foreseeReductions(ctx, skus, at, presenting)
    const version = bookOf(platform).versionAt(at.getTime())
    open = open.filter((label) => {
      const content = contentAt(platform, label, at, reductionOf)
      if (!content || isDeepStrictEqual(content, contents.get(label.deviceId))) return true
      found.set(label.deviceId, { ...content, version, validFrom: at.toISOString() })
      return false
    })
  }
  return found
}
