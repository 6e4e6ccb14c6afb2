import { createSplotClient, ProblemError, unwrap, type SplotClient } from '@splot/client'
import { useSyncExternalStore } from 'react'
import { remembered, textOf } from '../memory/device.ts'

/** What the office enrolled: this kiosk's key and its place. */
export interface Enrolment {
  readonly key: string
  readonly name: string
  readonly placeId: string
  readonly placeName: string
}

const fields = ['key', 'name', 'placeId', 'placeName'] as const

const memory = remembered<Enrolment>('splot-kiosk', (value) => {
  const [key, name, placeId, placeName] = fields.map((field) => textOf(value, field))
  return key && name && placeId && placeName ? { key, name, placeId, placeName } : null
})

export const useEnrolment = (): Enrolment | null => useSyncExternalStore(memory.listen, memory.get)

const stranger = createSplotClient()

/** Whether the code is good, but for a till or a handheld: a kiosk must not speak for those. */
export const isForAnother = (problem: unknown): boolean =>
  problem instanceof ProblemError && problem.problem.code === 'staff.enrolment_code_other_kind'

/** Trades the office's one-time code for this kiosk's key. @throws ProblemError when the code is no good */
export async function enrol(code: string): Promise<void> {
  const body = { code, kinds: ['kiosk' as const] }
  const { key, device, location } = await unwrap(stranger.POST('/v1/devices/enrol', { body }))
  memory.set({ key, name: device.name, placeId: location.id, placeName: location.name })
}

/** The API as this kiosk: its channel and its place come with the key. A key that the office has revoked is forgotten. */
export function clientOf({ key }: Enrolment): SplotClient {
  const client = createSplotClient({ key })
  client.use({
    onResponse: ({ response }) => {
      if (response.status === UNAUTHORIZED) memory.set(null)
    },
  })
  return client
}

const UNAUTHORIZED = 401

export const isMissing = (problem: unknown): boolean =>
  problem instanceof ProblemError && problem.problem.status === NOT_FOUND

const NOT_FOUND = 404
