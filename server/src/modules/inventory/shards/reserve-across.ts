import { hash } from 'node:crypto'
import { Refusal } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { release } from '../release.ts'
import { reserve } from '../reserve.ts'
import type { Reservation, Reserved, ShortLine, StockLine } from '../types.ts'
import type { Routing, Shard } from './route.ts'

/**
 * `reserve` over several databases, without a lock between them: each decides its own lines under the same hold id, one after the other
 * in one order; when one refuses, those before it get their pieces back. The same command again ends in the same state, because each
 * database gives its first answer again. What a crash leaves half held costs nobody anything: it expires, and nobody was promised it.
 * `expiresAt` is the earliest of all; a refusal names only the lines of the database that refused.
 * @throws what `reserve` throws; the error of a database that does not answer: ask again under the same id, which may still be held.
 */
export async function reserveAcross(
  { split }: Routing,
  ctx: CommandContext,
  reservation: Reservation,
): Promise<Reserved> {
  const { holdId, partial = false } = reservation
  const whole = wholeHash(reservation)
  const visited: Shard[] = []
  const held: Extract<Reserved, { state: 'held' }>[] = []
  const short: ShortLine[] = []
  for (const { shard, own } of split(reservation.lines)) {
    let answer: Reserved
    try {
      answer = await reserve(shard.command(ctx.actor), { ...reservation, lines: own, partOf: whole })
    } catch (error) {
      // A refusal is certain and stays so; after anything else a repetition may still be granted.
      if (error instanceof Refusal) await giveBack(ctx, visited, reservation)
      throw error
    }
    if (answer.state === 'held') {
      visited.push(shard)
      held.push(answer)
      short.push(...answer.short)
    } else if (partial) {
      short.push(...answer.lines)
    } else {
      await giveBack(ctx, visited, reservation)
      return answer
    }
  }
  if (held.length === 0) return { state: 'short', lines: short }
  const lines: StockLine[] = held.flatMap((answer) => answer.lines)
  const expiresAt = new Date(Math.min(...held.map((answer) => answer.expiresAt.getTime())))
  return { state: 'held', holdId, expiresAt, lines, short }
}

/** Tells the parts of this command from those of another under the same id, whichever databases each of them touches. */
const wholeHash = ({ kind, ttlMs, partial = false, lines }: Reservation): string =>
  hash(
    'sha256',
    JSON.stringify([kind, ttlMs, partial, lines.map((line) => JSON.stringify(line)).sort()]),
    'hex',
  )

/** What cannot be given back now expires; the answer is the same. */
async function giveBack(
  ctx: CommandContext,
  visited: readonly Shard[],
  { holdId }: Reservation,
): Promise<void> {
  const done = await Promise.allSettled(visited.map((shard) => release(shard.command(ctx.actor), [holdId])))
  for (const one of done) {
    if (one.status === 'rejected')
      ctx.log.warn({ err: one.reason, holdId }, 'a part of a refused hold is left to expire')
  }
}
