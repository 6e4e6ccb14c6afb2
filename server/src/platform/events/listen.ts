import pg from 'pg'
import type { Logger } from 'pino'

/** A lost listening connection is tried again after this long, doubling up to the longest. */
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000

export interface Listener {
  close(): Promise<void>
}

/**
 * Keeps one connection that LISTENs on `channel`: `woken` on every notification, and `restored` after each (re)connection,
 * because what was sent in between is lost.
 */
export function listen(
  options: { url: string; channel: string; log: Logger },
  woken: () => void,
  restored: () => void,
): Listener {
  let client: pg.Client | undefined
  let closed = false
  let retryMs = FIRST_RETRY_MS
  let timer: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    if (closed) return
    const next = new pg.Client({
      connectionString: options.url,
      application_name: 'splot-listen',
      keepAlive: true,
    })
    client = next
    let lost = false
    const again = () => {
      if (lost || closed) return
      lost = true
      next.end().catch(() => {})
      timer = setTimeout(() => void connect(), retryMs)
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', woken)
    try {
      await next.connect()
      await next.query(`listen ${options.channel}`)
      retryMs = FIRST_RETRY_MS
      restored()
    } catch (error) {
      options.log.warn({ err: error }, 'cannot listen for wake-ups; trying again')
      again()
    }
  }
  void connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
