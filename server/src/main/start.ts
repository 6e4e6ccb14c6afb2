/** All in one: embedded database, migrations, demo, apps, sandbox services, worker and API; `npm start`. */
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { migrate, openPlatform, startEmbeddedPostgres } from '#platform/database'
import { bindSecrets } from '#platform/auth'
import { ConfigError, readConfig, type Config } from '#platform/config'
import { openLog } from '#platform/log'
import { systemActor } from '#platform/context'
import { hireFirstManager } from '#modules/staff'
import { buildStaleApps } from '../../../tools/run/build-apps.mjs'
import { startChild } from './child.ts'
import { sandboxView } from './demo-pages.ts'
import { dropEverything } from './drop-everything.ts'
import { webhookNetworks } from './environment.ts'
import { loadDemo } from './load-demo.ts'
import type { SandboxAddresses, SandboxOptions } from './sandbox.ts'
import { keptSecret } from './secret.ts'
import { serve } from './serve.ts'
import { welcome } from './welcome.ts'
import type { WorkerOptions } from './worker.ts'

/** Mail and look-ups give way to whoever is buying. */
const WORKER_NICENESS = 10

const began = performance.now()
const closers: (() => Promise<void>)[] = []
let closing: Promise<void> | undefined

/** Stops everything in the order opposite to its start, once. */
const close = (): Promise<void> =>
  (closing ??= (async () => {
    for (const step of closers.reverse()) {
      await step().catch((error: Error) => console.error(`While stopping: ${error.message}`))
    }
  })())

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void close().then(() => process.exit(0)))
}

try {
  await start(readConfig(process.env), process.argv.includes('--fresh'))
} catch (error) {
  console.error(
    error instanceof ConfigError ? error.message : `Splot could not start: ${(error as Error).message}`,
  )
  if (!(error instanceof ConfigError) && process.env['LOG_LEVEL'] === 'debug') console.error(error)
  await close()
  process.exit(1)
}

async function start(config: Config, fresh: boolean): Promise<void> {
  const data = resolve(config.SPLOT_DATA)
  const log = openLog({ level: config.LOG_LEVEL, name: 'api' })
  const url = await database(config, data, fresh)
  // `--no-apps`: the API alone, while somebody works on an app with its own dev server.
  const building = process.argv.includes('--no-apps') ? Promise.resolve() : buildStaleApps()
  // Awaited below; until then its failure must not end the process by itself.
  building.catch(() => {})
  const { applied } = await migrate(url)
  const secret = config.SPLOT_SECRET ?? keptSecret(data, 'master')
  bindSecrets({ masterSecret: secret, https: config.PUBLIC_URL?.startsWith('https:') ?? false })
  const demo = config.SPLOT_DEMO === '1'
  const loader = openPlatform({ url, log, poolSize: 4, name: 'splot-load' })
  const first = await (
    demo
      ? loadDemo(loader).then(() => null)
      : loader.write(systemActor('start'), async (ctx) => hireFirstManager(ctx))
  ).finally(() => loader.close())
  const outside = await outsideWorld(config, data)
  await building
  const api = await serve({
    url,
    log,
    secret,
    host: config.HOST,
    port: config.PORT,
    demo,
    payments: outside.payments,
    dev: config.SPLOT_DEV === '1',
    https: config.PUBLIC_URL?.startsWith('https:') ?? false,
    ...(outside.labels && { labels: outside.labels }),
    ...(outside.sandbox && { sandbox: sandboxView(outside.sandbox) }),
    ...(config.TRUST_PROXY && { trustProxy: config.TRUST_PROXY }),
    ...(config.SPLOT_METRICS_TOKEN && { metricsToken: config.SPLOT_METRICS_TOKEN }),
    webhookNetworks: webhookNetworks(config),
  })
  closers.push(api.close)
  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${api.port}`
  const workerOptions: WorkerOptions = {
    url,
    secret,
    logLevel: config.LOG_LEVEL,
    publicUrl,
    payments: outside.payments,
    ...(outside.labels && { labels: outside.labels }),
    smtpUrl: outside.smtpUrl,
    mailFrom: config.MAIL_FROM,
    webhookNetworks: webhookNetworks(config),
  }
  const worker = await startChild('./worker.ts', workerOptions, WORKER_NICENESS)
  closers.push(worker.close)
  console.log(
    welcome({
      first,
      url: publicUrl,
      demo,
      seconds: (performance.now() - began) / 1000,
      firstStart: applied.length > 0,
    }),
  )
}

async function database(config: Config, data: string, fresh: boolean): Promise<string> {
  if (config.DATABASE_URL) {
    if (fresh) await dropEverything(config.DATABASE_URL)
    return config.DATABASE_URL
  }
  const directory = join(data, 'postgres')
  const server = await startEmbeddedPostgres({ dataDir: directory })
  closers.push(server.stop)
  if (fresh) {
    await dropEverything(server.url)
    rmSync(join(data, 'sandbox'), { recursive: true, force: true })
  }
  return server.url
}

/** The payment provider, the way out for mail and the shelf labels: yours by configuration, else the demo's sandbox. */
async function outsideWorld(config: Config, data: string) {
  const paymentsSecret = config.PAYMENTS_SECRET ?? keptSecret(data, 'payments')
  // Standard Webhooks: `whsec_` and plain base64.
  const webhookSecret =
    config.PAYMENTS_WEBHOOK_SECRET ??
    `whsec_${Buffer.from(keptSecret(data, 'payments-webhook'), 'base64url').toString('base64')}`
  const labelsSecret = config.LABELS_SECRET ?? keptSecret(data, 'labels')
  const ownLabels = config.LABELS_URL && { url: config.LABELS_URL, secret: labelsSecret }
  if (config.PAYMENTS_URL && config.SMTP_URL) {
    return {
      payments: { url: config.PAYMENTS_URL, secret: paymentsSecret, webhookSecret },
      smtpUrl: config.SMTP_URL,
      labels: ownLabels,
      sandbox: undefined,
    }
  }
  const options: SandboxOptions = {
    directory: join(data, 'sandbox'),
    paymentsSecret,
    labelsSecret,
    webhook: { url: `http://127.0.0.1:${config.PORT}/v1/payments/sandbox/webhook`, secret: webhookSecret },
  }
  const sandbox = await startChild<SandboxAddresses>('./sandbox.ts', options)
  closers.push(sandbox.close)
  return {
    payments: {
      url: config.PAYMENTS_URL ?? sandbox.ready.paymentsUrl,
      secret: paymentsSecret,
      webhookSecret,
    },
    smtpUrl: config.SMTP_URL ?? sandbox.ready.smtpUrl,
    labels:
      ownLabels ??
      (config.SPLOT_DEMO === '1' ? { url: sandbox.ready.labelsUrl, secret: labelsSecret } : undefined),
    sandbox: sandbox.process,
  }
}
