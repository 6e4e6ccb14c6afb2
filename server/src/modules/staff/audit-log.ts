import type { LocationId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { AuditLine } from './types.ts'

export interface AuditQuestion {
  readonly subject: string | null
  readonly staffId: string | null
  /** Whole (`staff.hired`) or the part before the dot (`staff`). */
  readonly action: string | null
  readonly before: { readonly at: Date; readonly id: string } | null
  /** Null: of every place and of none. */
  readonly places: readonly LocationId[] | null
  readonly limit: number
}

/** The audit log, newest first, from a keyset position on. */
export const readAudit = (ctx: ReadContext, asked: AuditQuestion): Promise<AuditLine[]> =>
  ctx.query<{ [Field in keyof AuditLine]: AuditLine[Field] }>(
    `select a.id, a.at, a.staff_id as "staffId", s.name as "staffName", a.actor_kind as "actorKind",
            a.actor_id as "actorId", a.location_id as "locationId", a.action, a.subject, a.detail
       from platform.audit a left join staff.staff s on s.id = a.staff_id
      where ($1::text is null or a.subject = $1) and ($2::uuid is null or a.staff_id = $2)
        and ($3::text is null or a.action = $3 or starts_with(a.action, $3 || '.'))
        and ($4::timestamptz is null or (a.at, a.id) < ($4, $5::uuid))
        and ($6::uuid[] is null or a.location_id = any($6))
      order by a.at desc, a.id desc limit $7`,
    [
      asked.subject,
      asked.staffId,
      asked.action,
      asked.before?.at ?? null,
      asked.before?.id ?? null,
      asked.places,
      asked.limit,
    ],
  )
