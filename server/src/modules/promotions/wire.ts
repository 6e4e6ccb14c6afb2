import { Refusal } from '@splot/kernel'
import type { Promotion } from '@splot/rules'
import { Type, type Static, type TSchema } from 'typebox'
import { Answer, InstantSchema, UuidSchema, WordsSchema } from '#platform/http'
import { ContentSchema, PromotionSchema } from './schema.ts'
import { promotionStateNames, promotionStates } from './states.ts'
import type { RevisionRecord } from './store.ts'
import type { PromotionDraft, PromotionRecord, RuleSetRecord } from './types.ts'

export const tag = 'promotions'
export const people = ['staff', 'machine'] as const
export const closed = { additionalProperties: false } as const
export const IdParams = Type.Object({ id: UuidSchema })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const RecordSchema = Type.Object({
  id: UuidSchema,
  state: Type.String({ description: promotionStateNames.join(', ') }),
  words: WordsSchema,
  content: ContentSchema,
  changed: Type.Boolean({ description: 'the content is not published yet' }),
  version: Type.Integer({ description: 'for If-Match' }),
  revision: Type.Integer({ description: 'published last; 0: never' }),
  startsAt: Nullable(InstantSchema),
  updatedAt: InstantSchema,
  updatedBy: Nullable(UuidSchema),
})

/** On the wire conditions and actions are open records; they are what the schema of drafts let in. */
type Told = Static<typeof PromotionSchema>
export const tell = (promotion: Promotion): Told => promotion as unknown as Told
const tellDraft = (draft: PromotionDraft) => draft as unknown as Static<typeof ContentSchema>

export const showRecord = (record: PromotionRecord): Static<typeof RecordSchema> => ({
  id: record.promotionId,
  state: record.state,
  words: promotionStates[record.state].words,
  content: tellDraft(record.content),
  changed: record.changed,
  version: record.version,
  revision: record.revision,
  startsAt: record.startsAt?.toISOString() ?? null,
  updatedAt: record.updatedAt.toISOString(),
  updatedBy: record.updatedBy,
})

export const tagged = (record: PromotionRecord, status: number) =>
  new Answer(status, showRecord(record), { etag: `"${record.version}"` })

export const RevisionSchema = Type.Object({
  revision: Type.Integer(),
  ruleSet: Type.Integer(),
  startsAt: InstantSchema,
  publishedAt: InstantSchema,
  publishedBy: Nullable(UuidSchema),
  reason: Type.String(),
  content: Nullable(PromotionSchema),
})

export const showRevision = (row: RevisionRecord): Static<typeof RevisionSchema> => ({
  revision: row.revision,
  ruleSet: row.ruleSet,
  startsAt: row.startsAt.toISOString(),
  publishedAt: row.publishedAt.toISOString(),
  publishedBy: row.publishedBy,
  reason: row.reason,
  content: row.body && tell(row.body),
})

export const RuleSetRecordSchema = Type.Object({
  version: Type.Integer(),
  startsAt: InstantSchema,
  publishedAt: InstantSchema,
  publishedBy: Nullable(UuidSchema),
  reason: Type.String(),
  carriedOver: Type.Boolean({ description: 'published again only because something was put before it' }),
})

export const showRuleSet = (row: RuleSetRecord): Static<typeof RuleSetRecordSchema> => ({
  version: row.version,
  startsAt: row.startsAt.toISOString(),
  publishedAt: row.publishedAt.toISOString(),
  publishedBy: row.publishedBy,
  reason: row.reason,
  carriedOver: row.carriedOver,
})

/** Two people may edit, so a change says which version it saw. */
export function seenVersion(ifMatch: number | undefined): number {
  if (ifMatch !== undefined) return ifMatch
  throw new Refusal('invalid', 'http.if_match_needed', 'Say which version you saw, in the header If-Match.', {
    errors: [{ pointer: '/headers/if-match', detail: 'is needed' }],
  })
}
