import { expect, test } from 'vitest'
import { createI18n, defineMessages } from './messages.ts'
import { detectLocale } from './locale.ts'

const pl = {
  cart: {
    title: 'Koszyk',
    pieces: '{count, plural, one {# sztuka} few {# sztuki} many {# sztuk} other {# sztuki}}',
    ready: 'Gotowe w salonie {store}',
  },
} as const
const en = {
  cart: {
    title: 'Basket',
    pieces: '{count, plural, one {# piece} other {# pieces}}',
    ready: 'Ready at {store}',
  },
}

const { translator } = createI18n(defineMessages(pl, en))

test('Polish counts in four forms', () => {
  const t = translator('pl', 'cart')
  const said = [0, 1, 2, 4, 5, 12, 21, 22, 25, 112, 1.5].map((count) => t('pieces', { count }))
  expect(said).toEqual([
    '0 sztuk',
    '1 sztuka',
    '2 sztuki',
    '4 sztuki',
    '5 sztuk',
    '12 sztuk',
    '21 sztuk',
    '22 sztuki',
    '25 sztuk',
    '112 sztuk',
    '1,5 sztuki',
  ])
})

test('the same keys speak English', () => {
  const t = translator('en', 'cart')
  expect(t('title')).toBe('Basket')
  expect([1, 2].map((count) => t('pieces', { count }))).toEqual(['1 piece', '2 pieces'])
  expect(translator('en')('cart.ready', { store: 'Sopot' })).toBe('Ready at Sopot')
})

test('a wrong key, a missing argument, a missing and an extra translation are type errors', () => {
  const t = translator('pl', 'cart')
  // Each line below stops compiling when its mistake becomes legal; the type checker is what fails this test.
  const mistakes = () => {
    // @ts-expect-error no such message
    t('nothing')
    // @ts-expect-error the count is missing
    t('pieces')
    // @ts-expect-error English lacks a message
    defineMessages(pl, { cart: { title: 'Basket', pieces: '#' } })
    // @ts-expect-error English has a message that Polish lacks
    defineMessages(pl, { cart: { ...en.cart, extra: 'x' } })
    const elsewhere = { cart: { ...en.cart, extra: 'x' } }
    // @ts-expect-error the same from another file, where no literal is checked for extra keys
    defineMessages(pl, elsewhere)
  }
  expect(mistakes).toBeTypeOf('function')
})

test('the language is what was asked for, then remembered, then the browser’s, then Polish', () => {
  expect(detectLocale({ asked: 'en', cookie: 'splot-locale=pl' })).toBe('en')
  expect(detectLocale({ asked: 'de', cookie: 'a=1; splot-locale=en', languages: 'pl' })).toBe('en')
  expect(detectLocale({ stored: 'en', languages: ['pl-PL'] })).toBe('en')
  expect(detectLocale({ languages: 'de-DE,en-GB;q=0.8,pl;q=0.6' })).toBe('en')
  expect(detectLocale({ languages: ['pl-PL', 'en'] })).toBe('pl')
  expect(detectLocale({ languages: 'uk-UA' })).toBe('pl')
})
