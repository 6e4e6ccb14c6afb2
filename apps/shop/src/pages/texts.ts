import type { Locale } from '@splot/ui'

/** A page of prose: paragraphs under headings. */
export interface Prose {
  readonly title: string
  readonly sections: readonly { readonly heading?: string; readonly paragraphs: readonly string[] }[]
}

type InBoth = Readonly<Record<Locale, Prose>>

export const about: InBoth = {
  pl: {
    title: 'O demonstracji',
    sections: [
      {
        paragraphs: [
          'Domy Towarowe Osnowa nie istnieją. To sklep pokazowy platformy Splot: otwartego oprogramowania, w którym sklep internetowy, salony, kasy i obsługa klienta pracują na jednym katalogu, jednej cenie i jednym stanie.',
          'Ubrania i buty zostały zaprojektowane na potrzeby demonstracji, a rysunki powstają z kodu. Artykuły do domu pochodzą ze zbioru UCI Online Retail (CC BY 4.0).',
        ],
      },
      {
        heading: 'Co możesz sprawdzić',
        paragraphs: [
          'Otwórz produkt i zostaw stronę otwartą. Gdy kasa w salonie sprzeda ostatnią sztukę, rozmiar zniknie tutaj w ciągu sekundy.',
          'Zamów z odbiorem w salonie i zapłać kartą testową. Dostaniesz kod QR, a w aplikacji salonu pojawi się zlecenie kompletacji.',
          'Płatności są w piaskownicy: nic nie zostanie pobrane ani wysłane.',
        ],
      },
    ],
  },
  en: {
    title: 'About this demo',
    sections: [
      {
        paragraphs: [
          'Osnowa department stores do not exist. This is the show shop of Splot: open-source software in which the web shop, the stores, the tills and customer service work on one catalogue, one price and one stock.',
          'Clothes and shoes were designed for the demonstration, and their pictures are drawn by code. The home articles come from the UCI Online Retail data (CC BY 4.0).',
        ],
      },
      {
        heading: 'What to try',
        paragraphs: [
          'Open a product and leave the page open. When a till in a store sells the last piece, the size goes here within a second.',
          'Order with store pickup and pay with a test card. You get a QR code, and the store app gets something to pick.',
          'Payments are a sandbox: nothing is taken and nothing is sent.',
        ],
      },
    ],
  },
}

export const accessibility: InBoth = {
  pl: {
    title: 'Deklaracja dostępności',
    sections: [
      {
        paragraphs: [
          'Chcemy, żeby każda osoba mogła tu kupić. Sklep projektujemy zgodnie z WCAG 2.2 na poziomie AA, w jasnym i w ciemnym wyglądzie.',
        ],
      },
      {
        heading: 'Co to znaczy w praktyce',
        paragraphs: [
          'Całe zakupy da się zrobić klawiaturą, a miejsce, w którym jesteś, jest zawsze widoczne. Strony działają przy powiększeniu do 400% i na ekranie szerokości 320 pikseli.',
          'Czytnik ekranu słyszy zmiany stanu, wyniki wyszukiwania i błędy. Dostępność nigdy nie jest oznaczona samym kolorem.',
          'Rezerwację w koszyku można odnowić jednym przyciskiem. Animacje cichną, gdy system o to prosi.',
        ],
      },
      {
        heading: 'Czego jeszcze brakuje',
        paragraphs: [
          'Zdjęcia produktów to rysunki z krótkim opisem; nie mają opisów rozszerzonych. Deklarację oparto na testach automatycznych i własnym przeglądzie, bez audytu zewnętrznego.',
          'Sklep pokazowy nie ma skrzynki kontaktowej. Bariery zgłaszaj w repozytorium projektu Splot.',
        ],
      },
    ],
  },
  en: {
    title: 'Accessibility statement',
    sections: [
      {
        paragraphs: [
          'Everybody should be able to buy here. The shop is designed to WCAG 2.2 level AA, in its light and its dark appearance.',
        ],
      },
      {
        heading: 'What that means in practice',
        paragraphs: [
          'The whole purchase can be made with a keyboard, and where you are is always visible. Pages work at 400% zoom and on a screen 320 pixels wide.',
          'A screen reader hears changes of stock, search results and errors. Availability is never told by colour alone.',
          'A reservation in the basket can be renewed with one button. Animations rest when the system asks for it.',
        ],
      },
      {
        heading: 'What is still missing',
        paragraphs: [
          'Product pictures are drawings with a short description; there are no long descriptions. The statement rests on automatic tests and our own review, without an outside audit.',
          'The show shop has no mailbox. Report barriers in the repository of the Splot project.',
        ],
      },
    ],
  },
}

export const privacy: InBoth = {
  pl: {
    title: 'Prywatność',
    sections: [
      {
        paragraphs: [
          'Ten sklep nie śledzi: nie ma analityki, reklam ani plików z obcych serwerów. Dlatego nie pokazujemy okna zgód.',
        ],
      },
      {
        heading: 'Co zostaje na Twoim urządzeniu',
        paragraphs: [
          'Numer koszyka, wybrany salon, język i wygląd. Twoje dane kontaktowe tylko wtedy, gdy o to poprosisz przy zakupie; usuniesz je jednym przyciskiem w zamówieniu.',
        ],
      },
      {
        heading: 'Co wiemy o zamówieniu',
        paragraphs: [
          'Imię i nazwisko, e-mail oraz, jeśli podasz, telefon i adres: po to, żeby wykonać umowę. Dane każdej osoby są zaszyfrowane osobnym kluczem; usunięcie klucza usuwa dane na zawsze.',
          'Danych karty nie widzimy: trafiają wprost do operatora płatności, a my dostajemy tylko jego żeton.',
        ],
      },
    ],
  },
  en: {
    title: 'Privacy',
    sections: [
      {
        paragraphs: [
          'This shop does not track: no analytics, no advertising, no files from other servers. That is why there is no consent window.',
        ],
      },
      {
        heading: 'What stays on your device',
        paragraphs: [
          'The number of your basket, your store, language and appearance. Your contact details only if you ask for it at a purchase; one button at checkout removes them.',
        ],
      },
      {
        heading: 'What we know about an order',
        paragraphs: [
          'Your name, e-mail and, if you give them, phone and address: to fulfil the contract. Each person’s data is sealed with a key of its own; deleting the key deletes the data for good.',
          'We never see card data: it goes straight to the payment provider, and we get its token only.',
        ],
      },
    ],
  },
}

export const terms: InBoth = {
  pl: {
    title: 'Regulamin',
    sections: [
      {
        paragraphs: [
          'To sklep pokazowy. Naciśnięcie „Zamawiam i płacę” zawiera umowę tylko na niby: nic nie zostanie wydane, wysłane ani pobrane.',
        ],
      },
      {
        heading: 'Zamówienie i płatność',
        paragraphs: [
          'Ceny są w złotych i zawierają VAT. Zamówienie przyjmujemy, gdy operator płatności potwierdzi zapłatę. Przy odmowie banku możesz zapłacić inaczej.',
        ],
      },
      {
        heading: 'Odbiór i dostawa',
        paragraphs: [
          'Odbiór w salonie jest bezpłatny. Sztuka jest odłożona od chwili wyboru salonu na 15 minut, a po zapłacie do odbioru. Wydajemy ją po okazaniu kodu.',
          'Koszt kuriera widać w koszyku przed zamówieniem.',
        ],
      },
      {
        heading: 'Odstąpienie i zwrot',
        paragraphs: [
          'Od umowy można odstąpić w ciągu 14 dni od odbioru, w dowolnym salonie i bez podawania przyczyny. Pieniądze wracają tą samą drogą, którą zapłacono.',
        ],
      },
    ],
  },
  en: {
    title: 'Terms of sale',
    sections: [
      {
        paragraphs: [
          'This is a show shop. Pressing “Order and pay” makes a pretend contract: nothing is handed over, sent or charged.',
        ],
      },
      {
        heading: 'Order and payment',
        paragraphs: [
          'Prices are in Polish złoty and include VAT. We accept the order when the payment provider confirms the payment. If the bank says no, you may pay another way.',
        ],
      },
      {
        heading: 'Pickup and delivery',
        paragraphs: [
          'Collecting in a store is free. The piece is put aside for 15 minutes from the moment the store is chosen and, once paid, until you collect it. It is handed over for the code.',
          'The courier’s price is shown in the basket before you order.',
        ],
      },
      {
        heading: 'Withdrawal and return',
        paragraphs: [
          'You may withdraw within 14 days of receipt, in any store and without a reason. The money goes back the way it came.',
        ],
      },
    ],
  },
}
