import { Refusal, type RefusalDetail } from '@splot/kernel'
import { audit } from '#platform/auth'
import { authorise, type WriteContext } from '#platform/context'
import { addJob } from '#platform/jobs'
import { surroundings } from '../surroundings.ts'
import { showLabelsJob } from './show.ts'
import { dropLabel, forgetShown, lockLabel, putLabel } from './store.ts'
import type { Label } from './types.ts'

type Wanted = Pick<Label, 'deviceId' | 'sku' | 'channelId' | 'locationId'>

const RIGHT = 'prices.write'

/**
 * Hangs a label at an article of a place, or takes it there from where it hung, and has it told what to show. Who does it needs the right in both
 * places. @throws Refusal `pricing.bad_label` with a pointer per field.
 */
export async function hangLabel(ctx: WriteContext, wanted: Wanted): Promise<Label> {
  const { deviceId, sku, channelId, locationId } = wanted
  authorise(ctx.actor, RIGHT, locationId)
  refuseUnknown(wanted)
  const before = await lockLabel(ctx, deviceId)
  if (before) authorise(ctx.actor, RIGHT, before.locationId)
  const label = await putLabel(ctx, wanted)
  const was = before && { sku: before.sku, channelId: before.channelId, locationId: before.locationId }
  await audit(ctx, {
    action: 'pricing.label_hung',
    subject: deviceId,
    locationId,
    detail: { sku, channelId, ...(was && { before: was }) },
  })
  await tellNow(ctx)
  return label
}

/** Takes a label down: it is told nothing any more, and may hang elsewhere later. @throws Refusal `pricing.no_such_label`. */
export async function takeLabelDown(ctx: WriteContext, deviceId: string): Promise<void> {
  const { sku, channelId, locationId } = await ownLabel(ctx, deviceId)
  await dropLabel(ctx, deviceId)
  await audit(ctx, {
    action: 'pricing.label_taken_down',
    subject: deviceId,
    locationId,
    detail: { sku, channelId },
  })
}

/**
 * Has a label told once more what to show, whatever was said that it shows: one that was out of reach, or whose picture is wrong.
 * @throws Refusal `pricing.no_such_label`.
 */
export async function tellLabelAgain(ctx: WriteContext, deviceId: string): Promise<Label> {
  const { locationId } = await ownLabel(ctx, deviceId)
  const label = await forgetShown(ctx, deviceId)
  await audit(ctx, { action: 'pricing.label_told_again', subject: deviceId, locationId, detail: {} })
  await tellNow(ctx)
  return label
}

/** The label, locked, where the actor may change it. */
async function ownLabel(ctx: WriteContext, deviceId: string): Promise<Label> {
  const label = await lockLabel(ctx, deviceId)
  if (!label)
    throw new Refusal('not_found', 'pricing.no_such_label', 'No shelf label of this number hangs anywhere.')
  authorise(ctx.actor, RIGHT, label.locationId)
  return label
}

const tellNow = (ctx: WriteContext): Promise<void> =>
  addJob(ctx, showLabelsJob, {}, { key: `${showLabelsJob.name} asked`, queue: showLabelsJob.name })

function refuseUnknown({ sku, channelId, locationId }: Wanted): void {
  const known = surroundings()
  const errors: RefusalDetail[] = [
    ...(known.article(sku) ? [] : [{ pointer: '/sku', detail: 'unknown SKU' }]),
    ...(known.isChannel(channelId) ? [] : [{ pointer: '/channelId', detail: 'unknown channel' }]),
    ...(known.isLocation(locationId) ? [] : [{ pointer: '/locationId', detail: 'unknown place' }]),
  ]
  if (errors.length > 0)
    throw new Refusal('unprocessable', 'pricing.bad_label', 'This label cannot hang there.', { errors })
}
