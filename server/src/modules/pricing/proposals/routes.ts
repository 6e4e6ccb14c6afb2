import { Refusal } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  Answer,
  CurrencySchema,
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  InstantSchema,
  pageOf,
  PageQuery,
  route,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { MAX_CSV_LENGTH } from '../limits.ts'
import { proposalStateNames, proposalStates, type ProposalState } from '../states.ts'
import { allLists } from '../store.ts'
import { closed, CodeSchema, Nullable, office, shownInstant, tag } from '../wire.ts'
import { importCompetitorPrices } from './competitors.ts'
import { approveProposals, rejectProposals } from './decide.ts'
import { proposePrices } from './propose.ts'
import { changeRule, makeRule, type WantedRule } from './rules.ts'
import { listProposals, listRules } from './store.ts'
import type { PriceProposal, PriceProposalId, ProposalRule, ProposalRuleId } from './types.ts'
import { TermsSchema } from './wire.ts'

/** Proposals that are decided at once. */
const MAX_DECIDED = 500
const RuleSchema = Type.Object({
  id: UuidSchema,
  name: Type.String(),
  listId: UuidSchema,
  terms: TermsSchema,
  enabled: Type.Boolean(),
  version: Type.Integer({ description: 'for If-Match' }),
})
const WantedRuleSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    list: CodeSchema,
    terms: TermsSchema,
    enabled: Type.Boolean(),
  },
  closed,
)

const showRule = (rule: ProposalRule): Static<typeof RuleSchema> => ({
  ...rule,
  // The fields are those of the schema; it only forbids to write into what it was given.
  terms: rule.terms as Static<typeof TermsSchema>,
})

const ProposalSchema = Type.Object({
  id: UuidSchema,
  ruleId: UuidSchema,
  ruleVersion: Type.Integer(),
  sku: SkuSchema,
  listId: UuidSchema,
  state: Type.String({ description: proposalStateNames.join(', ') }),
  words: WordsSchema,
  fromMinor: Type.Integer(),
  toMinor: Type.Integer(),
  factors: Type.Record(Type.String(), Type.Unknown(), {
    description: 'what each factor said, what each bound did, and the figures behind them',
  }),
  changeId: Nullable(UuidSchema),
  reason: Nullable(Type.String()),
  proposedAt: InstantSchema,
  decidedAt: Nullable(InstantSchema),
  decidedBy: Nullable(Type.String()),
})

const showProposal = (proposal: PriceProposal): Static<typeof ProposalSchema> => ({
  ...proposal,
  words: proposalStates[proposal.state].words,
  factors: { ...proposal.factors },
  proposedAt: proposal.proposedAt.toISOString(),
  decidedAt: shownInstant(proposal.decidedAt),
})

const rules = route({
  method: 'GET',
  path: '/v1/prices/proposal-rules',
  summary: 'List the rules that propose prices',
  tag,
  audience: office,
  permission: 'prices.read',
  power: 'read',
  schema: { response: { 200: Type.Object({ items: Type.Array(RuleSchema) }) } },
  handle: async (ctx) => ({ items: (await listRules(ctx)).map(showRule) }),
})

const make = route({
  method: 'POST',
  path: '/v1/prices/proposal-rules',
  summary: 'Make a rule that proposes prices',
  description: 'Begin in the shadow: its proposals are kept and nothing comes of them.',
  tag,
  audience: office,
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: { body: WantedRuleSchema, response: { 201: RuleSchema } },
  handle: async (ctx, { body }) => {
    // The schema has checked names and shapes.
    const rule = await makeRule(ctx, body as WantedRule)
    return new Answer(201, showRule(rule), { etag: `"${rule.version}"` })
  },
})

const change = route({
  method: 'PUT',
  path: '/v1/prices/proposal-rules/:id',
  summary: 'Give a rule other terms, switch it on or off, or let it out of the shadow',
  description: 'Needs If-Match: 412 `pricing.rule_changed` when somebody was faster.',
  tag,
  audience: office,
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    params: Type.Object({ id: UuidSchema }),
    body: WantedRuleSchema,
    response: { 200: RuleSchema },
  },
  handle: async (ctx, { params, body, ifMatch }) => {
    if (ifMatch === undefined) {
      throw new Refusal(
        'invalid',
        'http.if_match_needed',
        'Say which version you saw, in the header If-Match.',
        {
          errors: [{ pointer: '/If-Match', detail: 'is needed' }],
        },
      )
    }
    // The schema has checked names and shapes.
    const rule = await changeRule(ctx, params.id as ProposalRuleId, body as WantedRule, ifMatch)
    return new Answer(200, showRule(rule), { etag: `"${rule.version}"` })
  },
})

const run = route({
  method: 'POST',
  path: '/v1/prices/proposals/run',
  summary: 'Let every rule reckon its prices now; it happens every quarter of an hour anyway',
  tag,
  audience: office,
  permission: 'prices.write',
  everywhere: true,
  power: 'command',
  idempotency: 'none',
  perMinute: 6,
  schema: { response: { 200: Type.Object({ lists: Type.Integer() }) } },
  handle: async (ctx) => {
    await proposePrices(ctx.platform)
    return { lists: (await allLists(ctx.platform.read(ctx.actor))).length }
  },
})

const list = route({
  method: 'GET',
  path: '/v1/prices/proposals',
  summary: 'List proposed prices, newest first, with the figures behind them',
  description: '`changeId` finds the proposals behind an applied price.',
  tag,
  audience: office,
  permission: 'prices.read',
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        state: Type.Optional(Type.String({ enum: proposalStateNames })),
        sku: Type.Optional(SkuSchema),
        changeId: Type.Optional(UuidSchema),
      },
      closed,
    ),
    response: { 200: pageOf(ProposalSchema) },
  },
  handle: async (ctx, { query }) => {
    const limit = query.limit ?? DEFAULT_PAGE
    const [before] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['uuid'])
    const rows = await listProposals(ctx, {
      // The schema has checked the name.
      states: query.state ? [query.state as ProposalState] : proposalStateNames,
      sku: query.sku ?? null,
      changeId: query.changeId ?? null,
      before: before ?? null,
      limit: limit + 1,
    })
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return { items: page.map(showProposal), next: last ? encodeCursor([last.id]) : null }
  },
})

const IdsSchema = Type.Array(UuidSchema, { minItems: 1, maxItems: MAX_DECIDED, uniqueItems: true })
const Decided = Type.Object({ items: Type.Array(ProposalSchema) })

const approve = route({
  method: 'POST',
  path: '/v1/prices/proposals/approve',
  summary: 'Approve proposals: their prices are published at once, and name them',
  description: 'One whose price has moved meanwhile is outdated instead.',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: { body: Type.Object({ ids: IdsSchema }, closed), response: { 200: Decided } },
  handle: async (ctx, { body }) => ({
    // The schema has checked that they are UUIDs.
    items: (await approveProposals(ctx, body.ids as PriceProposalId[])).map(showProposal),
  }),
})

const reject = route({
  method: 'POST',
  path: '/v1/prices/proposals/reject',
  summary: 'Turn proposals down',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object({ ids: IdsSchema, reason: Type.String({ minLength: 3, maxLength: 300 }) }, closed),
    response: { 200: Decided },
  },
  handle: async (ctx, { body }) => ({
    // The schema has checked that they are UUIDs.
    items: (await rejectProposals(ctx, body.ids as PriceProposalId[], body.reason)).map(showProposal),
  }),
})

const competitors = route({
  method: 'POST',
  path: '/v1/prices/competitors/csv',
  summary: 'Take in what others ask for the same goods',
  description:
    'Columns: sku, competitor, price, and if you like seen. All rows or none: 422 `pricing.rows_invalid` lists errors as `/csv/<row>/<column>`.',
  tag,
  audience: office,
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object(
      {
        csv: Type.String({ minLength: 1, maxLength: MAX_CSV_LENGTH }),
        currency: Type.Optional(CurrencySchema),
      },
      closed,
    ),
    response: { 200: Type.Object({ added: Type.Integer() }) },
  },
  handle: async (ctx, { body }) => ({
    added: await importCompetitorPrices(ctx, body.csv, body.currency ?? 'PLN'),
  }),
})

export const proposalRoutes: AnyRoute[] = [rules, make, change, run, list, approve, reject, competitors]
