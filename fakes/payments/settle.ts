import { notify } from './notify.ts'
import type { WebhookTarget } from './notify.ts'
import type { Book, Charge } from './book.ts'
import { outcomeOf } from './magic.ts'

export type Settling = {
  /** Settles a pending charge after the bank's thinking time and tells the shop. */
  later(charge: Charge): void
  /** Stops all timers and attempts and waits until nothing runs; what is owed is taken up by the next start. */
  close(): Promise<void>
}

/** Lets pending charges turn after `settleAfterMs`, and takes up what an earlier process still owed. */
export function startSettling(book: Book, settleAfterMs: number, target?: WebhookTarget): Settling {
  const stop = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()

  const tell = async (charge: Charge) => {
    if (!target) return
    const times = outcomeOf(charge.method)?.webhooks ?? 1
    const told = await Promise.all(Array.from({ length: times }, () => notify(target, charge, stop.signal)))
    if (told.every(Boolean) && !stop.signal.aborted) book.notified(charge.id)
  }

  const start = (charge: Charge) => {
    book.settle(charge.id)
    const work = tell(charge).finally(() => running.delete(work))
    running.add(work)
  }

  const later = (charge: Charge) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      start(charge)
    }, settleAfterMs)
    timers.add(timer)
  }

  for (const charge of book.owing()) if (charge.status === 'pending' || target) later(charge)

  return {
    later,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      stop.abort()
      await Promise.all(running)
    },
  }
}
