import { HOME_ZONE } from '@splot/kernel'
import type { Words } from '@splot/rules'
import type { CouponRefusal } from './types.ts'

/** What a shopper reads when a code is not good. `unknown` says nothing of whether the code exists. */
export const refusalWords: Readonly<Record<CouponRefusal, Words>> = {
  unknown: {
    pl: 'Nie znamy takiego kodu. Sprawdź, czy został wpisany bez pomyłki.',
    en: 'We do not know this code. Check that it was typed correctly.',
  },
  not_yet: { pl: 'Ten kod jeszcze nie obowiązuje.', en: 'This code is not valid yet.' },
  over: { pl: 'Ten kod stracił ważność.', en: 'This code is no longer valid.' },
  other_channel: {
    pl: 'Ten kod nie działa tutaj. Można go użyć w innym miejscu sprzedaży.',
    en: 'This code is not for this place. It can be used elsewhere.',
  },
  customer_needed: {
    pl: 'Ten kod jest dla klientów z kontem. Zaloguj się, żeby z niego skorzystać.',
    en: 'This code is for customers with an account. Sign in to use it.',
  },
  used_up: {
    pl: 'Ten kod został już wykorzystany do końca.',
    en: 'This code has been used up.',
  },
  set_aside: {
    pl: 'Ten kod jest odłożony dla kasy w sklepie. Użyj go tam albo spróbuj później.',
    en: 'This code is set aside for a till in a store. Use it there, or try again later.',
  },
  customer_limit: {
    pl: 'Ten kod został już przez Ciebie wykorzystany.',
    en: 'You have used this code already.',
  },
  period_limit: {
    pl: 'Ten kod wykorzystano na razie do końca. Spróbuj ponownie później.',
    en: 'This code has been used up for now. Try again later.',
  },
  let_go: {
    pl: 'Ten kod został usunięty z koszyka. Dodaj go jeszcze raz.',
    en: 'This code was taken out of the basket. Add it again.',
  },
}

const moment = (locale: 'pl-PL' | 'en-GB', at: Date): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: HOME_ZONE,
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)

/** The same of a code that a till may spend until then. */
export const asideWords = (until: Date): Words => ({
  pl: `Ten kod jest odłożony dla kasy w sklepie do ${moment('pl-PL', until)}. Użyj go tam albo spróbuj później.`,
  en: `This code is set aside for a till in a store until ${moment('en-GB', until)}. Use it there, or try again later.`,
})
