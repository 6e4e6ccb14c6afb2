import { Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { addRows, draftChange, publishChange } from '../changes.ts'
import { lockPublication } from '../change-store.ts'
import { spansAt, whoOf } from '../store.ts'
import { decide, lockProposals } from './store.ts'
import type { PriceProposal, PriceProposalId } from './types.ts'

/**
 * Publishes locked or fresh proposals as one change that names them; those whose price has moved meanwhile are outdated instead. Answers what
 * became of them.
 */
export async function applyProposals(
  ctx: WriteContext,
  proposals: readonly PriceProposal[],
  by: string,
): Promise<PriceProposal[]> {
  const seq = await lockPublication(ctx)
  const held = await spansAt(
    ctx,
    proposals.map(({ sku }) => sku),
    ctx.now,
    1,
  )
  const isFresh = ({ sku, listId, fromMinor }: PriceProposal) => {
    const own = held.filter((row) => row.sku === sku && row.listId === listId)
    return own.length === 1 && own[0]?.endsAt === null && own[0].minor === fromMinor
  }
  const fresh = proposals.filter(isFresh)
  const moved = proposals.filter((proposal) => !isFresh(proposal))
  const outdated =
    moved.length === 0
      ? []
      : await decide(
          ctx,
          moved.map(({ id }) => id),
          { state: 'outdated', by, reason: 'the price has changed meanwhile' },
        )
  if (fresh.length === 0) return outdated
  const changeId = await draftChange(
    ctx,
    {
      kind: 'proposal',
      note: fresh.length === 1 ? 'a proposal' : `${fresh.length} proposals`,
      effectiveAt: null,
      facts: { proposals: Object.fromEntries(fresh.map(({ sku, id }) => [sku, id])), approvedBy: by },
    },
    seq,
  )
  await addRows(
    ctx,
    changeId,
    fresh.flatMap((proposal) => {
      const row = held.find(({ sku, listId }) => sku === proposal.sku && listId === proposal.listId)
      if (!row) return []
      return {
        listId: proposal.listId,
        sku: proposal.sku,
        fromQuantity: 1,
        minor: proposal.toMinor,
        taxLetter: row.taxLetter,
        startsAt: null,
        endsAt: null,
        beforeMinor: proposal.fromMinor,
      }
    }),
  )
  await publishChange(ctx, changeId)
  const ids = fresh.map(({ id }) => id)
  const applied = await decide(ctx, ids, { state: 'applied', by, changeId })
  emit(ctx, {
    type: 'pricing.proposals_applied',
    subject: changeId,
    locationId: null,
    data: { changeId, proposals: ids, by },
  })
  return [...applied, ...outdated]
}

/**
 * A person approves proposals: all of them are applied, or none. Those in the shadow cannot be.
 * @throws Refusal `pricing.no_such_proposal`, `pricing.not_to_be_decided`.
 */
export async function approveProposals(
  ctx: WriteContext,
  ids: readonly PriceProposalId[],
): Promise<PriceProposal[]> {
  const proposals = await toBeDecided(ctx, ids)
  await audit(ctx, {
    action: 'pricing.proposals_approved',
    subject: ids[0] ?? '',
    locationId: null,
    detail: { proposals: ids },
  })
  return applyProposals(ctx, proposals, whoOf(ctx))
}

/** A person turns proposals down; for a while they do not come again. */
export async function rejectProposals(
  ctx: WriteContext,
  ids: readonly PriceProposalId[],
  reason: string,
): Promise<PriceProposal[]> {
  await toBeDecided(ctx, ids)
  await audit(ctx, {
    action: 'pricing.proposals_rejected',
    subject: ids[0] ?? '',
    locationId: null,
    detail: { proposals: ids, reason },
  })
  return decide(ctx, ids, { state: 'rejected', by: whoOf(ctx), reason })
}

async function toBeDecided(ctx: WriteContext, ids: readonly PriceProposalId[]): Promise<PriceProposal[]> {
  const proposals = await lockProposals(ctx, ids)
  if (proposals.length < ids.length)
    throw new Refusal('not_found', 'pricing.no_such_proposal', 'There is no such proposal.')
  const other = proposals.find(({ state }) => state !== 'proposed')
  if (!other) return proposals
  throw new Refusal(
    'conflict',
    'pricing.not_to_be_decided',
    'One of these proposals is not waiting for a decision. Load them again.',
    { facts: { proposal: other.id, state: other.state } },
  )
}
