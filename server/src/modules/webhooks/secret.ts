import { createHmac } from 'node:crypto'
import { invariant } from '@splot/kernel'
import type { Endpoint } from './types.ts'

let master: string | undefined

/** Tells the module the master secret; `main` does it once at start. */
export function bindWebhooks(options: { readonly secret: string }): void {
  master = options.secret
}

/** The signing secret of an endpoint as its owner needs it: `whsec_` and base64 of 32 bytes. Rotating grows the generation. */
export function signingSecret(endpoint: Pick<Endpoint, 'id' | 'generation'>): string {
  invariant(master !== undefined, 'bindWebhooks was not called')
  const key = createHmac('sha256', master)
    .update(`webhook:${endpoint.id}:${endpoint.generation}`)
    .digest('base64')
  return `whsec_${key}`
}
