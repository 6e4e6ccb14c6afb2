import { localDate, Refusal, type LocationId } from '@splot/kernel'
import {
  decideProposals,
  lockProposals,
  proposalsById,
  type Proposal,
  type ProposalId,
} from '#modules/replenishment'
import { announce, requestTransfer } from '#modules/stockwork'
import { audit } from '#platform/auth'
import { authorise, type CommandContext, type ReadContext, type WriteContext } from '#platform/context'

export interface Approval {
  /** Made by whoever approves; it becomes the id of the transfer or the advice. */
  readonly commandId: string
  /** Of one kind, from one place, to one place: they become one document. */
  readonly proposalIds: readonly ProposalId[]
  /** For an order: who delivers, and when. */
  readonly supplier?: string | undefined
  readonly expectedOn?: string | undefined
}

/**
 * Turns proposals into what they propose: one transfer, or one advice. They are claimed first, so that nobody turns them down or
 * approves them meanwhile; when the document cannot be written they are open again. Sent again under the same command id it goes on
 * where it stopped, and changes nothing once it is done.
 * @throws Refusal `replenishment.no_such_proposal`, `replenishment.mixed`, `replenishment.decided`, `replenishment.supplier_needed`,
 * `auth.forbidden`, and those of `requestTransfer` and `announce` of stockwork.
 */
export async function approveProposals(ctx: CommandContext, approval: Approval): Promise<Proposal[]> {
  const { commandId, proposalIds } = approval
  const claimed = await ctx.platform.write(ctx.actor, (write) => claim(write, approval))
  try {
    await writeDocument(ctx, approval, claimed)
  } catch (error) {
    // After anything but a refusal the document may stand: the same command goes on with it.
    if (error instanceof Refusal)
      await ctx.platform.write(ctx.actor, (write) => giveBack(write, commandId, proposalIds))
    throw error
  }
  return proposalsById(ctx.platform.read(ctx.actor), proposalIds)
}

async function claim(ctx: WriteContext, approval: Approval): Promise<Proposal[]> {
  const { commandId: documentId, proposalIds } = approval
  const proposals = await found(lockProposals(ctx, proposalIds), proposalIds)
  const [first] = proposals
  if (!first) return []
  const { kind, fromId, toId } = first
  if (proposals.some((one) => one.kind !== kind || one.fromId !== fromId || one.toId !== toId)) {
    throw new Refusal(
      'unprocessable',
      'replenishment.mixed',
      'These do not fit in one document: approve transfers between two places together, and orders for one place.',
      { errors: [{ pointer: '/proposalIds', detail: 'of one kind, from one place, to one place' }] },
    )
  }
  authorise(ctx.actor, 'stock.approve', toId)
  if (kind === 'purchase' && (!approval.supplier || !approval.expectedOn)) {
    throw new Refusal('unprocessable', 'replenishment.supplier_needed', 'Say who delivers, and when.', {
      errors: [
        ...(approval.supplier ? [] : [{ pointer: '/supplier', detail: 'is needed for an order' }]),
        ...(approval.expectedOn ? [] : [{ pointer: '/expectedOn', detail: 'is needed for an order' }]),
      ],
    })
  }
  const open = proposals.filter(({ state }) => state === 'proposed')
  const foreign = proposals.find((one) => one.state !== 'proposed' && one.documentId !== documentId)
  if (foreign) throw decided(foreign)
  if (open.length > 0) {
    await decideProposals(
      ctx,
      open.map(({ proposalId }) => proposalId),
      { state: 'approved', documentId, by: ctx.actor.staffId },
    )
    const detail = {
      kind,
      fromId,
      toId,
      proposals: open.map(({ number, sku, quantity }) => ({ number, sku, quantity })),
    }
    await audit(ctx, { action: 'replenishment.approved', subject: documentId, locationId: toId, detail })
  }
  return proposals
}

async function giveBack(ctx: WriteContext, documentId: string, ids: readonly ProposalId[]): Promise<void> {
  const own = (await lockProposals(ctx, ids)).filter(
    (one) => one.state === 'approved' && one.documentId === documentId,
  )
  await decideProposals(
    ctx,
    own.map(({ proposalId }) => proposalId),
    { state: 'proposed', by: null },
  )
}

/** Stockwork does each command once, so a repetition finds the document. */
async function writeDocument(
  ctx: CommandContext,
  approval: Approval,
  proposals: readonly Proposal[],
): Promise<void> {
  const [first] = proposals
  if (!first) return
  const { commandId, supplier = '', expectedOn } = approval
  const { fromId, toId } = first
  const lines = proposals.map(({ sku, quantity }) => ({ code: sku, quantity }))
  const note = `Propozycja ${proposals.map(({ number }) => number).join(', ')}`
  const day = expectedOn === undefined ? null : localDate(expectedOn)
  if (fromId) {
    await requestTransfer(ctx, { commandId, fromId, toId, hold: true, expectedOn: day, note, lines })
  } else if (day) {
    await ctx.platform.write(ctx.actor, (write) =>
      announce(write, {
        commandId,
        locationId: toId,
        supplier,
        reference: first.number,
        expectedOn: day,
        blind: false,
        note,
        lines,
      }),
    )
  }
}

/**
 * Turns proposals down; they are not made again for a week. Turning down twice changes nothing.
 * @throws Refusal `replenishment.no_such_proposal`, `replenishment.decided`, `auth.forbidden`.
 */
export async function rejectProposals(
  ctx: WriteContext,
  ids: readonly ProposalId[],
  reason: string,
): Promise<Proposal[]> {
  const proposals = await found(lockProposals(ctx, ids), ids)
  for (const toId of new Set<LocationId>(proposals.map((one) => one.toId)))
    authorise(ctx.actor, 'stock.approve', toId)
  const gone = proposals.find(({ state }) => state !== 'proposed' && state !== 'rejected')
  if (gone) throw decided(gone)
  const open = proposals.filter(({ state }) => state === 'proposed')
  await decideProposals(
    ctx,
    open.map(({ proposalId }) => proposalId),
    { state: 'rejected', reason, by: ctx.actor.staffId },
  )
  for (const { proposalId, toId, number } of open) {
    const detail = { number, reason }
    await audit(ctx, { action: 'replenishment.rejected', subject: proposalId, locationId: toId, detail })
  }
  return found(proposalsById(ctx as ReadContext, ids), ids)
}

async function found(asked: Promise<Proposal[]>, ids: readonly ProposalId[]): Promise<Proposal[]> {
  const proposals = await asked
  if (proposals.length === new Set(ids).size) return proposals
  throw new Refusal('not_found', 'replenishment.no_such_proposal', 'There is no such proposal.')
}

const decided = ({ number, state, decidedBy }: Proposal): Refusal =>
  new Refusal(
    'conflict',
    'replenishment.decided',
    `Proposal ${number} is ${state} by now. Look at the list again.`,
    { facts: { number, state, decidedBy } },
  )
