import type { ChildProcess } from 'node:child_process'
import { buildRetailer } from '@splot/demo'
import { inboxPages, type ShelfLabel, type StoredMessage } from '@splot/fakes'
import type { FastifyInstance } from 'fastify'
import { kioskPage, sendPage } from './apps.ts'
import { demoMedia } from './demo-media.ts'
import type { SandboxRequest } from './sandbox.ts'

/** A sandbox that does not answer within this shows nothing instead of a hanging page. */
const ANSWER_TIMEOUT_MS = 2_000

/** The demo's pictures at `/media/…` and, with a sandbox, its mail at `/dev/mail` and what its shelf labels show. */
export function mountDemo(app: FastifyInstance, sandbox: SandboxView | undefined): void {
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
  app.get('/dev/mail*', { schema: { hide: true } }, async (request, reply) => {
    const messages = await sandbox.mail()
    const page = inboxPages({ messages: () => messages }).handle(request.url)
    if (!page) return reply.callNotFound()
    return reply.code(page.status).headers(page.headers).type(page.contentType).send(page.body)
  })
  app.get('/dev/labels', { schema: { hide: true } }, async (_request, reply) =>
    sendPage(reply, kioskPage('labels')),
  )
  app.get('/dev/labels/all', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ items: await sandbox.labels() }),
  )
}

/** What has arrived in the sandbox. */
export interface SandboxView {
  mail(): Promise<readonly StoredMessage[]>
  labels(): Promise<readonly ShelfLabel[]>
}

/** Looks into the sandbox over the channel between the processes. */
export function sandboxView(sandbox: ChildProcess): SandboxView {
  let asked = 0
  const ask = <T>(what: SandboxRequest['ask']): Promise<readonly T[]> => {
    asked += 1
    const id = asked
    return new Promise((resolve) => {
      const done = (answer: readonly T[]) => {
        clearTimeout(timer)
        sandbox.off('message', heard)
        resolve(answer)
      }
      const heard = (message: unknown) => {
        // Only sandbox.ts speaks on this channel, and it answers what was asked.
        const said = message as { id?: number; answer?: readonly T[] }
        if (said.id === id && said.answer) done(said.answer)
      }
      const timer = setTimeout(() => done([]), ANSWER_TIMEOUT_MS)
      sandbox.on('message', heard)
      sandbox.send({ id, ask: what } satisfies SandboxRequest)
    })
  }
  return { mail: () => ask<StoredMessage>('mail'), labels: () => ask<ShelfLabel>('labels') }
}
