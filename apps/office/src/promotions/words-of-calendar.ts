import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  calendar: {
    earlier: 'Wcześniej',
    laterOn: 'Później',
    today: 'Dziś',
    activeFrom: 'Od',
    activeUntil: 'Do',
    where: 'Gdzie',
    everywhere: 'wszędzie',
    calendarEmpty: 'Wtedy nic nie działa',
    calendarEmptyWhy: 'Opublikuj promocję albo przejdź do innych dni.',
    anyChannel: 'Każdy kanał',
    chart: 'Wykres',
    table: 'Tabela',
  },
} as const

const en = {
  calendar: {
    earlier: 'Earlier',
    laterOn: 'Later',
    today: 'Today',
    activeFrom: 'From',
    activeUntil: 'Until',
    where: 'Where',
    everywhere: 'everywhere',
    calendarEmpty: 'Nothing counts then',
    calendarEmptyWhy: 'Publish a promotion, or look at other days.',
    anyChannel: 'Any channel',
    chart: 'Chart',
    table: 'Table',
  },
} as const

/** Words of the calendar. */
export const { useT } = createI18n(defineMessages(pl, en))
