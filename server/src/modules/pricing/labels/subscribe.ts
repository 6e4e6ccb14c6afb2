import { subscribe, type StoredEvent } from '#platform/events'
import { addJob } from '#platform/jobs'
import { showLabelsJob } from './show.ts'

/** Lets labels hold what is planned as soon as it is, and no longer; lets them be drawn at the instant of a version, and once its reductions are known. */
export const labelsSubscriber = subscribe({
  name: 'pricing-labels',
  types: ['pricing.version_published', 'pricing.version_cancelled', 'pricing.presentation_done'],
  handle: async (ctx, events) => {
    const instants = new Set(events.flatMap(instantsOf).map((at) => Math.max(at, ctx.now.getTime())))
    for (const at of instants) {
      await addJob(
        ctx,
        showLabelsJob,
        {},
        { key: `${showLabelsJob.name} ${at}`, runAt: new Date(at), queue: showLabelsJob.name },
      )
    }
  },
})

/** When labels are looked after because of a fact, epoch ms; 0 is at once. `announce` and `presentChunk` have told the instants. */
function instantsOf({ type, data }: StoredEvent): number[] {
  if (type === 'pricing.version_cancelled') return [0]
  if (type === 'pricing.presentation_done') return [Date.parse(String(data['at']))]
  return [0, Date.parse(String(data['effectiveAt']))]
}
