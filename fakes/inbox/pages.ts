import { escapeHtml } from '../escape-html.ts'
import type { StoredMessage } from './message.ts'
import { INBOX_STYLE } from './style.ts'

/** What the pages need of an inbox: a server may serve the mail of another process. */
export type Mail = { messages(): readonly StoredMessage[] }

export type Page = {
  status: number
  contentType: string
  body: string
  /** To be sent as they are, in place of the server's own policy: the mail brings its styles along. */
  headers: Readonly<Record<string, string>>
}

/** Where the pages live. */
const MAIL_PATH = '/dev/mail'

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * A mail may bring styles and pictures, never scripts, forms or requests to strangers; pictures may come from this
 * machine only. The frame of the mail inherits this policy.
 */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: http://localhost:* http://127.0.0.1:*; frame-ancestors 'self'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}

const time = new Intl.DateTimeFormat('pl-PL', {
  timeZone: 'Europe/Warsaw',
  dateStyle: 'short',
  timeStyle: 'medium',
})

const when = (message: StoredMessage) =>
  `<time datetime="${escapeHtml(message.receivedAt)}">${time.format(new Date(message.receivedAt))}</time>`

const PREVIEW_CHARS = 140

/** The first words of the mail, as a mail client shows them under the subject. */
function preview(message: StoredMessage): string {
  const plain = message.text || message.html.replace(/<(style|title)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
  return plain.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_CHARS)
}

function layout(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<style>${INBOX_STYLE}</style></head><body>${content}</body></html>`
}

function listPage(messages: readonly StoredMessage[], wish: string): string {
  const rows = messages.map(
    (
      message,
    ) => `<li><a href="${MAIL_PATH}/${message.id}"><span class="to">${escapeHtml(message.to.join(', '))}</span>
<span class="subject">${escapeHtml(message.subject || '(no subject)')}</span>${when(message)}
<span class="preview">${escapeHtml(preview(message))}</span></a></li>`,
  )
  const empty = wish
    ? `<p class="empty">No mail to “${escapeHtml(wish)}”. <a href="${MAIL_PATH}">Show all mail</a></p>`
    : `<p class="empty">No mail yet. Place an order in the shop: its confirmation lands here.</p>`
  const search = `<form method="get" action="${MAIL_PATH}" role="search"><label for="to">Recipient</label>
<input id="to" name="to" type="search" value="${escapeHtml(wish)}" placeholder="name@example.com"><button>Show</button></form>`
  return layout(
    `Inbox (${messages.length})`,
    `<header><div><h1>Inbox</h1><p>Every mail this server sent, caught on this machine. ${messages.length} here.</p></div>${search}</header>
<main>${rows.length > 0 ? `<ol class="list">${rows.join('\n')}</ol>` : empty}</main>`,
  )
}

/** Links of a mail open beside the inbox: inside its sandbox they could not do anything. */
function framed(message: StoredMessage): string {
  return `<iframe title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"
srcdoc="${escapeHtml(`<base target="_blank">${message.html}`)}"></iframe>`
}

function messagePage(message: StoredMessage): string {
  const headers = message.headers.map(
    ({ name, value }) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  )
  const files = message.attachments.map(
    (file) =>
      `<li>${escapeHtml(file.filename || 'unnamed')} <small>${escapeHtml(file.mimeType)}, ${file.bytes} bytes</small></li>`,
  )
  const text = `<pre>${escapeHtml(message.text)}</pre>`
  return layout(
    message.subject,
    `<header><div><a class="back" href="${MAIL_PATH}">← Inbox</a><h1>${escapeHtml(message.subject || '(no subject)')}</h1>
<p>${escapeHtml(message.from)} → ${escapeHtml(message.to.join(', '))} · ${when(message)}</p></div></header>
<main>${message.html ? framed(message) : text}
${files.length > 0 ? `<section><h2>Attachments</h2><ul>${files.join('')}</ul></section>` : ''}
${message.html && message.text ? `<details><summary>Plain text</summary>${text}</details>` : ''}
<details><summary>Headers</summary><dl>${headers.join('')}</dl></details></main>`,
  )
}

const page = (status: number, body: string): Page => ({ status, contentType: HTML, body, headers: HEADERS })
const json = (status: number, value: unknown): Page => ({
  status,
  contentType: JSON_TYPE,
  body: JSON.stringify(value),
  headers: HEADERS,
})

/**
 * The inbox for people and for tests, free of any framework. `handle` takes the path of a GET request with its
 * query and returns what to answer, or null when the path is none of the inbox's:
 *
 * - `/dev/mail`, `/dev/mail/:id`: pages; `/dev/mail/api/messages`, `/dev/mail/api/messages/:id`: JSON.
 * - `?to=` keeps the messages to recipients that contain the given text. Newest first.
 */
export function inboxPages(inbox: Mail): { handle(path: string): Page | null } {
  return {
    handle(path) {
      const { pathname, searchParams } = new URL(path, 'http://inbox.localhost')
      if (pathname !== MAIL_PATH && !pathname.startsWith(`${MAIL_PATH}/`)) return null
      const asJson = pathname.startsWith(`${MAIL_PATH}/api/`)
      const list =
        pathname === `${MAIL_PATH}/api/messages` || pathname === MAIL_PATH || pathname === `${MAIL_PATH}/`
      if (list) {
        const wish = searchParams.get('to') ?? ''
        const fits = (message: StoredMessage) =>
          message.to.some((recipient) => recipient.toLowerCase().includes(wish.toLowerCase()))
        const messages = inbox.messages().filter(fits).toReversed()
        return asJson ? json(200, { data: messages }) : page(200, listPage(messages, wish))
      }
      const id = pathname.slice(`${MAIL_PATH}/${asJson ? 'api/messages/' : ''}`.length)
      const message = inbox.messages().find((candidate) => candidate.id === id)
      if (asJson) return message ? json(200, message) : json(404, { code: 'unknown_message' })
      if (message) return page(200, messagePage(message))
      const gone = `<main><p class="empty">This message is gone. <a href="${MAIL_PATH}">Back to the inbox</a></p></main>`
      return page(404, layout('Gone', gone))
    },
  }
}
