import type { LocationId } from '@splot/kernel'
import { putAway, type ToldApart } from '#modules/inventory'
import { authorise, type WriteContext } from '#platform/context'
import { knownSkus } from './articles.ts'
import { once, tellStep, type Command } from './command.ts'
import { knownPlace } from './places.ts'

export interface PutAwayDone extends Command {
  readonly locationId: LocationId
  readonly lines: readonly (Pick<ToldApart, 'lot' | 'serials'> & {
    readonly code: string
    readonly quantity: number
    /** Left out: from where deliveries stand. */
    readonly from?: string | undefined
    readonly to: string
  })[]
}

/**
 * Confirms by scan which pieces were put where. What is left to do is not kept anywhere: it is what still stands in receiving or in no
 * bin, so it cannot be forgotten and need not be closed.
 * @throws Refusal `stockwork.unknown_place`, `inventory.unknown_sku`, `inventory.unknown_bin`.
 */
export async function confirmPutAway(ctx: WriteContext, done: PutAwayDone): Promise<void> {
  const { commandId, locationId } = done
  authorise(ctx.actor, 'stock.receive', locationId)
  await knownPlace(ctx, locationId)
  const lines = await knownSkus(ctx, done.lines)
  await once(ctx, 'put_away', commandId, done, async () => {
    await putAway(ctx, [
      {
        document: { kind: 'put_away', id: commandId },
        locationId,
        lines: lines.map(({ sku, quantity, from, to, lot, serials }) => ({
          sku,
          quantity,
          from,
          to,
          lot,
          serials,
        })),
      },
    ])
    // It has no paper of its own that would know its place.
    tellStep(ctx, 'put_away', commandId, [locationId])
  })
}
