import type { ChannelId, DeviceId, LocationId, StaffId } from '@splot/kernel'
import type { Grant, ReadContext, WriteContext } from '#platform/context'
import type { Assignment, StaffMember, StaffSessionId } from './types.ts'

interface StaffRow extends Omit<StaffMember, 'hasPassword' | 'hasPin'> {
  readonly password_hash: string | null
  readonly pin_hash: string | null
}
// A mapped type counts as a plain row, which an interface does not.
type Plain<T> = { [Field in keyof T]: T[Field] }

const selectStaff = `
  select s.id, s.number, s.name, s.email, s.active, s.version, s.password_hash, s.pin_hash,
         coalesce((select jsonb_agg(jsonb_build_object('role', a.role, 'locationId', a.location_id)
                                    order by a.role, a.location_id)
                     from staff.assignment a where a.staff_id = s.id), '[]') as assignments
    from staff.staff s`

/** What a person may do: the permissions of her roles, each with its place. */
const grantsOf = (staffId: string) => `
  coalesce((select jsonb_agg(distinct jsonb_build_object('permission', rp.permission, 'locationId', a.location_id))
              from staff.assignment a join staff.role_permission rp on rp.role = a.role
             where a.staff_id = ${staffId}), '[]')`

const memberOf = (row: StaffRow): StaffMember => ({
  id: row.id,
  number: row.number,
  name: row.name,
  email: row.email,
  active: row.active,
  hasPassword: row.password_hash !== null,
  hasPin: row.pin_hash !== null,
  assignments: row.assignments,
  version: row.version,
})

/** A person with the hashes that her secrets are checked against. */
export interface Known {
  readonly member: StaffMember
  readonly passwordHash: string | null
  readonly pinHash: string | null
}

const knownOf = (row: StaffRow): Known => ({
  member: memberOf(row),
  passwordHash: row.password_hash,
  pinHash: row.pin_hash,
})

export async function staffByEmail(ctx: ReadContext, email: string): Promise<Known | undefined> {
  const [row] = await ctx.query<Plain<StaffRow>>(`${selectStaff} where s.email = $1`, [email.toLowerCase()])
  return row && knownOf(row)
}

export async function staffByNumber(ctx: ReadContext, number: string): Promise<Known | undefined> {
  const [row] = await ctx.query<Plain<StaffRow>>(`${selectStaff} where s.number = $1`, [number])
  return row && knownOf(row)
}

export async function staffById(ctx: ReadContext, id: StaffId): Promise<StaffMember | undefined> {
  const [row] = await ctx.query<Plain<StaffRow>>(`${selectStaff} where s.id = $1`, [id])
  return row && memberOf(row)
}

/** These people, in one question; whoever is unknown is missing from the answer. */
export async function staffByIds(
  ctx: ReadContext,
  ids: readonly StaffId[],
): Promise<ReadonlyMap<StaffId, StaffMember>> {
  const rows = await ctx.query<Plain<StaffRow>>(`${selectStaff} where s.id = any($1)`, [ids])
  return new Map(rows.map((row) => [row.id, memberOf(row)]))
}

/** The person, locked until the end of the transaction. */
export async function lockStaff(ctx: WriteContext, id: StaffId): Promise<StaffMember | undefined> {
  const [row] = await ctx.query<Plain<StaffRow>>(`${selectStaff} where s.id = $1 for update of s`, [id])
  return row && memberOf(row)
}

export async function staffAfter(
  ctx: ReadContext,
  number: string | null,
  limit: number,
): Promise<StaffMember[]> {
  const rows = await ctx.query<Plain<StaffRow>>(
    `${selectStaff} where $1::text is null or s.number > $1 order by s.number limit $2`,
    [number, limit],
  )
  return rows.map(memberOf)
}

export const grantsOfStaff = async (ctx: ReadContext, id: StaffId): Promise<Grant[]> => {
  const [row] = await ctx.query<{ grants: Grant[] }>(`select ${grantsOf('$1')} as grants`, [id])
  return row?.grants ?? []
}

/** Permissions by role, for those roles that exist. */
export async function permissionsByRole(
  ctx: ReadContext,
  roles: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await ctx.query<{ code: string; permissions: string[] }>(
    `select r.code, array(select rp.permission from staff.role_permission rp where rp.role = r.code) as permissions
       from staff.role r where r.code = any($1)`,
    [roles],
  )
  return new Map(rows.map((row) => [row.code, row.permissions]))
}

export interface NewStaff {
  readonly id: StaffId
  readonly number: string
  readonly name: string
  readonly email: string | null
  readonly passwordHash: string | null
  readonly pinHash: string | null
}

/** Adds people whose number and e-mail are free; answers the ids that were added. */
export async function insertStaff(ctx: WriteContext, people: readonly NewStaff[]): Promise<Set<StaffId>> {
  const rows = await ctx.query<{ id: StaffId }>(
    `insert into staff.staff (id, number, name, email, password_hash, pin_hash, created_at, updated_at)
     select id, number, name, email, password_hash, pin_hash, $7, $7
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
            as p(id, number, name, email, password_hash, pin_hash)
     on conflict do nothing returning id`,
    [
      people.map((p) => p.id),
      people.map((p) => p.number),
      people.map((p) => p.name),
      people.map((p) => p.email?.toLowerCase() ?? null),
      people.map((p) => p.passwordHash),
      people.map((p) => p.pinHash),
      ctx.now,
    ],
  )
  return new Set(rows.map((row) => row.id))
}

export async function insertAssignments(
  ctx: WriteContext,
  assignments: readonly (Assignment & { readonly staffId: StaffId })[],
): Promise<void> {
  await ctx.query(
    `insert into staff.assignment (staff_id, role, location_id)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[]) on conflict do nothing`,
    [assignments.map((a) => a.staffId), assignments.map((a) => a.role), assignments.map((a) => a.locationId)],
  )
}

export const deleteAssignments = (ctx: WriteContext, id: StaffId) =>
  ctx.query(`delete from staff.assignment where staff_id = $1`, [id])

export interface StaffChange {
  readonly name?: string
  readonly email?: string | null
  readonly active?: boolean
  readonly passwordHash?: string
  readonly pinHash?: string
}

/** Whether the e-mail is someone else's. */
export async function emailIsTaken(ctx: ReadContext, email: string, id: StaffId): Promise<boolean> {
  const rows = await ctx.query(`select from staff.staff where email = $1 and id <> $2`, [
    email.toLowerCase(),
    id,
  ])
  return rows.length > 0
}

export const updateStaff = (ctx: WriteContext, id: StaffId, change: StaffChange) =>
  ctx.query(
    `update staff.staff set
       name = coalesce($2, name), email = case when $3::boolean then $4 else email end,
       active = coalesce($5, active), password_hash = coalesce($6, password_hash),
       pin_hash = coalesce($7, pin_hash), version = version + 1, updated_at = $8
     where id = $1`,
    [
      id,
      change.name ?? null,
      change.email !== undefined,
      change.email?.toLowerCase() ?? null,
      change.active ?? null,
      change.passwordHash ?? null,
      change.pinHash ?? null,
      ctx.now,
    ],
  )

/** A session as `authenticate` needs it. */
export interface SessionRow {
  readonly id: StaffSessionId
  readonly staff_id: StaffId
  readonly expires_at: Date
  readonly idle_ms: number
  readonly last_used_at: Date
  readonly locked_at: Date | null
  readonly ended_at: Date | null
  readonly active: boolean
  readonly device_id: DeviceId | null
  readonly location_id: LocationId | null
  readonly channel_id: ChannelId | null
  readonly channel_code: string | null
  readonly device_revoked_at: Date | null
  readonly grants: Grant[]
}

export async function sessionByHash(ctx: ReadContext, hash: Buffer): Promise<SessionRow | undefined> {
  const [row] = await ctx.query<Plain<SessionRow>>(
    `select s.id, s.staff_id, s.expires_at, s.idle_ms, s.last_used_at, s.locked_at, s.ended_at, p.active,
            s.device_id, d.location_id, d.channel_id, d.channel_code, d.revoked_at as device_revoked_at,
            ${grantsOf('s.staff_id')} as grants
       from staff.staff_session s
       join staff.staff p on p.id = s.staff_id
       left join staff.device d on d.id = s.device_id
      where s.token_hash = $1`,
    [hash],
  )
  return row
}

export const touchSession = (ctx: WriteContext, id: StaffSessionId) =>
  ctx.query(`update staff.staff_session set last_used_at = $2 where id = $1 and last_used_at < $2`, [
    id,
    ctx.now,
  ])

export interface NewSession {
  readonly id: StaffSessionId
  readonly hash: Buffer
  readonly staffId: StaffId
  readonly deviceId: DeviceId | null
  readonly expiresAt: Date
  readonly idleMs: number
}

export const insertSession = (ctx: WriteContext, session: NewSession) =>
  ctx.query(
    `insert into staff.staff_session (id, token_hash, staff_id, device_id, created_at, expires_at, idle_ms, last_used_at)
     values ($1, $2, $3, $4, $5, $6, $7, $5)`,
    [session.id, session.hash, session.staffId, session.deviceId, ctx.now, session.expiresAt, session.idleMs],
  )

/** Clears a person's sessions away that ended before the moment. */
export const deleteSessionsBefore = (ctx: WriteContext, staffId: StaffId, moment: Date) =>
  ctx.query(`delete from staff.staff_session where staff_id = $1 and expires_at < $2`, [staffId, moment])

/** Ends the live sessions of a person, of a device or with a token; answers their ids. */
export async function endSessions(
  ctx: WriteContext,
  of: { readonly staffId: StaffId } | { readonly deviceId: DeviceId } | { readonly hash: Buffer },
): Promise<StaffSessionId[]> {
  const [column, value] =
    'staffId' in of
      ? ['staff_id', of.staffId]
      : 'deviceId' in of
        ? ['device_id', of.deviceId]
        : ['token_hash', of.hash]
  const rows = await ctx.query<{ id: StaffSessionId }>(
    `update staff.staff_session set ended_at = $2 where ${column} = $1 and ended_at is null returning id`,
    [value, ctx.now],
  )
  return rows.map((row) => row.id)
}

export async function lockSessions(ctx: WriteContext, deviceId: DeviceId): Promise<StaffSessionId[]> {
  const rows = await ctx.query<{ id: StaffSessionId }>(
    `update staff.staff_session set locked_at = $2
      where device_id = $1 and ended_at is null and locked_at is null returning id`,
    [deviceId, ctx.now],
  )
  return rows.map((row) => row.id)
}
