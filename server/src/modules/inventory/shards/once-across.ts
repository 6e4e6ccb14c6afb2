import type { Sku } from '@splot/kernel'
import type { Actor, CommandContext, WriteContext } from '#platform/context'
import { combineWrites, hashBody } from '#platform/database'
import { adjust } from '../adjust.ts'
import { consume } from '../consume.ts'
import { receive } from '../receive.ts'
import { releaseAllocated } from '../release-allocated.ts'
import { returnToStock } from '../return-to-stock.ts'
import { sell } from '../sell.ts'
import type { HeldPiecesAnswer } from '../types.ts'
import type { Routing, Shard } from './route.ts'

/** What the module's ordinary writes take: something with lines, or a whole hold or order without. */
interface Item {
  readonly lines?: readonly { readonly sku: Sku }[]
  readonly actor?: Actor
}

type Verb<T extends Item> = (
  ctx: WriteContext,
  items: readonly T[],
) => Promise<readonly HeldPiecesAnswer[] | void>

/**
 * One of the module's ordinary writes, on each database that has some of its lines, and exactly once on each: the command's id (that of
 * the fact or the paper that drives it) and the answer are kept there in the same transaction, so it may be repeated until all have
 * answered. One answer per item: `done` with what was done, `not_held` when some database did not have its lines. What others did stays:
 * across databases an item is no longer all or nothing, and the caller decides what to do about a rest.
 */
export function onceAcross<T extends Item>(name: string, verb: Verb<T>) {
  const onOne = combineWrites<readonly T[], readonly (HeldPiecesAnswer | null)[]>(
    `inventory.shards.${name}`,
    async (ctx, requests) => {
      const items = requests.flatMap(({ actor, input }) =>
        input.map((item) => ({ ...item, actor: item.actor ?? actor })),
      )
      const answers = (await verb(ctx, items)) ?? items.map(() => null)
      let next = 0
      return requests.map(({ input }) => answers.slice(next, (next += input.length)))
    },
  )
  return async (
    routing: Routing,
    ctx: CommandContext,
    commandId: string,
    items: readonly T[],
  ): Promise<readonly HeldPiecesAnswer[]> => {
    const byShard = await Promise.all(
      routing.shards.map(async (shard) => {
        const own = items.flatMap((item, at) => {
          const part = partOf(item, shard, routing)
          return part ? { at, part } : []
        })
        if (own.length === 0) return []
        const parts = own.map(({ part }) => part)
        const key = { scope: `inventory.shards.${name}`, key: commandId, bodyHash: hashBody(parts) }
        const answers = await onOne(shard.command(ctx.actor), parts, key)
        return own.map(({ at }, index) => ({
          at,
          named: items[at]?.lines !== undefined,
          answer: answers[index],
        }))
      }),
    )
    return items.map((_, at) => merged(byShard.flat().filter((one) => one.at === at)))
  }
}

/** A whole hold or order is asked of everybody, because nobody knows where its parts are. */
function partOf<T extends Item>(item: T, shard: Shard, { of }: Routing): T | undefined {
  if (!item.lines) return item
  const lines = item.lines.filter(({ sku }) => of(sku) === shard)
  return lines.length > 0 ? { ...item, lines } : undefined
}

function merged(
  parts: readonly { readonly named: boolean; readonly answer: HeldPiecesAnswer | null | undefined }[],
): HeldPiecesAnswer {
  const lines = parts.flatMap(({ answer }) => answer?.lines ?? [])
  const done = ({ answer }: (typeof parts)[number]) => !answer || answer.state === 'done'
  // Who was asked for everything it has may well have nothing.
  const state = parts.some(done) && parts.every((part) => done(part) || !part.named) ? 'done' : 'not_held'
  return { state, lines }
}

export const consumeOnce = onceAcross('consume', consume)
export const releaseAllocatedOnce = onceAcross('release_allocated', releaseAllocated)
export const sellOnce = onceAcross('sell', sell)
export const receiveOnce = onceAcross('receive', receive)
export const returnToStockOnce = onceAcross('return_to_stock', returnToStock)
export const adjustOnce = onceAcross('adjust', adjust)
