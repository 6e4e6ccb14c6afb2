import type { ChildProcess } from 'node:child_process'
import { buildRetailer } from '@splot/demo'
import { inboxPages, type StoredMessage } from '@splot/fakes'
import type { FastifyInstance } from 'fastify'
import { demoMedia } from './demo-media.ts'

/** A sandbox that does not answer within this shows an empty inbox instead of a hanging page. */
const MAIL_TIMEOUT_MS = 2_000

/** The demo's pictures at `/media/…` and, with a sandbox, its mail at `/dev/mail`. */
export function mountDemo(app: FastifyInstance, sandbox: ChildProcess | undefined): void {
  const draw = demoMedia(buildRetailer())
  app.get<{ Params: { handle: string; colour: string } }>(
    '/media/:handle/:colour.svg',
    { schema: { hide: true } },
    async (request, reply) => {
      const svg = draw(request.params.handle, request.params.colour)
      if (svg === null) return reply.callNotFound()
      return (
        reply
          .header('cache-control', 'public, max-age=31536000, immutable')
          // A picture opened by itself is a document: it may style itself and do nothing else.
          .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
          .header('x-content-type-options', 'nosniff')
          .type('image/svg+xml')
          .send(svg)
      )
    },
  )
  if (!sandbox) return
  const mail = async () => {
    const messages = await mailOf(sandbox)
    return inboxPages({ messages: () => messages })
  }
  app.get('/dev/mail*', { schema: { hide: true } }, async (request, reply) => {
    const page = (await mail()).handle(request.url)
    if (!page) return reply.callNotFound()
    return reply.code(page.status).headers(page.headers).type(page.contentType).send(page.body)
  })
}

let asked = 0

function mailOf(sandbox: ChildProcess): Promise<readonly StoredMessage[]> {
  asked += 1
  const id = asked
  return new Promise((resolve) => {
    const done = (messages: readonly StoredMessage[]) => {
      clearTimeout(timer)
      sandbox.off('message', heard)
      resolve(messages)
    }
    const heard = (message: unknown) => {
      // Only sandbox.ts speaks on this channel.
      const answer = message as { id?: number; mail?: readonly StoredMessage[] }
      if (answer.id === id && answer.mail) done(answer.mail)
    }
    const timer = setTimeout(() => done([]), MAIL_TIMEOUT_MS)
    sandbox.on('message', heard)
    sandbox.send({ id, ask: 'mail' })
  })
}
