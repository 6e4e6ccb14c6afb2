import { Refusal, type LocationId, type OrderId, type Sku } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { situationOf } from './affected.ts'
import { look } from './look.ts'
import { choiceWords } from './states.ts'
import {
  decisionById,
  decisionsOf,
  endWaits,
  incidentById,
  insertDecision,
  lockPlaceOfSku,
  openIncidentOf,
} from './store.ts'
import type { Affected, Decision, Incident, IncidentId } from './types.ts'

/** The incident, or a refusal `incidents.not_found`. */
export async function incidentFor(ctx: ReadContext, id: IncidentId): Promise<Incident> {
  const found = await incidentById(ctx, id)
  if (found) return found
  throw new Refusal('not_found', 'incidents.not_found', 'There is no such incident.')
}

/** Whether this command was carried out before; refuses `incidents.command_reused` when it was another one. */
export async function wasDecided(ctx: ReadContext, decisionId: string, bodyHash: string): Promise<boolean> {
  const before = await decisionById(ctx, decisionId)
  if (before && before.bodyHash !== bodyHash) {
    throw new Refusal(
      'unprocessable',
      'incidents.command_reused',
      'This command id was used before for something else. Make a new id for a new command.',
      { errors: [{ pointer: '/commandId', detail: 'was used before' }] },
    )
  }
  return before !== undefined
}

/** What somebody wants to decide about. */
export interface Wanted {
  readonly incidentId: IncidentId
  readonly orderId: OrderId
  /** Null: a kit that the piece belongs to. */
  readonly lineNo: number | null
  /** Pieces; all that are missing when left out. */
  readonly quantity?: number | undefined
}

/**
 * Takes the word: from here until the transaction ends nobody else decides about this SKU in this place. Answers the incident and the
 * customer's missing pieces. The caller has locked the order.
 * @throws Refusal `incidents.not_found`, `incidents.not_affected` with what was decided about the line and by whom, or
 * `incidents.too_many`.
 */
export async function takeTheWord(
  ctx: WriteContext,
  wanted: Wanted,
): Promise<{ incident: Incident; affected: Affected; quantity: number }> {
  const { sku, locationId } = await incidentFor(ctx, wanted.incidentId)
  await lockPlaceOfSku(ctx, sku, locationId)
  const incident = await openIncidentOf(ctx, sku, locationId)
  const own = incident?.incidentId === wanted.incidentId ? await claimOf(ctx, sku, locationId, wanted) : []
  const affected = own[0]
  if (!incident || !affected) throw await notAffected(ctx, wanted)
  const { quantity = affected.quantity } = wanted
  if (quantity > affected.quantity) {
    throw new Refusal(
      'conflict',
      'incidents.too_many',
      `Only ${affected.quantity} of this line are missing. The rest is there.`,
      {
        facts: { missing: affected.quantity },
        errors: [{ pointer: '/quantity', detail: `at most ${affected.quantity}` }],
      },
    )
  }
  return { incident, affected, quantity }
}

/** Undecided pieces come before those that she was told to wait for: deciding anew about these is allowed. */
async function claimOf(
  ctx: ReadContext,
  sku: Sku,
  locationId: LocationId,
  wanted: Wanted,
): Promise<Affected[]> {
  const { affected } = await situationOf(ctx, sku, locationId)
  const rank = { undecided: 0, waiting: 1, picked: 2, basket: 3 } as const
  return affected
    .filter((one) => one.orderId === wanted.orderId && one.lineNo === wanted.lineNo)
    .sort((one, other) => rank[one.stage] - rank[other.stage])
}

async function notAffected(ctx: ReadContext, { incidentId, orderId, lineNo }: Wanted): Promise<Refusal> {
  const decided = (await decisionsOf(ctx, incidentId)).findLast(
    (one) => one.orderId === orderId && one.lineNo === lineNo,
  )
  const said = decided
    ? `It was decided already: ${choiceWords[decided.choice].en.toLowerCase()}.`
    : 'Pieces for it are there by now.'
  return new Refusal(
    'conflict',
    'incidents.not_affected',
    `This line needs no decision any more. ${said} Look at the incident again.`,
    {
      facts: decided
        ? { choice: decided.choice, at: decided.at.toISOString(), staffId: decided.actor.staffId }
        : {},
    },
  )
}

/**
 * Writes down what was decided and has been carried out, on the order's timeline and in the audit log too, and lets the incident
 * follow. The last call of the transaction.
 */
export async function recordDecision(
  ctx: WriteContext,
  incident: Incident,
  decision: Decision,
): Promise<void> {
  const { incidentId, number, sku, locationId } = incident
  const { orderId, lineNo, quantity, choice, detail } = decision
  // A line that is told to wait once more waits with all its pieces until the new date.
  const before = choice === 'wait' ? await endWaits(ctx, decision) : 0
  await insertDecision(ctx, { ...decision, quantity: Math.max(quantity, before) })
  const data = { incidentId, number, sku, orderId, lineNo, quantity, choice, ...detail }
  emit(ctx, { type: 'incidents.decided', subject: orderId ?? incidentId, locationId, data })
  await audit(ctx, { action: 'incidents.decided', subject: incidentId, locationId, detail: data })
  await look(ctx, incident)
}
