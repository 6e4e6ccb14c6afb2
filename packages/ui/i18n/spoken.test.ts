import { expect, test } from 'vitest'
import { optionsInOrder, optionText, spokenNumber, withoutSpaces } from './spoken.ts'

test('an order number is grouped for reading, and what was copied from the screen finds it again', () => {
  expect(spokenNumber('100000017')).toBe('100\u00a0000\u00a0017')
  expect(withoutSpaces(` ${spokenNumber('100000017')} `)).toBe('100000017')
})

test('colour comes before size, whatever order the options came in', () => {
  const size = { pl: 'M', en: 'M' }
  const colour = { pl: 'kremowy', en: 'Cream' }
  expect(optionText({ size, colour }, 'pl')).toBe('kremowy, M')
  expect(optionText({ colour, size }, 'en')).toBe('Cream, M')
  expect(optionText({}, 'pl')).toBe('')
  const codes = optionsInOrder(['size', 'length', 'colour', 'fit'].map((code) => ({ code })))
  expect(codes.map(({ code }) => code)).toEqual(['colour', 'size', 'fit', 'length'])
})
