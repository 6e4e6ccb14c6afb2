import { HOUR_MS, type ChannelId } from '@splot/kernel'
import { promisable, roomFor } from '../promise.ts'
import type { ChannelTerms } from '../types.ts'

/** What happened to one row of stock, in milliseconds since the epoch. */
export interface RowHistory {
  readonly from: number
  readonly until: number
  /** Counters at `from`. */
  readonly onHand: number
  /** Pieces of holds that are not in `holds`. */
  readonly reserved: number
  readonly quarantined: number
  readonly movements: readonly { readonly at: number; readonly quantity: number }[]
  readonly holds: readonly HoldLife[]
  readonly refused: readonly {
    readonly at: number
    readonly channelId: ChannelId
    readonly quantity: number
  }[]
}

export interface HoldLife {
  readonly at: number
  /** Infinity: it still counts. */
  readonly end: number
  readonly channelId: ChannelId
  readonly quantity: number
  /** It ended with the pieces leaving. */
  readonly left: boolean
}

/** The terms that a row would have carried. */
export interface ReplayedTerms {
  readonly safety: number
  readonly channelTerms: ChannelTerms | null
}

/** What one channel would have seen of a row. */
export interface Seen {
  /** Hours without a piece to promise. */
  readonly hoursOut: number
  /** Reservations that would have been refused, and the pieces in them; of all that were asked for. */
  readonly refused: number
  readonly refusedPieces: number
  readonly asked: number
  /** Pieces that were there and hidden from the channel, on average over the time. */
  readonly hidden: number
}

interface Moment {
  readonly at: number
  readonly onHand?: number
  readonly reserved?: number
  /** Pieces of a channel that came out of its pool (or went back). */
  readonly pooled?: number
  readonly channelId?: ChannelId
  /** A reservation that was asked for. */
  readonly quantity?: number
}

/**
 * Goes through the history of a row as it was and says what each channel would have seen under these terms. Every moment is judged by what
 * really was on hand and reserved then: a reservation that would have been refused is not taken out of later moments, which would be
 * guessing what its customer did next.
 */
export function replay(
  history: RowHistory,
  terms: ReplayedTerms,
  channels: readonly ChannelId[],
): Map<ChannelId, Seen> {
  const sums = new Map(
    channels.map((channelId) => [
      channelId,
      { outMs: 0, refused: 0, refusedPieces: 0, asked: 0, hiddenMs: 0 },
    ]),
  )
  const counters = { onHand: history.onHand, reserved: history.reserved }
  const used = new Map<string, number>()
  const rooms = () => {
    const row = { ...counters, quarantined: history.quarantined, safety: terms.safety, uncovered: 0 }
    const free = promisable(row)
    const bare = Math.max(0, free + terms.safety)
    const current = withUsed(terms.channelTerms, used)
    return (channelId: ChannelId) => ({
      room: roomFor(free, row.onHand - row.quarantined, current, channelId),
      bare,
    })
  }
  let at = history.from
  const pass = (until: number) => {
    if (until <= at) return
    const roomOf = rooms()
    for (const [channelId, sum] of sums) {
      const { room, bare } = roomOf(channelId)
      if (room <= 0) sum.outMs += until - at
      sum.hiddenMs += (bare - Math.max(0, room)) * (until - at)
    }
    at = until
  }
  for (const moment of momentsOf(history)) {
    if (moment.at >= history.until) break
    pass(moment.at)
    const sum = moment.channelId && moment.quantity !== undefined ? sums.get(moment.channelId) : undefined
    if (sum && moment.channelId && moment.quantity !== undefined && moment.at >= history.from) {
      sum.asked += 1
      if (rooms()(moment.channelId).room < moment.quantity) {
        sum.refused += 1
        sum.refusedPieces += moment.quantity
      }
    }
    counters.onHand += moment.onHand ?? 0
    counters.reserved += moment.reserved ?? 0
    if (moment.channelId && moment.pooled !== undefined)
      used.set(moment.channelId, (used.get(moment.channelId) ?? 0) + moment.pooled)
  }
  pass(history.until)
  const span = Math.max(1, history.until - history.from)
  return new Map(
    [...sums].map(([channelId, { outMs, hiddenMs, ...counted }]) => [
      channelId,
      { ...counted, hoursOut: tenths(outMs / HOUR_MS), hidden: tenths(hiddenMs / span) },
    ]),
  )
}

const tenths = (value: number): number => Math.round(value * 10) / 10

/** Everything that changes the row, in order of time; of one moment what comes first, then what is asked for. */
function momentsOf({ movements, holds, refused }: RowHistory): Moment[] {
  const moments: Moment[] = [
    ...movements.map(({ at, quantity }) => ({ at, onHand: quantity })),
    ...holds.flatMap(({ at, end, channelId, quantity, left }): Moment[] => [
      { at, channelId, quantity, reserved: quantity, pooled: quantity },
      { at: end, channelId, reserved: -quantity, pooled: left ? 0 : -quantity },
    ]),
    ...refused.map(({ at, channelId, quantity }) => ({ at, channelId, quantity })),
  ]
  return moments.sort((one, other) => one.at - other.at || (one.quantity ?? 0) - (other.quantity ?? 0))
}

const withUsed = (terms: ChannelTerms | null, used: ReadonlyMap<string, number>): ChannelTerms | null =>
  terms &&
  Object.fromEntries(
    Object.entries(terms).map(([channel, share]) => [
      channel,
      share.pool === undefined ? share : { ...share, used: Math.min(share.pool, used.get(channel) ?? 0) },
    ]),
  )
