import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { openArrivals } from '../arrivals.ts'
import { openJsonLines } from '../json-lines.ts'
import { readMessage } from './message.ts'
import type { StoredMessage } from './message.ts'

export type InboxOptions = {
  /** Default: a free one. */
  smtpPort?: number
  /** Default: 127.0.0.1. */
  host?: string
  /** How many of the newest messages are kept. Default: 500. */
  keepLast?: number
  /** JSONL file that lets a second start show the mail of the first; without it the inbox forgets. */
  file?: string
}

export type InboxFaults = {
  /** Recipients refused for good with 550: whole addresses, or `@domain` for all of a domain. */
  refuse: readonly string[]
  /** How many of the next messages are put off with 451 at MAIL FROM, as greylisting does. */
  temporaryFailures: number
}

export type Inbox = {
  /** `smtp://host:port`, without sign-in and without TLS. */
  smtpUrl: string
  port: number
  /** Oldest first. */
  messages(): readonly StoredMessage[]
  /** The first message, past or future, that fits; rejects after `timeoutMs` milliseconds. */
  wait(fits: (message: StoredMessage) => boolean, timeoutMs: number): Promise<StoredMessage>
  clear(): void
  /** Replaces all switches; what is left out is off, so `{}` heals. */
  faults(switches: Partial<InboxFaults>): void
  close(): Promise<void>
}

const DEFAULT_KEEP_LAST = 500
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024
/** A connection that a pool of the caller keeps idle for longer is cut. */
const SOCKET_TIMEOUT_MS = 5 * 60 * 1000
/** How long `close` waits for clients that are talking. */
const CLOSE_TIMEOUT_MS = 100

const noFaults: InboxFaults = { refuse: [], temporaryFailures: 0 }

const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  // Chunks beyond the limit are read and dropped: the client must finish before it can be told.
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk)
  if (stream.sizeExceeded) throw reply(552, 'The message is too large')
  return Buffer.concat(chunks)
}

/** The messages, in memory and in the file, which is compacted when it holds twice what is kept. */
function openMailbox(keepLast: number, path?: string) {
  const before: StoredMessage[] = []
  // What is in the file was written by `add` below, hence the trust in its shape.
  const file = path === undefined ? null : openJsonLines(path, (line) => before.push(line as StoredMessage))
  const arrivals = openArrivals('message', keepLast, before)
  let lines = before.length
  return {
    arrivals,
    add(message: StoredMessage) {
      file?.append(message)
      lines += 1
      arrivals.add(message)
      if (lines < keepLast * 2) return
      file?.rewrite(arrivals.all())
      lines = arrivals.all().length
    },
    clear() {
      file?.rewrite([])
      lines = 0
      arrivals.clear()
    },
    close() {
      arrivals.close()
      file?.close()
    },
  }
}

/** Starts the inbox and answers once it listens. Rejects when the port is taken or the file cannot be read. */
export async function startInbox(options: InboxOptions = {}): Promise<Inbox> {
  const mailbox = openMailbox(options.keepLast ?? DEFAULT_KEEP_LAST, options.file)
  let faults = noFaults

  const store = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession) => {
    const raw = await bytesOf(stream)
    const from = envelope.mailFrom ? envelope.mailFrom.address : ''
    const to = envelope.rcptTo.map((recipient) => recipient.address)
    const message = await readMessage(raw, { from, to }, new Date())
    mailbox.add(message)
    return `Kept as ${message.id}`
  }

  const server = new SMTPServer({
    name: 'inbox.localhost',
    banner: 'Splot inbox: nothing leaves this machine',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    socketTimeout: SOCKET_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onMailFrom(_address, _session, done) {
      if (faults.temporaryFailures === 0) return done()
      faults = { ...faults, temporaryFailures: faults.temporaryFailures - 1 }
      done(reply(451, 'Try again later'))
    },
    onRcptTo({ address }, _session, done) {
      const recipient = address.toLowerCase()
      const refused = faults.refuse.some((rule) =>
        rule.startsWith('@') ? recipient.endsWith(rule.toLowerCase()) : recipient === rule.toLowerCase(),
      )
      done(refused ? reply(550, 'No such mailbox') : null)
    },
    async onData(stream, session, done) {
      try {
        done(null, await store(stream, session))
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
  // Clients that hang up in the middle are ordinary; without a listener they would end the process.
  server.on('error', () => {})

  const host = options.host ?? '127.0.0.1'
  const listening = server.listen(options.smtpPort ?? 0, host)
  await once(listening, 'listening').catch((error: unknown) => {
    mailbox.close()
    throw error
  })
  // A TCP server that listens has an address with a port.
  const { port } = listening.address() as AddressInfo

  return {
    smtpUrl: `smtp://${host}:${port}`,
    port,
    messages: () => mailbox.arrivals.all(),
    wait: (fits, timeoutMs) => mailbox.arrivals.wait(fits, timeoutMs),
    clear: () => mailbox.clear(),
    faults(switches) {
      faults = { ...noFaults, ...switches }
    },
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      mailbox.close()
    },
  }
}
