import type { ChannelId, DeviceId, Id, LocationId, StaffId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { Device, DeviceKind, MachineKey, MachineKeyId } from './types.ts'

type Plain<T> = { [Field in keyof T]: T[Field] }

const deviceColumns = `id, name, kind, location_id as "locationId", channel_code as "channelCode", idle_minutes as "idleMinutes",
  enrolled_at as "enrolledAt", revoked_at as "revokedAt"`

export async function deviceById(ctx: ReadContext, id: DeviceId): Promise<Device | undefined> {
  const [row] = await ctx.query<Plain<Device>>(`select ${deviceColumns} from staff.device where id = $1`, [
    id,
  ])
  return row
}

/** Devices, newest first; `locationIds: null` means of every place. */
export const devicesIn = (ctx: ReadContext, locationIds: readonly LocationId[] | null): Promise<Device[]> =>
  ctx.query<Plain<Device>>(
    `select ${deviceColumns} from staff.device
      where $1::uuid[] is null or location_id = any($1) order by enrolled_at desc, id limit 1000`,
    [locationIds],
  )

export interface BoundKey {
  readonly channel: { readonly id: ChannelId; readonly code: string }
  readonly locationId: LocationId | null
  readonly revokedAt: Date | null
}

export async function deviceByHash(
  ctx: ReadContext,
  hash: Buffer,
): Promise<(BoundKey & { id: DeviceId }) | undefined> {
  const [row] = await ctx.query<{
    id: DeviceId
    channel_id: ChannelId
    channel_code: string
    location_id: LocationId
    revoked_at: Date | null
  }>(`select id, channel_id, channel_code, location_id, revoked_at from staff.device where key_hash = $1`, [
    hash,
  ])
  return (
    row && {
      id: row.id,
      channel: { id: row.channel_id, code: row.channel_code },
      locationId: row.location_id,
      revokedAt: row.revoked_at,
    }
  )
}

export type EnrolmentCodeId = Id<'enrolment-code'>

export interface EnrolmentCode {
  readonly id: EnrolmentCodeId
  readonly hash: Buffer
  readonly name: string
  readonly kind: DeviceKind
  readonly locationId: LocationId
  readonly idleMinutes: number
  readonly createdBy: StaffId | null
  readonly expiresAt: Date
}

export const insertEnrolmentCode = (ctx: WriteContext, code: EnrolmentCode) =>
  ctx.query(
    `insert into staff.enrolment_code
       (id, code_hash, name, kind, location_id, idle_minutes, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      code.id,
      code.hash,
      code.name,
      code.kind,
      code.locationId,
      code.idleMinutes,
      code.createdBy,
      ctx.now,
      code.expiresAt,
    ],
  )

/** Takes the code out of use; of two devices that send it at once, one gets it. */
export async function useEnrolmentCode(
  ctx: WriteContext,
  hash: Buffer,
  deviceId: DeviceId,
): Promise<Omit<EnrolmentCode, 'hash'> | undefined> {
  const [row] = await ctx.query<Plain<Omit<EnrolmentCode, 'hash'>>>(
    `update staff.enrolment_code set used_at = $2, device_id = $3
      where code_hash = $1 and used_at is null and expires_at > $2
      returning id, name, kind, location_id as "locationId", idle_minutes as "idleMinutes",
                created_by as "createdBy", expires_at as "expiresAt"`,
    [hash, ctx.now, deviceId],
  )
  return row
}

/** Why a code did not work. */
export async function fateOfCode(ctx: ReadContext, hash: Buffer): Promise<'unknown' | 'used' | 'expired'> {
  const [row] = await ctx.query<{ used_at: Date | null }>(
    `select used_at from staff.enrolment_code where code_hash = $1`,
    [hash],
  )
  return row ? (row.used_at ? 'used' : 'expired') : 'unknown'
}

export interface NewDevice {
  readonly id: DeviceId
  readonly hash: Buffer
  readonly name: string
  readonly kind: DeviceKind
  readonly locationId: LocationId
  readonly channel: { readonly id: ChannelId; readonly code: string }
  readonly idleMinutes: number
  readonly enrolledBy: StaffId | null
}

export const insertDevice = (ctx: WriteContext, device: NewDevice) =>
  ctx.query(
    `insert into staff.device
       (id, name, kind, location_id, channel_id, channel_code, key_hash, idle_minutes, enrolled_at, enrolled_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      device.id,
      device.name,
      device.kind,
      device.locationId,
      device.channel.id,
      device.channel.code,
      device.hash,
      device.idleMinutes,
      ctx.now,
      device.enrolledBy,
    ],
  )

export const markDeviceRevoked = (ctx: WriteContext, id: DeviceId) =>
  ctx.query(`update staff.device set revoked_at = $2 where id = $1 and revoked_at is null`, [id, ctx.now])

const keyColumns = `id, name, kind, hint, channel_code as "channelCode", location_id as "locationId", scopes,
  created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt"`

export const listMachineKeys = (ctx: ReadContext): Promise<MachineKey[]> =>
  ctx.query<Plain<MachineKey>>(
    `select ${keyColumns} from staff.machine_key order by created_at desc, id limit 1000`,
  )

export async function machineKeyById(ctx: ReadContext, id: MachineKeyId): Promise<MachineKey | undefined> {
  const [row] = await ctx.query<Plain<MachineKey>>(
    `select ${keyColumns} from staff.machine_key where id = $1`,
    [id],
  )
  return row
}

export interface FoundKey extends BoundKey {
  readonly id: MachineKeyId
  readonly scopes: readonly string[]
  readonly expiresAt: Date | null
}

export async function machineKeyByHash(
  ctx: ReadContext,
  kind: MachineKey['kind'],
  hash: Buffer,
): Promise<FoundKey | undefined> {
  const [row] = await ctx.query<{
    id: MachineKeyId
    channel_id: ChannelId
    channel_code: string
    location_id: LocationId | null
    scopes: string[]
    expires_at: Date | null
    revoked_at: Date | null
  }>(
    `select id, channel_id, channel_code, location_id, scopes, expires_at, revoked_at
       from staff.machine_key where token_hash = $1 and kind = $2`,
    [hash, kind],
  )
  return (
    row && {
      id: row.id,
      channel: { id: row.channel_id, code: row.channel_code },
      locationId: row.location_id,
      scopes: row.scopes,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
    }
  )
}

export interface NewMachineKey {
  readonly id: MachineKeyId
  readonly name: string
  readonly kind: MachineKey['kind']
  readonly hint: string
  readonly hash: Buffer
  readonly channel: { readonly id: ChannelId; readonly code: string }
  readonly locationId: LocationId | null
  readonly scopes: readonly string[]
  readonly createdBy: StaffId | null
  readonly expiresAt: Date | null
}

export const insertMachineKey = (ctx: WriteContext, key: NewMachineKey) =>
  ctx.query(
    `insert into staff.machine_key
       (id, name, kind, hint, token_hash, channel_id, channel_code, location_id, scopes, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      key.id,
      key.name,
      key.kind,
      key.hint,
      key.hash,
      key.channel.id,
      key.channel.code,
      key.locationId,
      key.scopes,
      key.createdBy,
      ctx.now,
      key.expiresAt,
    ],
  )

export const markKeyRevoked = (ctx: WriteContext, id: MachineKeyId) =>
  ctx.query(`update staff.machine_key set revoked_at = $2 where id = $1 and revoked_at is null`, [
    id,
    ctx.now,
  ])
