import type { LetterKind } from './types.ts'

interface KindWords {
  readonly subject: (number: string) => string
  readonly lead: string
  readonly preview: string
}

/** What each message says, in both languages; the order's own states have their words in the orders module. */
export const words = {
  pl: {
    hello: (name: string) => `Dzień dobry, ${name}!`,
    order: 'Zamówienie',
    total: 'Razem',
    shipping: 'Dostawa',
    free: 'gratis',
    pickup: 'Odbiór w sklepie',
    readyBy: 'Gotowe najpóźniej',
    sentBy: 'Wyślemy najpóźniej',
    awaited: (day: string | null) =>
      day === null ? 'czekamy na dostawę, termin jeszcze nieznany' : `czekamy na dostawę, termin: ${day}`,
    awaitedWhole:
      'Paczka wyjdzie w całości, gdy dotrze wszystko. Z tego, na co czekasz, możesz zrezygnować na stronie zamówienia: oddamy całą cenę.',
    insteadOf: 'zamiast',
    cancelledPieces: (count: number) => `anulowano ${count} szt.`,
    code: 'Kod odbioru',
    showQr: 'Pokaż ten kod przy odbiorze:',
    ship: 'Wysyłka pod Twój adres',
    tracking: 'Numer przesyłki',
    openOrder: 'Zobacz zamówienie',
    why: 'Piszemy, bo złożono u nas to zamówienie: to wiadomość potrzebna do jego wykonania, nie reklama.',
    kinds: {
      order_confirmed: {
        subject: (number) => `Zamówienie ${number} przyjęte`,
        lead: 'Dziękujemy, zamówienie jest opłacone i już je przygotowujemy.',
        preview: 'Zamówienie opłacone, przygotowujemy je.',
      },
      ready_for_pickup: {
        subject: (number) => `Zamówienie ${number} czeka na odbiór`,
        lead: 'Zamówienie jest gotowe. Przy odbiorze pokaż kod QR albo podaj kod z tej wiadomości.',
        preview: 'Zamówienie jest gotowe do odbioru.',
      },
      shipped: {
        subject: (number) => `Zamówienie ${number} jest w drodze`,
        lead: 'Paczka opuściła nasz magazyn.',
        preview: 'Paczka jest w drodze.',
      },
      collected: {
        subject: (number) => `Zamówienie ${number} odebrane`,
        lead: 'Zamówienie zostało odebrane. Dziękujemy! Jeśli coś nie pasuje, przyjmiemy zwrot w każdym naszym sklepie.',
        preview: 'Zamówienie odebrane. Dziękujemy!',
      },
      cancelled: {
        subject: (number) => `Zamówienie ${number} anulowane`,
        lead: 'Zamówienie zostało anulowane. Jeśli było opłacone, pieniądze wracają tą samą drogą.',
        preview: 'Zamówienie anulowane.',
      },
      refunded: {
        subject: (number) => `Zwrot do zamówienia ${number} rozliczony`,
        lead: 'Przyjęliśmy zwrot i oddaliśmy pieniądze tą drogą, którą zapłacono.',
        preview: 'Zwrot rozliczony.',
      },
      moved: {
        subject: (number) => `Zamówienie ${number}: zmiana miejsca`,
        lead: 'Przepraszamy: w wybranym miejscu zabrakło towaru. Znaleźliśmy go gdzie indziej i tam przygotowujemy. Jeśli to nie pasuje, odpisz, a anulujemy i oddamy pieniądze.',
        preview: 'Towar przygotowuje inne miejsce.',
      },
      delayed: {
        subject: (number) => `Zamówienie ${number}: nowy termin`,
        lead: 'Przepraszamy: towaru zabrakło i czekamy na dostawę. Poniżej nowy termin. Jeśli to za późno, odpisz, a anulujemy i oddamy pieniądze.',
        preview: 'Zamówienie będzie gotowe później.',
      },
      substituted: {
        subject: (number) => `Zamówienie ${number}: zamiennik`,
        lead: 'Zgodnie z ustaleniem zamieniliśmy brakujący artykuł na inny, w tej samej cenie. Jeśli jednak nie pasuje, przyjmiemy zwrot.',
        preview: 'Brakujący artykuł zamieniony na inny.',
      },
      line_cancelled: {
        subject: (number) => `Zamówienie ${number}: część anulowana, przepraszamy`,
        lead: 'Przepraszamy: towaru, który był obiecany, nie mamy. Anulowaliśmy tę część zamówienia, a jej cena wraca tą samą drogą. Reszta bez zmian.',
        preview: 'Część zamówienia anulowana, pieniądze wracają.',
      },
      line_given_up: {
        subject: (number) => `Zamówienie ${number}: zrezygnowano z części`,
        lead: 'Zgodnie z życzeniem nie czekasz już na ten artykuł. Jego cena wraca tą samą drogą, a reszta zamówienia jest bez zmian.',
        preview: 'Część zamówienia anulowana na życzenie, pieniądze wracają.',
      },
      promise_moved: {
        subject: (number) => `Zamówienie ${number}: nowy termin`,
        lead: 'Zmienił się termin dostawy tego, na co czekasz. Nowy termin jest poniżej, przy artykule. Jeśli nie pasuje, zrezygnuj na stronie zamówienia: oddamy całą cenę.',
        preview: 'Zmienił się termin, na który czekasz.',
      },
      cancelled_with_apology: {
        subject: (number) => `Zamówienie ${number} anulowane, przepraszamy`,
        lead: 'Przepraszamy: towaru, który był obiecany, nie mamy, i musieliśmy anulować zamówienie. Jeśli było opłacone, całość wraca tą samą drogą.',
        preview: 'Zamówienie anulowane, pieniądze wracają.',
      },
    } satisfies Record<LetterKind, KindWords>,
  },
  en: {
    hello: (name: string) => `Hello ${name},`,
    order: 'Order',
    total: 'Total',
    shipping: 'Delivery',
    free: 'free',
    pickup: 'Collect in store',
    readyBy: 'Ready by',
    sentBy: 'Sent by',
    awaited: (day: string | null) =>
      day === null ? 'on its way to us, the date is not known yet' : `on its way to us, expected ${day}`,
    awaitedWhole:
      'The parcel leaves whole, once everything is here. What you wait for you may give up on the page of the order: you get its whole price back.',
    insteadOf: 'instead of',
    cancelledPieces: (count: number) => `${count} cancelled`,
    code: 'Pickup code',
    showQr: 'Show this code when you collect:',
    ship: 'Sent to your address',
    tracking: 'Tracking number',
    openOrder: 'See the order',
    why: 'We write because this order was placed with us: this message is part of fulfilling it, not advertising.',
    kinds: {
      order_confirmed: {
        subject: (number) => `Order ${number} confirmed`,
        lead: 'Thank you, the order is paid and we are preparing it.',
        preview: 'Your order is paid; we are preparing it.',
      },
      ready_for_pickup: {
        subject: (number) => `Order ${number} is ready to collect`,
        lead: 'Your order is ready. Show the QR code when you collect, or say the code in this message.',
        preview: 'Your order is ready to collect.',
      },
      shipped: {
        subject: (number) => `Order ${number} is on its way`,
        lead: 'The parcel has left our warehouse.',
        preview: 'The parcel is on its way.',
      },
      collected: {
        subject: (number) => `Order ${number} collected`,
        lead: 'The order was collected. Thank you! If something does not fit, any of our stores will take it back.',
        preview: 'The order was collected. Thank you!',
      },
      cancelled: {
        subject: (number) => `Order ${number} cancelled`,
        lead: 'The order was cancelled. If it was paid, the money goes back the way it came.',
        preview: 'The order was cancelled.',
      },
      refunded: {
        subject: (number) => `Return for order ${number} refunded`,
        lead: 'We took the goods back and returned the money the way it was paid.',
        preview: 'The return was refunded.',
      },
      moved: {
        subject: (number) => `Order ${number}: another place`,
        lead: 'We are sorry: the place you chose ran out. We found your article elsewhere and prepare it there. If that does not suit you, reply and we will cancel and refund.',
        preview: 'Another place prepares your order.',
      },
      delayed: {
        subject: (number) => `Order ${number}: a new date`,
        lead: 'We are sorry: we ran out and wait for a delivery. The new date is below. If that is too late, reply and we will cancel and refund.',
        preview: 'Your order will be ready later.',
      },
      substituted: {
        subject: (number) => `Order ${number}: a substitute`,
        lead: 'As agreed, we replaced the missing article by another at the same price. Should it not suit you after all, we will take it back.',
        preview: 'A missing article was replaced.',
      },
      line_cancelled: {
        subject: (number) => `Order ${number}: partly cancelled, we are sorry`,
        lead: 'We are sorry: we do not have an article that was promised to you. We cancelled that part of the order, and its price goes back the way it came. The rest is unchanged.',
        preview: 'Part of your order was cancelled; the money goes back.',
      },
      line_given_up: {
        subject: (number) => `Order ${number}: a part given up`,
        lead: 'As you wished, you wait for this article no longer. Its price goes back the way it came, and the rest of the order is unchanged.',
        preview: 'Part of your order was cancelled as you wished.',
      },
      promise_moved: {
        subject: (number) => `Order ${number}: a new date`,
        lead: 'What you wait for comes on another day. The new date is below, beside the article. If it does not suit you, give it up on the page of the order: you get its whole price back.',
        preview: 'What you wait for comes on another day.',
      },
      cancelled_with_apology: {
        subject: (number) => `Order ${number} cancelled, we are sorry`,
        lead: 'We are sorry: we do not have what was promised to you and had to cancel the order. If it was paid, all of it goes back the way it came.',
        preview: 'Your order was cancelled; the money goes back.',
      },
    } satisfies Record<LetterKind, KindWords>,
  },
} as const
