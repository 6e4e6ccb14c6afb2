import { Refusal, type HoldId, type LocationId, type OrderId, type Sku, type StaffId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  incidentFor,
  incidentStateNames,
  listIncidents,
  openIn,
  reportShelf,
  saveAssignment,
  type Incident,
  type IncidentId,
  type IncidentState,
} from '#modules/incidents'
import { staffById } from '#modules/staff'
import { audit } from '#platform/auth'
import { authorise, placesAsked, type ReadContext } from '#platform/context'
import {
  pageAsked,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  QuantitySchema,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { incidentDetail, IncidentDetailSchema, IncidentSchema, showIncidents } from './incident-view.ts'
import { letGo } from './let-go.ts'
import { resolveOversell, type WantedChoice } from './resolve-oversell.ts'

const tag = 'incidents'
const people = ['staff', 'machine'] as const
const permission = 'stock.incident'
const closed = { additionalProperties: false } as const
const params = Type.Object({ id: UuidSchema })
const MAX_FOUND = 99_999
const commandId = Type.String({
  format: 'uuid',
  description:
    'made by whoever decides; the same id again changes nothing and shows the incident as it stands',
})

/** The incident, for somebody who holds the permission in its place. */
async function own(ctx: ReadContext, id: string): Promise<Incident> {
  const incident = await incidentFor(ctx, id as IncidentId)
  authorise(ctx.actor, permission, incident.locationId)
  return incident
}

const list = route({
  method: 'GET',
  path: '/v1/incidents',
  summary: 'List promises that cannot be kept, newest first',
  tag,
  audience: people,
  permission,
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        state: Type.Optional(
          Type.String({
            enum: ['current', ...incidentStateNames],
            description: 'current: open and waiting; all states when left out',
          }),
        ),
        locationId: Type.Optional(UuidSchema),
        sku: Type.Optional(SkuSchema),
        assignedTo: Type.Optional(UuidSchema),
      },
      closed,
    ),
    response: { 200: pageOf(IncidentSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listIncidents(ctx, {
      places: placesAsked(ctx.actor, permission, query.locationId),
      states: statesAsked(query.state),
      sku: (query.sku as Sku | undefined) ?? null,
      assignedTo: (query.assignedTo as StaffId | undefined) ?? null,
      ...pageAsked(query),
    })
    const { items, next } = pageFrom(rows, query, ({ incidentId }) => incidentId)
    return { items: await showIncidents(ctx, items), next }
  },
})

const statesAsked = (asked: string | undefined): readonly IncidentState[] =>
  asked === undefined ? incidentStateNames : asked === 'current' ? openIn : [asked as IncidentState]

const one = route({
  method: 'GET',
  path: '/v1/incidents/:id',
  summary: 'Show an incident: who is affected, what can be done for each, what was decided',
  tag,
  audience: people,
  permission,
  power: 'read',
  schema: { params, response: { 200: IncidentDetailSchema } },
  handle: async (ctx, { params }) => incidentDetail(ctx, await own(ctx, params.id)),
})

const report = route({
  method: 'POST',
  path: '/v1/incidents',
  summary: 'Report an empty shelf: put the book right and see whose promises break',
  description:
    'For whoever stands in front of the shelf (`stock.count` in that place). Pieces that lie aside for orders are not counted. `incident` is null when no promise breaks. Send an Idempotency-Key.',
  tag,
  audience: ['staff', 'device', 'machine'],
  permission: 'stock.count',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        locationId: UuidSchema,
        sku: SkuSchema,
        onShelf: Type.Integer({ minimum: 0, maximum: MAX_FOUND, description: 'pieces that were found' }),
        note: Type.Optional(Type.String({ maxLength: 500 })),
      },
      closed,
    ),
    response: {
      201: Type.Object({
        adjusted: Type.Integer({ description: 'by how many pieces the book was wrong, signed' }),
        incident: Type.Union([IncidentSchema, Type.Null()]),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const locationId = body.locationId as LocationId
    authorise(ctx.actor, 'stock.count', locationId)
    const { adjusted, incident } = await reportShelf(ctx, { ...body, locationId, sku: body.sku as Sku })
    const [shown] = incident ? await showIncidents(ctx, [incident]) : []
    return { adjusted, incident: shown ?? null }
  },
})

const ChoiceSchema = Type.Union([
  Type.Object({ kind: Type.Literal('other_place'), locationId: UuidSchema }, closed),
  Type.Object({ kind: Type.Literal('substitute'), sku: SkuSchema }, closed),
  Type.Object({ kind: Type.Literal('wait'), until: InstantSchema }, closed),
  Type.Object({ kind: Type.Literal('cancel_line') }, closed),
  Type.Object({ kind: Type.Literal('cancel_order') }, closed),
])

const choiceOf = (choice: Static<typeof ChoiceSchema>): WantedChoice =>
  choice.kind === 'wait' ? { ...choice, until: new Date(choice.until) } : (choice as WantedChoice)

const resolve = route({
  method: 'POST',
  path: '/v1/incidents/:id/resolve',
  summary: 'Decide for one customer, and carry it out',
  description:
    'Stock, fulfilment, order, money and incident change together, and the customer is told by mail. A substitute is a click for what the customer agreed to; it costs her what the missing article did. Cancelling needs `orders.cancel` besides. When somebody else was faster: 409 `incidents.not_affected` with what she decided.',
  tag,
  audience: people,
  permission,
  power: 'command',
  idempotency: 'none',
  schema: {
    params,
    body: Type.Object(
      {
        commandId,
        orderId: UuidSchema,
        lineId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
          description: 'the line of `affected`; null where it is null there',
        }),
        quantity: Type.Optional(QuantitySchema),
        choice: ChoiceSchema,
      },
      closed,
    ),
    response: { 200: IncidentDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    const read = ctx.platform.read(ctx.actor)
    const { incidentId } = await own(read, params.id)
    const { commandId, quantity, lineId: lineNo } = body
    await resolveOversell(ctx, {
      commandId: commandId.toLowerCase(),
      incidentId,
      orderId: body.orderId as OrderId,
      lineNo,
      quantity,
      choice: choiceOf(body.choice),
    })
    return incidentDetail(read, await own(read, params.id))
  },
})

const letGoRoute = route({
  method: 'POST',
  path: '/v1/incidents/:id/let-go',
  summary: "Let a basket's missing pieces go",
  tag,
  audience: people,
  permission,
  power: 'command',
  idempotency: 'none',
  schema: {
    params,
    body: Type.Object({ commandId, holdId: UuidSchema }, closed),
    response: { 200: IncidentDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    const read = ctx.platform.read(ctx.actor)
    const { incidentId } = await own(read, params.id)
    await letGo(ctx, { commandId: body.commandId.toLowerCase(), incidentId, holdId: body.holdId as HoldId })
    return incidentDetail(read, await own(read, params.id))
  },
})

const assign = route({
  method: 'POST',
  path: '/v1/incidents/:id/assign',
  summary: 'Say who takes care of an incident; null: nobody',
  tag,
  audience: people,
  permission,
  power: 'write',
  schema: {
    params,
    body: Type.Object({ staffId: Type.Union([UuidSchema, Type.Null()]) }, closed),
    response: { 200: IncidentSchema },
  },
  handle: async (ctx, { params, body }) => {
    const incident = await own(ctx, params.id)
    const staffId = body.staffId as StaffId | null
    if (staffId && !(await staffById(ctx, staffId))) {
      throw new Refusal('unprocessable', 'incidents.unknown_staff', 'There is no such member of staff.', {
        errors: [{ pointer: '/staffId', detail: 'unknown' }],
      })
    }
    const assigned = await saveAssignment(ctx, incident.incidentId, staffId)
    if (!assigned) {
      throw new Refusal(
        'conflict',
        'incidents.ended',
        'This incident is over. Nobody needs to take care of it.',
      )
    }
    const { incidentId, locationId } = assigned
    await audit(ctx, { action: 'incidents.assigned', subject: incidentId, locationId, detail: { staffId } })
    const [shown] = await showIncidents(ctx, [assigned])
    return shown as Static<typeof IncidentSchema>
  },
})

export const routes: AnyRoute[] = [list, one, report, resolve, letGoRoute, assign]
