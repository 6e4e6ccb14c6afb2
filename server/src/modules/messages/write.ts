import { HOME_ZONE } from '@splot/kernel'
import type { Contact } from '#modules/customers'
import { orderToken, type AwaitedLine, type Order, type OrderLine } from '#modules/orders'
import { renderSVG } from 'uqr'
import type { LetterKind } from './types.ts'
import { words } from './words.ts'

const QR_PIXELS = 200

export interface LetterFulfilment {
  readonly kind: 'pickup' | 'ship'
  readonly promisedAt: Date | null
  readonly place: {
    readonly name: string
    readonly address: { readonly street: string; readonly postcode: string; readonly city: string }
  } | null
  readonly code: string | null
  readonly qr: string | null
  readonly carrier: string | null
  readonly trackingNumber: string | null
}

export interface Letter {
  readonly kind: LetterKind
  readonly order: Order
  readonly contact: Contact & { readonly locale: 'pl' | 'en' }
  readonly fulfilments: readonly LetterFulfilment[]
  /** Lines of which pieces are still on their way to us. */
  readonly awaited?: readonly Pick<AwaitedLine, 'lineNo' | 'promisedOn'>[]
  readonly publicUrl: string
}

export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly locale: 'pl' | 'en'
}

const localeTag = { pl: 'pl-PL', en: 'en-GB' } as const

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The order's page with the guest's own key in the fragment, which never reaches a server log. */
const orderLink = (letter: Letter): string =>
  `${letter.publicUrl}/orders/${letter.order.orderId}#token=${orderToken(letter.order.orderId)}`

const formats = new Map<string, Intl.NumberFormat>()

/** Made once per language and currency: making one costs more than writing the rest of a letter. */
export function moneyFormat(locale: 'pl' | 'en', currency: string): Intl.NumberFormat {
  const id = `${locale} ${currency}`
  let format = formats.get(id)
  if (!format) {
    format = new Intl.NumberFormat(localeTag[locale], { style: 'currency', currency, useGrouping: 'always' })
    formats.set(id, format)
  }
  return format
}

/** Colour before size, as the apps say it: the database keeps no order of keys. */
const optionsOf = (options: Order['lines'][number]['options']) =>
  Object.entries(options)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, words]) => words)

/** Writes one message as text and as HTML, in the customer's language. */
export function writeMail(letter: Letter): WrittenMail {
  const { locale } = letter.contact
  const t = words[locale]
  const kind = t.kinds[letter.kind]
  const money = (minor: number) => moneyFormat(locale, letter.order.currency).format(minor / 100)
  const named = ({ name, options }: Pick<OrderLine, 'name' | 'options'>) =>
    [name[locale], ...optionsOf(options).map((option) => option[locale])].join(', ')
  const lines = letter.order.lines.map((line) => ({
    name: [
      named(line),
      ...(line.insteadOf ? [`(${t.insteadOf}: ${named(line.insteadOf)})`] : []),
      ...awaitedNote(letter, line),
      ...(line.cancelledQuantity > 0 ? [`(${t.cancelledPieces(line.cancelledQuantity)})`] : []),
    ].join(' '),
    quantity: line.quantity,
    total: money(line.grossMinor),
  }))
  const shipping = letter.order.shippingMinor === 0 ? t.free : money(letter.order.shippingMinor)
  const summary = { lines, shipping, total: money(letter.order.grossMinor) }
  return {
    subject: kind.subject(letter.order.number),
    text: asText(letter, summary),
    html: asHtml(letter, summary),
    locale,
  }
}

/** Until when a line is waited for; not in letters about an order that is over. */
function awaitedNote({ kind, awaited = [], contact: { locale } }: Letter, { lineNo }: OrderLine): string[] {
  const found = endedKinds.includes(kind) ? undefined : awaited.find((line) => line.lineNo === lineNo)
  if (!found) return []
  const day = found.promisedOn && days[locale].format(new Date(`${found.promisedOn}T00:00:00Z`))
  return [`(${words[locale].awaited(day)})`]
}

const endedKinds: readonly LetterKind[] = ['cancelled', 'cancelled_with_apology']

interface Summary {
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly total: string }[]
  readonly shipping: string
  readonly total: string
}

const dateFormat = (locale: 'pl' | 'en') =>
  new Intl.DateTimeFormat(localeTag[locale], {
    timeZone: HOME_ZONE,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
const dates = { pl: dateFormat('pl'), en: dateFormat('en') }

/** A day, not a moment: it is the same in every zone. */
const dayFormat = (locale: 'pl' | 'en') =>
  new Intl.DateTimeFormat(localeTag[locale], {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
const days = { pl: dayFormat('pl'), en: dayFormat('en') }

const when = (at: Date, locale: 'pl' | 'en'): string => dates[locale].format(at)

/** How the goods reach her, line by line; only while that is still ahead. */
function handOverLines(letter: Letter): string[] {
  const { locale } = letter.contact
  const t = words[locale]
  if (letter.kind === 'promise_moved') return [t.awaitedWhole]
  if (!['order_confirmed', 'ready_for_pickup', 'shipped', 'moved', 'delayed'].includes(letter.kind)) return []
  const tellsWhen = ['order_confirmed', 'moved', 'delayed'].includes(letter.kind)
  return letter.fulfilments.flatMap((one) => {
    if (one.kind === 'ship') {
      return [
        t.ship,
        ...(letter.kind === 'order_confirmed' && letter.awaited?.length ? [t.awaitedWhole] : []),
        ...(letter.kind === 'delayed' && one.promisedAt
          ? [`${t.sentBy}: ${when(one.promisedAt, locale)}`]
          : []),
        ...(one.trackingNumber ? [`${t.tracking}: ${one.carrier ?? ''} ${one.trackingNumber}`] : []),
      ]
    }
    const place = one.place
      ? `${one.place.name}, ${one.place.address.street}, ${one.place.address.postcode} ${one.place.address.city}`
      : ''
    return [
      `${t.pickup}: ${place}`,
      ...(tellsWhen && one.promisedAt ? [`${t.readyBy}: ${when(one.promisedAt, locale)}`] : []),
      ...(one.code ? [`${t.code}: ${one.code}`] : []),
    ]
  })
}

function asText(letter: Letter, { lines, shipping, total }: Summary): string {
  const t = words[letter.contact.locale]
  return [
    t.hello(letter.contact.name),
    '',
    t.kinds[letter.kind].lead,
    '',
    ...handOverLines(letter),
    '',
    `${t.order} ${letter.order.number}`,
    ...lines.map((line) => `  ${line.quantity} × ${line.name}   ${line.total}`),
    `  ${t.shipping}: ${shipping}`,
    `  ${t.total}: ${total}`,
    '',
    `${t.openOrder}: ${orderLink(letter)}`,
    '',
    t.why,
    '',
  ].join('\n')
}

function asHtml(letter: Letter, { lines, shipping, total }: Summary): string {
  const { locale } = letter.contact
  const t = words[locale]
  const kind = t.kinds[letter.kind]
  const rows = lines
    .map(
      (line) =>
        `<tr><td style="padding:6px 12px 6px 0">${line.quantity} × ${escapeHtml(line.name)}</td><td align="right" style="padding:6px 0;white-space:nowrap">${line.total}</td></tr>`,
    )
    .join('')
  const codes = letter.fulfilments.flatMap((one) => (one.qr && letter.kind !== 'collected' ? [one.qr] : []))
  const qr = codes.map(
    (text) =>
      `<p style="margin:16px 0 8px">${t.showQr}</p><div style="width:${QR_PIXELS}px;background:#fff;padding:8px">${renderSVG(text, { border: 2 })}</div>`,
  )
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(kind.subject(letter.order.number))}</title></head>
<body style="margin:0;background:#f5f2ec;color:#1f2a24;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif"><span style="display:none">${escapeHtml(kind.preview)}</span>
<div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#fffdf9">
<p style="margin:0 0 4px;color:#5a665f">${t.order} ${letter.order.number}</p>
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.25">${escapeHtml(kind.subject(letter.order.number))}</h1>
<p style="margin:0 0 8px">${escapeHtml(t.hello(letter.contact.name))}</p><p style="margin:0 0 16px">${escapeHtml(kind.lead)}</p>
${handOverLines(letter)
  .map((line) => `<p style="margin:0 0 4px"><strong>${escapeHtml(line)}</strong></p>`)
  .join('')}${['order_confirmed', 'ready_for_pickup', 'moved'].includes(letter.kind) ? qr.join('') : ''}
<table role="presentation" width="100%" style="margin:20px 0;border-top:1px solid #ddd6c8;border-bottom:1px solid #ddd6c8;border-collapse:collapse">${rows}
<tr><td style="padding:6px 12px 6px 0;color:#5a665f">${t.shipping}</td><td align="right" style="padding:6px 0">${shipping}</td></tr>
<tr><td style="padding:6px 12px 10px 0"><strong>${t.total}</strong></td><td align="right" style="padding:6px 0 10px"><strong>${total}</strong></td></tr></table>
<p><a href="${orderLink(letter)}" style="color:#1f5b46">${t.openOrder}</a></p>
<p style="margin:24px 0 0;font-size:13px;color:#5a665f">${t.why}</p></div></body></html>`
}
