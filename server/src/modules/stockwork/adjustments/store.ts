import type { LocationId } from '@splot/kernel'
import type { AdjustmentReason } from '#modules/inventory'
import type { ReadContext, WriteContext } from '#platform/context'
import type { AdjustmentState } from '../states.ts'
import type { AdjustedLine, Adjustment, AdjustmentLimit, LimitKey, PlacedLimit } from './types.ts'

const columns = `id, number, location_id as "locationId", reason, note, state, lines, pieces, created_at as "createdAt",
  created_by as "createdBy", decided_at as "decidedAt", decided_by as "decidedBy", decision_note as "decisionNote"`

export async function insertAdjustment(
  ctx: WriteContext,
  id: string,
  adjustment: {
    readonly locationId: LocationId
    readonly reason: AdjustmentReason
    readonly note: string | null
    readonly state: 'requested' | 'posted'
    readonly lines: readonly AdjustedLine[]
    readonly pieces: number
  },
): Promise<string> {
  const [row] = await ctx.query<{ number: string }>(
    `insert into stockwork.adjustment (id, number, location_id, reason, note, state, lines, pieces, created_at, created_by)
     values ($1, stockwork.number_of('K', nextval('stockwork.adjustment_body')), $2, $3, $4, $5, $6, $7, $8, $9)
     returning number`,
    [
      id,
      adjustment.locationId,
      adjustment.reason,
      adjustment.note,
      adjustment.state,
      JSON.stringify(adjustment.lines),
      adjustment.pieces,
      ctx.now,
      ctx.actor.staffId,
    ],
  )
  return row?.number ?? ''
}

export const readAdjustment = async (ctx: ReadContext, id: string): Promise<Adjustment | undefined> =>
  (await ctx.query<Adjustment>(`select ${columns} from stockwork.adjustment where id = $1`, [id]))[0]

/** Everything that changes an adjustment takes this lock first. */
export const lockAdjustment = (ctx: WriteContext, id: string) =>
  ctx.query('select from stockwork.adjustment where id = $1 for update', [id])

export const listAdjustments = (
  ctx: ReadContext,
  filter: {
    readonly places: readonly LocationId[] | null
    readonly state: AdjustmentState | null
    readonly reason: AdjustmentReason | null
    readonly number: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<Adjustment[]> =>
  ctx.query<Adjustment>(
    `select ${columns} from stockwork.adjustment
      where ($1::uuid[] is null or location_id = any($1)) and ($2::text is null or state = $2)
        and ($3::text is null or reason = $3) and ($4::text is null or starts_with(number, upper($4)))
        and ($5::uuid is null or id < $5)
      order by id desc limit $6`,
    [filter.places, filter.state, filter.reason, filter.number, filter.before, filter.limit],
  )

export const setAdjustmentState = (
  ctx: WriteContext,
  id: string,
  state: AdjustmentState,
  note: string | null = null,
) =>
  ctx.query(
    `update stockwork.adjustment
        set state = $2, decided_at = coalesce(decided_at, $3), decided_by = coalesce(decided_by, $4),
            decision_note = coalesce($5, decision_note)
      where id = $1`,
    [id, state, ctx.now, ctx.actor.staffId, note],
  )

/** The limit in the place of somebody with these roles; undefined when nobody ever set one that fits. */
export const readLimit = async (
  ctx: ReadContext,
  locationId: LocationId,
  roles: readonly string[],
): Promise<AdjustmentLimit | undefined> =>
  (
    await ctx.query<AdjustmentLimit>(
      `with nearest as (
         select distinct on (role) role, line_pieces, document_pieces from stockwork.adjustment_limit
          where (location_id = $1 or location_id is null) and (role is null or role = any($2))
          order by role, location_id nulls last)
       select max(line_pieces) as "linePieces", max(document_pieces) as "documentPieces" from nearest
        group by role is null order by role is null limit 1`,
      [locationId, roles],
    )
  )[0]

/** What was set for everybody, everywhere, first. */
export const listLimits = (ctx: ReadContext): Promise<PlacedLimit[]> =>
  ctx.query<PlacedLimit>(
    `select location_id as "locationId", role, line_pieces as "linePieces", document_pieces as "documentPieces"
       from stockwork.adjustment_limit order by location_id nulls first, role nulls first`,
  )

export const writeLimit = (
  ctx: WriteContext,
  { locationId, role, linePieces, documentPieces }: PlacedLimit,
) =>
  ctx.query(
    `insert into stockwork.adjustment_limit (location_id, role, line_pieces, document_pieces, updated_at, updated_by)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (location_id, role) do update set line_pieces = excluded.line_pieces, document_pieces = excluded.document_pieces,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [locationId, role, linePieces, documentPieces, ctx.now, ctx.actor.staffId],
  )

export const deleteLimit = (ctx: WriteContext, { locationId, role }: LimitKey) =>
  ctx.query(
    `delete from stockwork.adjustment_limit
      where location_id is not distinct from $1 and role is not distinct from $2`,
    [locationId, role],
  )
