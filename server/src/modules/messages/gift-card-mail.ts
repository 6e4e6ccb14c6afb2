import { HOME_ZONE, invariant } from '@splot/kernel'
import type { Contact } from '#modules/customers'
import type { Order } from '#modules/orders'
import {
  accountsById,
  pinOf,
  purchasesById,
  type Account,
  type AccountId,
  type Purchase,
} from '#modules/storedvalue'
import type { ReadContext } from '#platform/context'
import { publicUrl } from './mail.ts'
import type { Writing } from './send.ts'
import type { Message } from './types.ts'
import { escapeHtml, moneyFormat, type WrittenMail } from './write.ts'

/** A gift card that was bought, with what opens it. */
interface Gift {
  readonly purchase: Purchase
  readonly account: Account
}

/** The cards that these messages are about. */
export async function giftsOf(
  ctx: ReadContext,
  messages: readonly Message[],
): Promise<ReadonlyMap<string, Gift>> {
  const ids = messages.flatMap(({ kind, about }) => (kind === 'gift_card' && about ? [about] : []))
  if (ids.length === 0) return new Map()
  // Told by the module that made them.
  const bought = await purchasesById(ctx, ids as Purchase['purchaseId'][])
  const issued = bought.filter(({ state, accountId }) => state === 'done' && accountId)
  const accounts = await accountsById(
    ctx,
    issued.map(({ accountId }) => accountId as AccountId),
  )
  const byId = new Map(accounts.map((account) => [account.accountId, account]))
  return new Map(
    issued.flatMap((purchase) => {
      const account = purchase.accountId && byId.get(purchase.accountId)
      return account ? [[purchase.purchaseId as string, { purchase, account }] as const] : []
    }),
  )
}

/**
 * The letter that a card comes in: to whomever the buyer named, else to the buyer. One that was given up before it left, or whose receiver
 * was forgotten, goes to nobody.
 */
export function giftMail(
  gifts: ReadonlyMap<string, Gift>,
  { about }: Message,
  order: Order | undefined,
  buyer: (Contact & { readonly locale: 'pl' | 'en' }) | null,
): Writing {
  const gift = about === null ? undefined : gifts.get(about)
  if (!gift || !order) return null
  const { receiver, isGift } = gift.purchase
  if (isGift && !receiver) return null
  const to = receiver ? { name: '', email: receiver.email } : buyer
  if (!to) return null
  const from = receiver ? { name: buyer?.name ?? '', message: receiver.message } : null
  return { to, write: () => writeGift(gift.account, from, order.locale) }
}

const words = {
  pl: {
    subject: (value: string) => `Karta podarunkowa na ${value}`,
    subjectFrom: (name: string, value: string) => `${name}: karta podarunkowa dla Ciebie na ${value}`,
    lead: 'Oto Twoja karta podarunkowa. Zapłacisz nią u nas w internecie i w każdym sklepie, na raz albo w częściach.',
    from: (name: string) => `Prezent od: ${name}`,
    value: 'Wartość',
    number: 'Numer karty',
    pin: 'PIN',
    until: 'Ważna do',
    keep: 'Kto zna numer i PIN, może nią zapłacić: nie przekazuj ich nikomu, komu nie dajesz karty.',
    open: 'Wejdź do sklepu',
    why: 'Piszemy, bo ktoś kupił u nas kartę i podał ten adres: to sama karta, nie reklama. Adresu nie zachowujemy.',
  },
  en: {
    subject: (value: string) => `A gift card worth ${value}`,
    subjectFrom: (name: string, value: string) => `${name}: a gift card for you, worth ${value}`,
    lead: 'Here is your gift card. Pay with it on the web and in every store of ours, at once or bit by bit.',
    from: (name: string) => `A present from ${name}`,
    value: 'Value',
    number: 'Card number',
    pin: 'PIN',
    until: 'Valid until',
    keep: 'Whoever knows number and PIN can pay with it: tell them to nobody to whom you do not give the card.',
    open: 'Go to the shop',
    why: 'We write because somebody bought a card from us and named this address: it is the card itself, no advertising. We do not keep the address.',
  },
} as const

function writeGift(
  account: Account,
  from: { readonly name: string; readonly message: string } | null,
  locale: 'pl' | 'en',
): WrittenMail {
  const t = words[locale]
  const { number, pinVersion, balanceMinor, currency, expiresAt } = account
  const value = moneyFormat(locale, currency).format(balanceMinor / 100)
  invariant(expiresAt, 'a gift card has a last day')
  const until = new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', {
    timeZone: HOME_ZONE,
    dateStyle: 'long',
  }).format(expiresAt)
  const rows = [
    [t.value, value],
    [t.number, number.replace(/(\d{4})(?=\d)/g, '$1 ')],
    [t.pin, pinOf(number, pinVersion)],
    [t.until, until],
  ] as const
  const giver = from?.name.trim() ?? ''
  const said = [...(giver ? [t.from(giver)] : []), ...(from?.message.trim() ? [from.message.trim()] : [])]
  const subject = giver ? t.subjectFrom(giver, value) : t.subject(value)
  const paragraph = (text: string) =>
    `<p style="margin:0 0 12px;white-space:pre-line">${escapeHtml(text)}</p>`
  return {
    locale,
    subject,
    text: [
      ...said,
      ...(said.length > 0 ? [''] : []),
      t.lead,
      '',
      ...rows.map(([label, text]) => `${label}: ${text}`),
      '',
      t.keep,
      '',
      `${t.open}: ${publicUrl()}`,
      '',
      t.why,
      '',
    ].join('\n'),
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:#f5f2ec;color:#1f2a24;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#fffdf9">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.25">${escapeHtml(subject)}</h1>${said.map(paragraph).join('')}${paragraph(t.lead)}
<table role="presentation" width="100%" style="margin:20px 0;border-top:1px solid #ddd6c8;border-bottom:1px solid #ddd6c8;border-collapse:collapse">${rows
      .map(
        ([label, text]) =>
          `<tr><td style="padding:6px 12px 6px 0;color:#5a665f">${label}</td><td align="right" style="padding:6px 0;white-space:nowrap"><strong>${escapeHtml(text)}</strong></td></tr>`,
      )
      .join('')}</table>
${paragraph(t.keep)}<p><a href="${publicUrl()}" style="color:#1f5b46">${t.open}</a></p>
<p style="margin:24px 0 0;font-size:13px;color:#5a665f">${t.why}</p></div></body></html>`,
  }
}
