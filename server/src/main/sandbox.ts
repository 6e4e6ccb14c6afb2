/** The outside world of the demo in a process of its own: payment provider, mail inbox and shelf labels of `fakes/`. */
import { join } from 'node:path'
import { startInbox, startLabelGateway, startPaymentProvider } from '@splot/fakes'

export interface SandboxOptions {
  /** Where charges, mail and labels are kept, so that a second start still knows them. */
  readonly directory: string
  readonly paymentsSecret: string
  readonly labelsSecret: string
  readonly webhook?: { readonly url: string; readonly secret: string }
}

export interface SandboxAddresses {
  readonly paymentsUrl: string
  readonly smtpUrl: string
  readonly labelsUrl: string
}

/** Messages that the parent may ask for over the channel between the processes. */
export type SandboxRequest = { readonly id: number; readonly ask: 'mail' | 'labels' }

if (process.send) {
  const options = JSON.parse(process.argv[2] ?? '{}') as SandboxOptions
  const provider = await startPaymentProvider({
    secret: options.paymentsSecret,
    stateFile: join(options.directory, 'charges.jsonl'),
    ...(options.webhook && { webhook: options.webhook }),
  })
  const inbox = await startInbox({ file: join(options.directory, 'mail.jsonl') })
  const labels = await startLabelGateway({
    secret: options.labelsSecret,
    file: join(options.directory, 'labels.jsonl'),
  })
  const close = async () => {
    await Promise.all([provider.close(), inbox.close(), labels.close()])
    process.exit(0)
  }
  process.on('message', (request: SandboxRequest) => {
    const answer = request.ask === 'mail' ? inbox.messages() : labels.labels()
    process.send?.({ id: request.id, answer })
  })
  // The parent stops this program by closing the channel; a parent that was killed closes it too.
  process.on('disconnect', () => void close())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
  const addresses: SandboxAddresses = {
    paymentsUrl: provider.url,
    smtpUrl: inbox.smtpUrl,
    labelsUrl: labels.url,
  }
  process.send({ ready: addresses })
}
