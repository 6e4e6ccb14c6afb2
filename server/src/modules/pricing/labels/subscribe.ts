import { subscribe } from '#platform/events'
import { addJob } from '#platform/jobs'
import { showLabelsJob } from './show.ts'

/** Lets labels be drawn at the instant of a version, and once its reductions are known. */
export const labelsSubscriber = subscribe({
  name: 'pricing-labels',
  types: ['pricing.version_published', 'pricing.presentation_done'],
  handle: async (ctx, events) => {
    for (const { type, data } of events) {
      // `announce` and `presentChunk` have told the instants.
      const at = new Date(String(type === 'pricing.version_published' ? data['effectiveAt'] : data['at']))
      const runAt = at > ctx.now ? at : ctx.now
      await addJob(
        ctx,
        showLabelsJob,
        {},
        { key: `${showLabelsJob.name} ${at.getTime()}`, runAt, queue: showLabelsJob.name },
      )
    }
  },
})
