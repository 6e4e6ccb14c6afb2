import { Refusal } from '@splot/kernel'
import type { Promotion } from '@splot/rules'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { checkDraft, checkSegments } from './check.ts'
import { MAX_AHEAD_MS, MAX_PUBLISHED_AT_ONCE, MAX_SCHEDULED, PUBLISH_LEAD_MS } from './limits.ts'
import { lockDesk, lockPromotions, scheduledAfter, writePublication, type NewRuleSet } from './store.ts'
import type { PromotionId, PromotionRecord } from './types.ts'

export interface Publication {
  /** Whose newest words take effect. */
  readonly publish: readonly PromotionId[]
  /** Which leave the rules. */
  readonly archive: readonly PromotionId[]
  /** Null: as soon as everybody can know of it. */
  readonly at: Date | null
  /** Why, for the history. */
  readonly reason: string
}

/**
 * Publishes drafts and archives promotions together, as one rule set from one instant on; all or nothing. What waits for a later instant is published
 * again with these changes in it. Of a promotion the newest words count, whatever was planned before.
 * @throws Refusal `promotions.bad_draft`, `promotions.no_such_promotion`, `promotions.nothing_to_publish`, `promotions.bad_instant`,
 *   `promotions.too_many_planned`.
 */
export async function publishPromotions(
  ctx: WriteContext,
  publication: Publication,
): Promise<{ readonly version: number; readonly startsAt: Date }> {
  const startsAt = instantOf(ctx, publication.at)
  const ids = [...new Set([...publication.publish, ...publication.archive])].sort()
  checkAmount(publication, ids)
  const lastVersion = await lockDesk(ctx)
  const records = new Map((await lockPromotions(ctx, ids)).map((row) => [row.promotionId, row]))
  const changes = [
    ...publication.publish.map((id, index) => change(records, id, `/publish/${index}`, true)),
    ...publication.archive.map((id, index) => change(records, id, `/archive/${index}`, false)),
  ]
  await checkSegments(
    ctx,
    changes.flatMap(({ body }, index) => (body ? [{ draft: body, base: `/publish/${index}` }] : [])),
  )
  const later = await scheduledAfter(ctx, startsAt)
  if (later.length >= MAX_SCHEDULED) {
    throw new Refusal(
      'conflict',
      'promotions.too_many_planned',
      `${MAX_SCHEDULED} publications wait for their time. Let some of them begin first.`,
    )
  }
  const sets = [startsAt, ...later].map((at, index): NewRuleSet => ({
    version: lastVersion + 1 + index,
    startsAt: at,
    carriedOver: index > 0,
  }))
  await writePublication(ctx, sets, changes, publication.reason)
  const version = lastVersion + 1
  for (const { promotionId, revision, body } of changes) {
    await audit(ctx, {
      action: body ? 'promotions.published' : 'promotions.archived',
      subject: promotionId,
      detail: { version, revision, startsAt: startsAt.toISOString(), reason: publication.reason },
    })
  }
  emit(ctx, {
    type: 'promotions.rules_published',
    subject: String(version),
    data: {
      version,
      startsAt: startsAt.toISOString(),
      published: publication.publish,
      archived: publication.archive,
    },
  })
  return { version, startsAt }
}

function instantOf(ctx: WriteContext, at: Date | null): Date {
  const soonest = new Date(ctx.now.getTime() + PUBLISH_LEAD_MS)
  // The demo is loaded as if it had always been there.
  if (at === null || (at < soonest && ctx.actor.kind !== 'system')) {
    if (at !== null && at < ctx.now) throw badInstant('in the future')
    return soonest
  }
  if (at.getTime() - ctx.now.getTime() > MAX_AHEAD_MS) throw badInstant('within a year')
  return at
}

const badInstant = (detail: string): Refusal =>
  new Refusal('unprocessable', 'promotions.bad_instant', 'Rules cannot begin at that instant.', {
    errors: [{ pointer: '/at', detail }],
  })

function checkAmount({ publish, archive }: Publication, ids: readonly PromotionId[]): void {
  const doubled = ids.length < publish.length + archive.length
  if (ids.length > 0 && ids.length <= MAX_PUBLISHED_AT_ONCE && !doubled) return
  throw new Refusal(
    'invalid',
    'promotions.nothing_to_publish',
    `Name 1 to ${MAX_PUBLISHED_AT_ONCE} promotions, each once.`,
  )
}

interface Change {
  readonly promotionId: PromotionId
  readonly body: Promotion | null
  readonly revision: number
}

function change(
  records: ReadonlyMap<PromotionId, PromotionRecord>,
  promotionId: PromotionId,
  pointer: string,
  publish: boolean,
): Change {
  const record = records.get(promotionId)
  if (!record) {
    throw new Refusal('not_found', 'promotions.no_such_promotion', 'There is no such promotion.', {
      errors: [{ pointer, detail: 'unknown' }],
    })
  }
  const revision = record.revision + 1
  // The range may have changed since it was written: a category may be gone.
  if (publish) checkDraft(record.content, pointer)
  return {
    promotionId,
    revision,
    body: publish ? { ...record.content, id: promotionId, version: revision } : null,
  }
}
