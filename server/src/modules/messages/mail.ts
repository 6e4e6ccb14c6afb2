import { createTransport, type Transporter } from 'nodemailer'
import { invariant } from '@splot/kernel'

/** Connections to the mail server at once, and messages over one before it is opened anew. */
const CONNECTIONS = 4
const MESSAGES_PER_CONNECTION = 200

export interface Mail {
  /** Repeated sends of one message carry the same id: receivers may drop the second. */
  readonly id: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly locale: 'pl' | 'en'
}

interface Post {
  readonly transport: Transporter
  readonly from: string
  readonly publicUrl: string
}

let post: Post | undefined

/** Tells messages how to reach the mail server; `main` does it once in each worker. Answers how to hang up. */
export function bindMail(options: { smtpUrl: string; from: string; publicUrl: string }): () => void {
  const { protocol, hostname, port, username, password } = new URL(options.smtpUrl)
  const transport = createTransport({
    host: hostname,
    port: Number(port || (protocol === 'smtps:' ? 465 : 587)),
    secure: protocol === 'smtps:',
    // A mail server on this very machine speaks no TLS; any other must.
    ignoreTLS: hostname === '127.0.0.1' || hostname === 'localhost',
    requireTLS: protocol === 'smtp:' && hostname !== '127.0.0.1' && hostname !== 'localhost',
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MESSAGES_PER_CONNECTION,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  post = { transport, from: options.from, publicUrl: options.publicUrl }
  return () => transport.close()
}

/** Where links in messages lead. */
export function publicUrl(): string {
  invariant(post, 'bindMail was not called in this process')
  return post.publicUrl
}

/** Hands one message to the mail server; resolves once it has taken responsibility. */
export async function handToMailServer(mail: Mail): Promise<void> {
  invariant(post, 'bindMail was not called in this process')
  await post.transport.sendMail({
    from: post.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@splot>`,
    headers: { 'content-language': mail.locale, 'auto-submitted': 'auto-generated' },
  })
}
