import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { SendMailOptions } from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import { inboxPages } from './pages.ts'
import { startInbox } from './start.ts'
import type { Inbox, InboxOptions } from './start.ts'

const WAIT_MS = 60_000
/** One transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function inboxAndPost(options: InboxOptions = {}) {
  const inbox = await startInbox(options)
  cleanups.push(inbox.close)
  const transport = createTransport({ url: inbox.smtpUrl, pool: true })
  cleanups.push(() => transport.close())
  return { inbox, post: (mail: SendMailOptions) => transport.sendMail({ ...confirmation, ...mail }) }
}

const confirmation: SendMailOptions = {
  from: 'Splot <sklep@splot.example>',
  to: 'Zofia Żak <zofia@example.com>',
  subject: 'Zamówienie W-10023: gotowe do odbioru',
  text: 'Dziękujemy! Kod odbioru: 4821.',
  html: '<h1>Dziękujemy!</h1><img src="cid:qr@splot" alt="QR"><a href="http://localhost:4000/o/1">Zamówienie</a>',
  attachments: [{ filename: 'qr.png', content: Buffer.from(PNG, 'base64'), cid: 'qr@splot' }],
}

const subjects = (inbox: Inbox) => inbox.messages().map((message) => message.subject)

const open = (inbox: Inbox, path: string) => {
  const page = inboxPages(inbox).handle(path)
  if (!page) throw new Error(`the inbox does not know ${path}`)
  return page
}

test('a confirmation arrives whole: Polish letters, both alternatives, the QR picture, the hidden copy', async () => {
  const { inbox, post } = await inboxAndPost()
  const coming = inbox.wait((message) => message.subject.includes('W-10023'), WAIT_MS)
  await post({ bcc: 'archiwum@splot.example' })
  const message = await coming
  expect(message).toMatchObject({
    from: 'sklep@splot.example',
    to: ['zofia@example.com', 'archiwum@splot.example'],
    subject: 'Zamówienie W-10023: gotowe do odbioru',
    attachments: [{ filename: 'qr.png', mimeType: 'image/png' }],
  })
  expect(message.text.trim()).toBe('Dziękujemy! Kod odbioru: 4821.')
  expect(message.html).toContain(`data:image/png;base64,${PNG}`)
  expect(message.headers.map((header) => header.name)).toContain('message-id')
  expect(inbox.messages()).toEqual([message])
})

test('some recipients are refused for good, the others still get their mail', async () => {
  const { inbox, post } = await inboxAndPost()
  inbox.faults({ refuse: ['gone@example.com', '@blocked.example'] })
  const sent = await post({ to: ['GONE@example.com', 'a@blocked.example', 'here@example.com'] })
  expect(sent.rejected).toEqual(['GONE@example.com', 'a@blocked.example'])
  expect(inbox.messages().map((message) => message.to)).toEqual([['here@example.com']])
  await expect(post({ to: 'gone@example.com' })).rejects.toMatchObject({ responseCode: 550 })
})

test('the first attempts are put off with 451, the next one is taken', async () => {
  const { inbox, post } = await inboxAndPost()
  inbox.faults({ temporaryFailures: 2 })
  await expect(post({})).rejects.toMatchObject({ responseCode: 451 })
  await expect(post({})).rejects.toMatchObject({ responseCode: 451 })
  await post({})
  expect(inbox.messages()).toHaveLength(1)
})

test('a second start shows the mail of the first, and only the newest are kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-'))
  cleanups.push(() => rm(folder, { recursive: true }))
  const options = { file: join(folder, 'mail.jsonl'), keepLast: 3 }
  const first = await inboxAndPost(options)
  for (let n = 1; n <= 7; n++) await first.post({ subject: `mail ${n}` })
  expect(subjects(first.inbox)).toEqual(['mail 5', 'mail 6', 'mail 7'])
  expect((await readFile(options.file, 'utf8')).trim().split('\n').length).toBeLessThan(6)
  await first.inbox.close()

  const second = await inboxAndPost(options)
  expect(subjects(second.inbox)).toEqual(['mail 5', 'mail 6', 'mail 7'])
  second.inbox.clear()
  expect(second.inbox.messages()).toEqual([])
  expect(await readFile(options.file, 'utf8')).toBe('')
})

test('a client that hangs up in the middle of a mail leaves nothing, and the next one is served', async () => {
  const { inbox, post } = await inboxAndPost()
  const socket = connect(inbox.port, '127.0.0.1')
  const lines = ['EHLO me', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>', 'DATA']
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      if (chunk.includes('354 ')) {
        socket.write('Subject: half a ma')
        socket.destroy()
        resolve()
      } else if (/^\d{3} /m.test(String(chunk))) {
        socket.write(`${lines.shift()}\r\n`)
      }
    })
  })
  await post({ subject: 'whole' })
  expect(subjects(inbox)).toEqual(['whole'])
})

test('the pages list mail newest first, find a recipient, and show a message in a sandbox', async () => {
  const { inbox, post } = await inboxAndPost()
  expect(open(inbox, '/dev/mail').body).toContain('No mail yet')
  await post({ subject: 'first mail' })
  await post({
    subject: '<b>newer</b>',
    to: 'ewa@example.com',
    html: '<p title="a">x</p><script>alert(1)</script>',
  })

  const list = open(inbox, '/dev/mail')
  expect(list).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' })
  expect(list.body.indexOf('&lt;b&gt;newer')).toBeLessThan(list.body.indexOf('first mail'))
  expect(open(inbox, '/dev/mail?to=EWA@').body).not.toContain('first mail')

  const [, message] = inbox.messages()
  const shown = open(inbox, `/dev/mail/${message?.id}`)
  expect(shown.body).toContain(
    'srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;p title=&quot;a&quot;&gt;x&lt;/p&gt;',
  )
  expect(shown.body).not.toContain('<script>')
  expect(shown.body).not.toMatch(/sandbox="[^"]*allow-(scripts|same-origin)/)
  expect(shown.headers['content-security-policy']).toContain("default-src 'none'")
  expect(shown.body).toContain('Kod odbioru')

  const api = open(inbox, '/dev/mail/api/messages')
  expect(JSON.parse(api.body)).toEqual({ data: inbox.messages().toReversed() })
  expect(JSON.parse(open(inbox, `/dev/mail/api/messages/${message?.id}`).body)).toEqual(message)
  expect([open(inbox, '/dev/mail/nothing').status, open(inbox, '/dev/mail/api/messages/x').status]).toEqual([
    404, 404,
  ])
  expect(inboxPages(inbox).handle('/dev/mailbox')).toBeNull()
})
