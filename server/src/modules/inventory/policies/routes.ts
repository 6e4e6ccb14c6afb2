import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import { Type } from 'typebox'
import {
  Answer,
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { simulatePolicy } from './simulate.ts'
import { readSimulatedRows, readSimulation } from './simulation-store.ts'
import { readPolicies, readPolicy, readProgress, readRules } from './store.ts'
import { surroundings } from './surroundings.ts'
import type { Policy } from './types.ts'
import { draftPolicy, noSuchPolicy, publishPolicy, putRules, withdrawPolicy } from './versions.ts'
import {
  NameSchema,
  policyOut,
  PolicySchema,
  ruleIn,
  ruleOut,
  RulesSchema,
  simulationOut,
  SimulationSchema,
  SimulatedRowSchema,
} from './wire.ts'

/** What every door here has in common: policies are the network's. */
const door = {
  tag: 'inventory',
  audience: ['staff', 'machine'],
  permission: 'stock.policy',
  everywhere: true,
} as const
const MAX_NAMED = 500
/** Above every version. */
const NEWEST = 2_147_483_647
const VersionParams = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: NEWEST, description: 'of the version' }),
})
const ifMatchWords = '`If-Match` with the edition you saw is welcome: 412 when somebody changed it since.'

const withTag = (status: number, policy: Policy) =>
  new Answer(status, policyOut(policy), { etag: `"${policy.edition}"` })

const list = route({
  ...door,
  method: 'GET',
  path: '/v1/stock/policies',
  summary: 'List the versions of the stock policies, newest first',
  description:
    '`applying` says whether rows of stock still wait for what was published last; `regions` are the names that scopes may use.',
  power: 'read',
  schema: {
    query: Type.Object(PageQuery),
    response: {
      200: Type.Object({
        ...pageOf(PolicySchema).properties,
        applying: Type.Boolean(),
        regions: Type.Array(Type.String()),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const [before = NEWEST] = decodeCursor(query.cursor, ['integer'])
    const [rows, progress] = await Promise.all([
      readPolicies(ctx, Number(before), rowsAsked(query)),
      readProgress(ctx),
    ])
    return {
      ...pageFrom(rows, query, ({ version }) => version, policyOut),
      applying: !progress.finished,
      regions: [...surroundings().regions()],
    }
  },
})

const create = route({
  ...door,
  method: 'POST',
  path: '/v1/stock/policies',
  summary: 'Begin a version of the stock policies',
  description: 'Empty, or with the rules of another version (`basedOn`).',
  power: 'write',
  schema: {
    body: Type.Object(
      { name: NameSchema, basedOn: Type.Optional(Type.Integer({ minimum: 1, maximum: NEWEST })) },
      { additionalProperties: false },
    ),
    response: { 201: PolicySchema },
  },
  handle: async (ctx, { body }) => withTag(201, await draftPolicy(ctx, body)),
})

const show = route({
  ...door,
  method: 'GET',
  path: '/v1/stock/policies/:number',
  summary: 'Show a version of the stock policies with its rules',
  power: 'read',
  schema: {
    params: VersionParams,
    response: { 200: Type.Object({ ...PolicySchema.properties, rules: RulesSchema }) },
  },
  handle: async (ctx, { params }) => {
    const policy = await readPolicy(ctx, params.number)
    if (!policy) throw noSuchPolicy()
    const rules = (await readRules(ctx.query, policy.policyId)).map(ruleOut)
    return new Answer(200, { ...policyOut(policy), rules }, { etag: `"${policy.edition}"` })
  },
})

const put = route({
  ...door,
  method: 'PUT',
  path: '/v1/stock/policies/:number/rules',
  summary: 'Replace the rules of a draft',
  description: `For each term the most specific rule that names it wins: goods before places (SKU, category, all), then place, region, network. ${ifMatchWords} 422 \`inventory.bad_policy\` names every rule that cannot work.`,
  power: 'write',
  ifMatch: 'optional',
  schema: {
    params: VersionParams,
    body: Type.Object(
      { name: Type.Optional(NameSchema), rules: RulesSchema },
      { additionalProperties: false },
    ),
    response: { 200: PolicySchema },
  },
  handle: async (ctx, { params, body, ifMatch }) =>
    withTag(
      200,
      await putRules(ctx, params.number, { name: body.name, rules: body.rules.map(ruleIn) }, ifMatch),
    ),
})

const publish = route({
  ...door,
  method: 'POST',
  path: '/v1/stock/policies/:number/publication',
  summary: 'Let a draft apply instead of the published version',
  description: `Time limits of holds apply at once; rows of stock follow within moments (see \`applying\`). ${ifMatchWords}`,
  power: 'write',
  ifMatch: 'optional',
  schema: { params: VersionParams, response: { 200: PolicySchema } },
  handle: async (ctx, { params, ifMatch }) => withTag(200, await publishPolicy(ctx, params.number, ifMatch)),
})

const withdraw = route({
  ...door,
  method: 'POST',
  path: '/v1/stock/policies/:number/withdrawal',
  summary: 'Give a draft up, or end the published version',
  description: `After the published one has ended no policy applies. ${ifMatchWords}`,
  power: 'write',
  ifMatch: 'optional',
  schema: { params: VersionParams, response: { 200: PolicySchema } },
  handle: async (ctx, { params, ifMatch }) => withTag(200, await withdrawPolicy(ctx, params.number, ifMatch)),
})

const simulate = route({
  ...door,
  method: 'POST',
  path: '/v1/stock/policies/:number/simulations',
  summary: 'Say what each channel would have seen, had this version applied',
  description:
    'For a time that is over, compared with what is published now; by the ledger and the lives of holds. Looks only at rows whose terms ' +
    'differ. Each moment is judged by what really was on hand and reserved.',
  power: 'command',
  idempotency: 'none',
  perMinute: 10,
  schema: {
    params: VersionParams,
    body: Type.Object(
      {
        from: InstantSchema,
        until: InstantSchema,
        skus: Type.Optional(Type.Array(SkuSchema, { minItems: 1, maxItems: MAX_NAMED })),
        locationIds: Type.Optional(Type.Array(UuidSchema, { minItems: 1, maxItems: MAX_NAMED })),
      },
      { additionalProperties: false },
    ),
    response: { 201: SimulationSchema },
  },
  handle: async (ctx, { params, body }) =>
    simulationOut(
      await simulatePolicy(ctx, {
        version: params.number,
        from: new Date(body.from),
        until: new Date(body.until),
        // The schema has checked the shapes of ids and SKUs.
        ...(body.skus && { skus: body.skus as Sku[] }),
        ...(body.locationIds && { locations: body.locationIds as LocationId[] }),
      }),
    ),
})

const simulated = route({
  ...door,
  method: 'GET',
  path: '/v1/stock/policy-simulations/:simulationId',
  summary: 'Show a simulation, the rows that would have seen most of it first',
  power: 'read',
  schema: {
    params: Type.Object({ simulationId: UuidSchema }),
    query: Type.Object(PageQuery),
    response: {
      200: Type.Object({ ...SimulationSchema.properties, ...pageOf(SimulatedRowSchema).properties }),
    },
  },
  handle: async (ctx, { params, query }) => {
    const [after = 0] = decodeCursor(query.cursor, ['integer'])
    const [simulation, rows] = await Promise.all([
      readSimulation(ctx, params.simulationId),
      readSimulatedRows(ctx, params.simulationId, Number(after), rowsAsked(query)),
    ])
    if (!simulation)
      throw new Refusal('not_found', 'inventory.no_such_simulation', 'There is no simulation with this id.')
    return {
      ...simulationOut(simulation),
      ...pageFrom(
        rows,
        query,
        ({ rowNo }) => rowNo,
        ({ rowNo: _no, ...row }) => row,
      ),
    }
  },
})

export const policyRoutes: AnyRoute[] = [list, create, show, put, publish, withdraw, simulate, simulated]
