import { createI18n, defineMessages } from '@splot/ui'
import { expect, test } from 'vitest'
import { en as accountEn } from './account/en.ts'
import { pl as accountPl } from './account/pl.ts'
import { en as browseEn } from './browse/en.ts'
import { pl as browsePl } from './browse/pl.ts'
import { en as buyEn } from './buy/en.ts'
import { pl as buyPl } from './buy/pl.ts'
import { en as cardsEn } from './cards/en.ts'
import { pl as cardsPl } from './cards/pl.ts'
import { en as enOfAll } from './en.ts'
import { en as ordersEn } from './orders/en.ts'
import { pl as ordersPl } from './orders/pl.ts'
import { pl as plOfAll } from './pl.ts'

const pl = { ...plOfAll, ...browsePl, ...buyPl, ...cardsPl, ...ordersPl, ...accountPl }
const en = { ...enOfAll, ...browseEn, ...buyEn, ...cardsEn, ...ordersEn, ...accountEn }

// A key that English lacks, and one that only English has, stop this line from compiling.
const { translator } = createI18n(defineMessages(pl, en))

/** The names an ICU text asks for: `{count, plural, …}`, `{name}`, `<terms>…`. The words inside of a plural are none. */
const argumentsOf = (text: string): string[] =>
  [
    ...new Set(
      [
        ...text
          .replace(/(?<=[\s}])(=\d|zero|one|few|many|other) \{[^}]*\}/g, '')
          .matchAll(/[{<]([a-zA-Z]\w*)(?=[,}>])/g),
      ].map((match) => match[1] ?? ''),
    ),
  ].sort()

const leaves = (tree: object, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(Object(value), `${path}${key}.`),
  )

test('both languages ask for the same arguments', () => {
  const english = new Map(leaves(en))
  for (const [key, text] of leaves(pl))
    expect([key, argumentsOf(english.get(key) ?? '')]).toEqual([key, argumentsOf(text)])
})

test('counts are said in the forms of the language', () => {
  const t = translator('pl', 'shell')
  expect([0, 1, 3, 5].map((count) => t('basketCount', { count }))).toEqual([
    'Koszyk, pusty',
    'Koszyk, 1 sztuka',
    'Koszyk, 3 sztuki',
    'Koszyk, 5 sztuk',
  ])
  expect(translator('en', 'list')('found', { count: 1 })).toBe('1 product')
})
