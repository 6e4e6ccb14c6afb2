import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  check: {
    title: 'Czy to urządzenie dobrze liczy?',
    lead: 'Urządzenie liczy wzorcowe koszyki i porównuje wyniki z serwerem, co do grosza i co do znaku.',
    counting: 'Liczę koszyki…',
    page: 'Aplikacja',
    worker: 'Praca bez sieci',
    right: 'Liczy tak jak serwer: {same} z {all} koszyków.',
    wrong: 'Liczy inaczej niż serwer: zgadza się {same} z {all} koszyków.',
    whatToDo:
      'Uruchom nowszą wersję aplikacji z ekranu głównego i sprawdź jeszcze raz. Jeśli to nie pomoże, pokaż ten ekran w biurze.',
    which: 'Koszyki z innym wynikiem',
    noWorker: 'Nie sprawdzono: na tym urządzeniu ta część jeszcze nie działa. Otwórz aplikację ponownie.',
    again: 'Sprawdź jeszcze raz',
    failed: 'Nie udało się sprawdzić',
    failedSafe: 'Sprzedaż działa dalej. Sprawdzenie wymaga połączenia z serwerem.',
  },
}

const en: typeof pl = {
  check: {
    title: 'Does this device count right?',
    lead: 'The device counts sample baskets and compares the results with the server, to the grosz and to the character.',
    counting: 'Counting baskets…',
    page: 'The app',
    worker: 'Work without a network',
    right: 'Counts as the server does: {same} of {all} baskets.',
    wrong: 'Counts otherwise than the server: {same} of {all} baskets agree.',
    whatToDo:
      'Start the newer version of the app from the home screen and check again. If that does not help, show this screen to the office.',
    which: 'Baskets with another result',
    noWorker: 'Not checked: this part does not run on this device yet. Open the app again.',
    again: 'Check again',
    failed: 'The check did not work out',
    failedSafe: 'Selling goes on. Checking needs a connection to the server.',
  },
}

export const { useT } = createI18n(defineMessages(pl, en))
