import type { Currency } from '@splot/kernel'
import type { Obstacle, Words } from '../promotions/types.ts'
import { amountText, type WordsLocale } from './amount.ts'
import { piecesText } from './pieces-text.ts'

interface Forms {
  /** For shoppers: what is so, or what she can do. */
  readonly short: Words
  /** For staff: which condition failed. */
  readonly long: Words
}

/** What is said of obstacles that have no numbers. */
const plain: Readonly<Record<Exclude<Obstacle['reason'], 'quantity' | 'value' | 'gift_missing'>, Forms>> = {
  not_yet: {
    short: { pl: 'Promocja jeszcze się nie zaczęła', en: 'This offer has not started yet' },
    long: { pl: 'Czas promocji jeszcze się nie zaczął.', en: 'The promotion is not valid yet.' },
  },
  over: {
    short: { pl: 'Promocja już się skończyła', en: 'This offer is over' },
    long: {
      pl: 'Czas promocji minął albo została wycofana.',
      en: 'The promotion has ended or was withdrawn.',
    },
  },
  needs_code: {
    short: { pl: 'Podaj kod promocji', en: 'Enter the code of this offer' },
    long: {
      pl: 'Promocja działa tylko z kodem, a w koszyku go nie ma.',
      en: 'The promotion needs a code, and the basket has none.',
    },
  },
  other_currency: {
    short: { pl: 'Promocja działa w innej walucie', en: 'This offer is in another currency' },
    long: {
      pl: 'Waluta promocji jest inna niż waluta koszyka.',
      en: 'The promotion and the basket have different currencies.',
    },
  },
  no_matching_goods: {
    short: { pl: 'W koszyku nie ma produktów z tej promocji', en: 'Nothing in the basket is in this offer' },
    long: {
      pl: 'Żadna pozycja koszyka nie spełnia warunków promocji co do towarów.',
      en: 'No line of the basket meets the conditions on goods.',
    },
  },
  another_is_better: {
    short: { pl: 'Działa już inna, korzystniejsza promocja', en: 'A better offer counts already' },
    long: {
      pl: 'Te sztuki objęła promocja, z którą ta się nie łączy; razem tak jest taniej.',
      en: 'These pieces are in a promotion that this one does not combine with; that is cheaper in all.',
    },
  },
  already_lower: {
    short: { pl: 'Cena jest już niższa', en: 'The price is lower already' },
    long: {
      pl: 'Promocja nie obniżyłaby już żadnej ceny.',
      en: 'The promotion would lower no price any more.',
    },
  },
  channel: {
    short: { pl: 'Promocja tu nie działa', en: 'This offer does not count here' },
    long: {
      pl: 'Promocja nie obejmuje tego kanału sprzedaży.',
      en: 'The promotion is not for this channel.',
    },
  },
  location: {
    short: { pl: 'Promocja nie działa w tym sklepie', en: 'This offer does not count in this store' },
    long: { pl: 'Promocja nie obejmuje tego sklepu.', en: 'The promotion is not for this store.' },
  },
  segment: {
    short: { pl: 'Promocja jest dla wybranych klientów', en: 'This offer is for selected customers' },
    long: {
      pl: 'Klient nie należy do żadnego z segmentów promocji.',
      en: 'The customer is in none of the segments of the promotion.',
    },
  },
  group: {
    short: { pl: 'Promocja jest dla wybranych klientów', en: 'This offer is for selected customers' },
    long: {
      pl: 'Klient nie należy do żadnej z grup promocji.',
      en: 'The customer is in none of the groups of the promotion.',
    },
  },
  first_order: {
    short: { pl: 'Tylko na pierwsze zakupy', en: 'For the first order only' },
    long: {
      pl: 'To nie są pierwsze zakupy albo nie wiadomo, kto kupuje.',
      en: 'This is not the first order, or nobody knows who buys.',
    },
  },
  hours: {
    short: { pl: 'Promocja działa o innej porze', en: 'This offer counts at another time' },
    long: {
      pl: 'Promocja nie działa w tym dniu tygodnia albo o tej godzinie.',
      en: 'The promotion does not count on this weekday or at this hour.',
    },
  },
  tender: {
    short: {
      pl: 'Zapłać całość w sposób objęty promocją',
      en: 'Pay for everything in the way of this offer',
    },
    long: {
      pl: 'Nie wybrano jeszcze sposobu płatności albo część płaci coś, czego promocja nie obejmuje.',
      en: 'No way to pay is chosen yet, or something pays a part that is not in the promotion.',
    },
  },
  nothing_to_send: {
    short: { pl: 'Nic nie jest wysyłane', en: 'Nothing is to be sent' },
    long: {
      pl: 'Promocja dotyczy dostawy, a koszyk jej nie ma.',
      en: 'The promotion is about sending, and the basket has nothing to send.',
    },
  },
}

const selected: Words = {
  pl: 'Promocja jest dla wybranych klientów. Zaloguj się, jeśli masz konto',
  en: 'This offer is for selected customers. Sign in if you have an account',
}

/** What is said to somebody whom nobody knows, where knowing her may help. */
const toStrangers: Partial<Record<Obstacle['reason'], Words>> = {
  segment: selected,
  group: selected,
  first_order: {
    pl: 'Tylko na pierwsze zakupy z kontem. Zaloguj się',
    en: 'For the first order with an account only. Sign in',
  },
}

/** Why a promotion does not count: `short` for shoppers ("Dodaj jeszcze za 12,01 zł"), `long` for staff. */
export function obstacleWords(
  { reason, wanted = 0, had = 0 }: Obstacle,
  locale: WordsLocale,
  currency: Currency,
  isStranger = false,
): { readonly short: string; readonly long: string } {
  const money = (minor: number) => amountText(minor, currency, locale)
  const pieces = (count: number) => piecesText(count, locale)
  const named = (count: number) => piecesText(count, locale, 'sztuka')
  const pl = locale === 'pl'
  switch (reason) {
    case 'value':
      return {
        short: pl ? `Dodaj jeszcze za ${money(wanted - had)}` : `Add ${money(wanted - had)} more`,
        long: pl
          ? `Towary promocji kosztują ${money(had)}, a potrzeba co najmniej ${money(wanted)}.`
          : `The goods of the promotion cost ${money(had)}; at least ${money(wanted)} is needed.`,
      }
    case 'quantity':
      return {
        short: pl ? `Dodaj jeszcze ${pieces(wanted - had)}` : `Add ${pieces(wanted - had)} more`,
        long: pl
          ? `Sztuki objęte promocją w koszyku: ${had}, potrzeba co najmniej: ${wanted}.`
          : `The basket holds ${pieces(had)} of the promotion; at least ${wanted} needed.`,
      }
    case 'gift_missing':
      return {
        short: pl ? 'Dodaj prezent do koszyka' : 'Add the gift to your basket',
        long: pl
          ? `Przysługuje prezent (${named(wanted)}), a w koszyku go nie ma.`
          : `The customer has a right to a gift (${named(wanted)}), and the basket does not hold it.`,
      }
    default:
      return {
        short: (isStranger && toStrangers[reason]?.[locale]) || plain[reason].short[locale],
        long: plain[reason].long[locale],
      }
  }
}
