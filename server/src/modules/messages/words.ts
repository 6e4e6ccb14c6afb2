import type { MessageKind } from './types.ts'

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
    } satisfies Record<MessageKind, KindWords>,
  },
  en: {
    hello: (name: string) => `Hello ${name},`,
    order: 'Order',
    total: 'Total',
    shipping: 'Delivery',
    free: 'free',
    pickup: 'Collect in store',
    readyBy: 'Ready by',
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
    } satisfies Record<MessageKind, KindWords>,
  },
} as const
