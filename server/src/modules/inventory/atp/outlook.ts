import { addDays, type LocalDate } from '@splot/kernel'

/** Pieces on a day: expected to come, or promised for it. */
export interface DayPieces {
  readonly day: LocalDate | null
  readonly quantity: number
}

/** How the promisable pieces of one row will stand, day by day. */
export interface Outlook {
  /** Days on which something changes, the first is today. */
  readonly days: readonly LocalDate[]
  /** Pieces that came by the end of each of them. */
  readonly inbound: readonly number[]
  /** Pieces promised by then that were not here. */
  readonly queued: readonly number[]
  /** The least that will be left from that day on: promising more would eat what a later promise needs. */
  readonly least: readonly number[]
}

/**
 * The outlook of a row with `here` pieces that may be promised now, before what waits is taken off. What is expected and has not come by
 * today is counted from tomorrow, because nobody can have it yet; what was promised for a day gone by, or for no day, is owed today.
 */
export function outlookOf(
  today: LocalDate,
  here: number,
  inbound: readonly DayPieces[],
  queued: readonly DayPieces[],
): Outlook {
  const tomorrow = addDays(today, 1)
  const came = new Map<LocalDate, number>()
  const owed = new Map<LocalDate, number>()
  const add = (to: Map<LocalDate, number>, day: LocalDate, quantity: number) =>
    void to.set(day, (to.get(day) ?? 0) + quantity)
  for (const { day, quantity } of inbound)
    add(came, day !== null && day > tomorrow ? day : tomorrow, quantity)
  for (const { day, quantity } of queued) add(owed, day !== null && day > today ? day : today, quantity)
  const days = [...new Set([today, ...came.keys(), ...owed.keys()])].sort()
  let sumCame = 0
  let sumOwed = 0
  const sums = days.map((day) => {
    sumCame += came.get(day) ?? 0
    sumOwed += owed.get(day) ?? 0
    return { inbound: sumCame, queued: sumOwed }
  })
  const least: number[] = []
  let lowest = Infinity
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const sum = sums[index] ?? { inbound: 0, queued: 0 }
    lowest = Math.min(lowest, here + sum.inbound - sum.queued)
    least[index] = lowest
  }
  return { days, least, inbound: sums.map((sum) => sum.inbound), queued: sums.map((sum) => sum.queued) }
}

/** The index of the last day of the outlook that is not behind `day`. */
export const indexOn = (outlook: Outlook, day: LocalDate): number => {
  let index = 0
  while (index + 1 < outlook.days.length && (outlook.days[index + 1] ?? day) <= day) index += 1
  return index
}

/** The first day from which on `pieces` are left at any time; undefined: never, as far as is known. */
export function firstDayWith(outlook: Outlook, pieces: number): LocalDate | undefined {
  const index = outlook.least.findIndex((least) => least >= pieces)
  return outlook.days[index]
}
