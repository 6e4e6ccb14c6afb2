import { systemActor, type Platform } from '#platform/context'
import { runSubscriberOnce, type Subscriber } from '#platform/events'

const LOOK_EVERY_MS = 5

/**
 * Lets these subscribers, one after another, take every fact that is committed by now. A fact stays hidden while any older write is
 * under way anywhere in the server, and the tests beside this one write to the same server.
 */
export async function drain(platform: Platform, ...subscribers: readonly Subscriber[]): Promise<void> {
  for (const subscriber of subscribers) {
    do await untilVisible(platform)
    while ((await runSubscriberOnce(platform, subscriber)) > 0)
  }
}

async function untilVisible(platform: Platform): Promise<void> {
  const { query } = platform.read(systemActor('drain'))
  for (;;) {
    const [hidden] = await query(
      `select 1 from platform.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`,
    )
    if (!hidden) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
