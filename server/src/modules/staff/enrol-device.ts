import { createHmac, randomInt } from 'node:crypto'
import { MINUTE_MS, Refusal, invariant, newId, type DeviceId, type LocationId } from '@splot/kernel'
import { channelByCode } from '#modules/channels'
import { locationById, type Location } from '#modules/locations'
import { SHARED_POLICY, attempt, audit, credentialsChanged, newToken, secretFor } from '#platform/auth'
import { abandon, authorise, type CommandContext, type WriteContext } from '#platform/context'
import {
  deviceById,
  fateOfCode,
  insertDevice,
  insertEnrolmentCode,
  markDeviceRevoked,
  useEnrolmentCode,
  type EnrolmentCodeId,
} from './device-store.ts'
import { DEVICE_IDLE_MINUTES } from './session.ts'
import { endSessions } from './store.ts'
import type { Device, DeviceKind } from './types.ts'

/** Without I, L, O, U, 0 and 1, which people mistake for others. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 30^8 codes: with the lock per address nobody guesses one of the few that live. */
const CODE_LENGTH = 8
const ENROLMENT_CODE_MS = 15 * MINUTE_MS

/** Issues a code that enrols one device at the place within 15 minutes; shown once. Needs `devices.enrol` there. */
export async function issueEnrolmentCode(
  ctx: WriteContext,
  wanted: { locationId: LocationId; name: string; kind: DeviceKind; idleMinutes?: number },
): Promise<{ code: string; expiresAt: Date; location: Location }> {
  const location = await locationById(ctx, wanted.locationId)
  if (!location)
    throw new Refusal('not_found', 'locations.unknown', 'There is no such place. Choose one of the list.')
  authorise(ctx.actor, 'devices.enrol', wanted.locationId)
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  const id = newId() as EnrolmentCodeId // Never leaves this module.
  const expiresAt = new Date(ctx.now.getTime() + ENROLMENT_CODE_MS)
  await insertEnrolmentCode(ctx, {
    id,
    hash: hashCode(code),
    name: wanted.name,
    kind: wanted.kind,
    locationId: wanted.locationId,
    idleMinutes: wanted.idleMinutes ?? DEVICE_IDLE_MINUTES,
    createdBy: ctx.actor.staffId,
    expiresAt,
  })
  await audit(ctx, {
    action: 'staff.enrolment_code_issued',
    subject: id,
    locationId: wanted.locationId,
    detail: { kind: wanted.kind },
  })
  return { code, expiresAt, location }
}

/**
 * Trades a code for a device key, once; the key is shown once. Refuses with `staff.enrolment_code_unknown`, `…_used`
 * or `…_expired`, with `…_other_kind` when the code is for none of `kinds` (then it stays good for the right device), and
 * with `auth.too_many_attempts` when an address keeps guessing.
 */
export async function enrolDevice(
  ctx: CommandContext,
  given: {
    readonly code: string
    readonly address: string
    readonly kinds?: readonly DeviceKind[] | undefined
  },
): Promise<{ key: string; device: Device; location: Location }> {
  const hash = hashCode(given.code)
  const { token, hash: keyHash } = newToken('sdk')
  const guards = [{ subject: `staff.enrolment:${given.address}`, policy: SHARED_POLICY }]
  const enrolled = await attempt(ctx.platform, guards, () =>
    ctx.platform.write(ctx.actor, (write) =>
      enrolWith(write, { codeHash: hash, keyHash, kinds: given.kinds }),
    ),
  )
  if (!enrolled) throw refusedCode(await fateOfCode(ctx.platform.read(ctx.actor), hash))
  if ('otherKind' in enrolled) throw otherKind(enrolled.otherKind)
  return { key: token, ...enrolled }
}

/** What a shopper does at a kiosk is not what an assistant does: a kiosk has prices and promotions of its own. */
const channelOf = (kind: DeviceKind): string => (kind === 'kiosk' ? 'kiosk' : 'store')

interface Enrolling {
  readonly codeHash: Buffer
  readonly keyHash: Buffer
  readonly kinds: readonly DeviceKind[] | undefined
}

async function enrolWith(ctx: WriteContext, { codeHash, keyHash, kinds }: Enrolling) {
  const id = newId<'device'>()
  const code = await useEnrolmentCode(ctx, codeHash, id)
  if (!code) return undefined
  if (kinds && !kinds.includes(code.kind)) return abandon({ otherKind: code.kind })
  const [channel, location] = await Promise.all([
    channelByCode(ctx, channelOf(code.kind)),
    locationById(ctx, code.locationId),
  ])
  invariant(channel && location, 'the channel and the place of a code exist')
  await insertDevice(ctx, {
    id,
    hash: keyHash,
    name: code.name,
    kind: code.kind,
    locationId: code.locationId,
    channel: { id: channel.id, code: channel.code },
    idleMinutes: code.idleMinutes,
    enrolledBy: code.createdBy,
  })
  await audit(ctx, {
    action: 'staff.device_enrolled',
    subject: id,
    locationId: code.locationId,
    detail: { codeId: code.id, issuedBy: code.createdBy },
  })
  const device = await deviceById(ctx, id)
  invariant(device, 'a device that was just added is there')
  return { device, location }
}

/** Takes a device out of use: its key and whoever is signed in on it stop working at once. Needs `devices.enrol` there. */
export async function revokeDevice(ctx: WriteContext, id: DeviceId): Promise<Device> {
  const device = await deviceById(ctx, id)
  if (!device) throw new Refusal('not_found', 'staff.device_unknown', 'There is no such device.')
  authorise(ctx.actor, 'devices.enrol', device.locationId)
  if (device.revokedAt) return device
  await markDeviceRevoked(ctx, id)
  credentialsChanged(ctx, [id, ...(await endSessions(ctx, { deviceId: id }))])
  await audit(ctx, { action: 'staff.device_revoked', subject: id, locationId: device.locationId })
  return { ...device, revokedAt: ctx.now }
}

/** A code is short, so a plain hash of it could be reversed within its life: it is keyed. Case and dashes do not matter. */
const hashCode = (code: string): Buffer =>
  createHmac('sha256', secretFor('staff.enrolment'))
    .update(code.toUpperCase().replaceAll(/[\s-]/g, ''))
    .digest()

const otherKind = (kind: DeviceKind): Refusal =>
  new Refusal(
    'unprocessable',
    'staff.enrolment_code_other_kind',
    'This code is for another kind of device. Ask the office for a code for this one.',
    { facts: { kind }, errors: [{ pointer: '/code', detail: `is for a ${kind}` }] },
  )

function refusedCode(fate: 'unknown' | 'used' | 'expired'): Refusal {
  if (fate === 'unknown') {
    return new Refusal(
      'unprocessable',
      'staff.enrolment_code_unknown',
      'This code is not known. Check every letter.',
      {
        errors: [{ pointer: '/code', detail: 'unknown' }],
      },
    )
  }
  return new Refusal(
    'gone',
    `staff.enrolment_code_${fate}`,
    fate === 'used'
      ? 'This code has enrolled a device already. Ask the office for a new one.'
      : 'This code has expired. Ask the office for a new one.',
  )
}
