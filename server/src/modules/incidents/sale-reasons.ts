import type { Currency } from '@splot/kernel'
import { amountText, type Words } from '@splot/rules'

/** Why a sale that was made without a network is not what was published by then; amounts in minor units. */
export type SaleReason =
  | {
      readonly kind: 'price_differed'
      readonly sku: string
      /** Of one piece. */
      readonly soldMinor: number
      readonly dueMinor: number
      /** Version of prices that the till knew; null: it did not say. */
      readonly soldVersion: number | null
      readonly dueVersion: number
    }
  | { readonly kind: 'vat_differed'; readonly sku: string; readonly sold: string; readonly due: string }
  | { readonly kind: 'no_price'; readonly sku: string }
  | { readonly kind: 'unknown_article'; readonly sku: string }
  /** The till gave a promotion that was not in force, or not for this sale. */
  | { readonly kind: 'promotion_not_in_force'; readonly label: Words; readonly minor: number }
  /** One was in force that the till did not give. */
  | { readonly kind: 'promotion_missed'; readonly label: Words; readonly minor: number }
  | {
      readonly kind: 'promotion_differed'
      readonly label: Words
      readonly soldMinor: number
      readonly dueMinor: number
    }
  /** `words`: what a shopper would have been told. */
  | { readonly kind: 'code_refused'; readonly code: string; readonly words: Words }
  | { readonly kind: 'code_beyond_lease'; readonly code: string }
  /** The same in all, spread over the lines in another way. */
  | { readonly kind: 'counted_otherwise' }
  /** Whoever sold it may not sell here: the right was taken away, or the till did not know better. */
  | { readonly kind: 'seller_not_allowed' }
  /** Whoever sent it says that somebody else sold it, and may not sell here herself. */
  | { readonly kind: 'sender_not_allowed' }
  /** It was made in the name of a customer whom this till had not recognised by then. */
  | { readonly kind: 'customer_not_recognised' }
  /** It came long after it was made: who chooses the hour chooses the price. */
  | { readonly kind: 'told_late'; readonly said: string }
  /** The till that tells of it was not there yet when it is said to have been made. */
  | { readonly kind: 'before_enrolment'; readonly said: string }
  /** The clock of the till cannot be right. */
  | { readonly kind: 'clock'; readonly said: string }

/** What people in the office read of a reason. */
export function reasonWords(reason: SaleReason, currency: Currency): Words {
  const pl = (minor: number) => amountText(minor, currency, 'pl')
  const en = (minor: number) => amountText(minor, currency, 'en')
  switch (reason.kind) {
    case 'price_differed': {
      const { sku, soldMinor, dueMinor, soldVersion, dueVersion } = reason
      const known = soldVersion === null || soldVersion === dueVersion ? null : soldVersion
      return {
        pl: `${sku}: sprzedano po ${pl(soldMinor)}, obowiązywało ${pl(dueMinor)}${known === null ? '' : ` (kasa znała ceny w wersji ${known}, obowiązywała ${dueVersion})`}`,
        en: `${sku}: sold at ${en(soldMinor)}, the price was ${en(dueMinor)}${known === null ? '' : ` (the till knew version ${known} of prices, version ${dueVersion} was in force)`}`,
      }
    }
    case 'vat_differed':
      return {
        pl: `${reason.sku}: sprzedano ze stawką VAT ${reason.sold}, obowiązywała ${reason.due}`,
        en: `${reason.sku}: sold with VAT rate ${reason.sold}, rate ${reason.due} was in force`,
      }
    case 'no_price':
      return {
        pl: `${reason.sku}: artykuł nie miał wtedy ceny w tym sklepie`,
        en: `${reason.sku}: the article had no price in this store then`,
      }
    case 'unknown_article':
      return {
        pl: `${reason.sku}: nie ma takiego artykułu w katalogu`,
        en: `${reason.sku}: there is no such article in the catalogue`,
      }
    case 'promotion_not_in_force':
      return {
        pl: `„${reason.label.pl}”: kasa udzieliła rabatu ${pl(reason.minor)}, a promocja wtedy nie przysługiwała`,
        en: `“${reason.label.en}”: the till gave ${en(reason.minor)} off, but the promotion did not count then`,
      }
    case 'promotion_missed':
      return {
        pl: `„${reason.label.pl}”: kasa nie znała promocji, klient zapłacił o ${pl(reason.minor)} za dużo`,
        en: `“${reason.label.en}”: the till did not know the promotion, the customer paid ${en(reason.minor)} too much`,
      }
    case 'promotion_differed':
      return {
        pl: `„${reason.label.pl}”: kasa udzieliła rabatu ${pl(reason.soldMinor)}, przysługiwało ${pl(reason.dueMinor)}`,
        en: `“${reason.label.en}”: the till gave ${en(reason.soldMinor)} off, ${en(reason.dueMinor)} was due`,
      }
    case 'code_refused':
      return {
        pl: `Kod ${reason.code} nie powinien był zadziałać: ${reason.words.pl}`,
        en: `Code ${reason.code} should not have counted: ${reason.words.en}`,
      }
    case 'code_beyond_lease':
      return {
        pl: `Kod ${reason.code} użyto więcej razy, niż odłożono dla tej kasy, albo po terminie`,
        en: `Code ${reason.code} was used beyond what was set aside for this till, or after its time`,
      }
    case 'counted_otherwise':
      return {
        pl: 'Kasa rozłożyła rabaty na pozycje inaczej, niż wynika z promocji',
        en: 'The till spread the discounts over the lines in another way than the promotions do',
      }
    case 'seller_not_allowed':
      return {
        pl: 'Kto sprzedał, nie ma prawa sprzedawać w tym sklepie: odebrano je albo nigdy go nie było',
        en: 'Whoever sold this may not sell in this store: the right was taken away, or was never there',
      }
    case 'sender_not_allowed':
      return {
        pl: 'Wysłała to osoba, która nie ma prawa sprzedawać w tym sklepie, i podała kogoś innego jako sprzedawcę',
        en: 'It was sent by somebody who may not sell in this store and who named somebody else as the seller',
      }
    case 'customer_not_recognised':
      return {
        pl: 'Sprzedano na konto klienta, którego ta kasa w ciągu godziny przed sprzedażą nie rozpoznała; zamówienie zapisano bez konta',
        en: 'It was sold in the name of a customer whom this till had not recognised within the hour before; the order was recorded without an account',
      }
    case 'told_late':
      return {
        pl: `Przyszła długo po sprzedaży: według kasy zrobiono ją ${reason.said}. Sprawdź, czy kasa tak długo nie miała sieci`,
        en: `It came long after it was made, which was ${reason.said} by the till. Check whether the till had no network for so long`,
      }
    case 'before_enrolment':
      return {
        pl: `Kasa podaje chwilę sprzed swojej rejestracji: ${reason.said}`,
        en: `The till says it was made before the till was enrolled: ${reason.said}`,
      }
    case 'clock':
      return {
        pl: `Zegar kasy nie mógł być dobry: pokazywał ${reason.said}`,
        en: `The clock of the till cannot have been right: it showed ${reason.said}`,
      }
  }
}
