import { randomUUID } from 'node:crypto'
import PostalMime from 'postal-mime'

/** One received mail. */
export type StoredMessage = {
  id: string
  /** ISO 8601, UTC. */
  receivedAt: string
  /** Address of the sender, from the header if there is one, else from the envelope. */
  from: string
  /** Addresses the envelope named: who really gets it, hidden copies included. */
  to: string[]
  subject: string
  /** The plain text alternative; empty when there is none. */
  text: string
  /** The HTML alternative with its inline pictures as data: addresses; empty when there is none. */
  html: string
  /** In the order of the mail, names in lower case. */
  headers: { name: string; value: string }[]
  attachments: { filename: string; mimeType: string; bytes: number }[]
}

type Part = { contentId?: string | undefined; mimeType: string; content: ArrayBuffer | Uint8Array | string }

const bytesOf = (content: Part['content']) =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))

/** Puts the pictures that the HTML names by Content-ID (RFC 2392) into it, so that the stored mail is complete. */
function withPictures(html: string, parts: readonly Part[]): string {
  return parts.reduce((text, part) => {
    if (!part.contentId) return text
    const address = `cid:${part.contentId.replace(/^<|>$/g, '')}`
    return text.replaceAll(
      address,
      `data:${part.mimeType};base64,${bytesOf(part.content).toString('base64')}`,
    )
  }, html)
}

/** Reads a mail as it came over SMTP. `envelope` tells who sent it and who gets it. */
export async function readMessage(
  raw: Buffer,
  envelope: { from: string; to: readonly string[] },
  receivedAt: Date,
): Promise<StoredMessage> {
  const mail = await PostalMime.parse(raw)
  return {
    id: randomUUID(),
    receivedAt: receivedAt.toISOString(),
    from: mail.from?.address || envelope.from,
    to: [...envelope.to],
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: withPictures(mail.html ?? '', mail.attachments),
    headers: mail.headers.map(({ key, value }) => ({ name: key, value })),
    attachments: mail.attachments.map((part) => ({
      filename: part.filename ?? '',
      mimeType: part.mimeType,
      bytes: bytesOf(part.content).length,
    })),
  }
}
