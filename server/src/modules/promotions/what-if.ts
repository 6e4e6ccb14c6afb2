import { Refusal } from '@splot/kernel'
import type { Promotion, RuleSet } from '@splot/rules'
import type { ReadContext } from '#platform/context'
import { checkDraft } from './check.ts'
import { promotionsById, rulesAt } from './store.ts'
import type { PromotionDraft, PromotionId } from './types.ts'

/** What would be different. */
export interface WhatIf {
  /** Promotions as their newest words say. */
  readonly publish: readonly PromotionId[]
  /** Promotions that would be gone. */
  readonly archive: readonly PromotionId[]
  /** Promotions that nobody has written yet. */
  readonly drafts: readonly PromotionDraft[]
}

/**
 * The rules of now, and as they would be with a change, whose own dates do not count: the question is what it would have done. Drafts that were
 * not written get ids of the form `draft-1`.
 * @throws Refusal `promotions.bad_draft`, `promotions.no_such_promotion`.
 */
export async function rulesWith(
  ctx: ReadContext,
  { publish, archive, drafts }: WhatIf,
): Promise<{ readonly before: RuleSet; readonly after: RuleSet; readonly changed: readonly Promotion[] }> {
  const before = (await rulesAt(ctx, ctx.now)) ?? { version: 0, promotions: [] }
  const known = await promotionsById(ctx, [...publish, ...archive])
  const records = new Map(known.map((row) => [row.promotionId, row]))
  const recordAt = (pointer: string, id: PromotionId) => {
    const record = records.get(id)
    if (record) return record
    throw new Refusal('not_found', 'promotions.no_such_promotion', 'There is no such promotion.', {
      errors: [{ pointer, detail: 'unknown' }],
    })
  }
  archive.forEach((id, index) => recordAt(`/change/archive/${index}`, id))
  const written = publish.map((id, index): Promotion => {
    const record = recordAt(`/change/publish/${index}`, id)
    checkDraft(record.content, `/change/publish/${index}`)
    return { ...record.content, ...always, id, version: record.revision + 1 }
  })
  const unwritten = drafts.map((draft, index): Promotion => {
    checkDraft(draft, `/change/drafts/${index}`)
    return { ...draft, ...always, id: `draft-${index + 1}`, version: 1 }
  })
  const changed = [...written, ...unwritten]
  const gone = new Set<string>([...archive, ...publish])
  const kept = before.promotions.filter(({ id }) => !gone.has(id))
  return { before, after: { version: before.version + 1, promotions: [...kept, ...changed] }, changed }
}

const always = { validFrom: null, validUntil: null } as const
