import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** Where people read what the API can do. */
const REFERENCE = '/docs/api'

/** The page draws its logo with a `<style>` of its own, `.logo_small_svg__cls-2{…}`: this text alone may stand in the page; a browser names the hash of another one. */
const LOGO_STYLE = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"

/** Everything comes from here, and nothing that is written into the page is run. Plain http stays plain: a shop's own network may have no certificate. */
const REFERENCE_POLICY = {
  'default-src': "'self'",
  'base-uri': "'self'",
  'frame-ancestors': "'self'",
  'img-src': ["'self'", 'data:'],
  'object-src': "'none'",
  'script-src': "'self'",
  'script-src-attr': "'none'",
  'style-src': ["'self'", LOGO_STYLE],
}

/** Serves the reference page of the API, drawn from its OpenAPI document. */
export async function serveReference(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwaggerUi, {
    routePrefix: REFERENCE,
    uiConfig: { docExpansion: 'none', deepLinking: true, tryItOutEnabled: false },
    staticCSP: REFERENCE_POLICY,
  })
}
