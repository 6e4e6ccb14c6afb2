/** The API on its own, by the environment: any number of them may serve one database. */
import { readConfig } from '#platform/config'
import { openLog } from '#platform/log'
import { environmentOptions } from './environment.ts'
import { serve } from './serve.ts'

const config = readConfig(process.env)
const options = environmentOptions(config)
const api = await serve({
  url: options.url,
  log: openLog({ level: config.LOG_LEVEL, name: 'api' }),
  secret: options.secret,
  host: config.HOST,
  port: config.PORT,
  payments: options.payments,
  demo: config.SPLOT_DEMO === '1',
  https: options.publicUrl.startsWith('https:'),
  ...(config.TRUST_PROXY && { trustProxy: config.TRUST_PROXY }),
})
process.send?.({ ready: { port: api.port } })
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
  process.on(signal, () => void api.close().then(() => process.exit(0)))
}
