import { isId, newId, Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { checkDraft } from './check.ts'
import { MAX_PROMOTIONS } from './limits.ts'
import { countPromotions, deleteDraft, insertDraft, promotionsById, updateDraft } from './store.ts'
import type { PromotionDraft, PromotionId, PromotionRecord } from './types.ts'

/**
 * Writes a new draft. Nothing counts before it is published.
 * @throws Refusal `promotions.bad_draft`, `promotions.too_many`, `promotions.id_taken`.
 */
export async function draftPromotion(
  ctx: WriteContext,
  draft: PromotionDraft,
  promotionId: PromotionId = newId<'promotion'>(),
): Promise<PromotionRecord> {
  checkDraft(draft)
  if ((await countPromotions(ctx)) >= MAX_PROMOTIONS) {
    throw new Refusal(
      'conflict',
      'promotions.too_many',
      `There may be ${MAX_PROMOTIONS} promotions. Archive some first.`,
    )
  }
  const made = await insertDraft(ctx, promotionId, draft)
  if (!made)
    throw new Refusal('conflict', 'promotions.id_taken', 'There is a promotion with this id already.')
  await audit(ctx, { action: 'promotions.drafted', subject: promotionId, detail: { draft } })
  return made
}

/**
 * Writes new words about a promotion; what is published stays in force until these are. `version`: what the caller saw.
 * @throws Refusal `promotions.no_such_promotion`, `promotions.bad_draft`, 412 `promotions.stale`.
 */
export async function redraftPromotion(
  ctx: WriteContext,
  promotionId: PromotionId,
  draft: PromotionDraft,
  version: number,
): Promise<PromotionRecord> {
  const before = await promotionFor(ctx, promotionId)
  checkDraft(draft)
  const changed = await updateDraft(ctx, promotionId, draft, version)
  if (!changed) throw stale(before.version)
  await audit(ctx, {
    action: 'promotions.redrafted',
    subject: promotionId,
    detail: { before: before.content, draft },
  })
  return changed
}

/**
 * Deletes a draft that was never published and that no coupon opens; what was published is archived by publishing instead.
 * @throws Refusal `promotions.no_such_promotion`, `promotions.published`, 412 `promotions.stale`.
 */
export async function dropDraft(ctx: WriteContext, promotionId: PromotionId, version: number): Promise<void> {
  const before = await promotionFor(ctx, promotionId)
  if (await deleteDraft(ctx, promotionId, version)) {
    await audit(ctx, {
      action: 'promotions.draft_dropped',
      subject: promotionId,
      detail: { draft: before.content },
    })
    return
  }
  if (before.version !== version) throw stale(before.version)
  throw new Refusal(
    'conflict',
    'promotions.published',
    'This promotion was published, or coupons belong to it. Archive it instead.',
  )
}

/** @throws Refusal `promotions.no_such_promotion`. */
export async function promotionFor(ctx: ReadContext, promotionId: PromotionId): Promise<PromotionRecord> {
  const [found] = isId(promotionId) ? await promotionsById(ctx, [promotionId]) : []
  if (found) return found
  throw new Refusal('not_found', 'promotions.no_such_promotion', 'There is no such promotion.')
}

const stale = (version: number): Refusal =>
  new Refusal(
    'stale',
    'promotions.stale',
    'Somebody has changed this promotion in the meantime. Look at it again, and repeat.',
    { facts: { version } },
  )
