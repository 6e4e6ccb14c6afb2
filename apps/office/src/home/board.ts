import type { Fulfilment } from '../api/types.ts'

const HOUR_MS = 3_600_000

/** What the board counts of a piece of work. */
type Work = Pick<Fulfilment, 'state' | 'promisedAt' | 'location'>

/** Whether somebody still has to do something before its promise. */
const isWaiting = ({ state }: Work): boolean => state === 'waiting' || state === 'picking'
const dueAt = ({ promisedAt }: Work): number => (promisedAt === null ? Infinity : Date.parse(promisedAt))

/** How much waits, how much is late, due within an hour, and ready for its customer. */
export function tally(work: readonly Work[], now: number) {
  const waiting = work.filter(isWaiting)
  return {
    waiting: waiting.length,
    late: waiting.filter((one) => dueAt(one) < now).length,
    soon: waiting.filter((one) => dueAt(one) >= now && dueAt(one) < now + HOUR_MS).length,
    ready: work.filter(({ state }) => state === 'ready').length,
  }
}

export type PlaceQueue = Readonly<{
  id: string
  name: string
  waiting: number
  late: number
  next: string | null
}>

/** The queue of each place: those with the earliest promise first. */
export function queuesByPlace(work: readonly Work[], now: number): PlaceQueue[] {
  const byPlace = Map.groupBy(work.filter(isWaiting), ({ location }) => location.id)
  return [...byPlace.values()]
    .flatMap((queue) => {
      const [first] = queue.toSorted((a, b) => dueAt(a) - dueAt(b))
      if (!first) return []
      const late = queue.filter((one) => dueAt(one) < now).length
      const { id, name } = first.location
      return [{ id, name, waiting: queue.length, late, next: first.promisedAt }]
    })
    .sort((a, b) => (a.next ?? '9').localeCompare(b.next ?? '9'))
}
