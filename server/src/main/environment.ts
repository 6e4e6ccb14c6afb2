import { ConfigError, type Config } from '#platform/config'
import type { WorkerOptions } from './worker.ts'

/** What a separate API or worker process needs from the environment; `npm start` finds or makes these things itself. */
export function environmentOptions(config: Config): WorkerOptions {
  const needed = (name: keyof Config): string => {
    const value = config[name]
    if (typeof value === 'string') return value
    throw new ConfigError(
      `${name} is needed when API and worker run as separate programs. See docs/operations.md.`,
    )
  }
  return {
    url: needed('DATABASE_URL'),
    secret: needed('SPLOT_SECRET'),
    logLevel: config.LOG_LEVEL,
    publicUrl: needed('PUBLIC_URL'),
    payments: {
      url: needed('PAYMENTS_URL'),
      secret: needed('PAYMENTS_SECRET'),
      webhookSecret: needed('PAYMENTS_WEBHOOK_SECRET'),
    },
    smtpUrl: needed('SMTP_URL'),
    mailFrom: config.MAIL_FROM,
    ...(config.LABELS_URL && { labels: { url: config.LABELS_URL, secret: needed('LABELS_SECRET') } }),
    webhookNetworks: webhookNetworks(config),
  }
}

/** This machine: where the demo's receivers of webhooks are. */
const THIS_MACHINE = ['127.0.0.0/8', '::1/128']

/** The inner networks that webhooks may go to: those of the configuration, else none; in the demo this machine. */
export const webhookNetworks = (config: Config): readonly string[] =>
  config.WEBHOOK_INNER_NETWORKS?.split(',') ?? (config.SPLOT_DEMO === '1' ? THIS_MACHINE : [])
