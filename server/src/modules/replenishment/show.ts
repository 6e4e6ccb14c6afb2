import { Type, type Static } from 'typebox'
import { InstantSchema, SkuSchema, UuidSchema, WordsSchema } from '#platform/http'
import { proposalStateNames, proposalStates } from './states.ts'
import type { Proposal } from './types.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const ProposalSchema = Type.Object({
  id: UuidSchema,
  number: Type.String({ description: 'what people say' }),
  kind: Type.String({ description: 'transfer, purchase' }),
  sku: SkuSchema,
  fromId: Nullable(UuidSchema),
  toId: UuidSchema,
  quantity: Type.Integer(),
  state: Type.String({ description: proposalStateNames.join(', ') }),
  words: WordsSchema,
  factors: Type.Record(Type.String(), Type.Unknown(), {
    description:
      'The numbers that led to it: available, min, max, sold, windowDays, daysOfCover, targetDays, target, onTheWay, wanted; source: { locationId, available, keeps, spare, sold, windowDays, daysOfCover }',
  }),
  documentId: Nullable({ ...UuidSchema, description: 'the transfer or advice that it became' }),
  reason: Nullable(Type.String()),
  proposedAt: InstantSchema,
  decidedAt: Nullable(InstantSchema),
  decidedBy: Nullable(UuidSchema),
})

/** A proposal on the wire. */
export const showProposal = (proposal: Proposal): Static<typeof ProposalSchema> => ({
  id: proposal.proposalId,
  number: proposal.number,
  kind: proposal.kind,
  sku: proposal.sku,
  fromId: proposal.fromId,
  toId: proposal.toId,
  quantity: proposal.quantity,
  state: proposal.state,
  words: proposalStates[proposal.state].words,
  factors: proposal.factors,
  documentId: proposal.documentId,
  reason: proposal.reason,
  proposedAt: proposal.proposedAt.toISOString(),
  decidedAt: proposal.decidedAt?.toISOString() ?? null,
  decidedBy: proposal.decidedBy,
})
