import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  preview: {
    preview: 'Przykładowy koszyk',
    previewWhat: 'Liczony tutaj tą samą arytmetyką, co w sklepie i w kasie. Tylko ta promocja.',
    addArticle: 'Dodaj artykuł',
    fit: 'Dobierz pasujące artykuły',
    fitFailed: 'Nie znaleźliśmy artykułów, których dotyczy ta promocja. Dodaj je ręcznie.',
    pieces: 'Sztuk: {sku}',
    fits: 'Klient spełnia warunki i ma kod',
    previewEmpty: 'Dodaj artykuły, a zobaczysz, co promocja z nich zdejmie.',
    previewFaulty: 'Uzupełnij promocję i sztuki, a zobaczysz, co robi.',
    notSold: 'Nie ma ceny w tej walucie.',
    nothingOff: 'nic',
    whyNot: 'Dlaczego nie działa: {why}',
    goods: 'Towary',
    delivery: 'Dostawa',
    discount: 'Rabat',
    total: 'Do zapłaty',
    giftMissing: 'Prezent do dodania: {what}',
  },
} as const

const en = {
  preview: {
    preview: 'Example basket',
    previewWhat: 'Counted here by the same arithmetic as in the shop and at the till. This promotion alone.',
    addArticle: 'Add an article',
    fit: 'Find fitting articles',
    fitFailed: 'We found no articles that this promotion is about. Add them by hand.',
    pieces: 'Items: {sku}',
    fits: 'The customer meets the conditions and has the code',
    previewEmpty: 'Add articles to see what the promotion takes off them.',
    previewFaulty: 'Complete the promotion and the pieces to see what it does.',
    notSold: 'No price in this currency.',
    nothingOff: 'nothing',
    whyNot: 'Why it does not count: {why}',
    goods: 'Goods',
    delivery: 'Delivery',
    discount: 'Discount',
    total: 'To pay',
    giftMissing: 'A gift to add: {what}',
  },
} as const

/** Words of the example basket. */
export const { useT } = createI18n(defineMessages(pl, en))
