import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  gift: {
    owed: 'Należy się gratis: {name}',
    many: '{count} × {name}',
    add: 'Dodaj gratis',
    addWhat: 'Dodaj gratis: {name}',
    unknown: 'Tego gratisu kasa nie zna bez sieci. Zeskanuj go albo spróbuj później.',
  },
}

const en: typeof pl = {
  gift: {
    owed: 'A free gift is due: {name}',
    many: '{count} × {name}',
    add: 'Add the gift',
    addWhat: 'Add the gift: {name}',
    unknown: 'The till does not know this gift without a network. Scan it, or try again later.',
  },
}

export const { useT } = createI18n(defineMessages(pl, en))
