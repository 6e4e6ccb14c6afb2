import { Refusal, type HoldId } from '@splot/kernel'
import {
  incidentFor,
  lockPlaceOfSku,
  openIncidentOf,
  recordDecision,
  situationOf,
  wasDecided,
  type IncidentId,
} from '#modules/incidents'
import { shrink } from '#modules/inventory'
import { authorise, type CommandContext } from '#platform/context'
import { hashBody } from '#platform/database'

/**
 * Lets the missing pieces of a basket go: nobody has paid for them, and whoever put them in finds them sold out. Sent again under the
 * same command id it changes nothing.
 * @throws Refusal `incidents.not_found`, `incidents.not_affected`, `incidents.command_reused`, `auth.forbidden`.
 */
export async function letGo(
  ctx: CommandContext,
  wanted: { readonly commandId: string; readonly incidentId: IncidentId; readonly holdId: HoldId },
): Promise<void> {
  const { commandId, incidentId, holdId } = wanted
  const read = ctx.platform.read(ctx.actor)
  const hash = hashBody(wanted)
  if (await wasDecided(read, commandId, hash)) return
  const { sku, locationId } = await incidentFor(read, incidentId)
  authorise(ctx.actor, 'stock.incident', locationId)
  const { affected } = await situationOf(read, sku, locationId)
  const basket = affected.find((one) => one.stage === 'basket' && one.holds[0]?.holdId === holdId)
  const held = basket?.holds[0]?.quantity ?? 0
  if (!basket) throw notAffected()
  // Commits on its own, as everything about baskets does; what follows only writes down that it was done.
  const keep = held - basket.quantity
  await shrink(ctx, holdId, [{ sku, locationId, quantity: keep }])
  await ctx.platform.write(ctx.actor, async (write) => {
    await lockPlaceOfSku(write, sku, locationId)
    const incident = await openIncidentOf(write, sku, locationId)
    if (incident?.incidentId !== incidentId || (await wasDecided(write, commandId, hash))) return
    await recordDecision(write, incident, {
      decisionId: commandId,
      bodyHash: hash,
      incidentId,
      orderId: null,
      lineNo: null,
      quantity: basket.quantity,
      choice: 'let_go',
      detail: { holdId },
      until: null,
    })
  })
}

const notAffected = (): Refusal =>
  new Refusal(
    'conflict',
    'incidents.not_affected',
    'This basket needs no decision any more. Look at the incident again.',
  )
