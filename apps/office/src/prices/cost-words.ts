import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  costs: {
    title: 'Koszt',
    cost: 'Netto za sztukę',
    since: 'Od',
    who: 'Kto',
    none: 'Nie znamy kosztu',
    noneWhy: 'Marża tego artykułu jest nieznana, a reguły od kosztu go pomijają.',
    newCost: 'Nowy koszt',
    costHint: 'Netto, za sztukę. Poprzednie zostają w historii.',
    from: 'Od chwili',
    fromHint: 'Puste: od teraz.',
    record: 'Zapisz koszt',
    recorded: 'Zapisano koszt',
    badCost: 'Wpisz kwotę, np. 49,99.',
    import: 'Koszty z pliku',
    importLead:
      'Kolumny: sku, cost (albo kod, koszt), a jeśli chcesz, także currency i from. Netto, najwyżej {rows} wierszy. Wchodzi cały plik albo nic.',
    tooLarge: 'Ten plik jest za duży: najwyżej {rows} wierszy. Podziel go.',
    take: 'Wczytaj koszty',
    taken:
      '{count, plural, one {Wczytano # koszt} few {Wczytano # koszty} many {Wczytano # kosztów} other {Wczytano # kosztu}}',
  },
} as const

const en = {
  costs: {
    title: 'Cost',
    cost: 'Net of one piece',
    since: 'Since',
    who: 'Who',
    none: 'The cost is not known',
    noneWhy: 'Nobody knows the margin of this article, and rules that count from costs leave it out.',
    newCost: 'New cost',
    costHint: 'Net of VAT, of one piece. Those before stay in the history.',
    from: 'From',
    fromHint: 'Empty: from now on.',
    record: 'Save the cost',
    recorded: 'Cost saved',
    badCost: 'Enter an amount, such as 49.99.',
    import: 'Costs from a file',
    importLead:
      'Columns: sku, cost, and if you like currency and from. Net of VAT, {rows} rows at most. The whole file is taken, or nothing.',
    tooLarge: 'This file is too large: {rows} rows at most. Send it in parts.',
    take: 'Take in the costs',
    taken: '{count, plural, one {# cost taken in} other {# costs taken in}}',
  },
} as const

/** Words of costs alone: they load with their panels. */
export const { useT } = createI18n(defineMessages(pl, en))
