import { DAY_MS, Refusal } from '@splot/kernel'
import { Type } from 'typebox'
import {
  Answer,
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { activeBetween } from './calendar.ts'
import { conflictsAmong } from './conflicts.ts'
import { batchRoutes } from './coupons/batch-routes.ts'
import { leaseRoutes } from './coupons/lease-routes.ts'
import { couponRoutes } from './coupons/routes.ts'
import { draftPromotion, dropDraft, promotionFor, redraftPromotion } from './draft.ts'
import { MAX_NAME, MAX_PUBLISHED_AT_ONCE } from './limits.ts'
import { rangeOf } from './ports.ts'
import { publishPromotions } from './publish.ts'
import { rulesRoutes } from './rules-routes.ts'
import { DraftSchema, RuleSetSchema } from './schema.ts'
import { promotionStateNames, type PromotionState } from './states.ts'
import { listPromotions, listRuleSets, revisionsOf, ruleSetByVersion, ruleSetsFrom } from './store.ts'
import type { PromotionDraft, PromotionId } from './types.ts'
import {
  closed,
  IdParams,
  Nullable,
  people,
  RecordSchema,
  RevisionSchema,
  RuleSetRecordSchema,
  seenVersion,
  showRecord,
  showRevision,
  showRuleSet,
  tag,
  tagged,
  tell,
} from './wire.ts'

const MAX_REVISIONS = 200
const MAX_CALENDAR_DAYS = 400

const list = route({
  method: 'GET',
  path: '/v1/promotions',
  summary: 'List promotions, newest first',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        state: Type.Optional(Type.String({ enum: promotionStateNames })),
        q: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'part of the name' })),
      },
      closed,
    ),
    response: { 200: pageOf(RecordSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listPromotions(ctx, {
      ...pageAsked(query),
      // The schema has checked the name.
      states: query.state ? [query.state as PromotionState] : promotionStateNames,
      q: query.q ?? null,
    })
    return pageFrom(rows, query, (row) => row.promotionId, showRecord)
  },
})

const show = route({
  method: 'GET',
  path: '/v1/promotions/:id',
  summary: 'Show a promotion with what was published of it',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    params: IdParams,
    response: {
      200: Type.Object({ promotion: RecordSchema, revisions: Type.Array(RevisionSchema) }),
    },
  },
  handle: async (ctx, { params }) => {
    const id = params.id as PromotionId
    const [record, revisions] = await Promise.all([
      promotionFor(ctx, id),
      revisionsOf(ctx, id, MAX_REVISIONS),
    ])
    const body = { promotion: showRecord(record), revisions: revisions.map(showRevision) }
    return new Answer(200, body, { etag: `"${record.version}"` })
  },
})

const create = route({
  method: 'POST',
  path: '/v1/promotions',
  summary: 'Draft a promotion',
  description: 'Nothing counts before it is published (`POST /v1/promotions/publications`).',
  tag,
  audience: people,
  permission: 'promotions.write',
  everywhere: true,
  power: 'write',
  schema: { body: DraftSchema, response: { 201: RecordSchema } },
  // The schema is that of the contract.
  handle: async (ctx, { body }) => tagged(await draftPromotion(ctx, body as PromotionDraft), 201),
})

const change = route({
  method: 'PUT',
  path: '/v1/promotions/:id',
  summary: 'Write new words about a promotion',
  description:
    'What is published stays in force until these are. Needs If-Match: `promotions.stale` (412) when somebody was faster.',
  tag,
  audience: people,
  permission: 'promotions.write',
  everywhere: true,
  power: 'write',
  ifMatch: 'required',
  schema: { params: IdParams, body: DraftSchema, response: { 200: RecordSchema } },
  handle: async (ctx, { params, body, ifMatch }) =>
    tagged(
      await redraftPromotion(ctx, params.id as PromotionId, body as PromotionDraft, seenVersion(ifMatch)),
      200,
    ),
})

const drop = route({
  method: 'DELETE',
  path: '/v1/promotions/:id',
  summary: 'Delete a draft that was never published',
  description: 'Needs If-Match. What was published is archived instead, by a publication.',
  tag,
  audience: people,
  permission: 'promotions.write',
  everywhere: true,
  power: 'write',
  ifMatch: 'required',
  schema: { params: IdParams, response: { 204: Type.Null() } },
  handle: async (ctx, { params, ifMatch }) => {
    await dropDraft(ctx, params.id as PromotionId, seenVersion(ifMatch))
    return new Answer(204, null)
  },
})

const ConflictSchema = Type.Object({
  promotions: Type.Array(Type.Object({ id: UuidSchema, name: Type.String() })),
  words: WordsSchema,
})

const Ids = Type.Array(UuidSchema, { maxItems: MAX_PUBLISHED_AT_ONCE, uniqueItems: true })

const publish = route({
  method: 'POST',
  path: '/v1/promotions/publications',
  summary: 'Publish drafts and archive promotions, together, from one instant on',
  description:
    'All or nothing, as one rule set. Without `at` it begins as soon as every shop and till can know of it. ' +
    'Promotions that meet without an order between them are told in `conflicts`; they do not stop it.',
  tag,
  audience: people,
  permission: 'promotions.write',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object(
      {
        publish: Type.Optional(Ids),
        archive: Type.Optional(Ids),
        at: Type.Optional(InstantSchema),
        reason: Type.String({ minLength: 1, maxLength: 500 }),
      },
      closed,
    ),
    response: {
      201: Type.Object({
        version: Type.Integer(),
        startsAt: InstantSchema,
        conflicts: Type.Array(ConflictSchema),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const ids = (body.publish ?? []) as PromotionId[]
    const { version, startsAt } = await publishPromotions(ctx, {
      publish: ids,
      archive: (body.archive ?? []) as PromotionId[],
      at: body.at === undefined ? null : new Date(body.at),
      reason: body.reason,
    })
    const published = new Set<string>(ids)
    const set = await ruleSetByVersion(ctx, version)
    const conflicts = conflictsAmong(set?.promotions ?? [], rangeOf()).filter(({ promotions }) =>
      promotions.some(({ id }) => published.has(id)),
    )
    return new Answer(201, { version, startsAt: startsAt.toISOString(), conflicts: shown(conflicts) })
  },
})

const shown = (conflicts: ReturnType<typeof conflictsAmong>) =>
  conflicts.map(({ promotions, words }) => ({ promotions: [...promotions], words }))

const conflicts = route({
  method: 'GET',
  path: '/v1/promotions/conflicts',
  summary: 'List promotions that can both apply while nothing says who comes first',
  description:
    'Among the rules of now, with what waits for its time; with `draft` also that draft as it would be.',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    query: Type.Object({ draft: Type.Optional(UuidSchema) }, closed),
    response: { 200: Type.Object({ items: Type.Array(ConflictSchema) }) },
  },
  handle: async (ctx, { query }) => {
    const sets = await ruleSetsFrom(ctx, ctx.now)
    const ofSet = (promotions: (typeof sets)[number]['promotions']) => conflictsAmong(promotions, rangeOf())
    const draft = query.draft === undefined ? undefined : await promotionFor(ctx, query.draft as PromotionId)
    const found = sets.flatMap(({ promotions }) => {
      if (!draft) return ofSet(promotions)
      const others = promotions.filter(({ id }) => id !== draft.promotionId)
      return ofSet([...others, { ...draft.content, id: draft.promotionId, version: draft.revision + 1 }])
    })
    const unique = new Map(found.map((one) => [one.promotions.map(({ id }) => id).join(' '), one]))
    return { items: shown([...unique.values()]) }
  },
})

const CalendarSchema = Type.Object({
  id: UuidSchema,
  name: Type.String(),
  label: WordsSchema,
  audience: Type.String(),
  channels: Nullable(Type.Array(Type.String(), { description: 'null: all; empty: none' })),
  locations: Nullable(Type.Array(Type.String(), { description: 'null: all; empty: none' })),
  groups: Nullable(Type.Array(Type.String(), { description: 'of customers; null: all' })),
  segments: Nullable(Type.Array(Type.String(), { description: 'of customers; null: all' })),
  windows: Type.Array(
    Type.Object({
      weekdays: Type.Array(Type.Integer(), { description: 'ISO: 1 Monday … 7 Sunday' }),
      from: Type.Integer({ description: 'minutes since midnight' }),
      until: Type.Integer({ description: 'before `from`: on the next day' }),
    }),
    { description: 'hours of the week within which it counts, all of them together; none: always' },
  ),
  priority: Type.Integer(),
  revision: Type.Integer(),
  from: InstantSchema,
  until: Nullable(InstantSchema),
})

const calendar = route({
  method: 'GET',
  path: '/v1/promotions/calendar',
  summary: 'What is active when and where',
  description:
    'One item for each stretch of time in which a promotion counts, within `[from, until)`; what is published for later is in it. `until` null: open.',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    query: Type.Object({ from: InstantSchema, until: InstantSchema }, closed),
    response: { 200: Type.Object({ items: Type.Array(CalendarSchema) }) },
  },
  handle: async (ctx, { query }) => {
    const from = new Date(query.from)
    const until = new Date(query.until)
    if (!(from < until) || until.getTime() - from.getTime() > MAX_CALENDAR_DAYS * DAY_MS) {
      throw new Refusal(
        'invalid',
        'promotions.bad_span',
        `The calendar shows 1 to ${MAX_CALENDAR_DAYS} days, the first one first.`,
        {
          errors: [{ pointer: '/query/until', detail: 'after `from`' }],
        },
      )
    }
    return { items: activeBetween(await ruleSetsFrom(ctx, from), from, until) }
  },
})

const history = route({
  method: 'GET',
  path: '/v1/rule-sets',
  summary: 'List what was published, newest first',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: { query: Type.Object(PageQuery, closed), response: { 200: pageOf(RuleSetRecordSchema) } },
  handle: async (ctx, { query }) => {
    const { before, limit } = pageAsked(query, 'digits')
    const rows = await listRuleSets(ctx, before === null ? null : Number(before), limit)
    return pageFrom(rows, query, (row) => row.version, showRuleSet)
  },
})

const MAX_VERSION = 2_147_483_647

const ruleSet = route({
  method: 'GET',
  path: '/v1/rule-sets/:version',
  summary: 'Show one rule set with all its promotions',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    params: Type.Object({ version: Type.Integer({ minimum: 1, maximum: MAX_VERSION }) }),
    response: { 200: RuleSetSchema },
  },
  handle: async (ctx, { params }) => {
    const found = await ruleSetByVersion(ctx, params.version)
    if (!found) throw new Refusal('not_found', 'promotions.no_such_rule_set', 'There is no such rule set.')
    return {
      version: found.version,
      startsAt: found.startsAt.toISOString(),
      promotions: found.promotions.map(tell),
    }
  },
})

export const routes: AnyRoute[] = [
  list,
  conflicts,
  calendar,
  show,
  create,
  change,
  drop,
  publish,
  history,
  ruleSet,
  ...rulesRoutes,
  ...couponRoutes,
  ...batchRoutes,
  ...leaseRoutes,
]
