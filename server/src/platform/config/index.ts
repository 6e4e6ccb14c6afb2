import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

/** Everything that the environment may decide, with its default; the README carries the same table. */
const ConfigSchema = Type.Object({
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description: 'use this PostgreSQL (15 or later) instead of the embedded one',
    }),
  ),
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 4000,
    description: 'the one port; 0 takes a free one',
  }),
  HOST: Type.String({ default: '127.0.0.1', description: 'the address to listen on' }),
  PUBLIC_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'what people type; default http://localhost:PORT' }),
  ),
  SPLOT_DATA: Type.String({
    default: '.data',
    description: 'where the embedded database and the secrets live',
  }),
  SPLOT_SECRET: Type.Optional(
    Type.String({ minLength: 32, description: 'master secret; default: made at first start and kept' }),
  ),
  SPLOT_DEMO: Type.Union([Type.Literal('1'), Type.Literal('0')], {
    default: '1',
    description: 'load the demo retailer and its sandbox services',
  }),
  SPLOT_DEV: Type.Union([Type.Literal('1'), Type.Literal('0')], {
    default: '0',
    description: 'reload on change',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'warn', description: 'how much is logged' },
  ),
  SMTP_URL: Type.Optional(
    Type.String({ pattern: '^smtps?://', description: 'outgoing mail; default: the demo inbox' }),
  ),
  MAIL_FROM: Type.String({
    default: 'Splot <zamowienia@splot.example>',
    description: 'sender of order messages',
  }),
  PAYMENTS_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'the payment provider; default: the demo sandbox' }),
  ),
  PAYMENTS_SECRET: Type.Optional(Type.String({ minLength: 16, description: 'its secret key' })),
  PAYMENTS_WEBHOOK_SECRET: Type.Optional(
    Type.String({ minLength: 16, description: 'with which the provider signs its webhooks' }),
  ),
  LABELS_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'the gateway of electronic shelf labels; default: the demo sandbox, else none',
    }),
  ),
  LABELS_SECRET: Type.Optional(Type.String({ minLength: 16, description: 'its secret key' })),
  SPLOT_METRICS_TOKEN: Type.Optional(
    Type.String({
      minLength: 16,
      pattern: '^\\S+$',
      description: 'opens /metrics to other machines; default: only this machine may read it',
    }),
  ),
  WEBHOOK_INNER_NETWORKS: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F.:]+/[0-9]+(,[0-9a-fA-F.:]+/[0-9]+)*$',
      description:
        'inner networks that webhooks may go to, e.g. 10.2.0.0/16,fd00::/8; default: none, with the demo this machine',
    }),
  ),
  TRUST_PROXY: Type.Optional(
    Type.String({ description: 'whose X-Forwarded-For is believed, e.g. 10.0.0.0/8' }),
  ),
})

export type Config = Static<typeof ConfigSchema>

/** A configuration that cannot work, told in words before anything starts. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads and checks the environment; throws ConfigError naming every variable that does not fit. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {}
  for (const name of Object.keys(ConfigSchema.properties)) {
    const value = environment[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  const candidate = Value.Default(ConfigSchema, Value.Convert(ConfigSchema, given))
  if (Value.Check(ConfigSchema, candidate)) return candidate
  const properties = ConfigSchema.properties as Record<string, { description?: string } | undefined>
  const lines = new Set(
    Value.Errors(ConfigSchema, candidate).map((error) => {
      const name = error.instancePath.split('/')[1] ?? ''
      return `  ${name}=${shown(name, given[name])}: ${error.message} (${properties[name]?.description ?? 'unknown'})`
    }),
  )
  throw new ConfigError(`The configuration cannot work:\n${[...lines].join('\n')}`)
}

/** A rejected value as it may be printed: never a secret, nor an address that may carry a password. */
const shown = (name: string, value: string | undefined): string =>
  value !== undefined && /SECRET|TOKEN|URL/.test(name) ? '(not shown)' : (value ?? '')
