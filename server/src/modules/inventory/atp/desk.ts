import { addDays, type ChannelId, type LocalDate } from '@splot/kernel'
import { backorderFor, type Cascade } from '../policies/cascade.ts'
import { surroundings } from '../policies/surroundings.ts'
import type { StockLine } from '../types.ts'
import { hiddenFrom } from './hidden.ts'
import { firstDayWith, outlookOf, type DayPieces } from './outlook.ts'
import { todayIn, type InboundRow, type RowState, type WaitingLine } from './store.ts'
import type { UnpromisedLine } from './types.ts'

/** A row and what is promised of it, as requests are decided one after the other. */
export interface Desk {
  readonly row: RowState
  readonly today: LocalDate
  readonly inbound: readonly DayPieces[]
  readonly queued: (DayPieces & { readonly channelId: ChannelId })[]
}

/** The desk of a row with what is on its way to it and what waits for that. */
export const deskOf = (
  now: Date,
  row: RowState,
  inbound: readonly InboundRow[],
  waiting: readonly WaitingLine[],
): Desk => ({
  row,
  today: todayIn(now, row.locationId),
  inbound,
  queued: waiting.map((line) => ({
    day: line.promisedOn,
    quantity: line.waiting,
    channelId: line.channelId,
  })),
})

export type Decided =
  | { readonly open: boolean; readonly promisedOn: LocalDate }
  | Pick<UnpromisedLine, 'available' | 'why'>

/** The first day on which a channel may have all pieces of a line, or why not; changes nothing. */
export function promiseLine(
  desk: Desk | undefined,
  cascade: Cascade,
  channelId: ChannelId,
  line: StockLine,
): Decided {
  if (!desk) return { available: 0, why: 'not_covered' }
  const { row, today, inbound, queued } = desk
  const hidden = hiddenFrom(channelId, row.onHand - row.quarantined, row.terms)
  const here =
    row.onHand - row.reserved - row.quarantined - row.safety - hidden.buffer - hidden.pooledForOthers
  const outlook = outlookOf(today, here, inbound, queued)
  const day = firstDayWith(outlook, line.quantity)
  // What is here needs nobody's leave.
  if (day === today) return { open: false, promisedOn: today }
  const available = Math.max(0, outlook.least[0] ?? 0)
  const { value: backorder, rule } = backorderFor(cascade, line, channelId, surroundings())
  if (backorder.against === 'none') return { available, why: 'not_allowed' }
  const waiting = queued.reduce(
    (sum, other) => sum + (rule?.channelId && other.channelId !== rule.channelId ? 0 : other.quantity),
    0,
  )
  if (backorder.most !== undefined && waiting + line.quantity > backorder.most)
    return { available: Math.max(available, backorder.most - waiting), why: 'too_many' }
  if (day !== undefined) return { open: false, promisedOn: day }
  if (backorder.against === 'open') return { open: true, promisedOn: addDays(today, backorder.leadDays ?? 0) }
  return { available: Math.max(available, outlook.least.at(-1) ?? 0), why: 'not_covered' }
}
