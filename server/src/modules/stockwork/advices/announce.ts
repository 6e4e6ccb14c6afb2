import { Refusal, type LocalDate, type LocationId } from '@splot/kernel'
import { audit } from '#platform/auth'
import { authorise, type WriteContext } from '#platform/context'
import { bySku, knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { tellInbound } from '../inbound.ts'
import { knownPlace } from '../places.ts'
import { adviceOfReference, insertAdvice } from './store.ts'
import type { NewAdvice } from './types.ts'

export interface Announcement extends Command {
  readonly locationId: LocationId
  readonly supplier: string
  readonly reference: string
  readonly expectedOn: LocalDate
  readonly blind: boolean
  readonly note: string | null
  /** `code`: a SKU or a GTIN; lines of the same SKU are summed. */
  readonly lines: readonly { readonly code: string; readonly quantity: number }[]
}

/**
 * Writes down what a supplier will send; from then on it is inbound. The command's id becomes the advice's.
 * @throws Refusal `stockwork.unknown_place`, `inventory.unknown_sku`, `stockwork.advice_exists` for a delivery that was announced before.
 */
export async function announce(ctx: WriteContext, announcement: Announcement): Promise<void> {
  const { commandId, locationId } = announcement
  authorise(ctx.actor, 'stock.receive', locationId)
  await knownPlace(ctx, locationId)
  const lines = bySku(await knownSkus(ctx, announcement.lines, 'sku'), 'quantity')
  await once(ctx, 'advice.announce', commandId, announcement, async () => {
    await writeAdvice(ctx, commandId, { ...announcement, lines })
  })
}

/** Writes an advice whose lines are checked, one per SKU. */
export async function writeAdvice(ctx: WriteContext, id: string, advice: NewAdvice): Promise<void> {
  const number = await insertAdvice(ctx, id, advice)
  if (number === undefined) throw await alreadyAnnounced(ctx, advice)
  const { locationId, supplier, reference, expectedOn, lines } = advice
  await tellInbound(ctx, {
    document: { kind: 'advice', id },
    locationId,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity, expectedOn })),
  })
  const detail = { number, supplier, reference, expectedOn, lines: lines.length }
  await audit(ctx, { action: 'stockwork.advice_announced', subject: id, locationId, detail })
}

async function alreadyAnnounced(ctx: WriteContext, advice: NewAdvice): Promise<Refusal> {
  const before = await adviceOfReference(ctx, advice)
  return new Refusal(
    'conflict',
    'stockwork.advice_exists',
    `This delivery is announced already, as ${before?.number}. Cancel that one first to announce it anew.`,
    { errors: [{ pointer: '/reference', detail: `announced as ${before?.number}` }], facts: { ...before } },
  )
}
