import type { Problem } from '@splot/client'
import { en as pricesEn, pl as pricesPl } from './problems-of-prices.ts'
import { en as promotionsEn, pl as promotionsPl } from './problems-of-promotions.ts'
import { en as stockEn, pl as stockPl } from './problems-of-stock.ts'

/** Refusals that people meet here, by the API's stable code: it says `detail` in English only. */
const pl = {
  'auth.wrong_credentials': 'E-mail albo hasło się nie zgadza.',
  'auth.too_many_attempts': 'Zbyt wiele prób. Odczekaj chwilę i spróbuj ponownie.',
  'auth.forbidden': 'Twoja rola na to nie pozwala.',
  'auth.sign_in_first': 'Sesja wygasła. Zaloguj się ponownie.',
  'auth.other_location': 'To dotyczy miejsca, do którego nie masz dostępu.',
  'http.no_answer': 'Serwer nie odpowiada. Sprawdź połączenie i spróbuj ponownie.',
  'http.invalid_input': 'Coś w formularzu jest nie tak.',
  'http.our_mistake': 'To nasz błąd. Nic nie zostało zapisane.',
  'http.too_many_requests': 'Za szybko. Odczekaj chwilę.',
  'http.no_such_route': 'Ten serwer jeszcze tego nie potrafi.',
  'http.bad_cursor': 'Lista się zmieniła. Wczytaj ją od początku.',
  'http.unreadable': 'Odpowiedzi serwera nie da się odczytać.',
  'orders.not_found': 'Nie ma takiego zamówienia.',
  'orders.not_cancellable': 'Tego zamówienia nie można już anulować.',
  'orders.mistyped_number': 'To nie może być numer zamówienia. Sprawdź cyfry.',
  'catalogue.product_not_found': 'Nie ma takiego produktu.',
  'catalogue.variant_not_found': 'Nie ma takiego wariantu.',
  'catalogue.rows_invalid': 'Niektórych wierszy nie da się przyjąć. Nie przyjęto żadnego.',
  'catalogue.csv_unreadable':
    'To nie jest plik zawartości. Pierwszy wiersz to nagłówki: sku, amount, unit (albo kod, ilość, jednostka).',
  'customers.unknown': 'Nie ma takiego klienta.',
  'staff.changed_meanwhile': 'Ktoś zmienił to w międzyczasie. Odśwież i spróbuj ponownie.',
  'staff.own_access': 'Nie możesz odebrać dostępu samemu sobie.',
  'staff.beyond_your_permissions': 'Nie możesz dać więcej, niż sam masz.',
  'staff.publishable_key_scopes': 'Klucz publiczny nie ma uprawnień.',
  'staff.key_expires_in_past': 'Ta data już minęła.',
  'channels.unknown': 'Nie ma takiego kanału.',
  'locations.unknown': 'Nie ma takiego miejsca.',
  'webhooks.too_many': 'To już wszystkie webhooki, jakie mogą być. Usuń któryś.',
  'webhooks.unknown_endpoint': 'Nie ma takiego webhooka.',
  'webhooks.unknown_delivery': 'Nie ma takiego doręczenia.',
  'webhooks.inner_address':
    'Ten adres jest w naszej własnej sieci, a tam webhooków nie wysyłamy. Podaj adres dostępny z internetu.',
  'webhooks.unknown_host': 'Nie ma hosta o tej nazwie. Sprawdź adres.',
  'customers.open_orders':
    'Ta osoba ma zamówienia w toku. Najpierw je wydaj albo anuluj, potem można ją zapomnieć.',
  'streams.full': 'Serwer nie przyjmie teraz więcej stałych połączeń. Strona odświeża się rzadziej.',
  'streams.too_many_from_here': 'Z tego adresu jest otwartych za dużo stron naraz. Zamknij niektóre karty.',
  'carts.too_many_holders':
    'Z tego adresu odłożono już towar dla zbyt wielu koszyków. Spróbuj za kilka minut.',
  'carts.country_not_served': 'Do tego kraju nie wysyłamy.',
  'tax.unknown_country': 'Nie znamy stawek VAT tego kraju w tym dniu.',
  'tax.not_in_union': 'OSS dotyczy sprzedaży do innych krajów Unii Europejskiej. To nie jest żaden z nich.',
  'tax.day_is_past': 'To może się zacząć dopiero od dnia, który jeszcze nie nadszedł. Wybierz późniejszy.',
  'tax.rate_exists': 'Ta klasa ma już stawkę od tego dnia. Wybierz inny dzień albo odwołaj tamtą.',
  'tax.rate_is_needed':
    'Na stawce podstawowej tego kraju opierają się inne klasy. Najpierw cofnij ich stawki albo podaj inną podstawową.',
  'tax.registration_needs_rate':
    'Towary wysyłane do tego kraju mają jego VAT (OSS), a bez tej stawki nie byłaby znana żadna. Najpierw podaj inną podstawową od wcześniejszego dnia.',
  'tax.no_such_rate': 'Od tego dnia nie zaczyna się żadna stawka tej klasy. Odśwież listę.',
  'tax.no_such_country': 'Nie ma kraju o tym kodzie.',
  'tax.registration_exists': 'Na ten dzień już to ustalono. Wybierz inny dzień.',
  'promotions.exported': 'Minęła doba od pierwszego pobrania; tych kodów nie da się już pobrać.',
} as const

const en: Readonly<Record<keyof typeof pl, string>> = {
  'auth.wrong_credentials': 'E-mail or password is wrong.',
  'auth.too_many_attempts': 'Too many attempts. Wait a moment and try again.',
  'auth.forbidden': 'Your role does not allow this.',
  'auth.sign_in_first': 'The session has ended. Sign in again.',
  'auth.other_location': 'This belongs to a place that you have no access to.',
  'http.no_answer': 'The server does not answer. Check the connection and try again.',
  'http.invalid_input': 'Something in the form is wrong.',
  'http.our_mistake': 'That is our mistake. Nothing was saved.',
  'http.too_many_requests': 'Too fast. Wait a moment.',
  'http.no_such_route': 'This server cannot do that yet.',
  'http.bad_cursor': 'The list has changed. Load it from the start.',
  'http.unreadable': 'The answer could not be read.',
  'orders.not_found': 'There is no such order.',
  'orders.not_cancellable': 'This order can no longer be cancelled.',
  'orders.mistyped_number': 'This cannot be an order number. Check the digits.',
  'catalogue.product_not_found': 'There is no such product.',
  'catalogue.variant_not_found': 'There is no such variant.',
  'catalogue.rows_invalid': 'Some rows cannot be taken. None was.',
  'catalogue.csv_unreadable':
    'This is not a file of contents. Its first row names columns: sku, amount, unit.',
  'customers.unknown': 'There is no such customer.',
  'staff.changed_meanwhile': 'Somebody changed this meanwhile. Refresh and try again.',
  'staff.own_access': 'You cannot take away your own access.',
  'staff.beyond_your_permissions': 'You cannot give more than you have.',
  'staff.publishable_key_scopes': 'A publishable key has no permissions.',
  'staff.key_expires_in_past': 'This date has passed.',
  'channels.unknown': 'There is no such channel.',
  'locations.unknown': 'There is no such place.',
  'webhooks.too_many': 'There are as many webhooks as there may be. Delete one first.',
  'webhooks.unknown_endpoint': 'There is no such webhook.',
  'webhooks.unknown_delivery': 'There is no such delivery.',
  'webhooks.inner_address':
    'This address is inside our own network, where webhooks do not go. Give one that the internet reaches.',
  'webhooks.unknown_host': 'There is no host of this name. Check the address.',
  'customers.open_orders':
    'This person has orders under way. Hand them over or cancel them first, then she can be forgotten.',
  'streams.full': 'The server takes no more standing connections now. The page refreshes less often.',
  'streams.too_many_from_here': 'Too many pages are open from this address at once. Close some tabs.',
  'carts.too_many_holders':
    'Pieces are kept for too many baskets from this address. Try again in some minutes.',
  'carts.country_not_served': 'Nothing is sent to this country.',
  'tax.unknown_country': 'The VAT rates of this country on that day are not known.',
  'tax.not_in_union': 'OSS is for sales to other countries of the European Union. This is none of them.',
  'tax.day_is_past': 'It can begin only on a day that is still to come. Choose a later one.',
  'tax.rate_exists':
    'This class has a rate from that day on already. Choose another day, or take that one back.',
  'tax.rate_is_needed':
    'Other classes rest on the standard rate of this country. Take their rates back first, or say another standard rate.',
  'tax.registration_needs_rate':
    'Goods sent to this country bear its VAT (OSS), and without this rate none would be known. Say another standard rate for an earlier day first.',
  'tax.no_such_rate': 'No rate of this class begins on that day. Refresh the list.',
  'tax.no_such_country': 'There is no country of this code.',
  'tax.registration_exists': 'This is settled for that day already. Choose another day.',
  'promotions.exported':
    'A day has passed since the first download; these codes cannot be downloaded any more.',
}

/** What went wrong in the reader's language; an unknown code is told in the API's own English. */
export function sayProblem(problem: Problem, locale: 'pl' | 'en'): { text: string; lang: 'pl' | 'en' } {
  const known: Readonly<Record<string, string>> =
    locale === 'pl'
      ? { ...stockPl, ...pricesPl, ...promotionsPl, ...pl }
      : { ...stockEn, ...pricesEn, ...promotionsEn, ...en }
  const text = known[problem.code]
  return text === undefined ? { text: problem.detail, lang: 'en' } : { text, lang: locale }
}
