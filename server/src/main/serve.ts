import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { buildServer } from '#platform/http'
import type { Logger } from '#platform/log'
import { openMetrics } from '#platform/metrics'
import { mountStream, openStreams } from '#platform/streams'
import { mountApps } from './apps.ts'
import { bindModules, type LabelsOptions, type PaymentsOptions } from './bind.ts'
import { mountDevApps } from './dev-apps.ts'
import { mountDemo, type SandboxView } from './demo-pages.ts'
import { mountOperations } from './operations.ts'
import { routes } from './routes.ts'
import { topics } from './topics.ts'
import { VERSION } from './version.ts'

export interface ServeOptions {
  readonly url: string
  readonly log: Logger
  /** Master secret: at least 32 characters. */
  readonly secret: string
  /** 0 takes a free port. */
  readonly port: number
  readonly host: string
  readonly payments: PaymentsOptions
  /** The gateway of electronic shelf labels, where there are any. */
  readonly labels?: LabelsOptions
  /** Serves the demo's pictures. */
  readonly demo?: boolean
  /** People reach us through https. */
  readonly https?: boolean
  /** What arrives in the sandbox, for `/dev/mail` and `/dev/labels`. */
  readonly sandbox?: SandboxView
  readonly trustProxy?: string
  /** Opens `/metrics` to other machines. */
  readonly metricsToken?: string
  /** Inner networks that webhooks may go to. */
  readonly webhookNetworks?: readonly string[]
  /** `npm run dev`: apps reload on change. */
  readonly dev?: boolean
  readonly clock?: () => Date
}

export interface RunningApi {
  readonly port: number
  readonly platform: OpenPlatform
  readonly app: FastifyInstance
  close(): Promise<void>
}

/** How long open requests may take to end when the process is asked to stop. */
const DRAIN_MS = 8_000

/** Starts one API process: read models, routes, streams, apps. Any number may run on one database. */
export async function serve(options: ServeOptions): Promise<RunningApi> {
  const platform = openPlatform({
    url: options.url,
    log: options.log,
    name: 'splot-api',
    ...(options.clock && { clock: options.clock }),
  })
  const tail = openTail(platform)
  const { authenticate, close: unbind } = await bindModules(platform, tail, options)
  await tail.start()
  const streams = openStreams(platform, tail)
  const metrics = openMetrics('api')
  let closing = false
  let port = options.port
  const app = await buildServer({
    platform,
    routes,
    authenticate,
    version: VERSION,
    ...(options.trustProxy && { trustProxy: options.trustProxy }),
    extend: async (server) => {
      mountOperations(server, {
        platform,
        metrics,
        streams,
        closing: () => closing,
        ...(options.metricsToken && { metricsToken: options.metricsToken }),
      })
      mountStream(server, streams, authenticate, topics)
      if (options.demo) mountDemo(server, options.sandbox)
      if (options.dev) await mountDevApps(server)
      await mountApps(server, { apiUrl: () => `http://127.0.0.1:${port}`, dev: options.dev ?? false })
    },
  })
  try {
    await app.listen({ port: options.port, host: options.host })
  } catch (error) {
    await platform.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(
      `Port ${options.port} is taken. Stop the other program or choose another: PORT=4001 npm start`,
      {
        cause: error,
      },
    )
  }
  // A server that listens on a port always has such an address.
  port = (app.server.address() as AddressInfo).port
  return {
    port,
    platform,
    app,
    close: async () => {
      closing = true
      streams.close()
      const cutOff = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
      await app.close()
      clearTimeout(cutOff)
      await unbind()
      await platform.close()
    },
  }
}
