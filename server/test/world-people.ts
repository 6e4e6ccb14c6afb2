import type { DemoStaff, Retailer } from '@splot/demo'
import { invariant, type LocationId } from '@splot/kernel'
import { must } from './answers.ts'
import type { Caller, Credential } from './world-http.ts'

/** Staff, devices and machines of a world, signed in through the doors that real ones use. */
export interface People {
  /** The office cookie of the manager of the head office; signs in once. */
  readonly asManager: () => Promise<Credential>
  /** Enrols a till in the store with this code: the manager issues the code, the device trades it for its key. */
  readonly enrolDevice: (
    storeCode: string,
    device?: { readonly name?: string; readonly kind?: 'till' | 'handheld' | 'kiosk' },
  ) => Promise<Credential>
  /** Somebody signs in on a device with number and PIN. */
  readonly signInAt: (device: Credential, number: string, pin: string) => Promise<Credential>
  /** A till in this store with its first assistant signed in. */
  readonly assistantAt: (storeCode: string) => Promise<Credential>
  /** A secret key with these permissions, bound to a place (a code) or to none. */
  readonly machineKey: (
    scopes: readonly string[],
    storeCode?: string,
    channel?: string,
  ) => Promise<Credential>
  readonly staffOf: (storeCode: string, role: DemoStaff['role']) => DemoStaff
  /** Brings on hand of one SKU in one place to `pieces`, by a receipt or an adjustment that the manager writes. */
  readonly setStock: (sku: string, storeCode: string, pieces: number) => Promise<void>
}

export function openPeople(world: {
  readonly call: Caller
  readonly retailer: Retailer
  readonly place: (code: string) => LocationId
}): People {
  const { call, retailer, place } = world
  let manager: Promise<Credential> | undefined

  const signInManager = async (): Promise<Credential> => {
    const person = retailer.staff.find((one) => one.role === 'manager' && one.password)
    invariant(person, 'the retailer has a manager')
    const answer = await call('POST', '/v1/staff/sign-in', {
      body: { email: person.email, password: person.password },
      from: '10.9.0.1',
    })
    return { cookie: must(answer, 200).cookie, 'sec-fetch-site': 'same-origin' }
  }
  const asManager = () => (manager ??= signInManager())

  const staffOf: People['staffOf'] = (storeCode, role) => {
    const person = retailer.staff.find((one) => one.locationCode === storeCode && one.role === role)
    invariant(person, `there is a ${role} in ${storeCode}`)
    return person
  }

  const enrolDevice: People['enrolDevice'] = async (storeCode, device = {}) => {
    const { name = `Kasa ${storeCode}`, kind = 'till' } = device
    const issued = await call('POST', '/v1/devices/enrolment-codes', {
      as: await asManager(),
      body: { locationId: place(storeCode), name, kind },
    })
    const enrolled = await call('POST', '/v1/devices/enrol', { body: { code: must(issued, 201).body.code } })
    return { authorization: `Bearer ${must(enrolled, 201).body.key}` }
  }

  const signInAt: People['signInAt'] = async (device, number, pin) => {
    const answer = await call('POST', '/v1/devices/staff-sign-in', { as: device, body: { number, pin } })
    return { ...device, 'x-staff-session': must(answer, 200).body.session }
  }

  return {
    asManager,
    enrolDevice,
    signInAt,
    staffOf,
    assistantAt: async (storeCode) => {
      const { number, pin } = staffOf(storeCode, 'assistant')
      return signInAt(await enrolDevice(storeCode), number, pin)
    },
    machineKey: async (scopes, storeCode, channel = 'store') => {
      const answer = await call('POST', '/v1/machine-keys', {
        as: await asManager(),
        body: {
          name: `story ${scopes.join(' ')}`.slice(0, 60),
          kind: 'secret',
          channel,
          scopes,
          ...(storeCode && { locationId: place(storeCode) }),
        },
      })
      return { authorization: `Bearer ${must(answer, 201).body.token}` }
    },
    setStock: async (sku, storeCode, pieces) => {
      const as = await asManager()
      const locationId = place(storeCode)
      const found = await call('GET', `/v1/stock?sku=${sku}&locationId=${locationId}`, { as })
      const missing = pieces - (must(found, 200).body.items[0]?.onHand ?? 0)
      if (missing === 0) return
      const lines = [{ sku, quantity: missing }]
      if (missing > 0)
        must(await call('POST', '/v1/stock/receipts', { as, body: { locationId, lines } }), 201)
      else {
        const body = { locationId, reason: 'count', lines }
        must(await call('POST', '/v1/stock/adjustments', { as, body }), 201)
      }
    },
  }
}
