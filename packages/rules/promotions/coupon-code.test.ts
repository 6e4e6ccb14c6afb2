import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseCode, readUniqueCode, signsOfBits } from '../index.ts'

test('a code is the same however a keyboard, a file or a post writes its letters', () => {
  const code = normaliseCode('Łódź-lato 20')
  expect(code).toBe('ŁÓDŹLATO20')
  // The accents apart, as a Mac writes names of files; broad signs; bold ones; a soft hyphen and a mark of direction in between.
  const others = [
    'Łódź-lato 20'.normalize('NFD'),
    'łódź ｌａｔｏ２０',
    'łódź𝐥𝐚𝐭𝐨𝟐𝟎',
    'łó\u00ad\u200edź_lato.20',
  ]
  expect(others.map(normaliseCode)).toEqual(others.map(() => code))
  // An accent more or less is another code.
  expect(normaliseCode('LODZLATO20')).not.toBe(code)
})

test('a unique code is read again from whatever people make of it, and one wrong sign is found', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 60n - 1n }), fc.nat({ max: 12 }), (bits, at) => {
      const signs = signsOfBits(bits)
      expect(readUniqueCode(signs.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(signs)
      const wrong = signs[at] === 'A' ? 'B' : 'A'
      expect(readUniqueCode(`${signs.slice(0, at)}${wrong}${signs.slice(at + 1)}`)).toBeUndefined()
    }),
  )
})
