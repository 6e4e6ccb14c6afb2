import { MINUTE_MS, SECOND_MS } from '@splot/kernel'
import { systemActor } from '#platform/context'
import type { AnyRoute } from '#platform/http'
import { importStaff, routes } from '#modules/staff'
import { must, type AnswerOf, type AnsweredWith } from './answers.ts'
import { openDoors, type Asking, type Doors } from './doors.ts'

export const MANAGER = { email: 'manager@example.com', password: 'osnowa-i-watek-22' }

/** The minutes of a `retry-after`, a begun one whole: seconds may have gone by since the lock began. */
export const minutesOf = (retryAfter: unknown): number =>
  Math.ceil((Number(retryAfter) * SECOND_MS) / MINUTE_MS)

/** The doors of the module staff with four people: a manager, a store manager and an assistant in Łódź, one in Gdańsk. */
export interface StaffWorld extends Doors {
  readonly signInOffice: (who?: { email: string; password: string }) => Promise<string>
  readonly enrol: (cookie: string, code?: string) => Promise<{ key: string; deviceId: string }>
  readonly signInAt: (
    key: string,
    number: string,
    pin: string,
  ) => Promise<AnsweredWith<AnswerOf<'POST', '/v1/devices/staff-sign-in'>>>
  /** `call`, always with this in hand. */
  readonly as: (
    asking: Asking,
  ) => <Method extends string, Path extends string>(
    method: Method,
    path: Path,
    body?: unknown,
  ) => Promise<AnsweredWith<AnswerOf<Method, `/v1${Path}`>>>
}

/** `more`: doors that staff of other modules go through. */
export async function openStaffWorld(more: readonly AnyRoute[] = []): Promise<StaffWorld> {
  const doors = await openDoors([...routes, ...more])
  await doors.platform.write(systemActor('test'), (ctx) =>
    importStaff(ctx, [
      { number: '9001', name: 'Maja Manager', pin: '9001', role: 'manager', locationCode: null, ...MANAGER },
      {
        number: '2001',
        name: 'Stefan Store',
        pin: '2468',
        email: 'store.manager@example.com',
        password: 'krosno-tka-codziennie',
        role: 'store_manager',
        locationCode: 'LDZ1',
      },
      {
        number: '1001',
        name: 'Ala Łódzka',
        pin: '1357',
        email: 'ala@example.com',
        role: 'assistant',
        locationCode: 'LDZ1',
      },
      {
        number: '1002',
        name: 'Ola Gdańska',
        pin: '8642',
        email: 'ola@example.com',
        role: 'assistant',
        locationCode: 'GDA1',
      },
    ]),
  )
  const { call } = doors
  return {
    ...doors,
    signInOffice: async (who = MANAGER) => {
      const answer = await call('POST', '/staff/sign-in', { body: who })
      if (answer.status !== 200) throw new Error(`sign-in answered ${JSON.stringify(answer.body)}`)
      return answer.cookie
    },
    enrol: async (cookie, code = 'LDZ1') => {
      const body = { locationId: doors.places.get(code), name: 'Kasa 1', kind: 'till' }
      const issued = await call('POST', '/devices/enrolment-codes', { cookie, body })
      const { code: once } = must(issued, 201).body
      return must(await call('POST', '/devices/enrol', { body: { code: once } }), 201).body
    },
    signInAt: (key, number, pin) => call('POST', '/devices/staff-sign-in', { key, body: { number, pin } }),
    as: (asking) => (method, path, body) =>
      call(method, path, { ...asking, ...(body !== undefined && { body }) }),
  }
}
