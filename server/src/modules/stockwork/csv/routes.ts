import { invariant } from '@splot/kernel'
import { Type } from 'typebox'
import { authorise, placesAsked } from '#platform/context'
import { route, UuidSchema, type AnyRoute } from '#platform/http'
import { AdjustmentSchema, showAdjustment } from '../adjustments/routes.ts'
import { readAdjustment } from '../adjustments/store.ts'
import { adjustmentReasons } from '../adjustments/types.ts'
import { AdviceSchema, isHidden, showAdvice } from '../advices/show.ts'
import { readAdvice } from '../advices/store.ts'
import { readable as readableCount } from '../counts/routes.ts'
import { CountDetailSchema, seesBook, shownCount } from '../counts/show.ts'
import { MAX_CSV_LENGTH, MAX_CSV_ROWS } from '../limits.ts'
import { adjustmentStates, type AdjustmentState } from '../states.ts'
import { showTransfer, TransferSchema } from '../transfers/show.ts'
import { readTransfer } from '../transfers/store.ts'
import { closed, commandFields, commandOf, IdParams, notFound, oneOf, people, reading, TAG } from '../wire.ts'
import { exportAdjustments, exportAdvice, exportCount, exportStock } from './export.ts'
import { importTransfers } from './import-transfers.ts'
import { importAdjustments, importAdvices, importCount } from './import.ts'

const CsvSchema = Type.String({
  minLength: 1,
  maxLength: MAX_CSV_LENGTH,
  description: `the text of the file; semicolons, commas or tabs, at most ${MAX_CSV_ROWS} rows`,
})
const FileBody = Type.Object({ ...commandFields, csv: CsvSchema }, closed)
const FileSchema = Type.Object({
  filename: Type.String(),
  csv: Type.String({ description: 'UTF-8 with a byte order mark, semicolons' }),
  rows: Type.Integer(),
  isWhole: Type.Boolean({ description: 'false when there was more than one file holds' }),
})
const errorsAreListed =
  'All rows or none: 422 `stockwork.csv_invalid` lists every error as `/csv/<row>/<column>`, rows as a spreadsheet counts them.'

/** The papers that a file made, as they are shown. */
const imported = <Paper, Shown>(
  ids: readonly string[],
  read: (id: string) => Promise<Paper | undefined>,
  show: (paper: Paper) => Shown,
): Promise<Shown[]> =>
  Promise.all(
    ids.map(async (id) => {
      const paper = await read(id)
      invariant(paper, 'a paper that was imported stands')
      return show(paper)
    }),
  )

const advices = route({
  method: 'POST',
  path: '/v1/stock/advices/csv',
  summary: 'Announce the deliveries of a file',
  description: `Columns: location (code), supplier, reference, expected_on, sku (or GTIN), quantity; Polish headings too. ${errorsAreListed}`,
  tag: TAG,
  audience: people,
  permission: 'stock.receive',
  power: 'write',
  schema: {
    body: FileBody,
    response: { 201: Type.Object({ items: Type.Array(AdviceSchema) }) },
  },
  handle: async (ctx, { body }) => {
    const ids = await importAdvices(ctx, { ...commandOf(body), csv: body.csv })
    return {
      items: await imported(
        ids,
        (id) => readAdvice(ctx, id),
        (advice) => showAdvice(ctx, advice),
      ),
    }
  },
})

const transfers = route({
  method: 'POST',
  path: '/v1/stock/transfers/csv',
  summary: 'Ask for the transfers of a file',
  description: `Columns: from (code), to (code), sku (or GTIN), quantity, expected_on, note; Polish headings too. Pieces are not held at the source. ${errorsAreListed}`,
  tag: TAG,
  audience: people,
  permission: 'stock.transfer',
  power: 'write',
  schema: {
    body: FileBody,
    response: { 201: Type.Object({ items: Type.Array(TransferSchema) }) },
  },
  handle: async (ctx, { body }) => {
    const ids = await importTransfers(ctx, { ...commandOf(body), csv: body.csv })
    return { items: await imported(ids, (id) => readTransfer(ctx, id), showTransfer) }
  },
})

const adjustments = route({
  method: 'POST',
  path: '/v1/stock/adjustments/csv',
  summary: 'Adjust what a file says',
  description: `Columns: location (code), sku (or GTIN), quantity (signed), reason, note. Each adjustment is posted within its limit or becomes a request. ${errorsAreListed}`,
  tag: TAG,
  audience: people,
  permission: 'stock.adjust',
  power: 'write',
  schema: {
    body: FileBody,
    response: { 201: Type.Object({ items: Type.Array(AdjustmentSchema) }) },
  },
  handle: async (ctx, { body }) => {
    const ids = await importAdjustments(ctx, { ...commandOf(body), csv: body.csv })
    return { items: await imported(ids, (id) => readAdjustment(ctx, id), showAdjustment) }
  },
})

const counts = route({
  method: 'POST',
  path: '/v1/stock/counts/:id/csv',
  summary: 'Take the figures of a file into a running count',
  description: `Columns: sku (or GTIN), counted. They replace what you sent of these SKUs before. ${errorsAreListed}`,
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
        csv: CsvSchema,
      },
      closed,
    ),
    response: { 201: CountDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await importCount(ctx, params.id, { ...commandOf(body), csv: body.csv, pass: body.pass ?? 1 })
    return shownCount(ctx, params.id)
  },
})

const stock = route({
  method: 'GET',
  path: '/v1/stock/csv',
  summary: 'Export the stock list',
  ...reading,
  schema: {
    query: Type.Object({
      locationId: Type.Optional(UuidSchema),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'how the SKU begins' })),
    }),
    response: { 200: FileSchema },
  },
  handle: async (ctx, { query }) =>
    exportStock(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      startsWith: query.q,
    }),
})

const oneAdvice = route({
  method: 'GET',
  path: '/v1/stock/advices/:id/csv',
  summary: 'Export the lines of an announced delivery',
  ...reading,
  schema: { params: IdParams, response: { 200: FileSchema } },
  handle: async (ctx, { params }) => {
    const advice = await readAdvice(ctx, params.id)
    if (!advice) throw notFound('advice')
    authorise(ctx.actor, 'stock.read', advice.locationId)
    return exportAdvice(ctx, advice, !isHidden(ctx, advice))
  },
})

const oneCount = route({
  method: 'GET',
  path: '/v1/stock/counts/:id/csv',
  summary: 'Export the lines of a count',
  ...reading,
  schema: { params: IdParams, response: { 200: FileSchema } },
  handle: async (ctx, { params }) => {
    const count = await readableCount(ctx, params.id)
    return exportCount(ctx, count, seesBook(ctx, count))
  },
})

const allAdjustments = route({
  method: 'GET',
  path: '/v1/stock/adjustments/csv',
  summary: 'Export adjustments, newest first',
  ...reading,
  schema: {
    query: Type.Object({
      locationId: Type.Optional(UuidSchema),
      state: Type.Optional(oneOf(Object.keys(adjustmentStates) as AdjustmentState[])),
      reason: Type.Optional(oneOf(adjustmentReasons)),
    }),
    response: { 200: FileSchema },
  },
  handle: async (ctx, { query }) =>
    exportAdjustments(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      state: query.state ?? null,
      reason: query.reason ?? null,
      number: null,
    }),
})

export const csvRoutes: AnyRoute[] = [
  advices,
  transfers,
  adjustments,
  counts,
  stock,
  oneAdvice,
  oneCount,
  allAdjustments,
]
