import { Refusal } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  Answer,
  CurrencySchema,
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
import { holdsEverywhere, type ReadContext } from '#platform/context'
import { MAX_CSV_LENGTH } from '../limits.ts'
import { proposalStateNames, proposalStates, type ProposalState } from '../states.ts'
import {
  closed,
  CodeSchema,
  deciding,
  drafting,
  IdParams,
  Nullable,
  reading,
  shownInstant,
  writing,
} from '../wire.ts'
import { importCompetitorPrices } from './competitors.ts'
import { approveProposals, rejectProposals } from './decide.ts'
import { proposePrices } from './propose.ts'
import { changeRule, makeRule, type WantedRule } from './rules.ts'
import { listProposals, listRules, othersOf, resultsOfRules } from './store.ts'
import type { PriceProposal, PriceProposalId, ProposalRule, ProposalRuleId } from './types.ts'
import { TermsSchema } from './wire.ts'

/** Proposals that are decided at once. */
const MAX_DECIDED = 500
/** Competitors of one article that are shown. */
const MAX_OTHERS = 50
const RuleSchema = Type.Object({
  id: UuidSchema,
  name: Type.String(),
  listId: UuidSchema,
  terms: TermsSchema,
  enabled: Type.Boolean(),
  version: Type.Integer({ description: 'for If-Match' }),
})
const ResultsSchema = Type.Object({
  shadow: Type.Integer(),
  proposed: Type.Integer(),
  applied: Type.Integer({ description: 'of those made in the last 90 days, as are the next two' }),
  rejected: Type.Integer(),
  outdated: Type.Integer(),
  raised: Type.Integer({ description: 'of those in the shadow or to be decided' }),
  lowered: Type.Integer({ description: 'of those in the shadow or to be decided' }),
  averagePpm: Nullable(Type.Integer({ description: 'of those in the shadow or to be decided' })),
})
const noResults: Static<typeof ResultsSchema> = {
  shadow: 0,
  proposed: 0,
  applied: 0,
  rejected: 0,
  outdated: 0,
  raised: 0,
  lowered: 0,
  averagePpm: null,
}
const WantedRuleSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    list: CodeSchema,
    terms: TermsSchema,
    enabled: Type.Boolean(),
  },
  closed,
)

/** Who may not see costs is not told how far above them prices stay: a price that stands there would tell them. */
const showRule = (ctx: ReadContext, rule: ProposalRule): Static<typeof RuleSchema> => {
  const { aboveCostPpm, ...terms } = rule.terms
  const told = aboveCostPpm !== undefined && holdsEverywhere(ctx.actor, 'costs.read')
  // The fields are those of the schema; it only forbids to write into what it was given.
  return { ...rule, terms: { ...terms, ...(told && { aboveCostPpm }) } as Static<typeof TermsSchema> }
}

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
    description:
      'what each factor said, what each bound did, which it could not keep (`unmet`: no rule approves such a proposal), and the figures behind them',
  }),
  changeId: Nullable(UuidSchema),
  reason: Nullable(Type.String()),
  proposedAt: InstantSchema,
  decidedAt: Nullable(InstantSchema),
  decidedBy: Nullable(Type.String()),
})

/** Who may not see costs sees every other figure. */
const showProposal = (ctx: ReadContext, proposal: PriceProposal): Static<typeof ProposalSchema> => ({
  ...proposal,
  words: proposalStates[proposal.state].words,
  factors: holdsEverywhere(ctx.actor, 'costs.read')
    ? { ...proposal.factors }
    : withoutCosts(proposal.factors),
  proposedAt: proposal.proposedAt.toISOString(),
  decidedAt: shownInstant(proposal.decidedAt),
})

/** What goods cost is left out of the figures, and which of the lowest prices stopped it: that of the rule, or that of the cost. */
function withoutCosts({ costGrossMinor: _cost, held, unmet, ...factors }: PriceProposal['factors']) {
  // As `reckon` writes it.
  const bounds = Array.isArray(held)
    ? (held as readonly { readonly bound: string; readonly minor: number }[])
    : []
  const lower = bounds.findLast(({ bound }) => bound === 'least' || bound === 'cost')
  const others = bounds.filter(({ bound }) => bound !== 'least' && bound !== 'cost')
  const names = Array.isArray(unmet) ? (unmet as readonly string[]) : []
  return {
    ...factors,
    held: [...others, ...(lower ? [{ bound: 'lower_bound', minor: lower.minor }] : [])],
    unmet: [
      ...new Set(names.map((bound) => (bound === 'least' || bound === 'cost' ? 'lower_bound' : bound))),
    ],
  }
}

const rules = route({
  method: 'GET',
  path: '/v1/prices/proposal-rules',
  summary: 'List the rules that propose prices, with what has become of their proposals',
  description: '`aboveCostPpm` is told to whoever may see costs.',
  ...reading,
  schema: {
    response: {
      200: Type.Object({
        items: Type.Array(Type.Object({ ...RuleSchema.properties, results: ResultsSchema })),
      }),
    },
  },
  handle: async (ctx) => {
    const [found, results] = await Promise.all([listRules(ctx), resultsOfRules(ctx)])
    return {
      items: found.map((rule) => ({ ...showRule(ctx, rule), results: results.get(rule.id) ?? noResults })),
    }
  },
})

const make = route({
  method: 'POST',
  path: '/v1/prices/proposal-rules',
  summary: 'Make a rule that proposes prices',
  description:
    'Begin in the shadow: its proposals are kept and nothing comes of them. 403 `pricing.costs_hidden`: `aboveCostPpm` is for whoever may see costs.',
  ...writing,
  schema: { body: WantedRuleSchema, response: { 201: RuleSchema } },
  handle: async (ctx, { body }) => {
    // The schema has checked names and shapes.
    const rule = await makeRule(ctx, body as WantedRule)
    return new Answer(201, showRule(ctx, rule), { etag: `"${rule.version}"` })
  },
})

const change = route({
  method: 'PUT',
  path: '/v1/prices/proposal-rules/:id',
  summary: 'Give a rule other terms, switch it on or off, or let it out of the shadow',
  description:
    'Needs If-Match: 412 `pricing.rule_changed` when somebody was faster. `aboveCostPpm` stays as it is for whoever may not see costs; 403 `pricing.costs_hidden`.',
  ...writing,
  ifMatch: 'required',
  schema: {
    params: IdParams,
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
    return new Answer(200, showRule(ctx, rule), { etag: `"${rule.version}"` })
  },
})

const run = route({
  method: 'POST',
  path: '/v1/prices/proposals/run',
  summary: 'Let every rule reckon its prices now; it happens every quarter of an hour anyway',
  ...drafting,
  perMinute: 6,
  schema: {
    response: {
      200: Type.Object({
        rules: Type.Integer({ description: 'that are switched on' }),
        proposals: Type.Integer({
          description: 'prices that they propose now, those applied at once included',
        }),
      }),
    },
  },
  handle: (ctx) => proposePrices(ctx.platform),
})

const list = route({
  method: 'GET',
  path: '/v1/prices/proposals',
  summary: 'List proposed prices, newest first, with the figures behind them',
  description: '`changeId` finds the proposals behind an applied price.',
  ...reading,
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        state: Type.Optional(Type.String({ enum: proposalStateNames })),
        sku: Type.Optional(SkuSchema),
        ruleId: Type.Optional(UuidSchema),
        changeId: Type.Optional(UuidSchema),
      },
      closed,
    ),
    response: { 200: pageOf(ProposalSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listProposals(ctx, {
      // The schema has checked the name.
      states: query.state ? [query.state as ProposalState] : proposalStateNames,
      sku: query.sku ?? null,
      ruleId: query.ruleId ?? null,
      changeId: query.changeId ?? null,
      ...pageAsked(query),
    })
    return pageFrom(
      rows,
      query,
      ({ id }) => id,
      (row) => showProposal(ctx, row),
    )
  },
})

const IdsSchema = Type.Array(UuidSchema, { minItems: 1, maxItems: MAX_DECIDED, uniqueItems: true })
const Decided = Type.Object({ items: Type.Array(ProposalSchema) })

const approve = route({
  method: 'POST',
  path: '/v1/prices/proposals/approve',
  summary: 'Approve proposals: their prices are published at once, and name them',
  description: 'One whose price has moved meanwhile is outdated instead.',
  ...deciding,
  schema: { body: Type.Object({ ids: IdsSchema }, closed), response: { 200: Decided } },
  handle: async (ctx, { body }) => ({
    // The schema has checked that they are UUIDs.
    items: (await approveProposals(ctx, body.ids as PriceProposalId[])).map((one) => showProposal(ctx, one)),
  }),
})

const reject = route({
  method: 'POST',
  path: '/v1/prices/proposals/reject',
  summary: 'Turn proposals down',
  ...deciding,
  schema: {
    body: Type.Object({ ids: IdsSchema, reason: Type.String({ minLength: 3, maxLength: 300 }) }, closed),
    response: { 200: Decided },
  },
  handle: async (ctx, { body }) => ({
    // The schema has checked that they are UUIDs.
    items: (await rejectProposals(ctx, body.ids as PriceProposalId[], body.reason)).map((one) =>
      showProposal(ctx, one),
    ),
  }),
})

const competitors = route({
  method: 'POST',
  path: '/v1/prices/competitors/csv',
  summary: 'Take in what others ask for the same goods',
  description:
    'Columns: sku, competitor, price, and if you like seen. All rows or none: 422 `pricing.rows_invalid` lists errors as `/csv/<row>/<column>`.',
  ...writing,
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

const others = route({
  method: 'GET',
  path: '/v1/prices/:sku/competitors',
  summary: 'Tell what others ask for an article: the newest price of each, cheapest first',
  ...reading,
  schema: {
    params: Type.Object({ sku: SkuSchema }),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            competitor: Type.String(),
            minor: Type.Integer(),
            currency: CurrencySchema,
            seenAt: InstantSchema,
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { params }) => ({
    items: (await othersOf(ctx, params.sku, MAX_OTHERS)).map((one) => ({
      ...one,
      seenAt: one.seenAt.toISOString(),
    })),
  }),
})

export const proposalRoutes: AnyRoute[] = [
  rules,
  make,
  change,
  run,
  list,
  approve,
  reject,
  competitors,
  others,
]
