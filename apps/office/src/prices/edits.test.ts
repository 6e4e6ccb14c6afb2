import { expect, test } from 'vitest'
import { editKey, flawsOf, readChange, readPercent, readPrice, termsOf, withEdit } from './edits.ts'

test('a price is read as people write it, and a dash takes it away', () => {
  expect(readPrice('49,99')).toBe(4_999)
  expect(readPrice('49.9')).toBe(4_990)
  expect(readPrice('1 200 zł')).toBe(120_000)
  expect(readPrice('0,29')).toBe(29)
  expect(readPrice(' – ')).toBeNull()
  for (const text of ['', '0', '-5', '1,234', 'sto', '12345678']) expect(readPrice(text)).toBeUndefined()
})

test('shares and changes keep their sign', () => {
  expect(readPercent('-5')).toBe(-50_000)
  expect(readPercent('+7,5 %')).toBe(75_000)
  expect(readPercent('0')).toBeUndefined()
  expect(readPercent('pięć')).toBeUndefined()
  // What no price may change by is never made into what it may.
  expect(readPercent('200')).toBe(2_000_000)
  for (const text of ['200,01', '-91', '-5,125']) expect(readPercent(text)).toBeUndefined()
  expect(readChange('−10')).toBe(-1_000)
  expect(readChange('2,50 zł')).toBe(250)
  expect(readChange('-')).toBeUndefined()
})

test('a price that is typed as it was is no edit', () => {
  const spot = { list: 'standard', sku: 'SHIRT', quantity: 1, beforeMinor: 4_900 }
  const edited = withEdit({}, { ...spot, minor: 3_900 })
  expect(edited[editKey(spot)]).toMatchObject({ minor: 3_900 })
  expect(withEdit(edited, { ...spot, quantity: 3, minor: 3_500 })).toMatchObject(edited)
  expect(withEdit(edited, { ...spot, minor: 4_900 })).toEqual({})
})

test('a change needs a reason, and a moment when it is for later', () => {
  expect(flawsOf({ note: ' a ', when: 'now', at: '' })).toEqual({ note: true, at: false })
  expect(flawsOf({ note: 'season', when: 'later', at: '' })).toEqual({ note: false, at: true })
  const at = '2026-12-01T06:00'
  expect(termsOf({ note: ' season ', when: 'later', at })).toEqual({
    note: 'season',
    // Six in the morning in Warsaw is five of UTC in winter, wherever the browser stands.
    effectiveAt: '2026-12-01T05:00:00.000Z',
  })
  expect(termsOf({ note: 'season', when: 'now', at }).effectiveAt).toBeNull()
})
