import { createHmac } from 'node:crypto'
import { secretFor } from '#platform/auth'
import type { Endpoint } from './types.ts'

/** The signing secret of an endpoint as its owner needs it: `whsec_` and base64 of 32 bytes. Rotating grows the generation. */
export function signingSecret(endpoint: Pick<Endpoint, 'id' | 'generation'>): string {
  const mac = createHmac('sha256', secretFor('webhooks.signing')).update(
    `${endpoint.id}:${endpoint.generation}`,
  )
  return `whsec_${mac.digest('base64')}`
}
