import { openPlatform } from '#platform/database'
import { openTail, runSubscribers } from '#platform/events'
import { runJobs } from '#platform/jobs'
import { gatherAvailability } from '#modules/inventory'
import { bindMail } from '#modules/messages'
import { bindGathering } from '#modules/webhooks'
import type { Logger } from '#platform/log'
import { bindModules, type LabelsOptions, type PaymentsOptions } from './bind.ts'
import { jobs } from './jobs.ts'
import { subscribers } from './subscribers.ts'

export interface WorkOptions {
  readonly url: string
  readonly log: Logger
  readonly secret: string
  readonly publicUrl: string
  readonly payments: PaymentsOptions
  /** The gateway of electronic shelf labels, where there are any. */
  readonly labels?: LabelsOptions
  readonly smtpUrl: string
  readonly mailFrom: string
  /** Inner networks that webhooks may go to. */
  readonly webhookNetworks?: readonly string[]
  readonly clock?: () => Date
}

/** Nobody waits for a worker: it gathers what happens in between instead of following every sale on its heels. */
const REST_MS = 100

/** Starts one worker: subscribers of the event log, and the job queue. Any number may run on one database. */
export async function work(options: WorkOptions): Promise<{ close(): Promise<void> }> {
  const platform = openPlatform({
    url: options.url,
    log: options.log,
    name: 'splot-worker',
    poolSize: 8,
    ...(options.clock && { clock: options.clock }),
  })
  const tail = openTail(platform, { restMs: REST_MS })
  const bound = await bindModules(platform, tail, options)
  const hangUp = bindMail({ smtpUrl: options.smtpUrl, from: options.mailFrom, publicUrl: options.publicUrl })
  // A receiver of availability needs the newest values, not each step to them.
  bindGathering([gatherAvailability])
  await tail.start()
  const running = await runSubscribers(platform, tail, subscribers)
  const queue = await runJobs(platform, jobs)
  return {
    close: async () => {
      await running.close()
      await queue.close()
      hangUp()
      await bound.close()
      await platform.close()
    },
  }
}
