import { receive } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { knownSkus } from '../articles.ts'
import { arrivedBySku, takenIn, type Arrived } from '../arrived.ts'
import { once, type Command } from '../command.ts'
import { adviceVerbs } from '../states.ts'
import { adviceToReceive, lockedIn, tellOpenRest } from './open-advice.ts'
import { addReceived, insertAdviceReceipt, setAdviceState } from './store.ts'

export interface ReceiptOfAdvice extends Command {
  readonly lines: readonly Arrived[]
}

/**
 * Takes in one batch of scans: everything is on hand at once, damaged pieces in quarantine. Any number of devices may do it, in any
 * order. What nobody announced is taken in too; the difference is explained when the advice is closed.
 * @throws Refusal `inventory.unknown_sku`, `stockwork.advice_closed`.
 */
export async function receiveAdvice(
  ctx: WriteContext,
  adviceId: string,
  receipt: ReceiptOfAdvice,
): Promise<void> {
  const { commandId } = receipt
  await adviceToReceive(ctx, adviceId)
  const arrived = await knownSkus(ctx, receipt.lines)
  const lines = arrivedBySku(arrived)
  await once(ctx, 'advice.receive', adviceId, receipt, async (at) => {
    const { number, locationId, supplier, reference } = await lockedIn(
      ctx,
      adviceId,
      adviceVerbs['receive, close, change'],
    )
    await insertAdviceReceipt(ctx, adviceId, { id: commandId, at, lines })
    await addReceived(ctx, adviceId, lines)
    await setAdviceState(ctx, adviceId, 'receiving')
    const document = { kind: 'receipt' as const, id: commandId }
    await receive(ctx, [{ document, locationId, lines: takenIn(arrived), reason: reference }])
    await tellOpenRest(ctx, adviceId)
    emit(ctx, {
      type: 'stockwork.advice_received',
      subject: adviceId,
      locationId,
      data: { adviceId, number, receiptId: commandId, locationId, supplier, reference, lines },
    })
    await audit(ctx, {
      action: 'stockwork.advice_received',
      subject: adviceId,
      locationId,
      detail: { number, receiptId: commandId, lines },
    })
  })
}
