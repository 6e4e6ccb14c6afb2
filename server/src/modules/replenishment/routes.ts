import { Refusal, type Sku } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { audit } from '#platform/auth'
import { authorise, placesAsked } from '#platform/context'
import {
  Answer,
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { MAX_WINDOW_DAYS } from './limits.ts'
import { changeRule, makeRule, removeRule, type WantedRule } from './rules.ts'
import { ProposalSchema, showProposal } from './show.ts'
import {
  alertKinds,
  alertStateNames,
  alertStates,
  alertWords,
  proposalStateNames,
  type AlertKind,
  type AlertState,
  type ProposalState,
} from './states.ts'
import { acknowledgeAlert, alertById, listAlerts, listProposals, readRules } from './store.ts'
import type { Alert, AlertId, Proposal, Rule, RuleId } from './types.ts'

const tag = 'replenishment'
const people = ['staff', 'machine'] as const
const closed = { additionalProperties: false } as const
const params = Type.Object({ id: UuidSchema })
const MAX_PIECES = 99_999
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Pieces = (minimum: number) => Type.Optional(Type.Integer({ minimum, maximum: MAX_PIECES }))
const Days = Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_WINDOW_DAYS }))
const TermsSchema = Type.Object(
  {
    min: Pieces(0),
    max: Pieces(1),
    days: Days,
    targetDays: Days,
    windowDays: Days,
    backAt: Pieces(1),
    perWeek: Pieces(1),
  },
  {
    ...closed,
    description:
      'min_max: min, max · cover: days, targetDays, windowDays · stock_out: backAt · dead: days · slow: perWeek, windowDays',
  },
)
const KindSchema = Type.Union([
  Type.Literal('min_max'),
  Type.Literal('cover'),
  Type.Literal('stock_out'),
  Type.Literal('dead'),
  Type.Literal('slow'),
])
const scopeFields = {
  sku: Type.Optional(Nullable(SkuSchema)),
  category: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 64 }))),
  locationId: Type.Optional(Nullable(UuidSchema)),
  region: Type.Optional(
    Nullable(Type.String({ minLength: 1, maxLength: 64, description: 'city:…, kind:…, country:…' })),
  ),
}

const RuleSchema = Type.Object({
  id: UuidSchema,
  kind: KindSchema,
  scope: Type.Object({
    sku: Nullable(SkuSchema),
    category: Nullable(Type.String()),
    locationId: Nullable(UuidSchema),
    region: Nullable(Type.String()),
  }),
  enabled: Type.Boolean({ description: 'false: nothing is watched here, whatever a wider rule says' }),
  terms: TermsSchema,
  version: Type.Integer({ description: 'for If-Match' }),
  updatedAt: InstantSchema,
})

const showRule = (rule: Rule): Static<typeof RuleSchema> => ({
  id: rule.ruleId,
  kind: rule.kind,
  scope: {
    sku: rule.sku,
    category: rule.category,
    locationId: rule.locationId,
    region: rule.region,
  },
  enabled: rule.enabled,
  terms: rule.terms,
  version: rule.version,
  updatedAt: rule.updatedAt.toISOString(),
})

const tagged = (rule: Rule, status: number) =>
  new Answer(status, showRule(rule), { etag: `"${rule.version}"` })

/** Two people may edit rules, so a change says which version it saw. */
function seenVersion(ifMatch: number | undefined): number {
  if (ifMatch !== undefined) return ifMatch
  throw new Refusal('invalid', 'http.if_match_needed', 'Say which version you saw, in the header If-Match.', {
    errors: [{ pointer: '/If-Match', detail: 'is needed' }],
  })
}

const rules = route({
  method: 'GET',
  path: '/v1/replenishment/rules',
  summary: 'List the rules that watch stock',
  tag,
  audience: people,
  permission: 'stock.approve',
  power: 'read',
  schema: { response: { 200: Type.Object({ items: Type.Array(RuleSchema) }) } },
  handle: async (ctx) => ({ items: (await readRules(ctx)).map(showRule) }),
})

const make = route({
  method: 'POST',
  path: '/v1/replenishment/rules',
  summary: 'Make a rule that watches stock',
  description:
    'The most specific rule of a kind decides: its SKU, its category and those above it, all goods; then the place, its regions, the network.',
  tag,
  audience: people,
  permission: 'stock.policy',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object(
      {
        kind: KindSchema,
        scope: Type.Optional(Type.Object(scopeFields, closed)),
        enabled: Type.Optional(Type.Boolean()),
        terms: TermsSchema,
      },
      closed,
    ),
    response: { 201: RuleSchema },
  },
  handle: async (ctx, { body }) => {
    const { kind, scope = {}, enabled = true, terms } = body
    // The schema has checked names and shapes; `makeRule` checks that the terms fit the kind.
    return tagged(await makeRule(ctx, { kind, scope, enabled, terms } as unknown as WantedRule), 201)
  },
})

const change = route({
  method: 'PUT',
  path: '/v1/replenishment/rules/:id',
  summary: 'Change the terms of a rule, or switch it off or on',
  description: 'Needs If-Match: `replenishment.stale` (412) when somebody was faster.',
  tag,
  audience: people,
  permission: 'stock.policy',
  everywhere: true,
  power: 'write',
  ifMatch: 'required',
  schema: {
    params,
    body: Type.Object({ enabled: Type.Boolean(), terms: TermsSchema }, closed),
    response: { 200: RuleSchema },
  },
  handle: async (ctx, { params, body, ifMatch }) =>
    tagged(await changeRule(ctx, params.id as RuleId, body, seenVersion(ifMatch)), 200),
})

const remove = route({
  method: 'DELETE',
  path: '/v1/replenishment/rules/:id',
  summary: 'Delete a rule',
  description: 'Needs If-Match. Its alerts end with the next look at each row.',
  tag,
  audience: people,
  permission: 'stock.policy',
  everywhere: true,
  power: 'write',
  ifMatch: 'required',
  schema: { params, response: { 204: Type.Null() } },
  handle: async (ctx, { params, ifMatch }) => {
    await removeRule(ctx, params.id as RuleId, seenVersion(ifMatch))
    return new Answer(204, null)
  },
})

const AlertSchema = Type.Object({
  id: UuidSchema,
  kind: Type.String({ description: alertKinds.join(', ') }),
  words: WordsSchema,
  sku: SkuSchema,
  locationId: UuidSchema,
  state: Type.String({ description: alertStateNames.join(', ') }),
  stateWords: WordsSchema,
  facts: Type.Record(Type.String(), Type.Unknown(), {
    description: 'what was seen, and the terms of the rule',
  }),
  raisedAt: InstantSchema,
  acknowledgedAt: Nullable(InstantSchema),
  acknowledgedBy: Nullable(UuidSchema),
  resolvedAt: Nullable(InstantSchema),
})

const showAlert = (alert: Alert): Static<typeof AlertSchema> => ({
  id: alert.alertId,
  kind: alert.kind,
  words: alertWords[alert.kind],
  sku: alert.sku,
  locationId: alert.locationId,
  state: alert.state,
  stateWords: alertStates[alert.state].words,
  facts: alert.facts,
  raisedAt: alert.raisedAt.toISOString(),
  acknowledgedAt: alert.acknowledgedAt?.toISOString() ?? null,
  acknowledgedBy: alert.acknowledgedBy,
  resolvedAt: alert.resolvedAt?.toISOString() ?? null,
})

const alerts = route({
  method: 'GET',
  path: '/v1/replenishment/alerts',
  summary: 'List alerts about stock, newest first',
  tag,
  audience: ['staff', 'device', 'machine'],
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        locationId: Type.Optional(UuidSchema),
        kind: Type.Optional(Type.String({ enum: alertKinds })),
        state: Type.Optional(
          Type.String({
            enum: ['current', ...alertStateNames],
            description: 'current: raised and acknowledged; all states when left out',
          }),
        ),
        sku: Type.Optional(SkuSchema),
      },
      closed,
    ),
    response: { 200: pageOf(AlertSchema) },
  },
  handle: async (ctx, { query }) => {
    const states =
      query.state === 'current' ? ['raised', 'acknowledged'] : query.state ? [query.state] : alertStateNames
    const rows = await listAlerts(ctx, {
      ...pageAsked(query),
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      // The schema has checked both names.
      states: states as AlertState[],
      kinds: query.kind ? [query.kind as AlertKind] : alertKinds,
      sku: (query.sku as Sku | undefined) ?? null,
    })
    return pageFrom(rows, query, (row) => row.alertId, showAlert)
  },
})

const acknowledge = route({
  method: 'POST',
  path: '/v1/replenishment/alerts/:id/acknowledge',
  summary: 'Take an alert into account: somebody has seen it',
  description: 'An alert ends by itself when its cause is over. Acknowledging twice changes nothing.',
  tag,
  audience: people,
  permission: 'stock.approve',
  power: 'write',
  schema: { params, response: { 200: AlertSchema } },
  handle: async (ctx, { params }) => {
    const alert = await alertById(ctx, params.id as AlertId)
    if (!alert) throw new Refusal('not_found', 'replenishment.no_such_alert', 'There is no such alert.')
    const { alertId, locationId, kind, sku } = alert
    authorise(ctx.actor, 'stock.approve', locationId)
    const acknowledged = await acknowledgeAlert(ctx, alertId)
    if (!acknowledged) return showAlert((await alertById(ctx, alertId)) ?? alert)
    const detail = { kind, sku }
    await audit(ctx, { action: 'replenishment.alert_acknowledged', subject: alertId, locationId, detail })
    return showAlert(acknowledged)
  },
})

const proposals = route({
  method: 'GET',
  path: '/v1/replenishment/proposals',
  summary: 'List what is proposed to put stock right, newest first',
  tag,
  audience: people,
  permission: 'stock.approve',
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        locationId: Type.Optional({ ...UuidSchema, description: 'where the pieces would go' }),
        kind: Type.Optional(Type.String({ enum: ['transfer', 'purchase'] })),
        state: Type.Optional(Type.String({ enum: proposalStateNames })),
        sku: Type.Optional(SkuSchema),
      },
      closed,
    ),
    response: { 200: pageOf(ProposalSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listProposals(ctx, {
      ...pageAsked(query),
      places: placesAsked(ctx.actor, 'stock.approve', query.locationId),
      // The schema has checked both names.
      states: query.state ? [query.state as ProposalState] : proposalStateNames,
      kind: (query.kind as Proposal['kind'] | undefined) ?? null,
      sku: (query.sku as Sku | undefined) ?? null,
    })
    return pageFrom(rows, query, (row) => row.proposalId, showProposal)
  },
})

export const routes: AnyRoute[] = [rules, make, change, remove, alerts, acknowledge, proposals]
