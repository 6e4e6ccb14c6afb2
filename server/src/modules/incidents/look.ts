import { newId, type LocationId, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { situationOf } from './affected.ts'
import type { IncidentCause, IncidentState } from './states.ts'
import { decisionsOf, insertIncident, lockPlaceOfSku, openIncidentOf, saveLook } from './store.ts'
import type { Affected, Incident } from './types.ts'

/**
 * Looks at what is promised and what exists of a SKU in a place, and lets its incident follow: opens one, lets it grow or shrink, or
 * ends it. Safe to repeat. Answers the incident that is open then, or that this look has ended; undefined when all is well.
 */
export async function look(
  ctx: WriteContext,
  row: { readonly sku: Sku; readonly locationId: LocationId },
  cause: IncidentCause = 'oversold',
): Promise<Incident | undefined> {
  const { sku, locationId } = row
  await lockPlaceOfSku(ctx, sku, locationId)
  const open = await openIncidentOf(ctx, sku, locationId)
  const { affected } = await situationOf(ctx, sku, locationId)
  const missing = pieces(affected)
  const undecided = pieces(affected.filter(({ stage }) => stage !== 'waiting'))
  if (!open) {
    if (missing === 0) return undefined
    const openedBy = cause === 'oversold' ? null : ctx.actor.staffId
    const incidentId = newId<'incident'>()
    const opened = await insertIncident(ctx, {
      incidentId,
      sku,
      locationId,
      cause,
      missing,
      undecided,
      openedBy,
    })
    if (opened) tell(ctx, 'opened', opened)
    return opened
  }
  const state: IncidentState = missing > 0 ? (undecided > 0 ? 'open' : 'waiting') : await endOf(ctx, open)
  if (state === open.state && missing === open.missing && undecided === open.undecided) return open
  const saved = await saveLook(ctx, open.incidentId, { state, missing, undecided })
  if (saved && state !== open.state) tell(ctx, state === 'open' ? 'reopened' : state, saved)
  else if (saved && missing > open.missing) tell(ctx, 'grown', saved)
  return saved
}

const pieces = (affected: readonly Affected[]): number =>
  affected.reduce((sum, { quantity }) => sum + quantity, 0)

/** Somebody decided, or it went away by itself. */
const endOf = async (ctx: WriteContext, { incidentId }: Incident): Promise<'resolved' | 'dissolved'> =>
  (await decisionsOf(ctx, incidentId)).length > 0 ? 'resolved' : 'dissolved'

function tell(ctx: WriteContext, what: string, incident: Incident): void {
  const { incidentId, number, sku, locationId, missing, undecided, cause } = incident
  emit(ctx, {
    type: `incidents.${what}`,
    subject: incidentId,
    locationId,
    data: { incidentId, number, sku, locationId, missing, undecided, cause },
  })
}
