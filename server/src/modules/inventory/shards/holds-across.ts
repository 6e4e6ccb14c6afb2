import type { HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { extend } from '../extend.ts'
import { findHold, type Hold } from '../holds.ts'
import { release } from '../release.ts'
import { shrink } from '../shrink.ts'
import type { Extended, Released, StockLine } from '../types.ts'
import type { Routing } from './route.ts'

/** A hold says what its liveliest part says: one shard may have refused what another could give in part. */
const LIVELIEST = [
  'picked',
  'allocated',
  'consumed',
  'pinned',
  'soft',
  'released',
  'expired',
  'refused',
  'unknown',
] as const satisfies readonly Released['state'][]

const liveliest = (states: readonly Released['state'][]): Released['state'] =>
  LIVELIEST.find((state) => states.includes(state)) ?? 'unknown'

/** `release` on every shard: a hold id does not say where its parts are. */
export async function releaseAcross(
  { shards }: Routing,
  ctx: CommandContext,
  holdIds: readonly HoldId[],
): Promise<readonly Released[]> {
  const answers = await Promise.all(shards.map((shard) => release(shard.command(ctx.actor), holdIds)))
  return holdIds.map((holdId, at) => ({
    holdId,
    state: liveliest(answers.flatMap((released) => released[at]?.state ?? [])),
  }))
}

/** `shrink` where the named lines are; the other shards only say how the rest of the hold stands. */
export async function shrinkAcross(
  { shards, of }: Routing,
  ctx: CommandContext,
  holdId: HoldId,
  lines: readonly StockLine[],
): Promise<Released> {
  const answers = await Promise.all(
    shards.map((shard) =>
      shrink(
        shard.command(ctx.actor),
        holdId,
        lines.filter(({ sku }) => of(sku) === shard),
      ),
    ),
  )
  return { holdId, state: liveliest(answers.map(({ state }) => state)) }
}

/** `extend` of every part: `held` until the first of them ends, `expired` when one has lost its pieces. */
export async function extendAcross(
  { shards }: Routing,
  ctx: CommandContext,
  holdId: HoldId,
  ttlMs?: number,
): Promise<Extended> {
  const answers = await Promise.all(shards.map((shard) => extend(shard.command(ctx.actor), holdId, ttlMs)))
  const lapsed = answers.find(({ state }) => state === 'expired')
  if (lapsed) return lapsed
  const ends = answers.flatMap((answer) => (answer.state === 'held' ? answer.expiresAt.getTime() : []))
  if (ends.length > 0) return { state: 'held', holdId, expiresAt: new Date(Math.min(...ends)) }
  return answers.find(({ state }) => state === 'not_active') ?? { state: 'unknown', holdId }
}

/** `findHold` with the lines of all parts; it ends when the first part ends. */
export async function findHoldAcross(
  { shards }: Routing,
  ctx: CommandContext,
  holdId: HoldId,
): Promise<Hold | undefined> {
  const found = await Promise.all(shards.map(({ platform }) => findHold(platform.read(ctx.actor), holdId)))
  const parts = found.flatMap((part) => part ?? [])
  const state = liveliest(parts.map((part) => part.state))
  const [first] = parts.filter((part) => part.state === state)
  if (!first) return undefined
  return {
    ...first,
    expiresAt: new Date(Math.min(...parts.map((part) => part.expiresAt.getTime()))),
    lines: parts.flatMap((part) => part.lines),
  }
}
