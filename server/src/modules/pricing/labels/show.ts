import { isDeepStrictEqual } from 'node:util'
import { newId } from '@splot/kernel'
import { perPlatform, systemActor, type Platform, type ReadContext } from '#platform/context'
import { defineJob } from '#platform/jobs'
import { bookOf } from '../model.ts'
import type { Presenting } from '../presented/record.ts'
import { foreseeReductions, reductionsOf, type ReductionsModel } from '../presented/reductions.ts'
import { contentAt } from './content.ts'
import type { Plans } from '../presented/store.ts'
import { nextPictures, plansAhead } from './next.ts'
import type { LabelState } from './standing.ts'
import { keepAsked, keepReckoned, keepShown, labelsAfter } from './store.ts'
import type { Label, LabelContent, LabelGateway, LabelUpdate } from './types.ts'

/** Labels that one request draws. */
const BATCH = 200

const actor = systemActor('pricing.labels')

/** The gateway of the shelf labels, and who presents prices: what promotions will make of them stands on labels too. */
interface Shelves {
  readonly gateway: LabelGateway
  readonly presenting: () => Promise<Presenting>
}
const shelves = perPlatform<Shelves>('labels')

/** Ties this process to the gateway of the shelf labels. */
export const bindLabelGateway = (platform: Platform, bound: Shelves): void =>
  void shelves.set(platform, bound)

/**
 * Lets every label show the price of now, with the lowest earlier one beside a reduction, and lets its gateway hold what it will show next, so that it
 * flips at that instant by itself, be we there or not. Only labels that show or hold something else are told: their batteries pay for
 * it. A batch whose outcome is unknown, and a label that did not answer, are told again by the next look whatever is wanted by then: it may have come.
 * Answers how many were told.
 */
export async function showLabels(platform: Platform): Promise<number> {
  if (!shelves.has(platform)) return 0
  const { gateway, presenting } = shelves.of(platform)
  // Else a plan could be taken for told that is not known here yet.
  await bookOf(platform).upToDate()
  const ctx = platform.read(actor)
  const [plans, who] = await Promise.all([plansAhead(ctx), presenting()])
  let told = 0
  for (let after = ''; ;) {
    const labels = await labelsAfter(ctx, { after, locationId: null, limit: BATCH })
    const { updates, holding } = await wantedOf(platform, ctx, labels, plans, who)
    if (holding.length > 0) await platform.write(actor, (write) => keepReckoned(write, holding, plans.name))
    if (updates.length > 0) told += await tell(platform, gateway, updates, plans.name)
    const last = labels.at(-1)
    if (!last || labels.length < BATCH) return told
    after = last.deviceId
  }
}

/** Whether a label shows what it should, as far as its gateway has said. */
export function stateOf(ctx: ReadContext, label: Label): LabelState {
  if (label.failures > 0) return 'unreachable'
  const content = contentAt(ctx, label, 'now', reductionsOf(ctx).running)
  if (!content) return 'no_price'
  if (label.asked !== null) return 'waiting'
  if (label.next === null || !hasFlipped(label, ctx.now))
    return isDeepStrictEqual(content, label.shown) ? 'shown' : 'waiting'
  const { version: _version, validFrom: _from, ...flipped } = label.next
  return isDeepStrictEqual(content, flipped) ? 'shown' : 'waiting'
}

/** A label, and what it shall be told. */
interface Wanted {
  readonly label: Label
  readonly update: LabelUpdate
}

/**
 * What these labels shall show and hold, where it is not what they do, and those that hold already what is planned by now. One whose article has no price
 * keeps the last one.
 */
async function wantedOf(
  platform: Platform,
  ctx: ReadContext,
  labels: readonly Label[],
  plans: Plans,
  presenting: Presenting,
): Promise<{ readonly updates: readonly Wanted[]; readonly holding: readonly Label[] }> {
  const contents = await contentsNow(platform, ctx, labels, presenting)
  const unreckoned = labels.filter(({ reckonedFor }) => reckonedFor !== plans.name)
  const pictures = await nextPictures(platform, ctx, unreckoned, contents, plans, presenting)
  const version = bookOf(platform).versionInForce()
  const wanted = labels.flatMap((label) => {
    const content = contents.get(label.deviceId)
    if (!content) return []
    const next = label.reckonedFor === plans.name ? label.next : (pictures.get(label.deviceId) ?? null)
    const isTold =
      label.asked === null && isDeepStrictEqual(content, label.shown) && isDeepStrictEqual(next, label.next)
    return [
      {
        label,
        isTold,
        update: { ...content, deviceId: label.deviceId, version, asOf: ctx.now.toISOString(), next },
      },
    ]
  })
  return {
    updates: wanted.filter(({ isTold }) => !isTold),
    holding: wanted.flatMap(({ isTold, label }) => (isTold && label.reckonedFor !== plans.name ? label : [])),
  }
}

/**
 * What each of these labels says now, by its id. Memory says which could have changed; of those the tables are asked, because reductions are known in memory only
 * after they were recorded, and a label would show the bare price till then.
 */
async function contentsNow(
  platform: Platform,
  ctx: ReadContext,
  labels: readonly Label[],
  presenting: Presenting,
): Promise<ReadonlyMap<string, LabelContent>> {
  const contents = new Map<string, LabelContent>()
  const read = (label: Label, reductionOf: ReductionsModel['running']): boolean => {
    const content = contentAt(platform, label, 'now', reductionOf)
    if (content) contents.set(label.deviceId, content)
    return content !== undefined && (hasFlipped(label, ctx.now) || !isDeepStrictEqual(content, label.shown))
  }
  const { running } = reductionsOf(platform)
  const changed = labels.filter((label) => read(label, running))
  if (changed.length === 0) return contents
  const skus = [...new Set(changed.map(({ sku }) => sku))]
  const standing = await foreseeReductions(ctx, skus, ctx.now, presenting)
  for (const label of changed) read(label, standing)
  return contents
}

/** Its gateway has been told of an instant that has come since, so it shows something else than it last said. */
const hasFlipped = ({ next }: Label, now: Date): boolean =>
  next !== null && Date.parse(next.validFrom) <= now.getTime()

async function tell(
  platform: Platform,
  gateway: LabelGateway,
  wanted: readonly Wanted[],
  reckonedFor: string,
): Promise<number> {
  const asked = newId()
  const labels = wanted.map(({ label }) => label)
  const still = new Set(await platform.write(actor, (ctx) => keepAsked(ctx, labels, asked)))
  const updates = wanted.flatMap(({ update }) => (still.has(update.deviceId) ? update : []))
  if (updates.length === 0) return 0
  const byDevice = new Map(updates.map((update) => [update.deviceId, update]))
  const results = await gateway.setLabels(updates).catch((error: unknown) => {
    platform.log.warn(
      { err: error, labels: updates.length },
      'the label gateway did not answer; it is asked again',
    )
    return []
  })
  const shown = results.flatMap(({ deviceId, result }) => {
    const update = byDevice.get(deviceId)
    return update && (result === 'shown' || result === 'unchanged') ? update : []
  })
  const unreachable = results.flatMap(({ deviceId, result }) => (result === 'unreachable' ? deviceId : []))
  if (results.length > 0) {
    await platform.write(actor, (ctx) => keepShown(ctx, shown, unreachable, { asked, reckonedFor }))
  }
  return shown.length
}

/** When something is published or taken back, at every instant at which a version takes effect, after what is presented was recorded, and every minute besides. */
export const showLabelsJob = defineJob({
  name: 'pricing.labels',
  cron: '* * * * *',
  run: async (platform) => {
    await showLabels(platform)
  },
})
