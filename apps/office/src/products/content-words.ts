import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  content: {
    title: 'Etykieta i prawo cenowe',
    perishable: 'Szybko się psuje',
    perishableWhat: 'Cały produkt. Decyduje, jaka cena musi stać obok obniżonej.',
    amount: 'Zawartość opakowania',
    amountHint: 'Wariant {sku}. Puste: sprzedawany jako jedna rzecz, bez ceny za jednostkę.',
    badAmount: 'Wpisz liczbę, np. 0,75.',
    unit: 'Jednostka',
    piece: 'sztuka',
    save: 'Zapisz zawartość',
    saved: 'Zapisano zawartość',
    set: 'Zapisano',
    lead: 'Z pliku: kolumny sku, amount, unit (albo kod, ilość, jednostka). Wchodzi cały plik albo nic.',
    tooLarge: 'Ten plik jest za duży. Podziel go.',
    take: 'Wczytaj zawartość',
    taken:
      '{count, plural, one {Wczytano # wiersz} few {Wczytano # wiersze} many {Wczytano # wierszy} other {Wczytano # wiersza}}',
  },
} as const

const en = {
  content: {
    title: 'Label and price law',
    perishable: 'Spoils soon',
    perishableWhat: 'The whole product. It decides which price must stand beside a reduced one.',
    amount: 'Content of the pack',
    amountHint: 'Variant {sku}. Empty: sold as one thing, without a price per unit.',
    badAmount: 'Enter a number, such as 0.75.',
    unit: 'Unit',
    piece: 'piece',
    save: 'Save the content',
    saved: 'Content saved',
    set: 'Saved',
    lead: 'By a file: columns sku, amount, unit. The whole file is taken, or nothing.',
    tooLarge: 'This file is too large. Send it in parts.',
    take: 'Take in the contents',
    taken: '{count, plural, one {# row taken in} other {# rows taken in}}',
  },
} as const

/** Words of what packs hold alone: they load with their panel. */
export const { useT } = createI18n(defineMessages(pl, en))
