/** The API as a program: a child of tests and benchmarks, or on its own by the environment. Any number may serve one database. */
import { readConfig } from '#platform/config'
import { openLog } from '#platform/log'
import { environmentOptions } from './environment.ts'
import { serve } from './serve.ts'
import type { WorkerOptions } from './worker.ts'

export interface ApiOptions extends WorkerOptions {
  readonly host: string
  readonly port: number
  readonly demo?: boolean
  readonly trustProxy?: string
  readonly metricsToken?: string
}

function fromEnvironment(): ApiOptions {
  const config = readConfig(process.env)
  return {
    ...environmentOptions(config),
    host: config.HOST,
    port: config.PORT,
    demo: config.SPLOT_DEMO === '1',
    ...(config.TRUST_PROXY && { trustProxy: config.TRUST_PROXY }),
    ...(config.SPLOT_METRICS_TOKEN && { metricsToken: config.SPLOT_METRICS_TOKEN }),
  }
}

const given = process.argv[2]
const options = given ? (JSON.parse(given) as ApiOptions) : fromEnvironment()
const api = await serve({
  ...options,
  log: openLog({ level: options.logLevel, name: 'api' }),
  https: options.publicUrl.startsWith('https:'),
})

let closing = false
const close = () => {
  if (closing) return
  closing = true
  void api.close().finally(() => process.exit(0))
}
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, close)
process.send?.({ ready: { port: api.port } })
