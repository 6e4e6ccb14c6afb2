import { parseArgs } from 'node:util'
import { startPaymentProvider } from './start.ts'

/**
 * PaySandbox as a program of its own. Arguments win over the environment; the secrets come by environment
 * only, since a process list shows arguments to everybody.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.PAYSANDBOX_PORT ?? '4010' },
    host: { type: 'string', default: process.env.PAYSANDBOX_HOST ?? '127.0.0.1' },
    'state-file': { type: 'string', default: process.env.PAYSANDBOX_STATE_FILE ?? '' },
    'webhook-url': { type: 'string', default: process.env.PAYSANDBOX_WEBHOOK_URL ?? '' },
    'settle-after-ms': { type: 'string', default: process.env.PAYSANDBOX_SETTLE_AFTER_MS ?? '1500' },
  },
})

function fail(reason: string): never {
  process.stderr.write(`PaySandbox cannot start: ${reason}\n`)
  process.exit(2)
}

function wholeNumber(name: string, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : fail(`${name} must be a whole number, not "${text}".`)
}

const secret =
  process.env.PAYSANDBOX_SECRET ?? fail('PAYSANDBOX_SECRET, the key that callers send, is not set.')
const webhookSecret = process.env.PAYSANDBOX_WEBHOOK_SECRET
if (values['webhook-url'] && !webhookSecret)
  fail('a webhook address needs PAYSANDBOX_WEBHOOK_SECRET to sign with.')

const provider = await startPaymentProvider({
  port: wholeNumber('the port', values.port),
  host: values.host,
  secret,
  settleAfterMs: wholeNumber('the settling time', values['settle-after-ms']),
  ...(values['state-file'] && { stateFile: values['state-file'] }),
  ...(values['webhook-url'] &&
    webhookSecret && { webhook: { url: values['webhook-url'], secret: webhookSecret } }),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))

process.stdout.write(`PaySandbox is ready at ${provider.url}\n`)
process.send?.({ url: provider.url, port: provider.port })

let closing = false
async function stop(): Promise<void> {
  if (closing) return
  closing = true
  await provider.close()
  if (process.connected) process.disconnect()
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
// A forked provider does not outlive the program that started it.
process.on('disconnect', () => void stop())
