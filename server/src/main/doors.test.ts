import { expect, test } from 'vitest'
import type { AnyRoute } from '#platform/http'
import { routes } from './routes.ts'

/** Fields that open something or name somebody. */
const SECRETS = ['secret', 'token', 'orderToken', 'key', 'session', 'pickupCode', 'pickupQr', 'password']
const PERSONAL = ['email', 'phone', 'street', 'contact']

/** The schema is that of other doors, and this one never fills the field. */
const NEVER_FILLED = ['DELETE /v1/webhooks/:id: secret']

/** Names of all fields that an answer may have, however deep. */
function fieldsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties } = schema as { properties?: object }
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(fieldsIn)]
}

/** Doors whose whole answer is kept for repetitions (`writeOnce`); a combined verb keeps its own, which tests beside it look at. */
const keepsItsAnswer = ({ method, power, idempotency }: AnyRoute) =>
  method !== 'GET' && power === 'write' && idempotency !== 'none'

test('no answer that is kept for repetitions carries a secret or names a customer', () => {
  const kept = routes.filter(keepsItsAnswer)
  expect(kept.length).toBeGreaterThan(3)
  const leaks = kept.flatMap(({ method, path, schema }) =>
    fieldsIn(schema.response)
      .filter((field) => [...SECRETS, ...PERSONAL].includes(field))
      .map((field) => `${method} ${path}: ${field}`),
  )
  expect(leaks).toEqual(NEVER_FILLED)
})

test('subscriptions and messages belong to no place, so no permission for one place opens them', () => {
  const doors = routes.filter(({ permission }) =>
    ['webhooks.manage', 'messages.read'].includes(permission ?? ''),
  )
  expect(doors.length).toBeGreaterThan(5)
  expect(doors.filter(({ everywhere }) => !everywhere).map(({ path }) => path)).toEqual([])
})
