import { DAY_MS, newId, Refusal, type OrderId } from '@splot/kernel'
import type { PurchaseId } from '#modules/storedvalue'
import type { WriteContext } from '#platform/context'
import { addJob } from '#platform/jobs'
import { sendJob } from './send.ts'
import { insertMessages, lettersWithCard } from './store.ts'
import type { MessageId } from './types.ts'

/** Letters with one card within a day: enough for whoever lost hers, too few to fill her mailbox with. */
const MAX_LETTERS_A_DAY = 3

/**
 * Sends the letter with a gift card once more, to whom it was sent. One that has not left yet is not written a second time. The order is locked.
 * @throws Refusal 429 `messages.too_many_letters`.
 */
export async function sendCardAgain(ctx: WriteContext, orderId: OrderId, card: PurchaseId): Promise<void> {
  const since = new Date(ctx.now.getTime() - DAY_MS)
  const { isUnderWay, written } = await lettersWithCard(ctx, orderId, card, since)
  if (isUnderWay) return
  if (written >= MAX_LETTERS_A_DAY)
    throw new Refusal(
      'too_many',
      'messages.too_many_letters',
      'We have sent this card several times today. Look into the folder for unwanted mail, or ask again tomorrow.',
    )
  // Nobody but her wish is the fact that it tells of.
  const id: MessageId = newId<'message'>()
  await insertMessages(ctx, [{ id, kind: 'gift_card', eventId: id, orderId, about: card }])
  await addJob(ctx, sendJob, {}, { key: 'messages.send' })
}
