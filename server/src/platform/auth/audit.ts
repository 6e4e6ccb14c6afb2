import { newId } from '@splot/kernel'
import type { Actor, ReadContext, WriteContext } from '../context/index.ts'

/** What somebody changed. */
export interface AuditEntry {
  /** `module.what_was_done`, e.g. `staff.device_revoked`. */
  readonly action: string
  /** The id of the thing that changed. */
  readonly subject: string
  /** Ids, codes and amounts; never a secret, and no personal data of customers. */
  readonly detail?: Readonly<Record<string, unknown>>
  /** Who did it, where the actor is not yet known as a person (signing in). */
  readonly staffId?: string
  readonly locationId?: string | null
  /** Who did it, where the transaction speaks for many. */
  readonly actor?: Actor
}

/** Writes into the audit log, with the transaction of the change itself: neither is there without the other. */
export async function audit(ctx: WriteContext, entry: AuditEntry): Promise<void> {
  const actor = entry.actor ?? ctx.actor
  await ctx.query(
    `insert into platform.audit (id, at, staff_id, actor_kind, actor_id, location_id, action, subject, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      ctx.now,
      entry.staffId ?? actor.staffId,
      actor.kind,
      actor.id,
      entry.locationId === undefined ? actor.locationId : entry.locationId,
      entry.action,
      entry.subject,
      JSON.stringify(entry.detail ?? {}),
    ],
  )
}

/** Whether that was done to the subject on this very device since then, as its `detail.deviceId` says. */
export async function wasDoneOnDevice(
  ctx: ReadContext,
  { action, subject, deviceId, since }: DoneOnDevice,
): Promise<boolean> {
  const found = await ctx.query(
    `select from platform.audit where subject = $1 and at >= $2 and action = $3 and detail->>'deviceId' = $4 limit 1`,
    [subject, since, action, deviceId],
  )
  return found.length > 0
}

interface DoneOnDevice {
  readonly action: string
  readonly subject: string
  readonly deviceId: string
  readonly since: Date
}
