/** The worker as a program: a child of `start.ts`, or on its own by the environment in production. */
import { readConfig } from '#platform/config'
import { openLog } from '#platform/log'
import type { LabelsOptions, PaymentsOptions } from './bind.ts'
import { environmentOptions } from './environment.ts'
import { work } from './work.ts'

export interface WorkerOptions {
  readonly url: string
  readonly secret: string
  readonly logLevel: string
  readonly publicUrl: string
  readonly payments: PaymentsOptions
  /** The gateway of electronic shelf labels, where there are any. */
  readonly labels?: LabelsOptions
  readonly smtpUrl: string
  readonly mailFrom: string
  readonly webhookNetworks?: readonly string[]
}

const given = process.argv[2]
const options: WorkerOptions = given
  ? (JSON.parse(given) as WorkerOptions)
  : environmentOptions(readConfig(process.env))
const worker = await work({ ...options, log: openLog({ level: options.logLevel, name: 'worker' }) })

let closing = false
const close = () => {
  if (closing) return
  closing = true
  void worker.close().finally(() => process.exit(0))
}
if (process.send) {
  // The parent decides when to stop; a signal to the whole group reaches it too, and it closes the channel.
  process.on('disconnect', close)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
  process.send({ ready: {} })
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close)
}
