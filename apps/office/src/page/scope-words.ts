import { createI18n, defineMessages } from '@splot/ui'

const pl = {
  scope: {
    goods: 'Towar',
    where: 'Gdzie',
    allGoods: 'wszystko',
    everywhere: 'wszędzie',
    bySku: 'jeden artykuł',
    byCategory: 'kategoria',
    byRegion: 'region',
    byPlace: 'jedno miejsce',
    category: 'Kategoria',
    region: 'Region',
    place: 'Miejsce',
    article: 'Artykuł',
    needScope: 'Wybierz, czego dotyczy.',
  },
} as const

const en = {
  scope: {
    goods: 'Goods',
    where: 'Where',
    allGoods: 'everything',
    everywhere: 'everywhere',
    bySku: 'one article',
    byCategory: 'category',
    byRegion: 'region',
    byPlace: 'one place',
    category: 'Category',
    region: 'Region',
    place: 'Place',
    article: 'Article',
    needScope: 'Choose what it is about.',
  },
} as const

/** Words of the fields that choose goods and places; they load with the pages that have such fields. */
export const { useT } = createI18n(defineMessages(pl, en))
