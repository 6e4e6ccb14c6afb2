import { Type } from 'typebox'
import { ProposalSchema, showProposal, type ProposalId } from '#modules/replenishment'
import { route, UuidSchema, type AnyRoute } from '#platform/http'
import { approveProposals, rejectProposals } from './approve-proposals.ts'

const tag = 'replenishment'
const people = ['staff', 'machine'] as const
const closed = { additionalProperties: false } as const
/** Proposals that are decided together. */
const MAX_TOGETHER = 500
const proposalIds = Type.Array(UuidSchema, { minItems: 1, maxItems: MAX_TOGETHER, uniqueItems: true })
const Decided = Type.Object({ items: Type.Array(ProposalSchema) })

const approve = route({
  method: 'POST',
  path: '/v1/replenishment/proposals/approve',
  summary: 'Approve proposals: they become one transfer, or one order to a supplier',
  description:
    'All of one kind, from one place, to one place. The transfer keeps its pieces at the source (`stockwork.not_available` when they are gone); it waits for approval there unless you may send from there too. An order becomes an advice and needs `supplier` and `expectedOn`. The same command id again changes nothing.',
  tag,
  audience: people,
  permission: 'stock.approve',
  power: 'command',
  idempotency: 'none',
  schema: {
    body: Type.Object(
      {
        commandId: Type.String({ format: 'uuid', description: 'becomes the id of the transfer or advice' }),
        proposalIds,
        supplier: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        expectedOn: Type.Optional(Type.String({ format: 'date', description: 'YYYY-MM-DD' })),
      },
      closed,
    ),
    response: { 200: Decided },
  },
  handle: async (ctx, { body }) => {
    const approved = await approveProposals(ctx, {
      commandId: body.commandId.toLowerCase(),
      proposalIds: body.proposalIds as ProposalId[],
      supplier: body.supplier,
      expectedOn: body.expectedOn,
    })
    return { items: approved.map(showProposal) }
  },
})

const reject = route({
  method: 'POST',
  path: '/v1/replenishment/proposals/reject',
  summary: 'Turn proposals down, with a reason; they are not made again for a week',
  tag,
  audience: people,
  permission: 'stock.approve',
  power: 'write',
  schema: {
    body: Type.Object({ proposalIds, reason: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
    response: { 200: Decided },
  },
  handle: async (ctx, { body }) => {
    const rejected = await rejectProposals(ctx, body.proposalIds as ProposalId[], body.reason)
    return { items: rejected.map(showProposal) }
  },
})

export const routes: AnyRoute[] = [approve, reject]
