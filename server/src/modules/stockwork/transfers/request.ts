import { Refusal, type HoldId, type LocalDate, type LocationId, type OrderId } from '@splot/kernel'
import { allocate, release, reserve } from '#modules/inventory'
import { audit } from '#platform/auth'
import { authorise, holds, type CommandContext, type WriteContext } from '#platform/context'
import { bySku, knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { TRANSFER_HOLD_MS } from '../limits.ts'
import { knownPlace } from '../places.ts'
import { insertTransfer } from './store.ts'
import type { NewTransfer } from './types.ts'

export interface TransferRequest extends Command {
  readonly fromId: LocationId
  readonly toId: LocationId
  /** Keep the pieces at the source until they are shipped. */
  readonly hold: boolean
  readonly expectedOn: LocalDate | null
  readonly note: string | null
  readonly lines: readonly { readonly code: string; readonly quantity: number }[]
}

/**
 * Asks for pieces of another place, or sends some of one's own: who may send from the source has approved it by asking. The command's
 * id becomes the transfer's, and its hold's. Commits on its own, since holds do.
 * @throws Refusal `stockwork.unknown_place`, `stockwork.same_place`, `inventory.unknown_sku`, `stockwork.not_available` when the
 * pieces to be held are not all free.
 */
export async function requestTransfer(ctx: CommandContext, request: TransferRequest): Promise<void> {
  const { commandId, fromId, toId, hold } = request
  const read = ctx.platform.read(ctx.actor)
  if (!holds(ctx.actor, 'stock.transfer', toId)) authorise(ctx.actor, 'stock.transfer', fromId)
  if (fromId === toId) throw samePlace()
  await Promise.all([knownPlace(read, fromId, 'fromId'), knownPlace(read, toId, 'toId')])
  const lines = bySku(await knownSkus(read, request.lines, 'sku'), 'quantity')
  const state = holds(ctx.actor, 'stock.transfer', fromId) ? 'approved' : 'requested'
  const holdId = hold ? await holdPieces(ctx, commandId as HoldId, fromId, lines) : null
  try {
    await ctx.platform.write(ctx.actor, (write) =>
      once(write, 'transfer.request', commandId, request, () =>
        writeTransfer(write, commandId, { ...request, state, holdId, lines }),
      ),
    )
  } catch (error) {
    // One that was allocated before is left alone.
    if (holdId) await release(ctx, [holdId])
    throw error
  }
}

/** Writes a transfer whose lines are known. With a hold: it is allocated to it, and must still be there. */
export async function writeTransfer(ctx: WriteContext, id: string, transfer: NewTransfer): Promise<void> {
  const { holdId, fromId, toId, state, lines } = transfer
  if (holdId) {
    // An allocated hold does not expire; the transfer stands where an order would.
    const [answer] = await allocate(ctx, [{ holdId, orderId: id as OrderId }])
    if (answer?.state !== 'allocated') throw notAvailable([])
  }
  const number = await insertTransfer(ctx, id, transfer)
  const detail = { number, fromId, toId, state, lines }
  await audit(ctx, { action: 'stockwork.transfer_requested', subject: id, locationId: fromId, detail })
}

async function holdPieces(
  ctx: CommandContext,
  holdId: HoldId,
  locationId: LocationId,
  lines: NewTransfer['lines'],
): Promise<HoldId> {
  const answer = await reserve(ctx, {
    holdId,
    kind: 'ship',
    ttlMs: TRANSFER_HOLD_MS,
    lines: lines.map((line) => ({ ...line, locationId })),
  })
  if (answer.state === 'held') return holdId
  throw notAvailable(answer.lines)
}

const notAvailable = (
  lines: readonly { readonly sku: string; readonly asked: number; readonly available: number }[],
): Refusal =>
  new Refusal(
    'conflict',
    'stockwork.not_available',
    'Not all of these pieces are free at the source. Ask for fewer, or without holding them, under a new id.',
    { facts: { lines: lines.map(({ sku, asked, available }) => ({ sku, asked, available })) } },
  )

const samePlace = (): Refusal =>
  new Refusal('unprocessable', 'stockwork.same_place', 'A transfer goes to another place.', {
    errors: [{ pointer: '/toId', detail: 'the same place as `fromId`' }],
  })
