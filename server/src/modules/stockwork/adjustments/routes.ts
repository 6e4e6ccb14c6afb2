import { invariant, newId, type LocationId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { levelsAt } from '#modules/inventory'
import { authorise, type ReadContext } from '#platform/context'
import { InstantSchema, pageFrom, pageOf, route, SkuSchema, UuidSchema, type AnyRoute } from '#platform/http'
import { historyOf } from '../command.ts'
import { DEFAULT_LIMIT, MAX_PIECES } from '../limits.ts'
import { paperFilters, papersAsked, stepsOn } from '../paper-routes.ts'
import { adjustmentStates } from '../states.ts'
import { undoneOf } from '../undone.ts'
import { showUndone, UndoneSchema } from '../undone-wire.ts'
import {
  closed,
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
  paperFields,
  people,
  placeId,
  reading,
  showHistory,
  TAG,
  toldApart,
} from '../wire.ts'
import { adjustStock } from './adjust.ts'
import { approveAdjustment, rejectAdjustment } from './decide.ts'
import { dropLimit, setLimit } from './set-limit.ts'
import { listAdjustments, listLimits, readAdjustment } from './store.ts'
import { adjustmentReasons, type Adjustment } from './types.ts'

const AdjustedLine = Type.Object(
  {
    sku: SkuSchema,
    quantity: Type.Integer({
      minimum: -MAX_PIECES,
      maximum: MAX_PIECES,
      not: Type.Literal(0),
      description: 'signed pieces, not zero: -3 means three fewer on hand',
    }),
    ...toldApart,
    aside: Type.Optional(Type.Boolean({ description: 'from or to quarantine' })),
  },
  closed,
)

export const AdjustmentSchema = Type.Object({
  ...paperFields,
  state: Type.String({ description: Object.keys(adjustmentStates).join(', ') }),
  locationId: UuidSchema,
  reason: oneOf(adjustmentReasons),
  pieces: Type.Integer({ description: 'over all lines, without their signs' }),
  lines: Type.Array(
    Type.Object({
      sku: SkuSchema,
      quantity: Type.Integer(),
      ...toldApart,
      aside: Type.Optional(Type.Boolean()),
    }),
  ),
  decidedAt: nullable(InstantSchema),
  decidedBy: nullable(UuidSchema),
  decisionNote: nullable(Type.String()),
})

const AdjustmentDetailSchema = Type.Object({
  ...AdjustmentSchema.properties,
  undone: nullable(UndoneSchema),
  history: HistorySchema,
})

/** What inventory says of the SKUs afterwards, as its own list shows it. */
const LevelSchema = Type.Object({
  sku: SkuSchema,
  locationId: UuidSchema,
  onHand: Type.Integer(),
  reserved: Type.Integer(),
  available: Type.Integer(),
})

export const showAdjustment = (adjustment: Adjustment): Static<typeof AdjustmentSchema> => ({
  ...adjustment,
  lines: adjustment.lines.map(({ serials, ...line }) => ({
    ...line,
    ...(serials && { serials: [...serials] }),
  })),
  words: adjustmentStates[adjustment.state].words,
  createdAt: adjustment.createdAt.toISOString(),
  decidedAt: iso(adjustment.decidedAt),
})

const showDetail = async (
  ctx: ReadContext,
  adjustment: Adjustment,
): Promise<Static<typeof AdjustmentDetailSchema>> => {
  const { id } = adjustment
  const [undone, history] = await Promise.all([undoneOf(ctx, 'adjustment', [id]), historyOf(ctx, id)])
  return { ...showAdjustment(adjustment), undone: showUndone(undone.get(id)), history: showHistory(history) }
}

const shown = async (ctx: ReadContext, id: string) => {
  const adjustment = await readAdjustment(ctx, id)
  invariant(adjustment, 'an adjustment that was written stands')
  return adjustment
}

const list = route({
  method: 'GET',
  path: '/v1/stock/adjustments',
  summary: 'List adjustments and requests for them, newest first',
  ...reading,
  schema: {
    query: Type.Object({
      ...paperFilters(adjustmentStates),
      reason: Type.Optional(oneOf(adjustmentReasons)),
    }),
    response: { 200: pageOf(AdjustmentSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listAdjustments(ctx, {
      ...papersAsked(ctx.actor, query),
      reason: query.reason ?? null,
    })
    return pageFrom(rows, query, ({ id }) => id, showAdjustment)
  },
})

const one = route({
  method: 'GET',
  path: '/v1/stock/adjustments/:id',
  summary: 'Show an adjustment and its history',
  ...reading,
  schema: { params: IdParams, response: { 200: AdjustmentDetailSchema } },
  handle: async (ctx, { params }) => {
    const adjustment = await readAdjustment(ctx, params.id)
    if (!adjustment) throw notFound('adjustment')
    authorise(ctx.actor, 'stock.read', adjustment.locationId)
    return showDetail(ctx, adjustment)
  },
})

const adjusting = route({
  method: 'POST',
  path: '/v1/stock/adjustments',
  summary: 'Put the book right: damage, theft, a count, something found',
  description:
    'Within the limit of the place it is posted; beyond it becomes a request (`state: requested`), unless you may approve it anyway. A physical fact is not refused: on hand may fall below what is reserved, which raises `inventory.oversold`.',
  tag: TAG,
  audience: people,
  permission: 'stock.adjust',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        commandId: Type.Optional(commandFields.commandId),
        at: commandFields.at,
        locationId: UuidSchema,
        reason: oneOf(adjustmentReasons),
        note: Type.Optional(NoteSchema),
        lines: linesOf(AdjustedLine),
      },
      closed,
    ),
    response: {
      201: Type.Object({
        adjustmentId: UuidSchema,
        number: Type.String(),
        state: Type.String({ description: 'posted, or requested: nothing is booked yet' }),
        levels: Type.Array(LevelSchema),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const command = commandOf({ commandId: body.commandId ?? newId(), at: body.at })
    const locationId: LocationId = placeId(body.locationId)
    await adjustStock(ctx, {
      ...command,
      locationId,
      reason: body.reason,
      note: body.note ?? null,
      lines: body.lines.map(({ sku, ...line }) => ({ code: sku, ...line })),
    })
    const { id, number, state, lines } = await shown(ctx, command.commandId)
    return {
      adjustmentId: id,
      number,
      state,
      levels: await levelsAt(ctx, locationId, [...new Set(lines.map(({ sku }) => sku))]),
    }
  },
})

const step = stepsOn('adjustments', AdjustmentDetailSchema, async (ctx, id) =>
  showDetail(ctx, await shown(ctx, id)),
)

const approving = step({
  name: 'approve',
  summary: 'Approve an adjustment and post it',
  permission: 'stock.approve',
  fields: { note: Type.Optional(NoteSchema) },
  run: (ctx, id, { note = null, ...command }) => approveAdjustment(ctx, id, { ...command, note }),
})

const rejecting = step({
  name: 'reject',
  summary: 'Reject an adjustment; nothing is posted',
  permission: 'stock.approve',
  fields: { note: Type.Optional(NoteSchema) },
  run: (ctx, id, { note = null, ...command }) => rejectAdjustment(ctx, id, { ...command, note }),
})

const ofPlace = nullable(Type.String({ format: 'uuid', description: 'null: wherever nothing else was set' }))
const ofRole = nullable(
  Type.String({
    minLength: 1,
    maxLength: 40,
    description: 'null: of everybody whose roles have none of their own',
  }),
)
const LimitSchema = Type.Object({
  locationId: ofPlace,
  role: ofRole,
  linePieces: Type.Integer({ minimum: 0, maximum: MAX_PIECES, description: 'of one SKU' }),
  documentPieces: Type.Integer({ minimum: 0, maximum: MAX_PIECES, description: 'of the whole adjustment' }),
})
const LimitsSchema = Type.Object({ items: Type.Array(LimitSchema) })

/** The first row stands for everybody and every place without a row of its own, set or not. */
const limits = async (ctx: ReadContext) => {
  const rows = await listLimits(ctx)
  const isSet = rows[0]?.locationId === null && rows[0].role === null
  return { items: isSet ? rows : [{ locationId: null, role: null, ...DEFAULT_LIMIT }, ...rows] }
}

const readingLimits = route({
  method: 'GET',
  path: '/v1/stock/adjustment-limits',
  summary: 'List how much may be adjusted without an approval',
  ...reading,
  schema: { response: { 200: LimitsSchema } },
  handle: limits,
})

const setting = route({
  method: 'PUT',
  path: '/v1/stock/adjustment-limits',
  summary:
    'Set how much may be adjusted without an approval: by a role or by everybody, in a place or everywhere',
  description:
    'What was set for a role goes before what was set for everybody, a place before all places; of several roles the most generous counts. Who may approve has no limit.',
  tag: TAG,
  audience: people,
  permission: 'stock.approve',
  power: 'write',
  schema: {
    body: Type.Object({ ...LimitSchema.properties, role: Type.Optional(ofRole) }, closed),
    response: { 200: LimitsSchema },
  },
  handle: async (ctx, { body }) => {
    const locationId = body.locationId === null ? null : placeId(body.locationId)
    await setLimit(ctx, { ...body, locationId, role: body.role ?? null })
    return limits(ctx)
  },
})

const dropping = route({
  method: 'DELETE',
  path: '/v1/stock/adjustment-limits',
  summary: 'Take a limit back: what is set for more people or places counts again',
  tag: TAG,
  audience: people,
  permission: 'stock.approve',
  power: 'write',
  schema: {
    query: Type.Object(
      {
        locationId: Type.Optional(UuidSchema),
        role: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      },
      closed,
    ),
    response: { 200: LimitsSchema },
  },
  handle: async (ctx, { query }) => {
    const locationId = query.locationId === undefined ? null : placeId(query.locationId)
    await dropLimit(ctx, { locationId, role: query.role ?? null })
    return limits(ctx)
  },
})

export const adjustmentRoutes: AnyRoute[] = [
  list,
  one,
  adjusting,
  approving,
  rejecting,
  readingLimits,
  setting,
  dropping,
]
