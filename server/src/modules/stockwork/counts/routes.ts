import { Type } from 'typebox'
import { authorise, type ReadContext } from '#platform/context'
import {
  decodeCursor,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { MAX_LINES, MAX_PIECES } from '../limits.ts'
import { paperFilters, papersAsked, stepsOn } from '../paper-routes.ts'
import { countStates } from '../states.ts'
import {
  closed,
  CodeSchema,
  commandFields,
  commandOf,
  IdParams,
  linesOf,
  NoteSchema,
  notFound,
  oneOf,
  people,
  placeId,
  reading,
  TAG,
} from '../wire.ts'
import { approveCount, cancelCount, recountCount } from './post.ts'
import { scanCount } from './scan.ts'
import {
  CountDetailSchema,
  CountLineSchema,
  CountSchema,
  ScopeSchema,
  seesBook,
  showCount,
  showCountDetail,
  showCountLine,
  shownCount,
} from './show.ts'
import { startCount } from './start.ts'
import { listCountLines, listCounts, readCount } from './store.ts'
import { submitCount } from './submit.ts'
import { lineFilters, recountRules, type Count } from './types.ts'

const MAX_PPM = 1_000_000
/** Letters of the reason of a count's differences: its number stands before it in the ledger. */
const MAX_WHY = 300

/** The count, for somebody who may read the stock of its place. */
export async function readable(ctx: ReadContext, id: string): Promise<Count> {
  const count = await readCount(ctx, id)
  if (!count) throw notFound('count')
  authorise(ctx.actor, 'stock.read', count.locationId)
  return count
}

const list = route({
  method: 'GET',
  path: '/v1/stock/counts',
  summary: 'List counts, newest first',
  ...reading,
  schema: {
    query: Type.Object(paperFilters(countStates)),
    response: { 200: pageOf(CountSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listCounts(ctx, papersAsked(ctx.actor, query))
    return pageFrom(
      rows,
      query,
      ({ id }) => id,
      (count) => showCount(ctx, count),
    )
  },
})

const one = route({
  method: 'GET',
  path: '/v1/stock/counts/:id',
  summary: 'Show a count and its history',
  ...reading,
  schema: { params: IdParams, response: { 200: CountDetailSchema } },
  handle: async (ctx, { params }) => showCountDetail(ctx, await readable(ctx, params.id)),
})

const lines = route({
  method: 'GET',
  path: '/v1/stock/counts/:id/lines',
  summary: 'List the lines of a count by SKU',
  description:
    'While a pass runs: what was scanned in it so far; in a recount only the lines that are asked for again.',
  ...reading,
  schema: {
    params: IdParams,
    query: Type.Object({ show: Type.Optional(oneOf(lineFilters, 'all when left out')), ...PageQuery }),
    response: { 200: pageOf(CountLineSchema) },
  },
  handle: async (ctx, { params, query }) => {
    const count = await readable(ctx, params.id)
    const sees = seesBook(ctx, count)
    const asked = query.show ?? 'all'
    if (asked === 'different' && !sees) return { items: [], next: null }
    const rows = await listCountLines(ctx, count, {
      show: asked,
      after: decodeCursor(query.cursor, ['text'])[0] ?? null,
      limit: rowsAsked(query),
    })
    return pageFrom(
      rows,
      query,
      ({ sku }) => sku,
      (line) => showCountLine(sees, line),
    )
  },
})

const starting = route({
  method: 'POST',
  path: '/v1/stock/counts',
  summary: 'Start a count',
  description:
    'Blind: whoever counts does not see the book. A SKU of a place is in one open count at a time: 409 `stockwork.count_running` names the other.',
  tag: TAG,
  audience: people,
  permission: 'stock.count',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        ...commandFields,
        locationId: UuidSchema,
        scope: ScopeSchema,
        tolerancePieces: Type.Optional(
          Type.Integer({ minimum: 0, maximum: MAX_PIECES, description: '0 when left out' }),
        ),
        tolerancePpm: Type.Optional(
          Type.Integer({ minimum: 0, maximum: MAX_PPM, description: 'share of the book; 0 when left out' }),
        ),
        recount: Type.Optional(oneOf(recountRules, '`anyone` when left out')),
        approveOver: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: MAX_PIECES,
            description:
              'what may be adjusted in the place without an approval, when left out; more only by who may approve',
          }),
        ),
        note: Type.Optional(NoteSchema),
      },
      closed,
    ),
    response: { 201: CountDetailSchema },
  },
  handle: async (ctx, { body }) => {
    const command = commandOf(body)
    await startCount(ctx, {
      ...command,
      locationId: placeId(body.locationId),
      scope: body.scope,
      tolerancePieces: body.tolerancePieces ?? 0,
      tolerancePpm: body.tolerancePpm ?? 0,
      recount: body.recount ?? 'anyone',
      approveOver: body.approveOver,
      note: body.note ?? null,
    })
    return shownCount(ctx, command.commandId)
  },
})

const step = stepsOn('counts', CountDetailSchema, shownCount)

const scanning = step({
  name: 'scans',
  summary: 'Send a batch of what was counted',
  description:
    'Batches of many counters add up, in any order, late and twice. `whole` replaces what the same person scanned of the SKU before; only so zero may be counted.',
  permission: 'stock.count',
  fields: {
    pass: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: '1 when left out' })),
    lines: linesOf(
      Type.Object(
        {
          code: CodeSchema,
          quantity: Type.Integer({ minimum: 0, maximum: MAX_PIECES }),
          whole: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
  },
  adds: true,
  run: (ctx, id, { pass = 1, ...batch }) => scanCount(ctx, id, { ...batch, pass }),
})

const submitting = step({
  name: 'submit',
  summary: 'Hand a pass of a count in',
  description:
    'Lines beyond the tolerance are asked for again, a count over its limit waits for approval, anything else is posted at once. SKUs that nobody scanned: say `zero` or `leave`, or 422 `stockwork.uncounted`.',
  permission: 'stock.count',
  fields: { uncounted: Type.Optional(oneOf(['zero', 'leave'])) },
  run: submitCount,
})

const recounting = step({
  name: 'recount',
  summary: 'Have lines counted again instead of approving them',
  permission: 'stock.approve',
  fields: {
    skus: Type.Optional(
      Type.Array(CodeSchema, {
        minItems: 1,
        maxItems: MAX_LINES,
        description: 'all that differ when left out',
      }),
    ),
  },
  run: recountCount,
})

const approving = step({
  name: 'approve',
  summary: 'Approve the differences of a count and post them',
  permission: 'stock.approve',
  fields: {
    note: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_WHY,
        description: 'why they differ; stands beside each movement',
      }),
    ),
  },
  run: (ctx, id, { note = null, ...command }) => approveCount(ctx, id, { ...command, note }),
})

const cancelling = step({
  name: 'cancel',
  summary: 'Give a count up; nothing is posted',
  permission: 'stock.count',
  fields: {},
  run: cancelCount,
})

export const countRoutes: AnyRoute[] = [
  list,
  one,
  lines,
  starting,
  scanning,
  submitting,
  approving,
  recounting,
  cancelling,
]
