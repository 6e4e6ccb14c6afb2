import { invariant } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { authorise, holds, type ReadContext, type WriteContext } from '#platform/context'
import {
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  InstantSchema,
  pageOf,
  PageQuery,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { historyOf } from '../command.ts'
import { DEFAULT_APPROVE_OVER, MAX_LINES, MAX_PIECES } from '../limits.ts'
import { readablePlaces } from '../places.ts'
import { countStates, type CountState } from '../states.ts'
import { undoneOf } from '../undone.ts'
import { showUndone, UndoneSchema } from '../undone-wire.ts'
import {
  closed,
  CodeSchema,
  commandFields,
  commandOf,
  HistorySchema,
  IdParams,
  iso,
  linesOf,
  NoteSchema,
  notFound,
  nullable,
  oneOf,
  pageAsked,
  pageNewestFirst,
  paperFields,
  people,
  placeId,
  showHistory,
  TAG,
} from '../wire.ts'
import { approveCount, cancelCount, recountCount } from './post.ts'
import { scanCount } from './scan.ts'
import { startCount } from './start.ts'
import { listCountLines, listCounts, readCount } from './store.ts'
import { submitCount } from './submit.ts'
import { lineFilters, recountRules, scopeKinds, type Count, type CountLine } from './types.ts'

const MAX_PPM = 1_000_000
const hidden = 'null for those who count until it is posted'

const ScopeSchema = Type.Object(
  {
    kind: oneOf(scopeKinds),
    values: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: MAX_LINES,
      description: 'SKUs or GTINs, handles of categories, or one bin; none for the whole place',
    }),
  },
  closed,
)

const CountSchema = Type.Object({
  ...paperFields,
  state: Type.String({ description: Object.keys(countStates).join(', ') }),
  locationId: UuidSchema,
  scope: ScopeSchema,
  pass: Type.Integer({ description: '1, and one more with each recount' }),
  tolerancePieces: Type.Integer(),
  tolerancePpm: Type.Integer(),
  recount: oneOf(recountRules),
  approveOver: Type.Integer(),
  submittedAt: nullable(InstantSchema),
  closedAt: nullable(InstantSchema),
  totals: Type.Object({
    lines: Type.Integer({ description: 'SKUs to count' }),
    counted: Type.Integer({ description: 'SKUs with a figure; of the running pass' }),
    surplus: nullable(Type.Integer({ description: `pieces found beyond the book; ${hidden}` })),
    shortage: nullable(Type.Integer({ description: `pieces not found; ${hidden}` })),
  }),
})

const CountDetailSchema = Type.Object({
  ...CountSchema.properties,
  seesBook: Type.Boolean({ description: 'whether you see what the book says' }),
  undone: nullable(UndoneSchema),
  history: HistorySchema,
})

const LineSchema = Type.Object({
  sku: SkuSchema,
  counted: nullable(Type.Integer()),
  countedAt: nullable(InstantSchema),
  book: nullable(Type.Integer({ description: `what the book said at that moment; ${hidden}` })),
  difference: nullable(Type.Integer({ description: hidden })),
  recount: Type.Boolean({ description: 'asked for again' }),
  firstCounted: nullable(Type.Integer({ description: hidden })),
})

/** The count is blind: until it is over only who may approve sees the book. */
const seesBook = (ctx: ReadContext, { state, locationId }: Count): boolean =>
  state === 'posted' || state === 'undone' || holds(ctx.actor, 'stock.approve', locationId)

const show = (ctx: ReadContext, count: Count): Static<typeof CountSchema> => {
  const { lines, counted, surplus, shortage, createdAt, scope, closedScope: _, ...rest } = count
  const sees = seesBook(ctx, count)
  return {
    ...rest,
    scope: { kind: scope.kind, values: [...scope.values] },
    words: countStates[count.state].words,
    createdAt: createdAt.toISOString(),
    submittedAt: iso(rest.submittedAt),
    closedAt: iso(rest.closedAt),
    totals: { lines, counted, surplus: sees ? surplus : null, shortage: sees ? shortage : null },
  }
}

const showLine = (sees: boolean, line: CountLine): Static<typeof LineSchema> => {
  const book = sees ? line.book : null
  return {
    sku: line.sku,
    counted: line.counted,
    countedAt: iso(line.countedAt),
    book,
    difference: book === null || line.counted === null ? null : line.counted - book,
    recount: line.recount,
    firstCounted: sees ? line.firstCounted : null,
  }
}

const showDetail = async (ctx: ReadContext, count: Count): Promise<Static<typeof CountDetailSchema>> => {
  const [undone, history] = await Promise.all([undoneOf(ctx, 'count', [count.id]), historyOf(ctx, count.id)])
  return {
    ...show(ctx, count),
    seesBook: seesBook(ctx, count),
    undone: showUndone(undone.get(count.id)),
    history: showHistory(history),
  }
}

const shown = async (ctx: ReadContext, id: string) => {
  const count = await readCount(ctx, id)
  invariant(count, 'a count that was written stands')
  return showDetail(ctx, count)
}

async function readable(ctx: ReadContext, id: string): Promise<Count> {
  const count = await readCount(ctx, id)
  if (!count) throw notFound('count')
  authorise(ctx.actor, 'stock.read', count.locationId)
  return count
}

const list = route({
  method: 'GET',
  path: '/v1/stock/counts',
  summary: 'List counts, newest first',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({
      locationId: Type.Optional(UuidSchema),
      state: Type.Optional(oneOf(Object.keys(countStates) as CountState[])),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 16, description: 'how the number begins' })),
      ...PageQuery,
    }),
    response: { 200: pageOf(CountSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listCounts(ctx, {
      places: readablePlaces(ctx.actor, 'stock.read', query.locationId),
      state: query.state ?? null,
      number: query.q ?? null,
      ...pageAsked(query),
    })
    return pageNewestFirst(rows, query.limit, (count) => show(ctx, count))
  },
})

const one = route({
  method: 'GET',
  path: '/v1/stock/counts/:id',
  summary: 'Show a count and its history',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: { params: IdParams, response: { 200: CountDetailSchema } },
  handle: async (ctx, { params }) => showDetail(ctx, await readable(ctx, params.id)),
})

const lines = route({
  method: 'GET',
  path: '/v1/stock/counts/:id/lines',
  summary: 'List the lines of a count by SKU',
  description:
    'While a pass runs: what was scanned in it so far; in a recount only the lines that are asked for again.',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    params: IdParams,
    query: Type.Object({ show: Type.Optional(oneOf(lineFilters, 'all when left out')), ...PageQuery }),
    response: { 200: pageOf(LineSchema) },
  },
  handle: async (ctx, { params, query }) => {
    const count = await readable(ctx, params.id)
    const sees = seesBook(ctx, count)
    const size = query.limit ?? DEFAULT_PAGE
    const asked = query.show ?? 'all'
    if (asked === 'different' && !sees) return { items: [], next: null }
    const rows = await listCountLines(ctx, count, {
      show: asked,
      after: query.cursor === undefined ? null : (decodeCursor(query.cursor, ['text'])[0] ?? null),
      limit: size + 1,
    })
    const page = rows.slice(0, size)
    const last = rows.length > size ? page.at(-1) : undefined
    return {
      items: page.map((line) => showLine(sees, line)),
      next: last ? encodeCursor([last.sku]) : null,
    }
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
            description: `${DEFAULT_APPROVE_OVER} when left out`,
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
      approveOver: body.approveOver ?? DEFAULT_APPROVE_OVER,
      note: body.note ?? null,
    })
    return shown(ctx, command.commandId)
  },
})

const scanning = route({
  method: 'POST',
  path: '/v1/stock/counts/:id/scans',
  summary: 'Send a batch of what was counted',
  description:
    'Batches of many counters add up, in any order, late and twice. `whole` replaces what the same person scanned of the SKU before; only so zero may be counted.',
  tag: TAG,
  audience: people,
  permission: 'stock.count',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object(
      {
        ...commandFields,
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
      closed,
    ),
    response: { 201: CountDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await scanCount(ctx, params.id, { ...commandOf(body), pass: body.pass ?? 1, lines: body.lines })
    return shown(ctx, params.id)
  },
})

const submitting = route({
  method: 'POST',
  path: '/v1/stock/counts/:id/submit',
  summary: 'Hand a pass of a count in',
  description:
    'Lines beyond the tolerance are asked for again, a count over its limit waits for approval, anything else is posted at once. SKUs that nobody scanned: say `zero` or `leave`, or 422 `stockwork.uncounted`.',
  tag: TAG,
  audience: people,
  permission: 'stock.count',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object({ ...commandFields, uncounted: Type.Optional(oneOf(['zero', 'leave'])) }, closed),
    response: { 200: CountDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await submitCount(ctx, params.id, { ...commandOf(body), uncounted: body.uncounted })
    return shown(ctx, params.id)
  },
})

const recounting = route({
  method: 'POST',
  path: '/v1/stock/counts/:id/recount',
  summary: 'Have lines counted again instead of approving them',
  tag: TAG,
  audience: people,
  permission: 'stock.approve',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object(
      {
        ...commandFields,
        skus: Type.Optional(
          Type.Array(CodeSchema, {
            minItems: 1,
            maxItems: MAX_LINES,
            description: 'all that differ when left out',
          }),
        ),
      },
      closed,
    ),
    response: { 200: CountDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await recountCount(ctx, params.id, { ...commandOf(body), skus: body.skus })
    return shown(ctx, params.id)
  },
})

/** A step on a count that needs nothing but the command. */
const step = (
  name: string,
  summary: string,
  permission: string,
  verb: (ctx: WriteContext, id: string, command: ReturnType<typeof commandOf>) => Promise<void>,
) =>
  route({
    method: 'POST',
    path: `/v1/stock/counts/:id/${name}`,
    summary,
    tag: TAG,
    audience: people,
    permission,
    power: 'write',
    schema: {
      params: IdParams,
      body: Type.Object(commandFields, closed),
      response: { 200: CountDetailSchema },
    },
    handle: async (ctx, { params, body }) => {
      await verb(ctx, params.id, commandOf(body))
      return shown(ctx, params.id)
    },
  })

export const countRoutes: AnyRoute[] = [
  list,
  one,
  lines,
  starting,
  scanning,
  submitting,
  step('approve', 'Approve the differences of a count and post them', 'stock.approve', approveCount),
  recounting,
  step('cancel', 'Give a count up; nothing is posted', 'stock.count', cancelCount),
]
